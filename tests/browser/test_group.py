"""What operators see and do in their group."""

import pytest
from playwright.async_api import Page, expect

from sandbox.client import Client
from tests.browser.conftest import GROUP, Ask, Open

pytestmark = pytest.mark.asyncio(loop_scope="session")

ANNA, SVETLANA = 2001, 2003


async def topic(bot: Ask, name: str = "№ 1 · Мария") -> int:
    made = await bot("createForumTopic", chat_id=GROUP, name=name)
    number: int = made["message_thread_id"]
    return number


async def test_topics_are_listed_with_what_is_new_in_them(page: Page, bot: Ask) -> None:
    thread = await topic(bot)
    await bot("sendMessage", chat_id=GROUP, message_thread_id=thread, text="Где МФЦ?")
    row = page.get_by_test_id("topics").locator(f"[data-thread='{thread}']")
    await expect(row).to_contain_text("№ 1 · Мария")
    await expect(row).to_contain_text("Бот: Где МФЦ?")
    await expect(row.locator(".badge")).to_have_text("1")
    await row.click()
    await expect(page.get_by_test_id("group-log")).to_contain_text("Где МФЦ?")
    await expect(row.locator(".badge")).to_be_hidden()


async def test_a_topic_that_changes_while_it_is_pressed_opens_and_keeps_the_focus(
    page: Page, bot: Ask
) -> None:
    thread = await topic(bot)
    row = page.get_by_test_id("topics").locator(f"[data-thread='{thread}']")
    await row.hover()
    await page.mouse.down()
    await bot("sendMessage", chat_id=GROUP, message_thread_id=thread, text="Где МФЦ?")
    await expect(row.locator(".badge")).to_have_text("1")
    await page.mouse.up()
    await expect(page.get_by_test_id("group-log")).to_contain_text("Где МФЦ?")
    await bot("sendMessage", chat_id=GROUP, message_thread_id=thread, text="И второй?")
    await expect(row).to_contain_text("И второй?")
    await expect(row).to_be_focused()


async def test_a_new_name_of_a_topic_does_not_hide_its_last_words(page: Page, bot: Ask) -> None:
    thread = await topic(bot)
    row = page.get_by_test_id("topics").locator(f"[data-thread='{thread}']")
    await expect(row).to_contain_text("создаёт тему")
    await bot("sendMessage", chat_id=GROUP, message_thread_id=thread, text="Где МФЦ?")
    await bot("editForumTopic", chat_id=GROUP, message_thread_id=thread, name="№ 1 · взято")
    await expect(row).to_contain_text("№ 1 · взято")
    await expect(row).to_contain_text("Бот: Где МФЦ?")


async def test_operators_write_in_the_open_topic_under_their_own_names(
    page: Page, bot: Ask, client: Client
) -> None:
    thread = await topic(bot)
    await page.get_by_test_id("topics").locator(f"[data-thread='{thread}']").click()
    await page.get_by_role("radio", name="Тимур").click()
    await page.get_by_test_id("group-input").fill("Проверяю")
    await page.get_by_test_id("group-input").press("Enter")
    sent = await client.wait_for_message(GROUP, lambda message: message.get("text") == "Проверяю")
    assert (sent["from"]["first_name"], sent["message_thread_id"]) == ("Тимур", thread)
    await page.get_by_role("radio", name="Анна").click()
    log = page.get_by_test_id("group-log")
    await expect(log.locator("article.theirs")).to_contain_text("Тимур Галиев")


async def test_anonymous_administrator_writes_as_the_group(page: Page, client: Client) -> None:
    await page.get_by_role("radio", name="Анонимно").click()
    await page.get_by_test_id("group-input").fill("Всем здравствуйте")
    await page.get_by_test_id("group-input").press("Enter")
    sent = await client.wait_for_message(GROUP, lambda message: message.get("text") == "Всем здравствуйте")
    assert sent["sender_chat"]["id"] == GROUP


async def test_topic_is_renamed_closed_and_opened_again(page: Page, bot: Ask, client: Client) -> None:
    thread = await topic(bot)
    await page.get_by_test_id("topics").locator(f"[data-thread='{thread}']").click()
    await page.get_by_role("radio", name="Светлана").click()
    menu = page.get_by_role("button", name="Действия с темой")
    await menu.click()
    await page.get_by_role("menuitem", name="Переименовать").click()
    await page.get_by_role("textbox", name="Название").fill("Новое имя")
    await page.get_by_role("button", name="Сохранить").click()
    await expect(page.locator("[data-pane=group] h3")).to_have_text("Новое имя")
    await menu.click()
    await page.get_by_role("menuitem", name="Закрыть тему").click()
    await expect(page.locator("[data-pane=group] .notice")).to_contain_text("Тема закрыта")
    await page.get_by_role("button", name="Открыть снова").click()
    await expect(page.locator("[data-pane=group] .notice")).to_be_hidden()
    [shown] = (await client.state())["chats"][-1]["topics"] or [None]
    assert shown["name"] == "Новое имя"


async def test_deleted_topic_leaves_the_list_and_the_screen(page: Page, bot: Ask) -> None:
    thread = await topic(bot)
    row = page.get_by_test_id("topics").locator(f"[data-thread='{thread}']")
    await row.click()
    await page.get_by_role("button", name="Действия с темой").click()
    await page.get_by_role("menuitem", name="Удалить тему").click()
    await page.get_by_role("alertdialog").get_by_role("button", name="Удалить").click()
    await expect(row).to_be_hidden()
    await expect(page.locator("[data-pane=group] h3")).to_have_text("Общая тема")


async def test_pinned_card_leads_to_itself(page: Page, bot: Ask) -> None:
    thread = await topic(bot)
    card = await bot("sendMessage", chat_id=GROUP, message_thread_id=thread, text="Карточка обращения")
    await bot("pinChatMessage", chat_id=GROUP, message_id=card["message_id"])
    await page.get_by_test_id("topics").locator(f"[data-thread='{thread}']").click()
    pinned = page.locator("[data-pane=group] .pinned")
    await expect(pinned).to_contain_text("Карточка обращения")
    await pinned.click()
    await expect(
        page.locator(f"[data-pane=group] article[data-id='{card['message_id']}']")
    ).to_be_in_viewport()


async def test_group_that_moved_is_followed(page: Page, client: Client) -> None:
    await client.migrate()
    state = await client.state()
    number = next(chat["migrated_to"] for chat in state["chats"] if chat.get("migrated_to"))
    await page.get_by_test_id("group-input").fill("Мы переехали")
    await expect(page.get_by_test_id("group-log")).to_be_visible()
    await page.wait_for_timeout(300)
    await page.get_by_test_id("group-input").fill("Мы переехали")
    await page.get_by_test_id("group-input").press("Enter")
    await client.wait_for_message(number, lambda message: message.get("text") == "Мы переехали")


async def test_on_a_phone_the_list_and_the_topic_are_two_screens(opened: Open, bot: Ask) -> None:
    thread = await topic(bot)
    page = await opened(390, 844, touch=True)
    await page.get_by_role("tab", name="Операторы").click()
    row = page.get_by_test_id("topics").locator(f"[data-thread='{thread}']")
    await row.click()
    await expect(page.get_by_test_id("group-input")).to_be_in_viewport()
    await expect(row).to_be_hidden()
    await page.get_by_role("button", name="К списку тем").click()
    await expect(row).to_be_visible()
    await expect(page.get_by_test_id("group-input")).to_be_hidden()
