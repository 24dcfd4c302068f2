"""«@bot words» in any chat brings answers to share."""

from __future__ import annotations

from tests.dialogues.people import Resident
from tests.dialogues.stage import Json, Stage

STRANGER = 1009


async def asks(stage: Stage, person: int, words: str) -> list[Json]:
    """The cards that are offered."""
    answer = await stage.client.inline(person, words)
    assert answer is not None, "nothing is answered"
    results: list[Json] = answer["results"]
    return results


async def test_words_in_any_chat_bring_cards_to_share(stage: Stage, resident: Resident) -> None:
    first, *_ = await asks(stage, resident.id, "почему не вывозят мусор")
    assert (first["title"], first["description"]) == (
        "Почему не вывозят мусор?",
        "Позвоните региональному оператору.",
    )
    said = first["input_message_content"]
    assert said["message_text"].startswith("Почему не вывозят мусор?\n\nПозвоните региональному оператору.")
    assert said["entities"][0] == {"type": "bold", "offset": 0, "length": 24}
    [*_, [way]] = first["reply_markup"]["inline_keyboard"]
    assert way["url"].endswith("?start=entry_tko-missed")


async def test_who_has_never_written_reads_in_their_language(stage: Stage) -> None:
    ann = (await stage.client.people("resident", "Ann", language_code="en"))["id"]
    first, *_ = await asks(stage, ann, "почему не вывозят мусор")
    assert first["reply_markup"]["inline_keyboard"][-1][0]["text"] == "Ask the bot"


async def test_danger_goes_before_any_search(stage: Stage, resident: Resident) -> None:
    [only] = await asks(stage, resident.id, "маме плохо с сердцем")
    assert "103" in only["title"] and "103" in only["input_message_content"]["message_text"]


async def test_nothing_is_offered_where_nothing_is_known(stage: Stage, resident: Resident) -> None:
    assert await asks(stage, resident.id, "") == []
    assert await asks(stage, resident.id, "я") == []
    assert await asks(stage, resident.id, "кхъйцщ гхыв") == []
    assert await asks(stage, resident.id, "a" * 256) == []
    assert await resident.history() == []
