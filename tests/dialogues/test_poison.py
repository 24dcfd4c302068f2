"""Updates that nobody can read, or that always fail; texts meant to do harm."""

import re
from typing import Any

import pytest

from bot import visit
from desk import reception
from sandbox.chats import GROUP_ID
from storage import inbox
from tests.dialogues.people import Operator, Person, Resident, words_of
from tests.dialogues.stage import MASTER, Stage
from tests.dialogues.test_command_line import program

ASKED = "Почему не вывозят мусор?"
ANSWER = "региональному оператору"
MALFORMED: list[Any] = [
    {"message": {"nonsense": 1}},
    {"message": "text"},
    {"message": {"message_id": 1, "date": 1, "chat": {"id": 1001, "type": "private"}, "text": 7}},
    {"callback_query": {"id": 5}},
    {"callback_query": []},
    {"message": {"chat": {"id": {"deep": [1]}}}},
    {"callback_query": {"id": "\ud800"}},
    {"message": {"message_id": "\0", "date": "\0", "chat": {"id": "\ud800"}}},
]
UNKNOWN: list[Any] = [
    {"something_new": {"a": 1}},
    {"something_new": {"message": {"chat": {"id": 1001}}}, "and": "more"},
    {},
]
HOSTILE = {
    "markup": "<b>жирно</b> **ж** _к_ [x](tg://user?id=1) `q` &lt; \\ {number} {0} %s",
    "nul": "привет\0мир",
    "surrogate": "привет \ud83d мир",
    "right-to-left": "начало \u202eйецнокан \u2066\u2067\u200f конец",
    "zalgo": "з" + "\u0301" * 500,
    "long": "слово " * 680,
    "emoji": "👨‍👩‍👧‍👦" * 300,
}


@pytest.mark.parametrize("update", MALFORMED, ids=range(len(MALFORMED)))
async def test_a_malformed_update_is_put_aside_and_administrators_are_told(
    stage: Stage, resident: Resident, editor: Person, update: Any
) -> None:
    stage.expects(inbox_dead=1)
    await stage.client.update(update)
    await resident.says(ASKED)
    await resident.sees(ANSWER)
    await editor.sees("Не удалось обработать")


@pytest.mark.parametrize("update", UNKNOWN, ids=range(len(UNKNOWN)))
async def test_an_unknown_kind_of_update_disturbs_nobody(
    stage: Stage, resident: Resident, editor: Person, update: Any
) -> None:
    await stage.client.update(update)
    await resident.says(ASKED)
    await resident.sees(ANSWER)
    await editor.never_sees("Не удалось обработать")


@pytest.mark.parametrize("raw", [b"[1, 2]", b'"words"', b"null", b'{"update_id": "x"}'])
async def test_an_update_that_is_no_update_at_all_stops_nothing(
    stage: Stage, resident: Resident, raw: bytes
) -> None:
    stage.expects(inbox_dead=1)
    await stage.client.update(raw, raw=True)
    await resident.says(ASKED)
    await resident.sees(ANSWER)


async def test_an_update_that_always_fails_is_given_up_and_its_chat_goes_on(
    stage: Stage, resident: Resident, editor: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.expects(inbox_dead=1)
    monkeypatch.setattr(visit, "FIRST_PAUSE", 0.001)
    receive = reception.receive

    async def fail(message: Any, *others: Any) -> None:
        if message.words.text == "яд":
            raise RuntimeError("a mistake of ours")
        await receive(message, *others)

    monkeypatch.setattr(reception, "receive", fail)
    await resident.says("яд")
    await resident.says(ASKED)
    await resident.sees(ANSWER)
    await editor.sees("Не удалось обработать сообщение жителя", "Telegram ID 1001", "RuntimeError")
    await resident.sees("Не удалось обработать ваше сообщение", "/operator")
    await stage.quiet()
    ((attempts, problem),) = await stage.rows("select attempts, problem from inbox where state = 'dead'")
    assert attempts == 5
    assert re.fullmatch(r"RuntimeError at test_poison\.py:\d+", problem), "the error's text may quote people"


async def test_what_could_not_be_handled_is_tried_again_from_the_list_and_from_the_command_line(
    stage: Stage, resident: Resident, editor: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visit, "FIRST_PAUSE", 0.001)

    async def fail(*_: Any) -> None:
        raise RuntimeError("a mistake of ours")

    with monkeypatch.context() as mistake:
        mistake.setattr(reception, "receive", fail)
        for _ in range(3):
            await resident.says(ASKED)
        await stage.until("select 1 where (select count(*) from inbox where state = 'dead') = 3")
    first, second, third = [row[0] for row in await stage.rows("select id from inbox where state = 'dead'")]
    await stage.quiet()
    await resident.never_sees(ANSWER)

    await editor.says("/letters")
    await editor.sees("🚫 не обработаны 3", f"📥 № {first}", "RuntimeError at test_poison.py")
    assert await editor.presses(f"🔁 {first}") == "Пробую ещё раз"
    await resident.sees(ANSWER)
    await editor.sees("🚫 не обработаны 2")
    assert await editor.presses(f"✔️ {second}") == "Убрано из списка"

    url = {
        "CONTACT_CENTER__STORAGE__DATABASE_URL": stage.settings().storage.database_url,
        "CONTACT_CENTER__VAULT__KEYS": MASTER,
    }
    code, said, _ = await program("letters", **url)
    assert code == 0
    assert f"№ {third}\tне обработано\t—\t—\t0:00 ч\tRuntimeError at test_poison.py" in said
    code, said, _ = await program("letters", "--retry", str(third), **url)
    assert (code, said) == (0, f"Пришедшее № {third}: попробуем ещё раз.\n")
    await stage.until("select 1 where not exists (select 1 from inbox where state != 'done')", within=15)
    code, _, error = await program("letters", "--drop", str(third), **url)
    assert code == 1
    assert "решать нечего" in error


async def test_words_beside_what_nobody_can_read_arrive(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    stage.expects("message to react not found")  # the sandbox does not know that message
    await resident.asks_a_person(ASKED)
    await operator.sees("новое", ticket=1)
    topic = await operator.topic(1)
    update = _in_topic(topic["id"], text="Вывезут завтра", forward_origin={"type": "moon"})
    await stage.client.update({"message": update})
    await resident.sees("Вывезут завтра")


async def test_an_operator_whose_message_cannot_be_handled_is_told_in_the_topic(
    stage: Stage, resident: Resident, operator: Operator, editor: Person
) -> None:
    stage.expects(inbox_dead=1)
    await resident.asks_a_person(ASKED)
    await operator.sees("новое", ticket=1)
    topic = await operator.topic(1)
    await stage.client.update({"message": _in_topic(topic["id"], text=7)})
    await operator.finds("жителю ничего не отправлено", ticket=1)
    await editor.sees("в теме обращения", "Malformed")


def _in_topic(thread: int, **more: Any) -> Any:
    chat = {"id": GROUP_ID, "type": "supergroup", "title": "Г", "is_forum": True}
    sender = {"id": 2001, "is_bot": False, "first_name": "Анна"}
    place = {"message_thread_id": thread, "is_topic_message": True}
    return {"message_id": 9001, "date": 1_790_000_000, "chat": chat, "from": sender, **place, **more}


async def test_with_no_administrators_the_operators_hear_of_what_failed(
    offstage: Stage, operator: Operator, resident: Resident
) -> None:
    offstage.changed["people"] = {"admins": []}
    offstage.expects(inbox_dead=1)
    await offstage.start()
    await offstage.client.update(MALFORMED[0])
    await operator.sees("Не удалось обработать")


async def test_a_failure_that_cannot_be_noted_ends_no_lane(
    stage: Stage, resident: Resident, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert stage.app is not None
    visits = stage.app._visits
    monkeypatch.setattr(visit, "FIRST_PAUSE", 0.001)
    receive = reception.receive
    notes = iter((KeyError("mistake"), KeyError("mistake")))
    failed = inbox.failed

    async def fail(message: Any, *others: Any) -> None:
        if message.words.text == "яд":
            raise RuntimeError("a mistake of ours")
        await receive(message, *others)

    def clumsy(*given: Any) -> Any:
        for error in notes:
            raise error
        return failed(*given)

    monkeypatch.setattr(reception, "receive", fail)
    monkeypatch.setattr(inbox, "failed", clumsy)
    stage.expects(inbox_dead=1)
    await resident.says("яд")
    await resident.says(ASKED)
    await resident.sees(ANSWER)
    await stage.quiet()
    assert visits.waiting == 0


async def test_a_failure_that_passes_is_not_noticed(
    stage: Stage, resident: Resident, editor: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visit, "FIRST_PAUSE", 0.001)
    receive, failures = reception.receive, iter(range(3))

    async def fail(*given: Any) -> None:
        if next(failures, None) is not None:
            raise RuntimeError("not yet")
        await receive(*given)

    monkeypatch.setattr(reception, "receive", fail)
    await resident.says(ASKED)
    await resident.sees(ANSWER)
    await editor.never_sees("Не удалось обработать")


@pytest.mark.parametrize("name", HOSTILE)
async def test_hostile_text_goes_through_as_it_is(
    stage: Stage, resident: Resident, operator: Operator, name: str
) -> None:
    text = HOSTILE[name]
    await resident.says("/operator")
    await resident.presses("Согласен")
    await resident.sees("Напишите вопрос одним сообщением")
    user = {"id": 1001, "is_bot": False, "first_name": text[:60], "language_code": "ru"}
    chat = {"id": 1001, "type": "private", "first_name": "x"}
    posted = await resident.says("прежде")
    await stage.quiet()
    message = {"message_id": posted["message_id"], "date": posted["date"], "edit_date": posted["date"] + 1}
    await stage.client.update({"edited_message": message | {"chat": chat, "from": user, "text": text}})
    await stage.quiet()
    clean = text.replace("\0", "\N{REPLACEMENT CHARACTER}").replace("\ud83d", "\N{REPLACEMENT CHARACTER}")
    clean = clean.replace("\u202e", " ")  # Telegram's servers do so themselves
    seen = [words_of(one) for one in await operator.history(1)]
    assert any(clean.strip() == one.strip() for one in seen), seen
    await operator.says("Ответ", ticket=1)
    await resident.sees("Ответ")


async def test_a_hundred_kilobytes_stop_nothing(stage: Stage, resident: Resident, operator: Operator) -> None:
    await resident.asks_a_person(ASKED)
    user = {"id": 1003, "is_bot": False, "first_name": "Борис", "language_code": "ru"}
    chat = {"id": 1003, "type": "private", "first_name": "Борис"}
    message = {"message_id": 50, "date": 1, "chat": chat, "from": user, "text": "мусор " * 20_000}
    await stage.client.update({"message": message})
    await resident.says("Я всё ещё тут")
    await operator.finds("Я всё ещё тут", ticket=1)
