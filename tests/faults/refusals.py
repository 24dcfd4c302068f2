"""What Telegram would refuse about a call, and what a resident should never read."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import parse_qsl

from bench.sink import Call
from tests.faults.mutants import RESIDENTS

NAME = re.compile(r"Жилец(\d+)")
# Bot API: UTF-16 units of what is said.
TEXT, CAPTION, ANSWER, TOPIC = 4096, 1024, 200, 128
TREES = ("reply_markup", "entities", "caption_entities", "results")
RESULTS = 50  # of an inline query


def fault(call: Call) -> str:
    """What is wrong with it; "" when it is right, or a form with a file."""
    asked = _asked(call)
    wrong = _words(call.method, asked) or _buttons(asked) or _entities(asked) or _of_others(asked)
    return f"{wrong}: {call.method} {call.body[:300]!r}" if wrong else ""


def _asked(call: Call) -> dict[str, Any]:
    """The parameters of a call, made in JSON or as a form; of one with a file none."""
    if call.body[:1] == b"{":
        return call.asked
    form = dict(parse_qsl(call.body.decode())) if b"=" in call.body[:40] else {}
    return {name: json.loads(value) if name in TREES else value for name, value in form.items()}


def _words(method: str, asked: dict[str, Any]) -> str:
    text, caption = str(asked.get("text") or ""), str(asked.get("caption") or "")
    match method:
        case "sendMessage" | "editMessageText" if not text.strip():
            return "nothing is said"
        case "answerCallbackQuery" if _long(text) > ANSWER:
            return "a long answer"
        case "createForumTopic" | "editForumTopic" if "name" in asked:
            return "" if 0 < _long(asked["name"]) <= TOPIC else "a topic's name"
        case "answerInlineQuery":
            ids = [one["id"] for one in asked["results"]]
            right = len(ids) == len(set(ids)) <= RESULTS and all(0 < len(one.encode()) <= 64 for one in ids)
            return "" if right else "results that are too many, or called alike"
    return "too long" if _long(text) > TEXT or _long(caption) > CAPTION else ""


def _buttons(asked: dict[str, Any]) -> str:
    markup = asked.get("reply_markup") or {}
    buttons = [one for row in markup.get("inline_keyboard", ()) for one in row]
    right = all(1 <= len(one.get("callback_data", "x").encode()) <= 64 and one["text"] for one in buttons)
    return "" if right else "a button"


def _entities(asked: dict[str, Any]) -> str:
    for words, entities in (("text", "entities"), ("caption", "caption_entities")):
        end = _long(str(asked.get(words) or ""))
        for one in asked.get(entities) or ():
            if one["offset"] < 0 or one["length"] <= 0 or one["offset"] + one["length"] > end:
                return "an entity beyond the words"
    return ""


def _of_others(asked: dict[str, Any]) -> str:
    chat = int(asked.get("chat_id") or 0)
    named = {int(one) for one in NAME.findall(str(asked))} if chat in RESIDENTS else set()
    return "a resident reads of others" if named & {*RESIDENTS} - {chat} else ""


def _long(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
