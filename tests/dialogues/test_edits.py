"""What an operator's edit may and may not do."""

from tests.dialogues.people import Operator, Resident, words_of
from tests.dialogues.stage import Stage

ASKED = "Почему не вывозят мусор?"


async def test_a_sent_reply_cannot_become_a_note(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    await operator.says("Приедут завтра", ticket=1)
    await resident.sees("Приедут завтра")
    await stage.quiet()
    await operator.edits("// он грубил")
    await operator.sees("Правка в заметку его не отзовёт", ticket=1)
    await resident.never_sees("он грубил")


async def test_a_command_typed_by_editing_reaches_nobody(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    await operator.says("Приедут завтра", ticket=1)
    await resident.sees("Приедут завтра")
    await stage.quiet()
    await operator.edits("/close")
    await operator.sees("Такой команды нет", ticket=1)
    assert not any("/close" in words_of(one) for one in await resident.history())


async def test_a_note_made_into_a_reply_is_not_taken_for_sent(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    await operator.says("// тайна", ticket=1)
    await stage.quiet()
    await operator.edits("уже не тайна")
    await operator.sees("ещё не уходило", ticket=1)
    await resident.never_sees("уже не тайна")
