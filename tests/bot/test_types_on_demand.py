"""aiogram's types built one by one are what they are when built all at once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
# In a process of its own: here, aiogram has been imported already.
EVERY = """
from bot import types_on_demand
types_on_demand.load()
from aiogram import methods, types
from aiogram.methods import Response
there = [one for one in (*vars(types).values(), *vars(methods).values()) if hasattr(one, "model_json_schema")]
unbuilt = [one for one in there if not one.__pydantic_complete__]
{what}
"""
USED_FIRST = """
assert len(unbuilt) > 300, len(unbuilt)
bold = types.MessageEntity(type="bold", offset=0, length=1)
made = methods.SendMessage(chat_id=1, text="a", entities=[bold])
assert made.model_dump_json(exclude_unset=True) == (
    '{"chat_id":1,"text":"a","entities":[{"type":"bold","offset":0,"length":1}]}'
)
said = {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}}
assert type(Response[types.Message](ok=True, result=said).result) is types.Message
"""
WITHOUT_BOT = """
said = types.Message.model_validate({"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}})
again = said.model_copy(update={"text": "a"})
assert said.__pydantic_private__ is None and again != said and said.model_copy() == said
seen = methods.SetMessageReaction(chat_id=1, message_id=1, reaction=[types.ReactionTypeEmoji(emoji="👌")])
assert seen.__pydantic_private__ is None
assert "remove_unset" not in types.Chat.__pydantic_decorators__.model_validators
assert "remove_unset" not in methods.SendMessage.__pydantic_decorators__.model_validators
"""
ALL = """
for one in unbuilt:
    assert one.model_rebuild() is not False, one
assert all(one.__pydantic_complete__ for one in there)
"""


def run(what: str) -> None:
    subprocess.run([sys.executable, "-c", EVERY.replace("{what}", what)], cwd=ROOT, check=True)


def test_a_type_is_built_when_it_is_used() -> None:
    run(USED_FIRST)


def test_every_type_can_be_built() -> None:
    run(ALL)


def test_a_message_carries_no_bot() -> None:
    run(WITHOUT_BOT)
