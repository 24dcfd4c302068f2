"""Only the postman speaks to Telegram; the exceptions have names."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from aiogram import Bot, methods, types
from aiogram.methods import TelegramMethod

from tests.house.sources import Source, calls, dotted, imported, sources

# What may be said past the outbox, where, and by which method.
PAST_THE_OUTBOX = {
    # Greets at the start, and asks what there is.
    "bot/greeting.py": {"get_me", "set_webhook", "set_my_commands", "get_forum_topic_icon_stickers"},
    # A press and an inline query are answered within seconds or not at all.
    "bot/answering.py": {"answer_callback_query", "answer_inline_query"},
    "bot/fetching.py": {"get_file"},  # asks, says nothing
    "bot/doctor.py": {"get_me"},  # asks, says nothing
}
WRITE_METHODS = {  # make calls, for the delivery; or know one by its kind
    "bot/copying.py",
    "bot/documents.py",
    "bot/leaflets.py",
    "bot/touching.py",
    "bot/transcripts.py",
    "bot/errands.py",
    "bot/my_data.py",
    "bot/pictures.py",
    "bot/poll_results.py",
    "bot/relaying.py",
    "bot/rendering.py",
    "bot/settling.py",
}
WRITE_QUESTIONS = {"bot/membership.py"}  # who is in a chat, what kind of chat it is: nothing is said
BUILDS_TYPES = {"bot/types_on_demand.py"}  # names the families of types, makes none
LETS_IN = {"handlers/house.py"}  # hands the bot to aiogram's filters, which ask it for its name
DELIVER = {"bot/errands.py", "bot/settling.py", "bot/tally.py"}
BOT_METHODS = {
    name for name in dir(Bot) if name.replace("_", "") in {one.lower() for one in methods.__all__}
} - {"close"}  # files, connections and windows are closed too


def _shortcuts(kind: type[object]) -> set[str]:
    """Methods of an aiogram type that make a call: `message.answer`, `message.copy_to`."""
    found = set()
    for name in dir(kind):
        returned = getattr(getattr(kind, name), "__annotations__", {}).get("return", "")
        if str(returned).split("[")[0].strip("'\" ") in methods.__all__:
            found.add(name)
    return found


SHORTCUTS = _shortcuts(types.Message) | _shortcuts(types.CallbackQuery) | _shortcuts(types.Chat)


def _of_telegram(source: Source) -> Iterator[str]:
    """Names of parameters that hold something of aiogram's: `message`, `press`."""
    kinds = set(types.__all__)
    for node in ast.walk(source.tree):
        if isinstance(node, ast.arg) and node.annotation is not None:
            named = {
                dotted(one).split(".")[-1] for one in ast.walk(node.annotation) if isinstance(one, ast.expr)
            }
            if named & (kinds | {"TelegramMessage", "Bot"}):
                yield node.arg


def test_the_lists_above_are_not_empty() -> None:
    assert {"send_message", "get_chat_member"} <= BOT_METHODS
    assert {"answer", "reply", "edit_text", "copy_to"} <= SHORTCUTS
    assert issubclass(methods.SendMessage, TelegramMethod)


def test_rooms_do_not_send() -> None:
    for source in sources("handlers"):
        theirs = set(_of_telegram(source))
        assert "bot" not in theirs or source.name in LETS_IN, (
            f"{source.name}: a room has no use for the bot: write a letter"
        )
        for node, name in imported(source):
            a_bot = name == "aiogram.Bot" and source.name not in LETS_IN
            banned = a_bot or name.startswith("aiogram.methods")
            assert not banned, f"{source.at(node)}: a room does not speak to Telegram: write a letter"
        for call, name in calls(source):
            root, _, rest = name.partition(".")
            sends = root in theirs and rest.split(".")[-1] in SHORTCUTS
            assert not sends, f"{source.at(call)}: {name}() sends past the outbox: write a letter"


def test_the_bot_is_asked_only_where_it_is_written_down() -> None:
    for source in sources("bot", "desk", "handlers", "storage"):
        allowed = PAST_THE_OUTBOX.get(source.name, set())
        for call, name in calls(source):
            said = name.split(".")[-1] if "bot" in name.split(".")[-2:][0] else ""
            if said in BOT_METHODS:
                assert said in allowed, f"{source.at(call)}: {name}() goes past the outbox"


def test_calls_are_made_and_delivered_by_the_postman_only() -> None:
    for source in sources("bot", "desk", "handlers", "storage"):
        for node, name in imported(source):
            may_write = WRITE_METHODS | WRITE_QUESTIONS | BUILDS_TYPES
            assert not name.startswith("aiogram.methods") or source.name in may_write, (
                f"{source.at(node)}: only {sorted(WRITE_METHODS)} write calls to the Bot API"
            )
        for call, name in calls(source):
            assert not name.endswith("delivery.make") or source.name in DELIVER, (
                f"{source.at(call)}: only {sorted(DELIVER)} deliver"
            )
