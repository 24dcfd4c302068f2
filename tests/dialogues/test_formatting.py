"""Formatting is never lost: copies, replies below our signature, edits, and texts that are said together."""

from __future__ import annotations

import pytest

from tests.dialogues.people import Operator, Resident, words_of
from tests.dialogues.stage import Json, Stage

ASKED = "Почему не вывозят мусор?"
MARKS: dict[str, Json] = {
    "bold": {},
    "italic": {},
    "underline": {},
    "strikethrough": {},
    "spoiler": {},
    "blockquote": {},
    "expandable_blockquote": {},
    "code": {},
    "pre": {"language": "python"},
    "text_link": {"url": "https://gosuslugi.ru/600100"},
    "text_mention": {"user": {"id": 1003, "is_bot": False, "first_name": "Борис"}},
    "custom_emoji": {"custom_emoji_id": "5368324170671202286"},
    "date_time": {"unix_time": 1_800_000_000, "date_time_format": "wDT"},
}
TEXT = "🙂 " + " ".join(f"👍{kind}👍" for kind in MARKS)  # an emoji is two UTF-16 units
WORDS = {kind: f"👍{kind}👍" for kind in MARKS}


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def marks(text: str = TEXT) -> list[Json]:
    """Every kind of formatting on the word that names it."""
    places = {kind: text.index(word) for kind, word in WORDS.items()}
    return [
        {"type": kind, "offset": units(text[: places[kind]]), "length": units(WORDS[kind]), **more}
        for kind, more in MARKS.items()
    ]


def marked(message: Json) -> dict[str, tuple[str, Json]]:
    """Each kind → the words it stands on, and what else it says."""
    words = words_of(message).encode("utf-16-le")
    found = message.get("entities") or message.get("caption_entities") or []
    return {
        one["type"]: (
            words[one["offset"] * 2 : (one["offset"] + one["length"]) * 2].decode("utf-16-le"),
            {name: one[name] for name in one if name not in ("type", "offset", "length")},
        )
        for one in found
        if one["type"] in MARKS  # of two of a kind the later one: our signature is bold, too
    }


def whole(message: Json) -> bool:
    """Whether every mark stands on its own word with all that belongs to it."""
    found = marked(message)
    for kind, more in MARKS.items():
        words, said = found[kind]
        assert words == WORDS[kind], (kind, words)
        assert {name: said[name] for name in more if name != "user"} == {
            name: value for name, value in more.items() if name != "user"
        }
    return True


async def test_words_keep_it_both_ways_and_so_do_their_edits(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    await resident.says(TEXT, entities=marks())
    assert whole(await operator.finds("🙂", ticket=1))
    await operator.says(TEXT, ticket=1, entities=marks())
    got = await resident.sees("Анна, специалист:\n🙂")
    assert whole(got)
    await stage.quiet()
    longer = f"Исправлено 🙂. {TEXT}"
    await operator.edits(longer, entities=marks(longer))
    assert whole(await resident.finds("специалист:\nИсправлено"))
    await resident.edits(longer, entities=marks(longer))
    assert whole(await operator.finds("Исправлено", ticket=1))


@pytest.mark.parametrize(
    "refusal",
    [
        "entity begins in a middle of a UTF-16 symbol at byte offset 4",
        "can't parse MessageEntity: Unsupported type specified",
    ],
)
async def test_words_whose_formatting_telegram_refuses_arrive_without_it(
    stage: Stage, resident: Resident, operator: Operator, refusal: str
) -> None:
    stage.expects(refusal)
    await resident.asks_a_person(ASKED)
    await operator.finds(ASKED, ticket=1)
    await stage.quiet()
    await stage.breaks("400", "sendMessage", words=refusal)
    await operator.says(TEXT, ticket=1, entities=marks())
    assert "entities" not in await resident.sees(TEXT)


@pytest.mark.parametrize("kind", ["photo", "voice"])
async def test_captions_keep_it_both_ways_and_so_do_their_edits(
    stage: Stage, resident: Resident, operator: Operator, kind: str
) -> None:
    await resident.asks_a_person(ASKED)
    await resident.sends(kind, caption=TEXT, entities=marks())
    assert whole(await operator.finds("🙂", ticket=1))
    await operator.sends(kind, ticket=1, caption=TEXT, entities=marks())
    assert whole(await resident.sees("Анна, специалист:\n🙂"))
    await stage.quiet()
    longer = f"Исправлено 🙂. {TEXT}"
    await operator.edits(longer, entities=marks(longer))
    assert whole(await resident.finds("специалист:\nИсправлено"))
    await resident.edits(longer, entities=marks(longer))
    assert whole(await operator.finds("Исправлено", ticket=1))


async def test_an_album_keeps_it_both_ways(stage: Stage, resident: Resident, operator: Operator) -> None:
    await resident.asks_a_person(ASKED)
    await resident.sends_album("photo", "video", caption=TEXT, entities=marks())
    assert whole(await operator.finds("🙂", ticket=1))
    await operator.sends_album("photo", "video", ticket=1, caption=TEXT, entities=marks())
    await operator.sees_reaction_on_last("👌")
    albums = [one for one in await resident.history() if one.get("media_group_id") and one.get("caption")]
    assert whole(albums[-1])


async def test_how_a_link_or_a_caption_is_shown_stays_as_it_was_chosen(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    look = {"is_disabled": True}
    above = {"url": "https://gosuslugi.ru", "prefer_large_media": True, "show_above_text": True}
    link = "См. https://gosuslugi.ru"
    await resident.says(link, link_preview_options=look)
    assert (await operator.finds(link, ticket=1))["link_preview_options"] == look
    await operator.says(link, ticket=1, link_preview_options=above)
    assert (await resident.sees("специалист:\nСм."))["link_preview_options"] == above
    await stage.quiet()
    await operator.edits(f"{link} сами", link_preview_options=look)
    assert (await resident.finds("сами"))["link_preview_options"] == look
    for kind in ("photo", "video"):
        await operator.sends(
            kind, ticket=1, caption=f"сверху {kind}", show_caption_above_media=True, has_media_spoiler=True
        )
        got = await resident.sees(f"сверху {kind}")
        assert got["show_caption_above_media"] and got["has_media_spoiler"]
    await stage.quiet()
    await operator.edits("всё ещё сверху", show_caption_above_media=True)
    got = await resident.finds("всё ещё сверху")
    assert got["show_caption_above_media"] and got["has_media_spoiler"]


async def test_a_caption_that_is_taken_away_goes_on_the_other_side(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    await resident.sends("photo", caption="Мой двор")
    await operator.finds("Мой двор", ticket=1)
    await operator.sends("document", ticket=1, caption="Ваш график")
    await resident.sees("Ваш график")
    await stage.quiet()
    for person in (resident, operator):
        bare = {name: one for name, one in person.last.items() if name not in ("caption", "reactions")}
        await stage.client.update({"edited_message": bare | {"edit_date": bare["date"] + 5}})
    await stage.quiet()
    assert not any("Мой двор" in words_of(one) for one in await operator.history(1) if one["from"]["is_bot"])
    signed = [one for one in await resident.history() if "document" in one and one["from"]["is_bot"]]
    assert [words_of(one).strip() for one in signed] == ["👤 Анна, специалист:"]


async def test_an_edit_after_closing_follows_and_asks_nothing(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    await resident.says("Дом 5")
    await operator.finds("Дом 5", ticket=1)
    await operator.says("/close", ticket=1)
    await resident.sees("Специалист закрыл")
    await stage.quiet()
    before = len(await resident.history())
    await resident.edits("Дом 15", message=(await resident.finds("Дом 5")))
    await operator.finds("Дом 15", ticket=1)
    await stage.quiet()
    assert len(await resident.history()) == before, "the bot takes it for no question"
