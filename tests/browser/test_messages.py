"""What residents see and do in their phone."""

import asyncio
import base64

import pytest
from playwright.async_api import Page, expect

from sandbox.client import Client
from tests.browser.conftest import Ask, Open, answering

pytestmark = pytest.mark.asyncio(loop_scope="session")

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
MARIA = 1001


async def test_start_button_is_offered_in_an_empty_chat_and_sends_start(page: Page, client: Client) -> None:
    await page.get_by_test_id("resident-start").click()
    await client.wait_for_message(MARIA, lambda message: message.get("text") == "/start")
    await expect(page.get_by_test_id("resident-input")).to_be_visible()
    await expect(page.get_by_test_id("resident-start")).to_be_hidden()


async def test_enter_sends_and_shift_enter_begins_a_line(page: Page, client: Client, bot: Ask) -> None:
    await bot("sendMessage", chat_id=MARIA, text="Здравствуйте!")
    field = page.get_by_test_id("resident-input")
    await field.fill("Добрый день")
    await field.press("Shift+Enter")
    await field.press_sequentially("Где МФЦ?")
    await field.press("Enter")
    sent = await client.wait_for_message(MARIA, lambda message: "МФЦ" in message.get("text", ""))
    assert sent["text"] == "Добрый день\nГде МФЦ?"
    await expect(field).to_have_value("")


async def test_entities_become_elements(page: Page, bot: Ask) -> None:
    html = (
        '👶 <b>жирный <i>и курсив</i></b> <a href="https://example.org/a?b">ссылка</a> <code>код</code> '
        "<tg-spoiler>тайна</tg-spoiler> <blockquote expandable>цитата</blockquote>"
    )
    await bot("sendMessage", chat_id=MARIA, text=html, parse_mode="HTML")
    text = page.get_by_test_id("resident-log").locator(".text")
    await expect(text.locator("strong")).to_have_text("жирный и курсив")
    await expect(text.locator("strong em")).to_have_text("и курсив")
    await expect(text.locator("a")).to_have_attribute("href", "https://example.org/a?b")
    await expect(text.locator("code")).to_have_text("код")
    await expect(text.locator("blockquote")).to_have_class("folded")
    await text.get_by_role("button", name="Показать полностью").click()
    await expect(text.locator("blockquote")).not_to_have_class("folded")
    await text.get_by_role("button", name="Скрытый текст").press("Enter")
    await expect(text.locator(".spoiler")).to_have_class("spoiler shown")


async def test_markup_typed_by_people_stays_text(page: Page, client: Client) -> None:
    words = "<img src=x onerror=alert(1)> <b>не жирный</b> &amp;"
    await client.send(MARIA, words)
    bubble = page.get_by_test_id("resident-log").locator("article")
    await expect(bubble).to_contain_text(words)
    assert await bubble.locator(".text b, .text img").count() == 0


async def test_unsafe_links_are_not_links(page: Page, bot: Ask) -> None:
    entity = {"type": "text_link", "offset": 0, "length": 6, "url": "tg://resolve?domain=x"}
    await bot("sendMessage", chat_id=MARIA, text="ссылка", entities=[entity])
    log = page.get_by_test_id("resident-log")
    await expect(log.locator("a")).to_have_attribute("href", "tg://resolve?domain=x")
    found = await page.evaluate(
        "async () => { const {formatted} = await import('/page/entities.js');"
        "const [n] = formatted('x', [{type:'text_link', offset:0, length:1, url:'javascript:alert(1)'}]);"
        "return n.tagName }"
    )
    assert found == "SPAN"


async def test_press_reaches_the_bot_and_its_answer_is_shown(page: Page, bot: Ask) -> None:
    keyboard = {"inline_keyboard": [[{"text": "👍 Помогло", "callback_data": "yes"}]]}
    await bot("sendMessage", chat_id=MARIA, text="Помогло?", reply_markup=keyboard)
    async with answering(bot, text="Спасибо за оценку!") as presses:
        await page.get_by_role("button", name="Помогло").click()
        await expect(page.locator("[data-pane=phone] .toast")).to_have_text("Спасибо за оценку!")
    assert [press["data"] for press in presses] == ["yes"]


async def test_alert_has_to_be_read(page: Page, bot: Ask) -> None:
    keyboard = {"inline_keyboard": [[{"text": "Взять", "callback_data": "take"}]]}
    await bot("sendMessage", chat_id=MARIA, text="Обращение", reply_markup=keyboard)
    async with answering(bot, text="Уже взято", show_alert=True):
        await page.get_by_role("button", name="Взять").click()
        alert = page.get_by_role("alertdialog")
        await expect(alert).to_contain_text("Уже взято")
        await alert.get_by_role("button", name="Понятно").click()
        await expect(alert).to_be_hidden()


async def test_reply_and_edit_by_the_menu(page: Page, client: Client, bot: Ask) -> None:
    asked = await bot("sendMessage", chat_id=MARIA, text="Сколько вам лет?")
    log, field = page.get_by_test_id("resident-log"), page.get_by_test_id("resident-input")
    await log.locator("article").click(button="right")
    await page.get_by_role("menuitem", name="Ответить").click()
    await field.fill("Шестьдесят")
    await field.press("Enter")
    sent = await client.wait_for_message(MARIA, lambda message: message.get("text") == "Шестьдесят")
    assert sent["reply_to_message"]["message_id"] == asked["message_id"]
    await expect(log.locator(".quoted")).to_contain_text("Сколько вам лет?")
    await field.press("ArrowUp")
    await expect(field).to_have_value("Шестьдесят")
    await field.fill("Шестьдесят один")
    await field.press("Enter")
    await expect(log.locator("article.own")).to_contain_text("Шестьдесят один")
    await expect(log.locator("article.own")).to_contain_text("изменено")


async def test_a_picture_takes_the_place_of_another(page: Page, client: Client, bot: Ask) -> None:
    [first] = await client.send(MARIA, kind="photo", caption="Вот двор")
    log = page.get_by_test_id("resident-log")
    await log.locator("article").click(button="right")
    await page.get_by_role("menuitem", name="Изменить").click()
    await expect(page.get_by_test_id("resident-input")).to_have_value("Вот двор")
    await page.get_by_role("button", name="Прикрепить").first.click()
    async with page.expect_file_chooser() as chooser:
        await page.get_by_role("menuitem", name="Фото или альбом").click()
    picture = {"name": "other.png", "mimeType": "image/png", "buffer": PIXEL}
    await (await chooser.value).set_files([picture])  # type: ignore[arg-type]
    await page.get_by_test_id("resident-input").press("Enter")
    await expect(log.locator("article.own")).to_contain_text("изменено")
    await expect(page.get_by_role("list", name="Вложения").first).to_be_hidden()
    [now] = await client.messages(MARIA)
    assert now["message_id"] == first["message_id"]
    assert now["caption"] == "Вот двор"
    assert now["photo"][-1]["file_unique_id"] != first["photo"][-1]["file_unique_id"]


async def test_reactions_of_both_sides_are_shown_and_taken_back(page: Page, client: Client, bot: Ask) -> None:
    [sent] = await client.send(MARIA, "Спасибо")
    reaction = [{"type": "emoji", "emoji": "👌"}]
    await bot("setMessageReaction", chat_id=MARIA, message_id=sent["message_id"], reaction=reaction)
    log = page.get_by_test_id("resident-log")
    await expect(log.get_by_role("button", name="Реакция 👌")).to_have_attribute("aria-pressed", "false")
    await log.locator("article").click(button="right")
    await page.get_by_role("menuitemradio", name="Реакция 🔥").click()
    own = log.get_by_role("button", name="Реакция 🔥")
    await expect(own).to_have_attribute("aria-pressed", "true")
    await own.click()
    await expect(own).to_be_hidden()


async def test_photos_go_out_as_an_album_with_a_caption(page: Page, client: Client, bot: Ask) -> None:
    await bot("sendMessage", chat_id=MARIA, text="Пришлите справки")
    pane = page.locator("[data-pane=phone]")
    await pane.get_by_role("button", name="Прикрепить").click()
    async with page.expect_file_chooser() as chooser:
        await page.get_by_role("menuitem", name="Фото или альбом").click()
    files = [{"name": f"{n}.png", "mimeType": "image/png", "buffer": PIXEL} for n in (1, 2)]
    await (await chooser.value).set_files(files)  # type: ignore[arg-type]
    await pane.get_by_test_id("resident-input").fill("Две справки")
    await pane.get_by_role("button", name="Отправить", exact=True).click()
    await client.wait_for_message(MARIA, lambda message: message.get("caption") == "Две справки")
    photos = [message for message in await client.messages(MARIA) if "photo" in message]
    assert len(photos) == 2
    assert len({message["media_group_id"] for message in photos}) == 1
    await expect(pane.locator(".album .photo")).to_have_count(2)


@pytest.mark.parametrize(
    "name, kind", [("Голосовое", "voice"), ("Стикер", "sticker"), ("Контакт", "contact")]
)
async def test_samples_need_no_file(page: Page, client: Client, bot: Ask, name: str, kind: str) -> None:
    await bot("sendMessage", chat_id=MARIA, text="Слушаю вас")
    await page.locator("[data-pane=phone]").get_by_role("button", name="Прикрепить").click()
    await page.get_by_role("menuitem", name=name, exact=True).click()
    await client.wait_for_message(MARIA, lambda message: kind in message)


async def test_place_is_sent_and_drawn(page: Page, client: Client, bot: Ask) -> None:
    await bot("sendMessage", chat_id=MARIA, text="Где вы?")
    await page.locator("[data-pane=phone]").get_by_role("button", name="Прикрепить").click()
    await page.get_by_role("menuitem", name="Место на карте").click()
    await page.get_by_role("menuitem", name="Ахтубинск").click()
    await client.wait_for_message(MARIA, lambda message: "location" in message)
    await expect(page.get_by_test_id("resident-log").locator(".map")).to_be_visible()


async def test_reply_keyboard_is_shown_until_it_is_removed(page: Page, client: Client, bot: Ask) -> None:
    keyboard = {"keyboard": [[{"text": "Да"}, {"text": "Нет"}]], "resize_keyboard": True}
    await bot("sendMessage", chat_id=MARIA, text="Вы согласны?", reply_markup=keyboard)
    await page.get_by_role("group", name="Готовые ответы").get_by_role("button", name="Да").click()
    await client.wait_for_message(MARIA, lambda message: message.get("text") == "Да")
    await bot("sendMessage", chat_id=MARIA, text="Спасибо", reply_markup={"remove_keyboard": True})
    await expect(page.get_by_role("group", name="Готовые ответы")).to_be_hidden()


async def test_blocking_takes_the_composer_away_and_unblocking_returns_it(
    page: Page, client: Client, bot: Ask
) -> None:
    await bot("sendMessage", chat_id=MARIA, text="Здравствуйте!")
    pane = page.locator("[data-pane=phone]")
    await pane.get_by_role("button", name="Действия с ботом").click()
    await page.get_by_role("menuitem", name="Заблокировать бота").click()
    await expect(pane.get_by_test_id("resident-input")).to_be_hidden()
    assert (await client.state())["people"][0]["blocked"]
    await pane.get_by_role("button", name="Разблокировать бота").click()
    await expect(pane.get_by_test_id("resident-input")).to_be_visible()


async def test_inline_mode_brings_answers_to_share(page: Page, client: Client, bot: Ask) -> None:
    await bot("sendMessage", chat_id=MARIA, text="Здравствуйте!")
    result = {
        "type": "article",
        "id": "1",
        "title": "Где МФЦ?",
        "input_message_content": {"message_text": "МФЦ на Ленина, 1"},
    }

    async def answer() -> None:
        offset = 0
        while True:
            for update in await bot("getUpdates", offset=offset, timeout=5, allowed_updates=[]):
                offset = update["update_id"] + 1
                if query := update.get("inline_query"):
                    assert query["query"] == "мфц"
                    await bot("answerInlineQuery", inline_query_id=query["id"], results=[result])
                    return

    answering_once = asyncio.ensure_future(answer())
    await page.locator("[data-pane=phone]").get_by_role("button", name="Действия с ботом").click()
    await page.get_by_role("menuitem", name="Найти ответ, чтобы поделиться").click()
    await page.get_by_test_id("resident-input").press_sequentially("мфц")
    await page.get_by_role("group", name="Найденные ответы").get_by_role("button", name="Где МФЦ?").click()
    await client.wait_for_message(MARIA, lambda message: message.get("text") == "МФЦ на Ленина, 1")
    await expect(page.get_by_test_id("resident-input")).to_have_value("")
    await answering_once


async def test_each_resident_has_their_own_chat_and_draft(page: Page, client: Client) -> None:
    await client.send(MARIA, "Я Мария")
    await client.send(1002, "Я Айгуль")
    field = page.get_by_test_id("resident-input")
    await field.fill("черновик Марии")
    await page.get_by_role("radio", name="Айгуль").click()
    await expect(page.get_by_test_id("resident-log")).to_contain_text("Я Айгуль")
    await expect(page.get_by_test_id("resident-log")).not_to_contain_text("Я Мария")
    await expect(field).to_have_value("")
    await page.get_by_role("radio", name="Мария").click()
    await expect(field).to_have_value("черновик Марии")


async def test_typing_and_deleting_are_seen(page: Page, bot: Ask) -> None:
    sent = await bot("sendMessage", chat_id=MARIA, text="Лишнее")
    log = page.get_by_test_id("resident-log")
    await expect(log).to_contain_text("Лишнее")
    await bot("sendChatAction", chat_id=MARIA, action="typing")
    await expect(page.locator("[data-pane=phone] .head-state")).to_have_text("печатает…")
    await bot("deleteMessage", chat_id=MARIA, message_id=sent["message_id"])
    await expect(log).not_to_contain_text("Лишнее")


async def test_long_chat_shows_the_end_and_brings_earlier_messages_on_scroll(
    opened: Open, client: Client
) -> None:
    for number in range(450):
        await client.send(MARIA, f"сообщение {number}")
    page = await opened()
    log = page.get_by_test_id("resident-log")
    await expect(log.locator("article").last).to_contain_text("сообщение 449")
    assert await log.locator("article").count() == 200
    await log.evaluate("log => log.scrollTop = 0")
    await expect(log.locator("article")).to_have_count(400)
    assert await log.evaluate("log => log.scrollTop") > 1000, "what was read stays where it was"
    down = page.locator("[data-pane=phone] .to-bottom")
    await client.send(MARIA, "новое")
    await expect(down).to_be_visible()
    await down.click()
    await expect(down).to_be_hidden()
    await expect(log.locator("article").last).to_be_in_viewport()
