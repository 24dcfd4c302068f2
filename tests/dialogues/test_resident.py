"""A resident finds an answer, or a person."""

from tests.dialogues.people import Operator, Resident, labels, words_of
from tests.dialogues.stage import Stage

WRONG = "где найти клад на луне"
# What settings and the base give in one language only.
SETTINGS_WORDS = (
    "ЕКЦ",
    "паспорт; свидетельство о рождении",
    "10 рабочих дней",
    "Я согласен на обработку персональных данных, чтобы получить ответ.",
)


async def test_start_greets_and_asks_for_consent_once(stage: Stage, resident: Resident) -> None:
    await resident.says("/start")
    await resident.sees("🤖", "Единый контакт-центр")
    await resident.sees("Согласие на обработку данных", "данных")
    assert await resident.presses("Согласен") == "Спасибо!"
    await resident.sees("согласие сохранено")
    await resident.says("/start")
    await resident.sees("Единый контакт-центр")
    await stage.quiet()
    consents = [one for one in await resident.history() if "Согласие на обработку" in one.get("text", "")]
    assert len(consents) == 1


async def test_subjects_and_questions_are_browsed_by_buttons(stage: Stage, resident: Resident) -> None:
    await resident.says("/start")
    await resident.presses("📋 Темы")
    menu = await resident.sees("Выберите тему")
    assert labels(menu)[0] == "Семья и дети"
    assert len(labels(menu)) == 14
    await resident.presses("Ещё темы")
    await resident.presses("◂ Назад")
    await resident.presses("Семья и дети")
    await resident.sees("Выберите вопрос")
    await resident.presses("Как оформить единое пособие")
    card = await resident.sees("Подайте заявление", "Кто решает: Социальный фонд России")
    assert "◂ К вопросам темы" in labels(card)
    await resident.presses("К вопросам темы")
    await resident.sees("Выберите вопрос")


async def test_a_sure_answer_says_who_decides_where_to_apply_and_when_it_was_verified(
    stage: Stage, resident: Resident
) -> None:
    await resident.says("хочу детские на сына куда идти")
    card = await resident.sees(
        "🤖 Ответила программа",
        "Подайте заявление на Госуслугах.",
        "Кто решает: Социальный фонд России",
        "Куда обратиться: Госуслуги; Линия фонда: 8-800-000-00-00",
        "Документы: паспорт; свидетельство о рождении",
        "Срок: 10 рабочих дней",
        "Проверено: 01.11.2026",
    )
    first = card["reply_markup"]["inline_keyboard"][0][0]
    assert first == {"text": "Госуслуги", "url": "https://www.gosuslugi.ru"}
    assert any(one["type"] == "bold" for one in card["entities"])
    assert await resident.presses("👍 Помогло") == "Спасибо!"
    await resident.sees("Рад, что помогло")


async def test_an_answer_that_did_not_help_leads_to_a_person_with_all_that_was_said(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.says("хочу детские на сына куда идти")
    await resident.presses("👎 Не помогло")
    await resident.sees("Жаль, что ответ не помог")
    await resident.presses("Спросить специалиста")
    await resident.sees("Согласие на обработку данных")
    await resident.presses("Согласен")
    await resident.sees("👤", "ЕКЦ-2026-000001", "Семья и образование", "Ответим до")
    await operator.sees("хочу детские на сына", "единое пособие на ребёнка?» — не помогло", ticket=1)
    await operator.sees_title("Семья и дети · Мария", ticket=1)


async def test_nobody_consents_to_a_text_that_is_no_longer_shown(stage: Stage, resident: Resident) -> None:
    await resident.says("/start")
    await resident.sees("Согласие на обработку данных")
    await stage.restart(privacy={"consent": "Новый текст.", "consent_version": 2})
    await resident.presses("Согласен")
    await resident.sees("Новый текст.")
    await stage.quiet()
    assert await stage.rows("select consent_version from residents") == [(0,)]
    await resident.presses("Согласен")
    await resident.sees("согласие сохранено")
    assert await stage.rows("select consent_version from residents") == [(2,)]


async def test_an_unsure_bot_suggests_and_offers_a_person(stage: Stage, resident: Resident) -> None:
    await resident.says("беда с мусором во дворе")
    said = await resident.sees("Я не уверен")
    assert 2 <= len(labels(said)) <= 4
    assert labels(said)[-1] == "👤 Ничего не подошло — спросить человека"
    await resident.presses("Почему не вывозят мусор?")
    await resident.sees("Позвоните региональному оператору")
    await resident.presses("👍 Помогло")


async def test_an_unknown_question_is_not_guessed_at(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.says(WRONG)
    await resident.sees("не хочу гадать")
    await resident.presses("Спросить специалиста")
    await resident.presses("Согласен")
    await resident.sees("Вопрос передан специалисту", "Отдел:")
    await operator.sees("Вопрос: где найти клад", "Бот: не ответил", ticket=1)
    await operator.sees(WRONG, ticket=1)


async def test_consent_may_be_declined_and_answers_still_come(stage: Stage, resident: Resident) -> None:
    await resident.says("/start")
    await resident.presses("Без согласия")
    await resident.sees("Отвечать на вопросы я могу и без согласия")
    await resident.says("Почему не вывозят мусор?")
    await resident.sees("Позвоните региональному оператору")


async def test_operator_command_makes_the_next_message_a_ticket(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person("Почему не вывозят мусор?")
    await resident.sees("Дом и двор", "не официальное обращение")
    await operator.sees("Почему не вывозят мусор?", ticket=1)


async def test_cancel_leaves_what_was_begun(stage: Stage, resident: Resident) -> None:
    await resident.says("/operator")
    await resident.presses("Согласен")
    await resident.says("/cancel")
    await resident.sees("отменено")
    await resident.says("Почему не вывозят мусор?")
    await resident.sees("🤖 Ответила программа")


async def test_a_photo_without_words_is_offered_to_a_person(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.sends("photo")
    await resident.sees("Я умею читать только текст")
    await resident.presses("Спросить специалиста")
    await resident.presses("Согласен")
    await operator.sees("без текста", ticket=1)
    await stage.quiet()
    assert any("photo" in one for one in await operator.history(1))


async def test_who_speaks_instead_of_writing_is_heard_by_a_person(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.sends("voice")
    await resident.sees("запись у нас", "Слушать я пока не умею")
    await resident.presses("Спросить специалиста")
    await resident.presses("Согласен")
    await operator.sees("без текста", ticket=1)
    await stage.quiet()
    assert any("voice" in one for one in await operator.history(1)), "the recording itself is passed on"


async def test_a_voice_message_is_met_kindly_in_english(stage: Stage) -> None:
    ann = Resident(stage, (await stage.client.people("resident", "Ann", language_code="en"))["id"])
    await ann.sends("voice")
    await ann.sees("we have your recording")


async def test_unknown_commands_and_help_are_answered(stage: Stage, resident: Resident) -> None:
    await resident.says("/nonsense")
    await resident.sees("Я не знаю такой команды")
    await resident.says("/help")
    await resident.sees("Что я умею", "/operator")


async def test_a_posters_link_opens_its_answer_at_once(stage: Stage, resident: Resident) -> None:
    await resident.says("/start entry_tko-missed")
    await resident.sees("Позвоните региональному оператору")


async def test_a_posters_link_opens_a_subject(stage: Stage, resident: Resident) -> None:
    await resident.says("/start topic_tko")
    await resident.sees("Выберите вопрос")
    await resident.presses("Сколько стоит вывоз мусора")
    await resident.sees("Тариф утверждает регион")


async def test_an_entrys_page_leads_to_what_is_near(stage: Stage, resident: Resident) -> None:
    await resident.says("/start entry_tko-missed")
    await resident.presses("Похожие вопросы")
    near = await resident.sees("На вопрос «")
    shown = [row[0]["text"] for row in near["reply_markup"]["inline_keyboard"][:-1]]
    assert shown and not any("Почему не вывозят" in one for one in shown)
    await resident.presses(shown[0])
    await resident.sees(shown[0])


async def test_a_posters_link_whose_answer_is_gone_says_so_and_greets(
    stage: Stage, resident: Resident
) -> None:
    await resident.says("/start entry_tko-long-gone")
    await resident.sees("Этот ответ больше не действует")
    await resident.sees("Единый контакт-центр")


async def test_an_english_speaker_gets_english_everywhere(stage: Stage) -> None:
    person = (await stage.client.people("resident", "Ann", language_code="en"))["id"]
    ann = Resident(stage, person)
    await ann.says("/start")
    await ann.presses("I agree")
    await ann.says("How do I apply for the child benefit?")
    await ann.sees("Apply on Gosuslugi")
    await ann.says("/operator")
    await ann.says("Nobody takes the rubbish away")
    await ann.says("/my")
    await ann.presses("ЕКЦ-")
    await stage.quiet()
    everything = "\n".join(
        "\n".join([one.get("text", ""), *labels(one)]) for one in await ann.history() if one["from"]["is_bot"]
    )
    for word in SETTINGS_WORDS:
        everything = everything.replace(word, "")
    assert not [line for line in everything.splitlines() if any("а" <= one <= "я" for one in line.lower())]


async def test_consent_is_asked_for_in_the_resident_s_language_when_the_settings_have_it(
    offstage: Stage, resident: Resident
) -> None:
    offstage.changed["privacy"] = {"consent": "Согласие.", "consent_in": {"en": "My consent."}}
    await offstage.start()
    await resident.says("/start")
    await resident.sees("Согласие.")
    await resident.says("/language")
    await resident.presses("English")
    await resident.says("/start")
    assert "This text is not in English yet" not in words_of(await resident.sees("My consent."))
    await resident.presses("I agree")
    await resident.sees("saved")
    await offstage.quiet()
    [(version, at)] = await offstage.rows("select consent_version, consent_at from residents")
    assert version == 1
    assert at is not None


async def test_a_consent_that_is_there_in_russian_only_says_so(offstage: Stage, resident: Resident) -> None:
    offstage.changed["privacy"] = {"consent": "Согласие."}
    await offstage.start()
    await resident.says("/language")
    await resident.presses("English")
    await resident.says("/start")
    await resident.sees("Согласие.", "This text is not in English yet")


async def test_an_answer_that_is_there_in_russian_only_says_so(stage: Stage, resident: Resident) -> None:
    await resident.says("/start entry_tko-missed")
    await resident.sees("Позвоните региональному оператору")
    await resident.never_sees("по-русски")
    await resident.says("/language")
    await resident.presses("English")
    await resident.says("/start entry_tko-missed")
    await resident.sees("This answer is not in English yet", "Позвоните региональному оператору")


async def test_language_is_chosen_and_kept_even_in_refusals(stage: Stage, resident: Resident) -> None:
    await resident.says("/language")
    await resident.presses("English")
    await resident.says("/nonsense")
    await resident.sees("command", "/help")
    await resident.says(WRONG)
    assert await resident.presses("👤") == ""
    await resident.presses("agree")
    await resident.sees("Number", "ЕКЦ-2026-000001")


async def test_answers_to_presses_speak_the_chosen_language_too(stage: Stage, resident: Resident) -> None:
    await resident.says("/language")
    await resident.presses("English")
    await resident.says("хочу детские на сына куда идти")
    assert await resident.presses("👍") == "Thank you!"


async def test_an_invitation_to_comment_ends_with_the_hour(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await stage.client.clock(now="2026-11-20T06:00:00+00:00")
    await resident.asks_a_person(WRONG)
    await operator.presses("Закрыть", ticket=1)
    await resident.presses("⭐ 4")
    await resident.presses("Написать отзыв")
    await resident.sees("отзыв")
    await stage.client.clock(now="2026-11-20T07:01:00+00:00")
    await resident.says("Почему не вывозят мусор?")
    await resident.sees("региональному оператору")


async def test_words_in_an_open_ticket_are_no_comment_on_an_older_one(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person(WRONG)
    await operator.presses("Закрыть", ticket=1)
    await resident.presses("⭐ 4")
    await resident.presses("Написать отзыв")
    await resident.presses("Открыть снова")
    await resident.sees("снова открыто")
    await resident.says("Срочно: пахнет газом")
    await operator.finds("Срочно: пахнет газом", ticket=1)
    await stage.quiet()
    assert await stage.rows("select comment from tickets") == [(None,)]


async def test_who_asked_for_a_person_another_day_speaks_to_the_bot(stage: Stage, resident: Resident) -> None:
    await stage.client.clock(now="2026-11-20T06:00:00+00:00")
    await resident.says("/operator")
    await resident.presses("Согласен")
    await resident.sees("Напишите вопрос одним сообщением")
    await stage.client.clock(now="2026-11-21T06:00:00+00:00")
    await resident.says("Почему не вывозят мусор?")
    await resident.sees("региональному оператору")


async def test_a_mistyped_command_is_no_word_to_the_specialist(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person("Почему не вывозят мусор?")
    await resident.says("/nonsense")
    await resident.sees("Я не знаю такой команды")
    await stage.quiet()
    await operator.never_sees("/nonsense", ticket=1)
