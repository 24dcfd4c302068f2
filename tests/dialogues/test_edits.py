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


async def test_an_uncertain_reply_that_was_edited_is_sent_again_with_its_newest_words(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    stage.expects("500", "Internal")
    await resident.asks_a_person(ASKED)
    await operator.sees("новое", ticket=1)
    await stage.quiet()
    await stage.breaks("500", "sendMessage", chat=1001)
    await operator.says("Приедут завтра", ticket=1)
    await operator.sees("Неизвестно, дошло ли", ticket=1)
    await operator.edits("Приедут в среду")
    await operator.sees("Правка учтена", ticket=1)
    await operator.edits("Приедут в четверг")
    await stage.quiet()
    await operator.presses("Отправить ещё раз", ticket=1)
    await resident.sees("👤 Анна, специалист:\nПриедут в четверг")
    await resident.never_sees("завтра")
    assert sum("Правка учтена" in words_of(one) for one in await operator.history(1)) == 1
    await operator.edits("Приедут в пятницу")
    await resident.sees("Приедут в пятницу")


async def test_a_residents_uncertain_words_are_sent_again_as_edited(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    stage.expects("500", "Internal")
    await resident.asks_a_person(ASKED)
    await operator.sees("новое", ticket=1)
    await stage.quiet()
    await stage.breaks("500", "copyMessage")
    await resident.says("Дом 5")
    await operator.sees("Неизвестно, дошло ли", ticket=1)
    await resident.edits("Дом 15")
    await stage.quiet()
    await operator.presses("Отправить ещё раз", ticket=1)
    await operator.finds("Дом 15", ticket=1)


async def test_a_live_location_moves_without_a_word(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    here = {"latitude": 46.35, "longitude": 48.04}
    await resident.sends("location", latitude=46.35, longitude=48.04)
    await resident.sees_reaction_on_last("👌")
    before = await operator.history(1)
    moved = {one: resident.last[one] for one in ("message_id", "date", "chat", "from")}
    moved |= {"location": here | {"live_period": 900, "heading": 90}, "edit_date": moved["date"] + 1}
    await stage.client.update({"edited_message": moved})
    await stage.quiet()
    assert await operator.history(1) == before
    assert not await stage.telegram_calls("editMessageCaption")


async def test_a_reply_of_unknown_fate_that_becomes_a_note_is_never_sent_again(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    stage.expects("500", "Internal")
    await resident.asks_a_person("Почему не вывозят мусор?")
    await operator.finds("Почему не вывозят мусор?", ticket=1)
    await stage.quiet()
    await stage.breaks("500", "sendMessage", chat=resident.id)
    await operator.says("Он скандалист", ticket=1)
    await operator.sees("Неизвестно, дошло ли", ticket=1)
    await operator.edits("// Он скандалист")
    await operator.sees("жителю я её больше не отправлю", "могли дойти", ticket=1)
    assert "уже разобрали" in await operator.presses("Отправить ещё раз", ticket=1)
    await resident.never_sees("скандалист")
    await operator.sees_reaction("✍", "// Он скандалист", ticket=1)


async def test_a_reply_that_still_waits_becomes_a_note_without_a_word(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    stage.expects("429", "Too Many")
    await resident.asks_a_person("Почему не вывозят мусор?")
    await operator.finds("Почему не вывозят мусор?", ticket=1)
    await stage.quiet()
    await stage.breaks("429", "sendMessage", chat=resident.id, retry_after=3)
    await operator.says("Он скандалист", ticket=1)
    await stage.until("select 1 from letters where state = 'pending' and attempts = 1")
    await operator.edits("// Он скандалист")
    await operator.sees_reaction("✍", "// Он скандалист", ticket=1)
    await resident.never_sees("скандалист")


async def test_the_card_follows_the_question_as_it_is_corrected(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person("Почему не вывозят мусор?")
    asked = await resident.finds("Почему не вывозят")
    await operator.finds("Вопрос: Почему не вывозят мусор?", ticket=1)
    await stage.quiet()
    await resident.edits("Почему не вывозят снег? СНИЛС 112-233-445 95", message=asked)
    await operator.finds("Вопрос: Почему не вывозят снег?", ticket=1)
    await operator.finds("СНИЛС", ticket=1)
    await resident.says("Двор 5")
    await operator.finds("Двор 5", ticket=1)
    await stage.quiet()
    await resident.edits("Двор 15")
    await operator.finds("Двор 15", ticket=1)
    await operator.finds("Вопрос: Почему не вывозят снег?", ticket=1)
