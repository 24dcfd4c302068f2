"""What a resident reads is named in their language, what the staff reads in Russian."""

from tests.dialogues.people import Operator, Resident, labels
from tests.dialogues.stage import Stage
from tests.dialogues.test_inline import asks
from tests.dialogues.test_my_tickets import read

ASKED = "How do I apply for the child benefit?"


async def speaking(stage: Stage, language: str) -> Resident:
    person = await stage.client.people("resident", "Ann", language_code=language)
    return Resident(stage, person["id"])


async def test_two_taps_lead_from_an_english_menu_to_an_english_card(stage: Stage) -> None:
    ann = await speaking(stage, "en")
    await ann.says("/menu")
    assert labels(await ann.sees("Choose a subject"))[:2] == ["Family and children", "Вывоз мусора"]
    await ann.presses("Family and children")
    await ann.sees("Family and children", "Choose a question")
    await ann.presses(ASKED)
    card = await ann.sees(
        "Apply on Gosuslugi.",
        "Who decides: Social Fund of Russia",
        "Where to apply: Gosuslugi; The Fund's line: 8-800-000-00-00",
        "Documents: ",
        "How long it takes: ",
        "Answered by the program. Checked: 1 November 2026.",
    )
    link = {"text": "Gosuslugi", "url": "https://www.gosuslugi.ru"}
    assert card["reply_markup"]["inline_keyboard"][0] == [link]


async def test_a_ticket_is_named_in_english_for_its_resident_and_in_russian_for_the_staff(
    stage: Stage, operator: Operator
) -> None:
    ann = await speaking(stage, "en")
    await ann.says(ASKED)
    await ann.presses("It did not")
    await ann.presses("Ask a person")
    await ann.presses("I agree")
    await ann.sees("Department: Family and education")
    await operator.sees_title("000001 · Семья и дети · Ann", ticket=1)
    await operator.sees("Тема: Семья и дети", "Отдел: Семья и образование", ticket=1)
    await ann.says("/my")
    assert labels(await ann.sees("Your tickets"))[0].endswith("ЕКЦ-2026-000001 · Family and children")
    await ann.presses("ЕКЦ-2026-000001")
    await ann.sees("Family and children", "Department: Family and education")
    await ann.presses("Conversation as a file")
    head = (await read(stage, await ann.sees("What was said in ticket ЕКЦ-2026-000001"))).split("\n\n")[0]
    assert "Family and children" in head and "Department: Family and education" in head
    await operator.presses("Передать", ticket=1)
    await operator.presses("Социальная поддержка", ticket=1)
    await ann.sees("passed to “Social support”")


async def test_a_danger_is_marked_in_ones_tickets_and_named_to_the_staff(
    stage: Stage, operator: Operator
) -> None:
    ann = await speaking(stage, "en")
    await ann.says("a heart attack, and where do I get a certificate")
    await operator.sees_title("🆘 Плохо со здоровьем", ticket=1)
    await ann.says("/my")
    assert labels(await ann.sees("Your tickets"))[0].endswith("ЕКЦ-2026-000001 · 🆘 Social support")


async def test_subscriptions_are_named_in_english(stage: Stage) -> None:
    ann = await speaking(stage, "en")
    await ann.says("/subscriptions")
    await ann.presses("▫️ Family and children")
    assert "✅ Family and children" in labels(await ann.sees("what is ticked"))


async def test_a_shared_card_has_english_buttons(stage: Stage) -> None:
    ann = await speaking(stage, "en")
    [card, *_] = await asks(stage, ann.id, ASKED)
    assert card["reply_markup"]["inline_keyboard"][0][0]["text"] == "Gosuslugi"
    assert "Who decides: Social Fund of Russia" in card["input_message_content"]["message_text"]


async def test_names_that_kazakh_has_are_kazakh_and_the_others_russian(offstage: Stage) -> None:
    offstage.changed["desk"] = {"languages": ["ru", "kk"]}
    await offstage.start()
    ann = await speaking(offstage, "kk")
    await ann.says("/menu")
    await ann.presses("Отбасы және балалар")
    await ann.sees("Отбасы және балалар")
    await ann.presses("Как оформить единое пособие")
    await ann.sees("Ресей әлеуметтік қоры", "Госуслуги; Қордың желісі: 8-800-000-00-00")
