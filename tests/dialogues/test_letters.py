"""Letters that did not arrive, or may not have: every kind is shown to a person, who decides."""

from collections.abc import Sequence
from datetime import timedelta

import aiohttp
import pytest
from aiohttp import web

from bot import checkup
from storage.backing_up import back_up
from storage.restoring import restore
from storage.writer import Change, Unavailable
from tests.dialogues.people import Operator, Person, Resident, labels, words_of
from tests.dialogues.stage import MASTER, Stage
from tests.dialogues.test_command_line import program

ASKED = "Почему не вывозят мусор?"
AGAIN, ARRIVED = "Отправить ещё раз", "Считать доставленным"


async def opens(resident: Resident, operator: Operator, stage: Stage) -> None:
    await resident.asks_a_person(ASKED)
    await operator.sees("новое", ticket=1)
    await stage.quiet()


async def copies(person: Person, ticket: int | None = None) -> int:
    """Messages without words there: media that were passed on."""
    return sum("photo" in one for one in await person.history(ticket))


@pytest.mark.parametrize("album", [False, True], ids=["one", "album"])
@pytest.mark.parametrize("decision", [AGAIN, ARRIVED])
async def test_media_of_unknown_fate_are_held_until_the_operator_decides(
    stage: Stage, resident: Resident, operator: Operator, album: bool, decision: str
) -> None:
    stage.expects("500", "Internal")
    await opens(resident, operator, stage)
    method, count = ("copyMessages", 2) if album else ("copyMessage", 1)
    await stage.breaks("500" if decision == AGAIN else "lost-answer", method, chat=1001)
    if album:
        await operator.sends_album("photo", "photo", ticket=1)
    else:
        await operator.sends("photo", ticket=1)
    said = await operator.sees("Неизвестно, дошло ли", ticket=1)
    assert labels(said) == ["🔁 Отправить ещё раз", "✔️ Считать доставленным"]
    await stage.quiet()
    assert await copies(resident) == (0 if decision == AGAIN else count)
    await operator.presses(decision, ticket=1)
    await stage.quiet()
    assert await copies(resident) == count


@pytest.mark.parametrize("album", [False, True], ids=["one", "album"])
async def test_a_residents_media_of_unknown_fate_are_shown_in_the_topic(
    stage: Stage, resident: Resident, operator: Operator, album: bool
) -> None:
    stage.expects("500", "Internal")
    await opens(resident, operator, stage)
    await stage.breaks("500", "copyMessages" if album else "copyMessage")
    if album:
        await resident.sends_album("photo", "photo")
    else:
        await resident.sends("photo")
    await operator.sees("Неизвестно, дошло ли", ticket=1)
    await operator.presses(AGAIN, ticket=1)
    await stage.quiet()
    assert await copies(operator, 1) == (2 if album else 1)


async def test_administrators_see_all_that_did_not_arrive_and_decide(
    stage: Stage, resident: Resident, operator: Operator, editor: Person
) -> None:
    stage.expects("500", "Internal")
    await opens(resident, operator, stage)
    await stage.breaks("500", "sendMessage", chat=1001)
    await operator.says("Ответ первый", ticket=1)
    await operator.sees("Неизвестно, дошло ли", ticket=1)
    await stage.quiet()
    held = (await stage.rows("select id from letters where state != 'sent'"))[0][0]
    assert stage.app is not None
    figures = (await stage.app.health()).figures
    assert (figures["letters_uncertain"], figures["letters_dead"]) == (1, 0)
    assert figures["oldest_uncertain_letter_seconds"] > figures["oldest_dead_letter_seconds"] == 0

    await editor.says("/letters")
    listed = await editor.sees("может быть, дошли 1, ✖️ не доставлены 0", "💬 → 👤 · ЕКЦ-2026-000001")
    assert "Ответ первый" not in words_of(listed)
    assert labels(listed) == [f"🔁 {held}", f"✔️ {held}"]
    assert await editor.presses(f"🔁 {held}") == "Отправляю ещё раз"
    await resident.sees("Ответ первый")
    await editor.finds("может быть, дошли 0")
    assert await operator.presses(AGAIN, ticket=1) == "ℹ️ Это письмо уже разобрали."
    await stage.quiet()
    assert sum("Ответ первый" in words_of(one) for one in await resident.history()) == 1


async def test_administrators_put_away_what_was_refused_for_good(
    stage: Stage, resident: Resident, operator: Operator, editor: Person
) -> None:
    stage.expects("403")
    await opens(resident, operator, stage)
    await stage.breaks("403", "copyMessage")
    await operator.sends("photo", ticket=1)
    await operator.sees("не доставлено", ticket=1)
    await stage.quiet()
    held = (await stage.rows("select id from letters where state = 'dead'"))[0][0]
    await editor.says("/letters")
    await editor.sees("не доставлены 1", "bot was blocked")
    assert await editor.presses(f"✔️ {held}") == "Отмечено как доставленное"
    await editor.finds("не доставлены 0")
    await stage.quiet()
    assert await copies(resident) == 0


async def test_letters_are_for_administrators(stage: Stage, resident: Resident, supervisor: Operator) -> None:
    await resident.says("/letters")
    await supervisor.says("/letters")
    await stage.quiet()
    await resident.never_sees("не доставлены")
    await supervisor.never_sees("не доставлены")


async def test_the_command_line_lists_and_decides_beside_the_running_bot(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    stage.expects("500", "Internal")
    await opens(resident, operator, stage)
    await stage.breaks("500", "sendMessage", chat=1001)
    await operator.says("Ответ первый", ticket=1)
    await operator.sees("Неизвестно, дошло ли", ticket=1)
    await stage.quiet()
    number = (await stage.rows("select id from letters where state = 'uncertain'"))[0][0]
    url = {
        "CONTACT_CENTER__STORAGE__DATABASE_URL": stage.settings().storage.database_url,
        "CONTACT_CENTER__VAULT__KEYS": MASTER,
    }

    code, said, _ = await program("letters", **url)
    assert code == 0
    assert "неизвестно, дошло ли: 1, не доставлено: 0, не обработано: 0, ждёт: 0" in said
    assert f"№ {number}\tнеизвестно, дошло ли\tЕКЦ-2026-000001\tслова человека → жителю\t0:00 ч\t" in said
    assert "Ответ первый" not in said
    code, said, _ = await program("letters", "--resend", str(number), **url)
    assert (code, said) == (0, f"Письмо № {number}: отправим ещё раз.\n")
    await resident.sees("Ответ первый", within=15)
    code, _, error = await program("letters", "--settle", str(number), **url)
    assert code == 1
    assert "решать нечего" in error and error.count("\n") == 1
    code, _, error = await program("letters", "--settle", str(1 << 63), **url)
    assert (code, error.count("\n")) == (2, 1)
    assert "--settle" in error


async def test_a_chat_that_takes_no_letters_is_warned_of_and_keeps_nobody_out(
    stage: Stage, resident: Resident, operator: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.expects("429")
    await opens(resident, operator, stage)
    assert stage.app is not None
    assert (await stage.app.health()).warnings == ()
    monkeypatch.setattr(checkup, "OLD_LETTER", timedelta(0))
    await stage.breaks("429", "sendMessage", chat=1001, retry_after=2)
    await operator.says("Ответ", ticket=1)
    await stage.until("select 1 from letters where state = 'pending' and attempts = 1")
    health = await stage.app.health()
    assert health.warnings == ("letters wait for more than ten minutes",)
    assert health.ready
    await resident.sees("Ответ")


async def test_ready_and_metrics_tell_of_letters_over_http(stage: Stage) -> None:
    assert stage.app is not None
    health = stage.app._served[0]
    assert isinstance(health, web.AppRunner)
    host, port = health.addresses[0]
    async with aiohttp.ClientSession(f"http://{host}:{port}") as session:
        async with session.get("/metrics") as response:
            told, kind = await response.text(), response.headers["Content-Type"]
        async with session.get("/ready") as response:
            body = await response.json()
            letters = body["letters"]
    assert kind == "text/plain; version=0.0.4; charset=utf-8"
    assert (
        "# TYPE contact_center_oldest_dead_letter_seconds gauge\ncontact_center_oldest_dead_letter_seconds 0"
        in told
    )
    assert (response.status, body["ready"], body["reasons"], body["warnings"]) == (200, True, [], [])
    assert letters["letters_uncertain"] == 0
    assert letters["oldest_pending_letter_seconds"] == 0


async def test_what_waited_when_the_copy_was_made_is_not_sent_blindly_after_it_is_brought_back(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    # What may be repeated is: a title that changed just after the copy was made is painted once more.
    stage.expects("429", "TOPIC_NOT_MODIFIED", "message is not modified")
    await opens(resident, operator, stage)
    await stage.breaks("429", "sendMessage", chat=1001, retry_after=60)
    await operator.says("Ответ первый", ticket=1)
    await stage.until("select 1 from letters where state = 'pending' and attempts = 1")
    url, copy = stage.settings().storage.database_url, stage.folder / "copy"
    await back_up(url, copy)
    await stage.stop()
    await restore(url, copy, force=True)
    await stage.start()
    said = await operator.sees("Неизвестно, дошло ли", ticket=1)
    assert labels(said) == ["🔁 Отправить ещё раз", "✔️ Считать доставленным"]
    assert sum("Ответ первый" in words_of(one) for one in await resident.history()) == 0
    await operator.presses(AGAIN, ticket=1)
    await resident.sees("Ответ первый")
    await stage.quiet()


@pytest.mark.parametrize("late", [False, True], ids=["at once", "late"])
async def test_a_reply_whose_intent_was_written_unheard_of_is_held_until_the_operator_decides(
    stage: Stage, resident: Resident, operator: Operator, monkeypatch: pytest.MonkeyPatch, late: bool
) -> None:
    assert stage.app is not None
    stage.expects("database away", "0 ")
    await opens(resident, operator, stage)
    writer = stage.app.storage.writer
    commit, in_doubt, kept = writer.commit, 1, list[Sequence[Change]]()

    async def unheard(changes: Sequence[Change]) -> None:
        nonlocal in_doubt
        is_intent = any(one.values.get("chat_id") == 1001 for one in changes)
        while is_intent and kept:
            await commit(kept.pop())
        if not in_doubt or not is_intent:
            await commit(changes)
            return
        in_doubt -= 1
        if late:
            kept.append(changes)  # the server is at it still
        else:
            await commit(changes)
        raise Unavailable("the connection was lost during the commit")

    monkeypatch.setattr(writer, "commit", unheard)
    await operator.says("Завтра вывезут", ticket=1)
    await operator.sees("Неизвестно, дошло ли", ticket=1)
    await resident.never_sees("Завтра вывезут")
    await operator.presses(AGAIN, ticket=1)
    await resident.finds("Завтра вывезут")
