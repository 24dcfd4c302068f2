"""The steps of dialogues about polls."""

from __future__ import annotations

from sandbox.files import Upload
from tests.dialogues.people import Person, Resident
from tests.dialogues.stage import Json, Stage

SUNDAY = "2026-11-22T09:00:00+00:00"
AFTER = "2026-11-29T16:00:01+00:00"  # a week later, 20:00 in Astrakhan
PLACES = ("Астрахань", "Икрянинский район")


async def begin(offstage: Stage) -> None:
    """The day of all these dialogues, and where people live."""
    offstage.changed["desk"] = {"municipalities": PLACES}
    await offstage.client.clock(now=SUNDAY)


async def sends(editor: Person, name: str, content: str) -> None:
    """A file."""
    await editor.sends("document", files=[Upload(name, "application/toml", content.encode())])


async def drafts(
    editor: Person, question: str = "Что построить в парке?", options: str = "Каток\nСцену"
) -> Json:
    """The shortest way to a draft."""
    await editor.says("/poll")
    await editor.presses("Новый опрос")
    await editor.sees("О чём спросим жителей?")
    await editor.says(question)
    await editor.sees("Какие варианты ответа?")
    await editor.says(options)
    return await editor.sees("Черновик опроса", question)


async def opens(editor: Person, *presses: str) -> None:
    """The shortest way to a poll."""
    await drafts(editor)
    for one in presses:
        await editor.presses(one)
    assert await editor.presses("Опубликовать") == "Опрос открыт."
    await editor.sees("Опрос № 1 идёт")


async def consents(resident: Resident) -> None:
    """Who votes has consented."""
    await resident.says("/start")
    await resident.presses("Согласен")
    await resident.sees("Спасибо")


async def picks(resident: Resident, option: str) -> Json:
    """Open the only poll and vote."""
    await resident.says("/polls")
    await resident.presses("🗳 Что построить")
    await resident.sees("🗳 Что построить в парке?")
    assert await resident.presses(option) == "Голос учтён."
    return await resident.sees("Ваш голос учтён")
