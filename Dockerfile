# Packages are installed in one stage and only carried over into the other: no pip cache, no build tools at run time.
FROM python:3.13-slim AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/venv
# voice: with the understanding of speech
ARG LOCK=run
COPY requirements/${LOCK}.lock /tmp/run.lock
RUN /opt/venv/bin/pip install --require-hashes --no-deps --only-binary :all: -r /tmp/run.lock \
    && /opt/venv/bin/pip uninstall --yes setuptools pip

FROM python:3.13-slim
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
RUN useradd --system --uid 10001 --no-create-home contact-center \
    && install --directory --owner=contact-center --group=contact-center /app/data
COPY --from=packages /opt/venv /opt/venv
WORKDIR /app
COPY config.toml ./
COPY locales locales
COPY faq faq
COPY desk desk
COPY storage storage
COPY handlers handlers
COPY dashboard dashboard
COPY bot bot
RUN python -m compileall -q /app

USER contact-center
VOLUME /app/data
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8080/live', timeout=4)"]
ENTRYPOINT ["python", "-m", "bot"]
CMD ["run"]
