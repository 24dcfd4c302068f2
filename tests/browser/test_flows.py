"""Ten things operators do all day, done on the page with the real bot behind it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import Open
from tests.dialogues.people import Resident
from tests.dialogues.stage import Stage

pytestmark = pytest.mark.asyncio(loop_scope="session")

PICTURES = Path(__file__).parents[2] / "artefacts" / "flows"
ASKED = "Почему не вывозят мусор?"


class Screen:
    """The page, as somebody at it speaks of it: the group in the middle, Мария's phone beside it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.group = page.locator("[data-pane=group]")
        self.log = page.get_by_test_id("group-log")
        self.phone = page.locator("[data-pane=phone]")
        self.resident = page.get_by_test_id("resident-log")

    def topic(self, part: str) -> Locator:
        """A line of the list of topics, by words of its title."""
        return self.page.get_by_test_id("topics").locator("[data-thread] b").filter(has_text=part)

    async def opens(self, ticket: int | None) -> None:
        """A ticket's topic, or General."""
        part = f"{ticket:06d}" if ticket else "Общая тема"
        await self.topic(part).click()
        chosen = self.page.get_by_test_id("topics").locator("[data-thread][aria-current=true] b")
        await expect(chosen).to_contain_text(part)  # what is written before goes where one was

    async def becomes(self, name: str) -> None:
        """Another operator."""
        await self.page.get_by_role("radio", name=name).click()

    async def writes(self, words: str) -> None:
        """In the open topic."""
        await self.page.get_by_test_id("group-input").fill(words)
        await self.page.get_by_test_id("group-input").press("Enter")

    async def presses(self, label: str) -> None:
        """The newest such button of the open topic."""
        await self.log.get_by_role("button", name=label).last.click()

    async def sees(self, *parts: str) -> None:
        """In the open topic."""
        for part in parts:
            await expect(self.log).to_contain_text(part)

    async def resident_sees(self, *parts: str) -> None:
        """On Мария's phone."""
        for part in parts:
            await expect(self.resident).to_contain_text(part)

    def said(self, words: str) -> Locator:
        """The operator's own message with these words."""
        return self.log.locator("article.own").filter(has_text=words)


@pytest_asyncio.fixture(loop_scope="session")
async def resident(stage: Stage) -> Resident:
    """Мария, whose phone the page shows."""
    return Resident(stage, 1001)


@pytest_asyncio.fixture(loop_scope="session")
async def screen(
    stage: Stage, opened: Open, resident: Resident, request: pytest.FixtureRequest
) -> AsyncIterator[Screen]:
    """The page with Мария's question in a topic of its own; a picture of how it ends."""
    await resident.asks_a_person(ASKED)
    one = Screen(await opened())
    await one.opens(1)
    yield one
    PICTURES.mkdir(parents=True, exist_ok=True)
    await one.page.screenshot(path=PICTURES / f"{request.node.name}.png")


async def test_take_and_reply(screen: Screen) -> None:
    await screen.presses("Взять")
    await screen.resident_sees("Вам отвечает специалист Анна")
    await expect(screen.topic("👤 000001")).to_be_visible()
    await screen.writes("Здравствуйте! Вывезут завтра до обеда.")
    await screen.resident_sees("👤 Анна, специалист:", "Вывезут завтра до обеда.")
    await expect(screen.said("Вывезут завтра").get_by_role("button", name="Реакция 👌")).to_be_visible()
    await screen.sees("Специалист: Анна", "Жду жителя")


async def test_reply_lock(screen: Screen) -> None:
    await screen.presses("Взять")
    await screen.sees("Специалист: Анна")
    await screen.becomes("Тимур")
    await screen.writes("Этим двором занимаюсь я, машина уже едет.")
    await screen.sees("Обращение ведёт Анна. Это сообщение жителю не отправлено.")
    await expect(screen.resident).not_to_contain_text("машина уже едет")
    await screen.presses("Забрать себе")
    await screen.resident_sees("👤 Тимур, специалист:", "машина уже едет")
    await screen.sees("Тимур: обращение теперь ваше", "Специалист: Тимур")


async def test_template(screen: Screen) -> None:
    await screen.writes("/t")
    await screen.presses("Здравствуйте")
    await screen.sees("Так это прочтёт житель", "Здравствуйте, Мария! Я Анна")
    await screen.presses("Отправить жителю")
    await screen.resident_sees("👤 Анна, специалист:", "Здравствуйте, Мария! Я Анна")
    await screen.sees("Ответ жителю, Анна:")


async def test_suggested_answer(screen: Screen) -> None:
    await screen.sees("Подходит из базы", "Почему не вывозят мусор? — ")
    await screen.presses("Ответы из базы")
    await screen.sees("Жителю уйдёт")
    await expect(screen.resident).not_to_contain_text("Позвоните региональному оператору")
    await screen.presses("Отправить жителю")
    await screen.resident_sees("👤 Анна, специалист:", "Позвоните региональному оператору")
    await screen.sees("Ответ жителю, Анна:")


async def test_transfer_with_a_reason(screen: Screen) -> None:
    await screen.presses("Взять")
    await screen.presses("Передать")
    await screen.sees("Кому передать?")
    await screen.writes("/transfer Социальная поддержка: спрашивает о льготе")
    await screen.sees("передаёт обращение в отдел «Социальная поддержка».", "Причина: спрашивает о льготе")
    await screen.resident_sees("передано в отдел «Социальная поддержка»")
    await screen.sees("Отдел: Социальная поддержка", "Специалист: пока никто")
    await expect(screen.resident).not_to_contain_text("спрашивает о льготе")


async def test_merge(screen: Screen, resident: Resident) -> None:
    await screen.presses("Закрыть")
    await screen.resident_sees("Специалист закрыл обращение")
    await resident.says("/operator")
    await resident.sees("Напишите вопрос одним сообщением")
    await resident.says("Так и не вывезли!")
    await screen.opens(2)
    await screen.sees("Раньше: ✅ ЕКЦ-")
    await screen.writes("/merge 1")
    await screen.sees("Здесь обращение закрыто")
    await screen.opens(1)
    await screen.sees("объединяет с этим обращением другое", "Так и не вывезли!")
    await screen.resident_sees("мы их объединили")


async def test_wait_and_close_by_itself(screen: Screen) -> None:
    later = screen.page.get_by_role("button", name="Перевести часы на день вперёд")
    await screen.presses("Взять")
    await screen.writes("Назовите, пожалуйста, улицу.")
    await screen.presses("Жду жителя")
    await screen.resident_sees("Специалист ждёт вашего ответа")
    await screen.sees("время не идёт")
    for _ in range(8):  # three working days, whatever day it is
        await later.click()
    await screen.resident_sees("Если ответа не будет, закроем обращение")
    await screen.sees("Житель молчит. Мы его предупредили")
    for _ in range(8):
        await later.click()
    await screen.sees("Закрыто: житель не ответил и после предупреждения.")
    await screen.resident_sees("Мы не дождались вашего ответа и закрыли обращение")


async def test_close_and_rating(screen: Screen) -> None:
    await screen.presses("Взять")
    await screen.writes("Вывезли. Всего доброго!")
    await screen.resident_sees("Всего доброго!")
    await screen.presses("Закрыть")
    await screen.resident_sees("Оцените, пожалуйста, как мы помогли.")
    await screen.phone.get_by_role("button", name="⭐ 4").click()
    await screen.sees("Житель поставил оценку: ★★★★☆")
    await screen.phone.get_by_role("button", name="Написать отзыв").click()
    await screen.page.get_by_test_id("resident-input").fill("Ответили за минуту")
    await screen.page.get_by_test_id("resident-input").press("Enter")
    await screen.sees("Отзыв жителя: Ответили за минуту")
    await expect(screen.topic("✅ 000001")).to_be_visible()


async def test_note_and_edit(screen: Screen) -> None:
    await screen.presses("Взять")
    await screen.writes("// житель звонил вчера, был расстроен")
    await expect(screen.said("житель звонил").get_by_role("button", name="Реакция ✍")).to_be_visible()
    await screen.writes("Вывезут в среду.")
    await screen.resident_sees("Вывезут в среду.")
    await screen.said("Вывезут в среду").get_by_role("button", name="Действия с сообщением").click()
    await screen.page.get_by_role("menuitem", name="Изменить").click()
    await screen.writes("Вывезут в четверг.")
    await screen.resident_sees("Вывезут в четверг.")
    await expect(screen.resident).not_to_contain_text("среду")
    await expect(screen.resident).not_to_contain_text("расстроен")


async def test_queue_and_duty(screen: Screen) -> None:
    await screen.opens(None)
    await screen.writes("/duty")
    await screen.sees("На смене", "Без специалиста: 1")
    await screen.presses("Заступить")
    await screen.sees("Анна на смене. Своих открытых обращений: 0, без специалиста: 1.")
    await screen.writes("/queue")
    await screen.sees("Очередь: 1", "ЕКЦ-")
    await screen.presses("Ничьи")
    await screen.writes("/duty off Мария ждёт ответа к вечеру")
    await screen.sees("Анна: смена окончена.", "Следующей смене: Мария ждёт ответа к вечеру")
