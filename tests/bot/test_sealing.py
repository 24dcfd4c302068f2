"""Seals on buttons: only what we have put there, in that chat, is taken for a press."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from aiogram.types import Update

from bot.sealing import FRESH, Seals, unsealed
from tests.desk.samples import AT
from tests.figures import FORGED

SEALS = Seals("7:key")
CLOSE, INSIST = "oc:2026000000001", "oz:2026000000001:6:"
LATER = AT + FRESH + timedelta(seconds=1)


def press(data: str | None, chat: int = -1001, shown: list[str] | None = None, **more: Any) -> Update:
    message: dict[str, Any] = {"message_id": 5, "date": AT, "chat": {"id": chat, "type": "supergroup"}}
    if shown is not None:
        rows = [[{"text": "…", "callback_data": one}] for one in shown]
        message["reply_markup"] = {"inline_keyboard": rows}
    query: dict[str, Any] = {
        "id": "1",
        "from": {"id": 1, "is_bot": False, "first_name": "А"},
        "chat_instance": "1",
    }
    query |= {"data": data, "message": message | more}
    return Update.model_validate({"update_id": 1, "callback_query": query})


def opened(update: Update, at: Any = AT, moves: dict[int, int] | None = None) -> str | None:
    found = SEALS.opened(update, moves or {}, at)
    assert found is None or found.callback_query is not None
    return found.callback_query.data if found is not None and found.callback_query else None


def test_a_button_of_ours_is_taken_and_comes_without_its_seal() -> None:
    data = SEALS.sealed(CLOSE, -1001)
    assert len(data.encode()) == len(CLOSE) + 9
    assert unsealed(data) == CLOSE
    assert opened(press(data)) == CLOSE
    assert opened(press(data, shown=["x", data])) == CLOSE


def test_another_process_and_the_next_start_take_it_and_another_token_does_not() -> None:
    data = SEALS.sealed(CLOSE, -1001)
    assert Seals("7:key").sealed(CLOSE, -1001) == data
    assert Seals("7:other").opened(press(data), {}, AT) is None


def test_what_was_changed_moved_or_taken_off_is_none(record_property: Any) -> None:
    data = SEALS.sealed(CLOSE, -1001)
    forged = [
        CLOSE,
        "",
        ".",
        "." * 9,
        "\ud800",
        f"\ud800{data}",
        data[:-1],
        data + "A",
        data.swapcase(),
        CLOSE[:-1] + "2" + data[-9:],
    ]
    forged += [data[:at] + chr(ord(data[at]) ^ 1) + data[at + 1 :] for at in range(len(data))]
    taken = [one for one in forged if opened(press(one)) is not None]
    print(f"\npresses with changed data: {len(forged)}, taken: {len(taken)}")
    record_property(FORGED, len(forged) - len(taken))
    assert taken == []
    assert opened(press(data, chat=-1002)) is None  # of another chat
    assert opened(press(data, shown=["x"])) is None  # of an older version of the message
    assert opened(press(None)) is None


def test_a_group_that_moved_keeps_its_buttons() -> None:
    data = SEALS.sealed(CLOSE, -5)
    assert opened(press(data, chat=-1001), moves={-5: -1001}) == CLOSE
    assert opened(press(data, chat=-1001), moves={-6: -1001}) is None


@pytest.mark.parametrize(
    ("data", "stays"),
    [
        (CLOSE, True),
        (INSIST, False),
        ("bw:2026000000001:2", False),
        ("bb:2026000000001:2:1", False),
        ("cs:b-3001-1774000000:10", False),
        ("cs:b-3001-1774000000:14", False),
        ("cs:b-3001-1774000000:1", True),
    ],
)
def test_a_question_just_asked_is_over_in_an_hour_and_a_cards_button_stays(data: str, stays: bool) -> None:
    sealed = SEALS.sealed(data, -1001)
    assert opened(press(sealed), AT + FRESH) == data
    assert (opened(press(sealed), LATER) == data) is stays
    assert opened(press(sealed, edit_date=int(AT.timestamp()) + 60), LATER) == data
    assert (opened(press(sealed, date=0), AT) == data) is stays  # of a message that is no more to be seen


def test_what_is_no_press_is_left_as_it_is() -> None:
    update = Update.model_validate({"update_id": 1})
    assert SEALS.opened(update, {}, AT) is update
