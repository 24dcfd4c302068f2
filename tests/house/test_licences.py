"""What the bot is made of stands on one page, and nothing in it binds those who run it."""

import re

from packaging.markers import Marker

from tests.house.licences import LICENCES, ROOT, page

ROW = re.compile(r"^\| ([\w.-]+) \| (\d[\w.]*) \| (.+) \|$", re.MULTILINE)
LOCKED = re.compile(r"^([\w.-]+)==([\w.]+)(?: ; (.+?))? \\$", re.MULTILINE)
HERE = {
    "python_full_version": "3.11.9",
    "platform_python_implementation": "CPython",
    "implementation_name": "cpython",
    "platform_machine": "x86_64",
    "sys_platform": "linux",
}
# Ours is free to be used, sold and closed; what may not be linked so has no place in it.
BINDING = re.compile(r"\b(?:A?GPL|SSPL|BUSL|CC-BY-NC|CC-BY-SA)\b(?!.*\bor\b)", re.IGNORECASE)


def test_the_page_tells_every_locked_package() -> None:
    lock = (ROOT / "requirements" / "run.lock").read_text("utf-8")
    told = {(_same(name), version) for name, version, _ in ROW.findall(LICENCES.read_text("utf-8"))}
    locked = {
        (_same(name), version)
        for name, version, only in LOCKED.findall(lock)
        if not only or Marker(only).evaluate(HERE)
    }
    assert len(locked) > 40
    assert locked == told, "make sbom"


def test_no_licence_binds_those_who_run_the_bot() -> None:
    found = {name: licence for name, _, licence in ROW.findall(LICENCES.read_text("utf-8"))}
    assert not {name: licence for name, licence in found.items() if BINDING.search(licence)}
    assert BINDING.search("GPL-3.0-only")


def test_a_licence_is_told_as_the_package_tells_it() -> None:
    told = page(
        {
            "components": [
                {"name": "b", "version": "2", "licenses": [{"expression": "MIT AND Zlib"}]},
                {
                    "name": "A",
                    "version": "1",
                    "licenses": [
                        {"license": {"id": "MIT"}},
                        {"license": {"name": "License :: OSI Approved :: X"}},
                    ],
                },
                {
                    "name": "c",
                    "version": "3",
                    "licenses": [{"license": {"name": "License :: OSI Approved :: X"}}],
                },
            ]
        }
    )
    assert ROW.findall(told) == [("A", "1", "MIT"), ("b", "2", "MIT AND Zlib"), ("c", "3", "X")]


def _same(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
