"""Files beside the base that help residents to act: appeals, deadlines, routes, offices, read strictly."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from faq import aid_fields, appeal, deadline, fields, office, offices, route
from faq.appeal import AppealKind, AppealWords
from faq.deadline import Deadline, DeadlineWords
from faq.fields import Reader
from faq.office import Office, OfficeKind
from faq.problems import Problem
from faq.route import Route, RouteWords, Step, StepWords
from faq.sheet import Place, Sheet, untranslated

_TOP = Place()

Raw = Mapping[str, object]
Open = Callable[[Path], Sheet | None]  # None: there is no such file, or it cannot be read
Wanted = tuple[Sheet, Place, str]  # where an id stands, and the id


@dataclass(slots=True)
class Aids:
    """What was read so far. Ids of entries are `faq.aid_review`'s matter: what is dead is not shown."""

    appeals: dict[str, AppealKind] = field(default_factory=dict)
    deadlines: dict[str, Deadline] = field(default_factory=dict)
    routes: dict[str, Route] = field(default_factory=dict)
    kinds: dict[str, OfficeKind] = field(default_factory=dict)
    offices: dict[str, Office] = field(default_factory=dict)
    _sheets: list[Sheet] = field(default_factory=list)
    _channels: list[Wanted] = field(default_factory=list)

    def read(self, folder: Path, opened: Open) -> None:
        """Take the four files of a folder, those that are there."""
        for name, table, take in (
            (appeal.FILE, "appeal", self._appeal),
            (deadline.FILE, "deadline", self._deadline),
            (route.FILE, "route", self._route),
        ):
            if (sheet := opened(folder / name)) is not None:
                self._sheets.append(sheet)
                rest = {key: value for key, value in sheet.source.values.items() if key != table}
                sheet.values(_TOP, rest, {})
                for place, raw in sheet.tables(table):
                    take(sheet, place, raw)
        if (sheet := opened(folder / office.FILE)) is not None:
            self._sheets.append(sheet)
            self.kinds, self.offices = offices.read(sheet)

    def problems(self, channels: Collection[str]) -> Iterator[Problem]:
        """Everything that is wrong, as these channels are known."""
        for sheet, place, id_ in self._channels:
            if id_ not in channels:
                hint = fields.nearest(id_, frozenset(channels))
                sheet.note(place, "channels", f"в channels.toml нет «{id_}». {hint}")
        for sheet in self._sheets:
            yield from sheet.problems

    def _appeal(self, sheet: Sheet, place: Place, raw: dict[str, object]) -> None:
        need = ("id", "title", "about", "text")
        values = _values(sheet, place, raw, aid_fields.APPEAL, need)
        words = sheet.translations(place, raw, aid_fields.APPEAL_WORDS, need=("title", "about"))
        self._channels += [(sheet, place, one) for one in values.get("channels", ())]
        if _is_whole(sheet, place, values, need, self.appeals):
            said = {lang: AppealWords(**one) for lang, one in words.items()}
            kind = AppealKind(**values, translations=MappingProxyType(said))
            self.appeals[kind.id] = kind

    def _deadline(self, sheet: Sheet, place: Place, raw: dict[str, object]) -> None:
        need = ("id", "title", "days", "rule", "passed")
        values = _values(sheet, place, raw, aid_fields.DEADLINE, need)
        words = sheet.translations(place, raw, aid_fields.DEADLINE_WORDS, need=("title", "passed"))
        if _is_whole(sheet, place, values, need, self.deadlines):
            said = {lang: DeadlineWords(**one) for lang, one in words.items()}
            one = Deadline(**values, translations=MappingProxyType(said))
            self.deadlines[one.id] = one

    def _route(self, sheet: Sheet, place: Place, raw: dict[str, object]) -> None:
        plain = {key: value for key, value in raw.items() if key != "step"}
        values = _values(sheet, place, plain, aid_fields.ROUTE, ("id", "title"))
        words = sheet.translations(place, plain, aid_fields.ROUTE_WORDS, need=("title",))
        begins, ends = values.get("valid_from"), values.get("valid_until")
        if begins is not None and ends is not None and begins > ends:
            sheet.note(place, "valid_until", f"раньше, чем valid_from ({begins}). Поправьте даты")
        steps = self._steps(sheet, place, raw.get("step"))
        length = sum(len(one.text) + len(one.why) + aid_fields.STEP_EXTRAS for one in steps)
        if length > aid_fields.MAX_ROUTE:
            sheet.note(place, "step", "памятка не поместится в одно сообщение. Сократите шаги")
        if _is_whole(sheet, place, values, ("id", "title"), self.routes):
            said = {lang: RouteWords(**one) for lang, one in words.items()}
            one = Route(**values, steps=tuple(steps), translations=MappingProxyType(said))
            self.routes[one.id] = one

    def _steps(self, sheet: Sheet, place: Place, raw: object) -> list[Step]:
        if not isinstance(raw, list) or not raw or not all(isinstance(one, dict) for one in raw):
            sheet.note(place, "step", "нужен хотя бы один шаг. Добавьте раздел [[route.step]]")
            return []
        if len(raw) > aid_fields.MAX_STEPS:
            sheet.note(place, "step", f"больше {aid_fields.MAX_STEPS} шагов. Уберите лишние")
            return []
        steps: dict[str, Step] = {}
        for number, one in enumerate(raw, 1):
            prefix = f"step.{number}."
            values = _values(sheet, place, one, aid_fields.STEP, ("id", "text"), prefix)
            words = sheet.translations(place, one, aid_fields.STEP_WORDS, need=("text",), prefix=prefix)
            _check_end(sheet, place, prefix, values)
            if values.keys() >= {"id", "text"}:
                if values["id"] in steps:
                    sheet.note(place, prefix + "id", "такой шаг здесь уже есть. Смените один из двух")
                said = {lang: StepWords(**told) for lang, told in words.items()}
                steps[values["id"]] = Step(**values, translations=MappingProxyType(said))
        return list(steps.values())


def _check_end(sheet: Sheet, place: Place, prefix: str, values: Mapping[str, object]) -> None:
    if "days" in values and "months" in values:
        sheet.note(place, prefix + "months", "срок уже задан полем days. Оставьте одно из двух")
    if values.get("risky") and not values.keys() & {"days", "months"}:
        sheet.note(place, prefix + "risky", "нет срока. Добавьте days или months")


def _values(
    sheet: Sheet,
    place: Place,
    raw: Raw,
    readers: Mapping[str, Reader],
    need: tuple[str, ...],
    prefix: str = "",
) -> dict[str, Any]:
    return sheet.values(place, untranslated(raw), readers, need=need, prefix=prefix)


def _is_whole(
    sheet: Sheet, place: Place, values: Mapping[str, Any], need: tuple[str, ...], known: Collection[str]
) -> bool:
    if values.get("id") in known:
        sheet.note(place, "id", "такой id в этом файле уже есть. Смените один из двух")
    return values.keys() >= set(need)
