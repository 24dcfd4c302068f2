"""Keyboards: a message's reply_markup, checked."""

import re
from typing import Any

from sandbox.refusals import bad
from sandbox.wire import Json

MOST_BUTTONS = 100
_ACTIONS = (
    "url", "callback_data", "web_app", "login_url", "switch_inline_query", "copy_text", "callback_game",
    "switch_inline_query_current_chat", "switch_inline_query_chosen_chat", "pay",
)  # fmt: skip
_URL = re.compile(
    r"(?:https?://|tg://|ton://)?[^\s/?#.]+(?:\.[^\s/?#]+)+(?:[/?#]\S*)?|tg://\S+", re.IGNORECASE
)


def checked(markup: Json | None) -> Json | None:
    """The markup as the message will carry it; None when there is nothing to show. Raises 400."""
    if not markup:
        return None
    if "inline_keyboard" in markup:
        rows = [row for row in _rows(markup["inline_keyboard"]) if row]
        buttons = [button for row in rows for button in row]
        if len(buttons) > MOST_BUTTONS:
            raise bad("REPLY_MARKUP_TOO_LONG")
        for button in buttons:
            _check_inline(button)
        return {"inline_keyboard": rows} if rows else None
    if "keyboard" in markup:
        markup = {**markup, "keyboard": _rows(markup["keyboard"])}
        _check_reply_keyboard(markup["keyboard"])
    if len(markup.get("input_field_placeholder") or "") > 64:
        raise bad("REPLY_MARKUP_INVALID")
    return markup


def _rows(given: Any) -> list[list[Json]]:
    """Rows of buttons; a plain string is a button with that text. aiogram's union of markups lets a
    malformed keyboard pass as another kind with unknown fields, so the shape is looked at here."""
    if not isinstance(given, list) or not all(isinstance(row, list) for row in given):
        raise bad("can't parse reply keyboard markup JSON object")
    rows = [[{"text": one} if isinstance(one, str) else one for one in row] for row in given]
    if not all(isinstance(one, dict) and isinstance(one.get("text"), str) for row in rows for one in row):
        raise bad("can't parse keyboard button: Can't find field \"text\"")
    return rows


def _check_reply_keyboard(rows: list[list[Json]]) -> None:
    buttons = [button for row in rows for button in row]
    if not buttons:
        raise bad("REPLY_MARKUP_INVALID")
    if len(buttons) > 300:
        raise bad("REPLY_MARKUP_TOO_LONG")
    if any(not button["text"].strip() for button in buttons):
        raise bad("BUTTON_TEXT_INVALID")


def _check_inline(button: Json) -> None:
    if not button["text"].strip():
        raise bad("BUTTON_TEXT_INVALID")
    actions = [name for name in _ACTIONS if button.get(name) is not None]
    if not actions:
        raise bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad("BUTTON_TYPE_INVALID")
    data = button.get("callback_data")
    if data is not None and not 1 <= len(data.encode()) <= 64:
        raise bad("BUTTON_DATA_INVALID")
    url = button.get("url")
    if url is not None and not _URL.fullmatch(url.strip()):
        raise bad(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    copied = button.get("copy_text")
    if copied is not None and not 1 <= len(copied["text"]) <= 256:
        raise bad("BUTTON_COPY_TEXT_INVALID")
    query = button.get("switch_inline_query", button.get("switch_inline_query_current_chat"))
    if query is not None and len(query) > 256:
        raise bad("BUTTON_TYPE_INVALID")
