"""The JSON Schemas of files of entries and of templates, for an editor's autocompletion.

    python -m faq.schema

writes `entries.schema.json` and `templates.schema.json` anew from the fields the loader reads.
"""

import json
from collections.abc import Mapping
from pathlib import Path

from faq import fields, guidance
from faq.fields import Line, Reader, Several

COMMITTED = Path(__file__).with_name("entries.schema.json")
TEMPLATES = Path(__file__).with_name("templates.schema.json")
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
}


if __name__ == "__main__":
    COMMITTED.write_text(written(schema()), "utf-8")
    TEMPLATES.write_text(written(templates()), "utf-8")
