"""Every kind of message there is in Telegram, both ways: what arrives, and what is refused in words."""

from __future__ import annotations

import pytest

from tests.dialogues.people import Operator, Resident, words_of
from tests.dialogues.stage import Json, Stage

ASKED = "Почему не вывозят мусор?"
HERE: Json = {"latitude": 46.35, "longitude": 48.04}
CHAT: Json = {"id": -1009, "type": "channel", "title": "Новости"}
FILE: Json = {"file_id": "AgACx", "file_unique_id": "x", "width": 9, "height": 9}
SELDOM: dict[str, Json] = {
    "live_photo": {"live_photo": FILE | {"duration": 2}, "photo": [FILE]},
    "game": {"game": {"title": "Игра", "description": "Змейка", "photo": [FILE]}},
    "rich_message": {"rich_message": {"blocks": [{"type": "paragraph", "text": "Статья"}]}},
    "story": {"story": {"chat": CHAT, "id": 3}},
    "giveaway": {"giveaway": {"chats": [CHAT], "winners_selection_date": 1_800_000_000, "winner_count": 1}},
    "giveaway_winners": {
        "giveaway_winners": {
            "chat": CHAT,
            "giveaway_message_id": 1,
            "winners_selection_date": 1_800_000_000,
            "winner_count": 0,
            "winners": [],
        }
    },
    "paid_media": {"paid_media": {"star_count": 5, "paid_media": []}},
    "invoice": {
        "invoice": {
            "title": "Счёт",
            "description": "За воду",
            "start_parameter": "",
            "currency": "RUB",
            "total_amount": 100,
        }
    },
    "checklist": {"checklist": {"title": "Документы", "tasks": [{"id": 1, "text": "Паспорт"}]}},
}
ARRIVE = [
    *("photo", "document", "voice", "video", "video_note", "audio", "animation", "sticker"),
    *("location", "venue", "contact", "dice", "live_photo", "game", "rich_message"),
]
REFUSED = ["story", "giveaway", "giveaway_winners", "paid_media", "invoice", "checklist"]


def sent(kind: str) -> tuple[str, Json]:
    """How a person sends it."""
    if kind in SELDOM:
        return "other", {"content": SELDOM[kind]}
    return kind, HERE if kind in ("location", "venue") else {}


async def bots(person: Resident | Operator, kind: str, ticket: int | None = None) -> list[Json]:
    """The bot's messages of that kind."""
    return [one for one in await person.history(ticket) if kind in one and one["from"]["is_bot"]]


@pytest.mark.parametrize("kind", ARRIVE)
async def test_it_arrives_as_it_is_and_the_resident_knows_who_sent_it(
    stage: Stage, resident: Resident, operator: Operator, kind: str
) -> None:
    await resident.asks_a_person(ASKED)
    name, more = sent(kind)
    theirs = await resident.sends(name, **more)
    await resident.sees_reaction_on_last("👌")
    (there,) = await bots(operator, kind, ticket=1)
    assert there[kind] == theirs[kind]
    ours = await operator.sends(name, ticket=1, **more)
    await operator.sees_reaction_on_last("👌")
    (here,) = await bots(resident, kind)
    assert here[kind] == ours[kind]
    assert any("👤 Анна, специалист" in words_of(one) for one in await resident.history())


@pytest.mark.parametrize("kind", REFUSED)
async def test_what_telegram_lets_nobody_copy_is_told_where_it_was_sent(
    stage: Stage, resident: Resident, operator: Operator, kind: str
) -> None:
    await resident.asks_a_person(ASKED)
    await operator.finds(ASKED, ticket=1)
    await stage.quiet()
    await resident.sends("other", content=SELDOM[kind])
    await resident.sees("нельзя ни прочитать, ни передать")
    await operator.sends("other", ticket=1, content=SELDOM[kind])
    await operator.sees("Такое сообщение жителю не отправить", ticket=1)
    await stage.quiet()
    assert not await bots(resident, kind) and not await bots(operator, kind, ticket=1)
    assert not any("Анна, специалист" in words_of(one) for one in await resident.history())


@pytest.mark.parametrize("talking", [True, False])
async def test_polls_are_refused_politely(
    stage: Stage, resident: Resident, operator: Operator, talking: bool
) -> None:
    if talking:
        await resident.asks_a_person(ASKED)
        await operator.sends("poll", ticket=1, text="Да?", options=["да", "нет"])
        await operator.sees("Опрос жителю не отправить", ticket=1)
    await resident.sends("poll", text="Вывезут?", options=["да", "нет"])
    await resident.sees("Опросы мы не принимаем", "напишите вопрос словами")
    await stage.quiet()
    assert not await stage.telegram_calls("copyMessage") or talking
    assert not await bots(resident, "poll")
    assert not talking or not await bots(operator, "poll", ticket=1)


async def test_a_live_location_arrives_as_the_place_it_was_and_the_operator_knows(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    await resident.sends("location", **HERE, live_period=900)
    told = await operator.sees("в реальном времени", "карта в теме не движется", ticket=1)
    assert told["reply_to_message"]["location"] == HERE
    await stage.quiet()
    before = await operator.history(1)
    moved = HERE | {"latitude": 46.36, "live_period": 900}
    await stage.client.edit(resident.id, resident.last["message_id"], kind="location", **moved)
    await stage.quiet()
    assert await operator.history(1) == before
    await operator.sends("location", ticket=1, **HERE, live_period=900)
    await operator.sees("Жителю ушло место на момент отправки", ticket=1)
    await operator.sees_reaction_on_last("👌")
    assert [one["location"] for one in await bots(resident, "location")] == [HERE]


async def test_a_caption_too_long_to_be_signed_arrives_whole_below_a_line_that_says_whose_it_is(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    await operator.sends("photo", ticket=1, caption="ж" * 1024)
    await operator.says("ш" * 4096, ticket=1)
    await resident.finds("ш" * 4096)
    said = [words_of(one) for one in await resident.history()][-4:]
    line = "👤 Анна, специалист:"
    assert [one.strip() for one in said] == [line, "ж" * 1024, line, "ш" * 4096]
