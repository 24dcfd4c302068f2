"""Settings: a frozen tree that mirrors config.toml, plus secrets from the environment."""

from __future__ import annotations

import os
import re
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

from bot.mistakes import PREFIX, explained, not_a_list, unknown_sections
from bot.production_calendar import ProductionCalendar
from bot.sections import (
    DepartmentSection,
    Desk,
    Faq,
    Logs,
    People,
    Privacy,
    StorageSection,
    Telegram,
    VaultSection,
    Voice,
    Web,
)
from bot.timetable import parse_week
from desk.department import Department, Departments
from desk.sla import WorkingHours
from faq.source_file import UnreadableError, read

SQLITE_FILE = re.compile(
    r"(sqlite(?:\+\w+)?:///)(?!:memory:|file:)(.+)"
)  # a path of three slashes is relative


class SettingsWrong(Exception):
    """The settings cannot be used; each line of the text says what and how to mend."""


def _departments(given: tuple[DepartmentSection, ...]) -> tuple[DepartmentSection, ...]:
    if not given:
        raise ValueError("нужен хотя бы один отдел")
    twice = [id_ for id_, count in Counter(one.id for one in given).items() if count > 1]
    if twice:
        raise ValueError(f"id «{', '.join(twice)}» стоит у двух отделов: дайте каждому свой")
    return given


class Settings(BaseSettings):
    """Everything that can be set."""

    model_config = SettingsConfigDict(
        extra="forbid", frozen=True, env_prefix=PREFIX, env_nested_delimiter="__"
    )

    token: str = Field(default="", repr=False)
    telegram: Telegram = Telegram()
    storage: StorageSection = StorageSection()
    vault: VaultSection = VaultSection()
    faq: Faq = Faq()
    voice: Voice = Voice()
    desk: Desk = Desk()
    departments: Annotated[tuple[DepartmentSection, ...], AfterValidator(_departments)] = (
        DepartmentSection(id="main", title="Контакт-центр"),
    )
    people: People = People()
    web: Web = Web()
    logs: Logs = Logs()
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
            "voice": {"model": here(self.voice.model)},
            "vault": {"keys_file": here(self.vault.keys_file)},
            "desk": {"clock_file": here(self.desk.clock_file)},
        }
        return self.model_copy(
            update={name: getattr(self, name).model_copy(update=change) for name, change in changed.items()}
        )

    def desk_departments(self) -> Departments:
        """The departments with their hours worked out."""
        calendar = self.desk.production_calendar()
        return Departments(tuple(self._department(one, calendar) for one in self.departments))

    def _department(self, one: DepartmentSection, calendar: ProductionCalendar) -> Department:
        """What a department does not say itself, `desk` says for all."""
        desk = self.desk
        hours = WorkingHours(
            parse_week(one.hours or desk.hours),
            ZoneInfo(desk.timezone),
            calendar.is_day_off,
            calendar.is_worked_instead,
            calendar.is_shortened,
        )
        last_day = one.last_day or desk.last_day
        reply, resolution, silence, closing = (
            term.target(hours, last_day)
            for term in (
                one.first_reply or desk.first_reply,
                one.resolution or desk.resolution,
                one.silence or desk.silence,
                one.silence_close or desk.silence_close,
            )
        )
        assert reply is not None and closing is not None, "no settings without these"
        return Department(
            id=one.id,
            title=one.title,
            titles=one.title_in,
            chat_id=one.chat_id or desk.operators_chat,
            overflow=one.overflow,
            hours=hours,
            first_reply=reply,
            subjects=one.subjects,
            assignment=one.assignment or desk.assignment,
            last_day=last_day,
            resolution=resolution,
            silence=silence,
            closing=closing,
            reopening=timedelta(days=desk.reopen_days),
            asks_settled=desk.ask_settled,
        )


def load(path: Path, environment: dict[str, str] | None = None) -> Settings:
    """Read config.toml and the environment (None: this process's); relative paths begin at the file's folder.

    Raises SettingsWrong with a line for each mistake.
    """
    environment = dict(os.environ) if environment is None else environment
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
