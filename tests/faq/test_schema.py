"""The schema that editors' programs read says what the loader takes."""

import re
from datetime import date

import pytest

from faq import aid_fields, fields, guidance, schema
from faq.fields import FieldError

FILE = schema.schema()
ENTRY = FILE["properties"]["entry"]["items"]  # type: ignore[index]


def test_the_committed_schema_is_the_one_the_fields_give() -> None:
    told = "python -m faq.schema writes it anew"
    assert schema.COMMITTED.read_text("utf-8") == schema.written(schema.schema()), told
    for name, made in schema.BESIDE.items():
        assert schema.COMMITTED.with_name(name).read_text("utf-8") == schema.written(made()), told


def test_the_schema_knows_every_field_of_the_loader_and_no_other() -> None:
    assert ENTRY["properties"].keys() == fields.ENTRY.keys() == guidance.ENTRY.keys()
    assert FILE["properties"].keys() == {*fields.SUBJECT, "entry"}  # type: ignore[attr-defined]
    assert ENTRY["additionalProperties"] is FILE["additionalProperties"] is False


@pytest.mark.parametrize("name", fields.ENTRY)
def test_the_kind_the_schema_promises_is_the_kind_the_loader_takes(name: str) -> None:
    samples = {"string": "a", "array": [], "date": date(2026, 11, 1)}
    told = ENTRY["properties"][name]
    kind = told.get("format", told["type"])
    value = "https://a.ru" if "http" in told.get("pattern", "") else samples[kind]
    fields.ENTRY[name](value)
    for other in samples.keys() - {kind}:
        with pytest.raises(FieldError):
            fields.ENTRY[name](samples[other])


@pytest.mark.parametrize("name", [name for name in fields.ENTRY if name not in {"source", "answer"}])
def test_the_loader_refuses_what_is_longer_than_the_schema_allows(name: str) -> None:
    told = ENTRY["properties"][name]
    if limit := told.get("maxLength"):
        fields.ENTRY[name]("x" * limit)
        with pytest.raises(FieldError):
            fields.ENTRY[name]("x" * (limit + 1))
    if limit := told.get("maxItems"):
        fields.ENTRY[name]([str(number) for number in range(limit)])
        with pytest.raises(FieldError):
            fields.ENTRY[name]([str(number) for number in range(limit + 1)])


def test_any_two_letters_are_a_language_except_id() -> None:
    assert [one for one in ("kk", "en", "id", "ia", "ru", "enn", "E1") if re.match(schema.LANGUAGE, one)] == [
        "kk", "en", "ia", "ru",
    ]  # fmt: skip


def test_the_editors_guide_tells_of_every_field() -> None:
    guide = (schema.COMMITTED.parents[1] / "docs" / "editing.md").read_text("utf-8")
    aids = (
        aid_fields.APPEAL_GUIDE,
        aid_fields.DEADLINE_GUIDE,
        aid_fields.ROUTE_GUIDE,
        aid_fields.STEP_GUIDE,
    )
    guides = [guidance.ENTRY, guidance.TEMPLATE, *aids]
    for name, told in [one for guide_ in guides for one in guide_.items()]:
        assert f"`{name}`" in guide, f"docs/editing.md: add {name}"
        assert told.title in guide, f"docs/editing.md: the column of {name} is «{told.title}»"
