"""The topic's icon says from afar how a ticket stands, as far as Telegram offers icons."""

from __future__ import annotations

import pytest

from sandbox import topics
from tests.dialogues.people import Operator, Resident
from tests.dialogues.stage import Stage

ASKED = "Почему не вывозят мусор?"


async def sees_icon(operator: Operator, emoji: str, ticket: int = 1) -> None:
    """Wait until that icon stands before the topic's title; "": none."""

    async def shown() -> str:
        id_ = str((await operator.topic(ticket))["icon_custom_emoji_id"])
        return topics.ICONS.get(id_, id_)

    async def probe() -> bool:
        return await shown() == emoji

    try:
        await operator.client.wait_for(probe, 5)
    except TimeoutError:
        raise AssertionError(f"the icon is «{await shown()}», not «{emoji}»") from None


async def learnt(stage: Stage) -> None:
    """The bot has asked Telegram which icons there are."""

    async def probe() -> bool:
        return bool(await stage.telegram_calls("setMyCommands"))

    await stage.client.wait_for(probe, 5)


async def test_the_icon_follows_the_state(stage: Stage, resident: Resident, operator: Operator) -> None:
    await learnt(stage)
    await resident.asks_a_person(ASKED)
    await sees_icon(operator, "❓")
    await operator.presses("Взять", ticket=1)
    await sees_icon(operator, "💬")
    await operator.presses("Жду жителя", ticket=1)
    await sees_icon(operator, "👀")
    await resident.says("Вот адрес")
    await sees_icon(operator, "💬")
    await operator.presses("Закрыть", ticket=1)
    await sees_icon(operator, "✅")
    assert len(await stage.telegram_calls("getForumTopicIconStickers")) == 1


async def test_a_term_that_has_passed_is_seen_and_a_reply_ends_it(
    offstage: Stage, resident: Resident, operator: Operator
) -> None:
    await offstage.client.clock(now="2026-03-02T10:00:00+04:00")
    await offstage.start()
    await learnt(offstage)
    await resident.asks_a_person(ASKED)
    await sees_icon(operator, "❓")
    await offstage.client.clock(now="2026-03-02T14:30:00+04:00")
    await sees_icon(operator, "❗️")
    await operator.says("Приедут завтра", ticket=1)
    await sees_icon(operator, "💬")


async def test_several_changes_at_once_are_painted_as_the_last_one(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await learnt(stage)
    await resident.asks_a_person(ASKED)
    await sees_icon(operator, "❓")
    await stage.quiet()
    await stage.breaks("delay", "sendMessage", chat=operator.chat, seconds=0.5)
    await stage.breaks("delay", "editMessageText", chat=operator.chat, seconds=0.5)
    for command in ("/take", "/wait", "/close"):
        await operator.says(command, ticket=1)
    await sees_icon(operator, "✅")
    await stage.quiet()
    assert len(await stage.telegram_calls("editForumTopic")) < 3


@pytest.mark.parametrize(
    ("missing", "shown"),
    [(("❓",), "💡"), (("❓", "💡", "📣"), "")],
    ids=["the next best", "none"],
)
async def test_an_icon_that_is_not_offered(
    offstage: Stage,
    resident: Resident,
    operator: Operator,
    monkeypatch: pytest.MonkeyPatch,
    missing: tuple[str, ...],
    shown: str,
) -> None:
    offered = {id_: emoji for id_, emoji in topics.ICONS.items() if emoji not in missing}
    monkeypatch.setattr(topics, "ICONS", offered)
    await offstage.start()
    await learnt(offstage)
    await resident.asks_a_person(ASKED)
    await sees_icon(operator, shown)
    await operator.presses("Взять", ticket=1)
    await sees_icon(operator, "💬")
    await operator.presses("Закрыть", ticket=1)
    await operator.presses("Открыть снова", ticket=1)
    await sees_icon(operator, "💬")


async def test_an_icon_that_telegram_takes_no_longer_keeps_no_topic_from_opening(
    stage: Stage,
    resident: Resident,
    neighbour: Resident,
    operator: Operator,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stage.expects("DOCUMENT_INVALID")
    await learnt(stage)
    fewer = {id_: emoji for id_, emoji in topics.ICONS.items() if emoji not in ("❓", "✅")}
    monkeypatch.setattr(topics, "ICONS", fewer)
    await resident.asks_a_person(ASKED)
    await operator.finds(ASKED, ticket=1)
    await sees_icon(operator, "")
    await operator.presses("Взять", ticket=1)
    await sees_icon(operator, "💬")
    await operator.presses("Закрыть", ticket=1)
    await operator.sees_title("✅", ticket=1)
    await neighbour.asks_a_person(ASKED)
    await operator.finds(ASKED, ticket=2)
    await stage.quiet()
    refused = [one for one in await stage.telegram_calls() if "DOCUMENT_INVALID" in str(one["description"])]
    assert [one["method"] for one in refused] == ["createForumTopic", "editForumTopic"]


async def test_a_topic_made_anew_has_the_icon(stage: Stage, resident: Resident, operator: Operator) -> None:
    stage.expects("message thread not found", "TOPIC_ID_INVALID", "message to edit not found")
    await learnt(stage)
    await resident.asks_a_person(ASKED)
    await operator.presses("Взять", ticket=1)
    await sees_icon(operator, "💬")
    await stage.quiet()
    await stage.client.topic(2001, "delete", thread=(await operator.topic(1))["id"])
    await resident.says("Есть новости?")
    await operator.finds("Есть новости?", ticket=1)
    await sees_icon(operator, "💬")
