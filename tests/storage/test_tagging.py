"""Letters are read by their tags, and so are those that have none."""

import json
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from desk.addressee import ToResident
from desk.button import Button
from desk.choices.catalogue import AskPerson
from desk.letters import Letter, Say
from storage.letters import BODY
from storage.tagging import tagged

LETTER = Letter(
    ToResident(7), Say("question-unknown", choices=((Button(AskPerson(3), "button-ask-person"),),))
)


def unions(part: Any) -> list[tuple[str, str | None]]:
    """All unions of dataclasses: of what type, by which name they are told apart."""
    if isinstance(part, list):
        return [one for each in part for one in unions(each)]
    if not isinstance(part, dict):
        return []
    found = [one for each in part.values() for one in unions(each)]
    if str(part.get("type")).endswith("union"):
        choices = part["choices"]
        each = choices.values() if isinstance(choices, dict) else choices
        if any(one["type"] == "dataclass" for one in each):
            found.append((part["type"], part.get("discriminator")))
    return found


def test_nothing_in_a_letter_is_tried_in_turn() -> None:
    schema = TypeAdapter(Letter).core_schema
    assert {kind for kind, _ in unions(schema)} == {"union"}
    assert set(unions(tagged(schema))) == {("tagged-union", name) for name in ("to", "kind", "choice")}


def test_a_letter_of_before_the_tags_is_read() -> None:
    body = json.loads(BODY.dump_json(LETTER))
    del body["content"]["kind"], body["content"]["choices"][0][0]["choice"]["choice"]
    read = BODY.validate_json(json.dumps(body).encode())
    assert isinstance(read.content, Say)
    assert read.content.phrase == "question-unknown"


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b'{"to": {"to": "nobody"}, "content": {"kind": "say"}}'])
def test_what_is_no_letter_is_refused(body: bytes) -> None:
    with pytest.raises(ValidationError):
        BODY.validate_json(body)
