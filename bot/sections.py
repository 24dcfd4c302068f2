"""The sections of config.toml: what can be set in each, and what it is when nothing is."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from bot.mistakes import PREFIX
from bot.production_calendar import ProductionCalendar, is_country
from bot.setting_values import (
    ApiUrl,
    DepartmentId,
    Encoder,
    GroupId,
    Languages,
    Listen,
    Municipalities,
    RedisUrl,
    Secret,
    Site,
    UrlPath,
    Zone,
)
from bot.timetable import AnyTerm, Hours, NeededTerm, Term, Weekly, parse_weekly
from desk import privacy
from desk.shift import Assignment
from desk.sla import LastDay
from desk.weekly_hour import WeeklyHour


class Section(BaseModel):
    """A table of config.toml: no unknown keys, nothing changes after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Webhook(Section):
    """Where Telegram brings updates when `telegram.mode` is "webhook"."""

    url: str = ""
    listen: Listen = "127.0.0.1:8081"
    path: UrlPath = "/telegram"
    secret: Secret = Field(default="", repr=False)


class Pacing(Section):
    """How fast we may send. The defaults are Telegram's limits."""

    overall_per_second: float = Field(default=30, gt=0, allow_inf_nan=False)
    chat_per_second: float = Field(default=1, gt=0, allow_inf_nan=False)
    chat_burst: int = Field(default=5, ge=1)
    group_per_minute: int = Field(default=20, ge=1)


class Telegram(Section):
    """The Bot API."""

    api_url: ApiUrl = "https://api.telegram.org"
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
    redis_url: RedisUrl = ""


class VaultSection(Section):
    """Master keys that encrypt what residents write. Without any nothing is encrypted."""

    keys: str = Field(default="", repr=False)
    keys_file: str = ""


class Faq(Section):
    """The knowledge base: its folders, and what reads it for meaning."""

    path: str = "faq/entries"
    checks: str = "faq/checks"
    bar: float = Field(default=0.8, ge=0, le=1)
    encoder: Encoder = "auto"
    vectors: str = "data/vectors.sqlite3"
    report: Weekly = "пн 09:00"

    def weekly_hour(self) -> WeeklyHour | None:
        """When the gaps of the week are told, None for never."""
        return parse_weekly(self.report) if self.report else None


class Voice(Section):
    """What residents say in voice messages."""

    model: str = ""
    longest: int = Field(default=60, ge=1, le=180)  # seconds


class Desk(Section):
    """The contact centre."""

    timezone: Zone = "Europe/Astrakhan"
    calendar: str = "RU"
    days_off: tuple[date, ...] = ()
    working_days: tuple[date, ...] = ()
    shortened_days: tuple[date, ...] = ()
    operators_chat: GroupId = 0
    hours: Hours = "пн–пт 09:00–18:00"
    first_reply: NeededTerm = Term(timedelta(hours=4))
    resolution: AnyTerm = Term(days=5)
    last_day: LastDay = LastDay.PREVIOUS
    assignment: Assignment = Assignment.NONE
    silence: AnyTerm = Term(days=3)
    silence_close: NeededTerm = Term(days=2)
    reopen_days: int = Field(default=14, ge=0, le=3650)
    ask_settled: bool = True
    languages: Languages = ("ru", "en")
    appeal: str = "Не согласны? Подайте официальное обращение через Госуслуги."
    municipalities: Municipalities = ()
    clock_file: str = ""

    def production_calendar(self) -> ProductionCalendar:
        """The calendar of the country, with the days named here above it."""
        return ProductionCalendar(self.calendar, self.days_off, self.working_days, self.shortened_days)

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


Title = Annotated[str, Field(min_length=1, max_length=64)]


class DepartmentSection(Section):
    """One department."""

    id: DepartmentId
    title: Title
    title_in: dict[str, Title] = {}  # language → the same in it
    chat_id: GroupId = 0
    overflow: tuple[GroupId, ...] = ()
    hours: Hours | None = None
    first_reply: NeededTerm | None = None
    resolution: AnyTerm | None = None
    last_day: LastDay | None = None
    assignment: Assignment | None = None
    silence: AnyTerm | None = None
    silence_close: NeededTerm | None = None
    subjects: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _overflow_is_elsewhere(self) -> Self:
        if 0 in self.overflow or self.chat_id in self.overflow or len({*self.overflow}) < len(self.overflow):
            raise ValueError("overflow: id других групп, каждый один раз: не 0 и не своя группа отдела")
        return self


class People(Section):
    """Telegram ids of the staff."""

    admins: tuple[int, ...] = ()
    supervisors: tuple[int, ...] = ()
    operators: tuple[int, ...] = ()
    editors: tuple[int, ...] = ()


class Web(Section):
    """Health checks, metrics, the dashboard; `base_url` is where browsers find it."""

    listen: Listen = "127.0.0.1:8080"
    base_url: Site = ""


class Logs(Section):
    """What goes to standard error: lines for people, or JSON objects for a collector."""

    format: Literal["text", "json"] = "text"


LAW = "• Журнал действий, в нём нет ваших слов.\n• Общие числа без имён."


class KeepDays(Section):
    """How many days things are kept; desk/privacy.py says from when on."""

    letters: int = Field(default=90, ge=1, le=3650)
    forms: int = Field(default=30, ge=1, le=3650)
    questions: int = Field(default=365, ge=1, le=3650)
    tickets: int = Field(default=1095, ge=1, le=3650)
    profiles: int = Field(default=1095, ge=1, le=3650)

    @model_validator(mode="after")
    def _nobody_is_forgotten_before_their_words(self) -> Self:
        longest = max(self.forms, self.questions, self.tickets)
        if self.profiles < longest:
            raise ValueError(
                f"profiles = {self.profiles}: вместе с жителем стираются его вопросы и обращения. "
                f"Поставьте не меньше {longest} или уменьшите forms, questions, tickets"
            )
        if self.letters > min(self.questions, self.tickets):
            raise ValueError(
                f"letters = {self.letters}: в письмах те же слова, что в вопросах и обращениях. "
                f"Поставьте не больше {min(self.questions, self.tickets)}"
            )
        return self


class Privacy(Section):
    """Consent to process personal data, and how long things are kept."""

    key: str = Field(default="", repr=False)  # a secret of any form; the vault's master key is made of it
    consent: str = "Я согласен на обработку персональных данных, чтобы получить ответ."
    consent_version: int = Field(default=1, ge=1)
    consent_in: dict[str, str] = {}  # language → the same text in it
    retention_days: int = Field(default=14, ge=1)
    responsible: str = Field(default="", max_length=1000)
    responsible_in: dict[str, str] = {}
    law: str = Field(default=LAW, max_length=1500)
    law_in: dict[str, str] = {}
    keep: KeepDays = KeepDays()

    def as_told(self) -> privacy.Privacy:
        """What residents are told of it."""
        kept = privacy.Keep(updates=self.retention_days, **self.keep.model_dump())
        return privacy.Privacy(self.responsible, self.responsible_in, self.law, self.law_in, kept)
