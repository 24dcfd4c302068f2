"""The file of offices beside the base, read strictly, and what its fields are for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from faq import fields, office
from faq.fields import FieldError, Line, Reader, Several, day, identifier, link
from faq.guidance import Guide
from faq.office import Office, OfficeKind
from faq.sheet import Place, Sheet, untranslated


@dataclass(frozen=True, slots=True)
class Degrees:
    """A coordinate: degrees from -`limit` to `limit`."""

    limit: int

    def __call__(self, value: object) -> float:
        """Read a value. Raises FieldError."""
        if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= self.limit:
            raise FieldError(f"здесь нужны градусы без кавычек, от -{self.limit} до {self.limit}: 46.35")
        return float(value)


def hours(value: object) -> str:
    """Opening hours that `faq.office.opening` understands."""
    text = str(Line(100)(value))
    try:
        office.opening(text)
    except ValueError as exc:
        raise FieldError(str(exc)) from exc
    return text


KIND: Mapping[str, Reader] = {"id": identifier, "title": Line(50), "words": Several(Line(50), 30)}
KIND_WORDS: Mapping[str, Reader] = {"title": Line(50)}
OFFICE: Mapping[str, Reader] = {
    "id": identifier,
    "kind": identifier,
    "title": Line(150),
    "address": Line(200),
    "municipality": Line(64),
    "hours": hours,
    "lat": Degrees(90),
    "lon": Degrees(180),
    "phone": Line(60),
    "url": link,
    "note": Line(200),
    "verified": day,
}
KIND_NEEDS = ("id", "title")
OFFICE_NEEDS = ("id", "kind", "title", "address", "municipality")

KIND_GUIDE: Mapping[str, Guide] = {
    "id": Guide("Код", "Обязательно. Короткое имя латиницей. Не меняйте: по нему узнают кнопки."),
    "title": Guide("Вид учреждения", "Обязательно. Подпись на кнопке, до 50 знаков."),
    "words": Guide("Как называют", "Слова жителей: «мфц», «мои документы»."),
}
OFFICE_GUIDE: Mapping[str, Guide] = {
    "id": Guide("Код", "Обязательно. Короткое имя латиницей. Не меняйте: по нему узнают кнопки."),
    "kind": Guide("Вид", "Обязательно. Код вида из этого же файла."),
    "title": Guide("Название", "Обязательно. Как на вывеске, до 150 знаков."),
    "address": Guide("Адрес", "Обязательно. Как написать таксисту."),
    "municipality": Guide("Муниципалитет", "Обязательно. Как в config.toml: «Икрянинский район»."),
    "hours": Guide("Часы", "«пн–пт 08:00–18:00, сб 09:00–13:00; обед 12:00–13:00». Пусто — не показывать."),
    "lat": Guide("Широта", "Градусы: 46.35. Нужна вместе с lon: для расстояния и карты."),
    "lon": Guide("Долгота", "Градусы: 48.04. Нужна вместе с lat."),
    "phone": Guide("Телефон", "Как набирать, с кодом города."),
    "url": Guide("Сайт", "Ссылка https://… Станет кнопкой."),
    "note": Guide("Примечание", "Одна строка: вход со двора, только по записи."),
    "verified": Guide("Проверено", "День последней сверки."),
}


def read(sheet: Sheet) -> tuple[dict[str, OfficeKind], dict[str, Office]]:
    """The kinds and the offices, by id. What is wrong is noted on the sheet."""
    rest = {key: value for key, value in sheet.source.values.items() if key not in ("kind", "office")}
    sheet.values(Place(), rest, {})
    tables = sheet.tables("kind")
    kinds = _kinds(sheet, tables)
    # A kind with a fault of its own is known by its id: its offices are not blamed for it.
    known = frozenset(str(raw.get("id")) for _, raw in tables)
    return kinds, _offices(sheet, known)


def _kinds(sheet: Sheet, tables: Iterable[tuple[Place, dict[str, object]]]) -> dict[str, OfficeKind]:
    found: dict[str, OfficeKind] = {}
    for place, raw in tables:
        values = sheet.values(place, untranslated(raw), KIND, need=KIND_NEEDS)
        said = sheet.translations(place, raw, KIND_WORDS, need=("title",))
        titles = {lang: words["title"] for lang, words in said.items()}
        if values.get("id") in found:
            sheet.note(place, "id", "такой id в этом файле уже есть. Смените один из двух")
        if values.keys() >= set(KIND_NEEDS):
            found[values["id"]] = OfficeKind(**values, titles=MappingProxyType(titles))
    return found


def _offices(sheet: Sheet, kinds: frozenset[str]) -> dict[str, Office]:
    found: dict[str, Office] = {}
    for place, raw in sheet.tables("office"):
        values = sheet.values(place, raw, OFFICE, need=OFFICE_NEEDS)
        if "kind" in values and values["kind"] not in kinds:
            hint = fields.nearest(values["kind"], kinds)
            sheet.note(place, "kind", f"в этом файле нет вида «{values['kind']}». {hint}")
        if ("lat" in raw) != ("lon" in raw):
            has, lacks = ("lat", "lon") if "lat" in raw else ("lon", "lat")
            sheet.note(place, has, f"нет второй координаты. Добавьте {lacks} или уберите {has}")
        if values.get("id") in found:
            sheet.note(place, "id", "такой id в этом файле уже есть. Смените один из двух")
        if values.keys() >= set(OFFICE_NEEDS):
            found[values["id"]] = Office(**values)
    return found
