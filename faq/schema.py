"""The JSON Schemas of the files of a base, for an editor's autocompletion.

    python -m faq.schema

writes `entries.schema.json` and its neighbours anew from the fields the loader reads.
"""

import json
from collections.abc import Mapping
from pathlib import Path

from faq import aid_fields, fields, guidance, offices
from faq.aid_fields import AppealText, Count
from faq.fields import Code, Line, Paragraphs, Reader, Several
from faq.offices import Degrees

COMMITTED = Path(__file__).with_name("entries.schema.json")
# Two small letters, but not `id`: without a look-ahead, which not every editor's engine knows.
LANGUAGE = "^([a-hj-z][a-z]|i[a-ce-z])$"

Schema = dict[str, object]


def schema() -> Schema:
    """The schema, draft 7: the newest one that editors of TOML understand."""
    entry = _table(fields.ENTRY, guidance.ENTRY, ("id", "question", "answer"))
    translation = _table(fields.TRANSLATION, guidance.ENTRY, ("question", "answer"))
    entry["patternProperties"] = {LANGUAGE: {**translation, "description": guidance.TRANSLATION}}
    file = _table(fields.SUBJECT, guidance.SUBJECT, ("entry",))
    entries = {"type": "array", "minItems": 1, "items": entry, "description": "Записи темы."}
    words = _table(fields.SUBJECT_WORDS, guidance.SUBJECT, ("title",))
    file = _translated(file, {**words, "description": guidance.SUBJECT_TRANSLATION})
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Записи базы знаний",
        **file,
        "properties": {**_properties(fields.SUBJECT, guidance.SUBJECT), "entry": entries},
    }


def templates() -> Schema:
    """The schema of the templates, draft 7."""
    one = _table(fields.TEMPLATE, guidance.TEMPLATE, ("id", "title", "text"))
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Готовые ответы специалистов",
        "type": "object",
        "additionalProperties": False,
        "properties": {"template": {"type": "array", "items": one, "description": "Шаблоны."}},
    }


def appeals() -> Schema:
    """The schema of the kinds of appeals, draft 7."""
    one = _table(aid_fields.APPEAL, aid_fields.APPEAL_GUIDE, ("id", "title", "about", "text"))
    words = _table(aid_fields.APPEAL_WORDS, aid_fields.APPEAL_GUIDE, ("title", "about"))
    return _file("appeal", "Обращения", _translated(one, words))


def deadlines() -> Schema:
    """The schema of the deadlines, draft 7."""
    need = ("id", "title", "days", "rule", "passed")
    one = _table(aid_fields.DEADLINE, aid_fields.DEADLINE_GUIDE, need)
    words = _table(aid_fields.DEADLINE_WORDS, aid_fields.DEADLINE_GUIDE, ("title", "passed"))
    return _file("deadline", "Сроки", _translated(one, words))


def routes() -> Schema:
    """The schema of the routes, draft 7."""
    step = _table(aid_fields.STEP, aid_fields.STEP_GUIDE, ("id", "text"))
    step = _translated(step, _table(aid_fields.STEP_WORDS, aid_fields.STEP_GUIDE, ("text",)))
    one = _table(aid_fields.ROUTE, aid_fields.ROUTE_GUIDE, ("id", "title", "step"))
    one = _translated(one, _table(aid_fields.ROUTE_WORDS, aid_fields.ROUTE_GUIDE, ("title",)))
    steps = {"type": "array", "minItems": 1, "maxItems": aid_fields.MAX_STEPS, "items": step}
    properties = _properties(aid_fields.ROUTE, aid_fields.ROUTE_GUIDE)
    return _file("route", "Памятки", {**one, "properties": {**properties, "step": steps}})


def places() -> Schema:
    """The schema of the offices, draft 7."""
    kind = _table(offices.KIND, offices.KIND_GUIDE, offices.KIND_NEEDS)
    kind = _translated(kind, _table(offices.KIND_WORDS, offices.KIND_GUIDE, ("title",)))
    file = _file("kind", "Учреждения", kind)
    one = _table(offices.OFFICE, offices.OFFICE_GUIDE, offices.OFFICE_NEEDS)
    tables = {"kind": {"type": "array", "items": kind}, "office": {"type": "array", "items": one}}
    return {**file, "properties": tables}


BESIDE = {
    "templates.schema.json": templates,
    "appeals.schema.json": appeals,
    "deadlines.schema.json": deadlines,
    "routes.schema.json": routes,
    "offices.schema.json": places,
}


def _file(table: str, title: str, one: Schema) -> Schema:
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": title,
        "type": "object",
        "additionalProperties": False,
        "properties": {table: {"type": "array", "items": one}},
    }


def _translated(one: Schema, words: Schema) -> Schema:
    return {**one, "patternProperties": {LANGUAGE: words}}


def written(one: Schema) -> str:
    """A schema as it is committed."""
    return json.dumps(one, ensure_ascii=False, indent=2) + "\n"


def _table(
    readers: Mapping[str, Reader], guides: Mapping[str, guidance.Guide], need: tuple[str, ...]
) -> Schema:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(need),
        "properties": _properties(readers, guides),
    }


def _properties(readers: Mapping[str, Reader], guides: Mapping[str, guidance.Guide]) -> Schema:
    return {
        name: {
            "title": guides[name].title,
            "description": guides[name].hint,
            **_value(reader),
        }
        for name, reader in readers.items()
    }


def _value(reader: Reader) -> Schema:
    """What a reader takes; KeyError for one that the schema does not know yet."""
    match reader:
        case Line(limit):
            return {"type": "string", "minLength": 1, "maxLength": limit}
        case Paragraphs(limit) | AppealText(limit):
            return {"type": "string", "minLength": 1, "maxLength": limit}
        case Count(limit):
            return {"type": "integer", "minimum": 1, "maximum": limit}
        case Degrees(limit):
            return {"type": "number", "minimum": -limit, "maximum": limit}
        case Code():
            return _value(fields.identifier)
        case Several(one, limit):
            return {"type": "array", "maxItems": limit, "items": _value(one)}
        case _:
            return _PLAIN[reader]


_PLAIN: Mapping[Reader, Schema] = {
    fields.answer: {"type": "string", "minLength": 1, "maxLength": fields.MAX_ANSWER},
    fields.template: {"type": "string", "minLength": 1, "maxLength": fields.MAX_TEMPLATE},
    fields.link: {"type": "string", "pattern": r"^https?://\S+$", "maxLength": 1000},
    fields.identifier: {"type": "string", "pattern": f"^{fields.ID.pattern}$"},
    fields.day: {"type": "string", "format": "date"},
    fields.number: {"type": "integer", "minimum": -100_000, "maximum": 100_000},
    fields.flag: {"type": "boolean"},
    offices.hours: {"type": "string", "minLength": 1, "maxLength": 100},
}


if __name__ == "__main__":
    COMMITTED.write_text(written(schema()), "utf-8")
    for name, made in BESIDE.items():
        COMMITTED.with_name(name).write_text(written(made()), "utf-8")
