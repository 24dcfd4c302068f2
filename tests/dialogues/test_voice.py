"""A voice message is understood where the deployer has a model, and never lost."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

import pytest

from sandbox.chats import GROUP_ID
from sandbox.client import connected
from sandbox.serving import running
from tests import ear
from tests.dialogues.people import Operator, Person, Resident, labels
from tests.dialogues.polls import begin, opens
from tests.dialogues.stage import Stage
from tests.dialogues.test_appeals import begins
from tests.dialogues.test_command_line import add, config, program, started  # noqa: F401  config is a fixture
from tests.ear import voice

QUESTION, DANGER, THANKS, MORE = 440, 550, 660, 880


@dataclass(frozen=True)
class Tongue:
    """What residents of one language say and read."""

    code: str
    question: str
    answer: str
    thanks: str
    heard: str
    wrong: str
    number: str
    welcome: str
    unheard: str
    ask_person: str
    agree: str
    write: str
    opened: str


RU = Tongue(
    "ru",
    "почему не вывозят мусор",
    "Позвоните региональному оператору",
    "спасибо большое",
    "Я услышал: «почему не вывозят мусор»",
    "Услышал неверно?",
    "Позвоните 103 или 112 прямо сейчас",
    "Пожалуйста!",
    "Слов я не разобрал",
    "Спросить специалиста",
    "Согласен",
    "Напишите вопрос одним сообщением",
    "Вопрос передан специалисту",
)
EN = Tongue(
    "en",
    "how do i apply for the child benefit",
    "Apply on Gosuslugi",
    "thank you",
    "I heard: “how do i apply for the child benefit”",
    "If I got it wrong",
    "Call 103 or 112 right now",
    "welcome",
    "could not make out the words",
    "Ask a person",
    "I agree",
    "Write your question in one message",
    "has been passed to a person",
)


@pytest.fixture(params=[RU, EN], ids=["ru", "en"])
def tongue(request: pytest.FixtureRequest) -> Tongue:
    found: Tongue = request.param
    return found


@pytest.fixture
def model(tongue: Tongue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PYTHONPATH", str(ear.HERE))
    return ear.model(
        tmp_path / "model",
        {
            QUESTION: tongue.question,
            DANGER: "плохо с сердцем и где взять справку",
            THANKS: tongue.thanks,
            MORE: "кода домофона нет",
            ear.HANG: tongue.question,
        },
    )


@pytest.fixture
async def somebody(offstage: Stage, model: Path, tongue: Tongue) -> Resident:
    """A resident of that language, and a bot with ears."""
    offstage.changed["voice"] = {"model": str(model), "longest": 3}
    await offstage.start()
    new = await offstage.client.people("resident", "Вера", language_code=tongue.code)
    return Resident(offstage, new["id"])


async def test_a_question_that_is_spoken_is_shown_and_answered(somebody: Resident, tongue: Tongue) -> None:
    await somebody.sends(**voice(QUESTION))
    heard = await somebody.sees(tongue.heard, tongue.wrong)
    assert len(labels(heard)) == 1
    answer = await somebody.sees(tongue.answer)
    assert answer["message_id"] > heard["message_id"]


async def test_who_was_misunderstood_gets_a_person_who_listens(
    somebody: Resident, tongue: Tongue, operator: Operator
) -> None:
    await somebody.sends(**voice(QUESTION))
    await somebody.sees(tongue.answer)
    heard = await somebody.finds(tongue.heard)
    await somebody.client.press(somebody.id, heard["message_id"], text=labels(heard)[0])
    await somebody.presses(tongue.agree)
    await operator.sees(tongue.question, ticket=1)
    await somebody.stage.quiet()
    assert any("voice" in one for one in await operator.history(1)), "the recording itself is passed on"


async def test_danger_that_is_spoken_gets_its_number_and_a_person(
    somebody: Resident, tongue: Tongue, operator: Operator
) -> None:
    await somebody.sends(**voice(DANGER))
    await somebody.sees(tongue.number)
    await somebody.sees("плохо с сердцем")
    await operator.finds("плохо с сердцем", ticket=1)


async def test_a_kind_word_that_is_spoken_asks_nothing(somebody: Resident, tongue: Tongue) -> None:
    await somebody.sends(**voice(THANKS))
    assert labels(await somebody.sees(tongue.welcome)) == []


async def test_what_is_not_understood_is_kept_for_a_person(
    somebody: Resident, tongue: Tongue, operator: Operator
) -> None:
    await somebody.sends(**voice(ear.CRASH))
    await somebody.sees(tongue.unheard)
    await somebody.presses(tongue.ask_person)
    await somebody.presses(tongue.agree)
    await operator.topic(1)
    await somebody.stage.quiet()
    assert any("voice" in one for one in await operator.history(1))


async def test_in_a_ticket_a_voice_goes_to_the_person_with_its_words_under_it(
    somebody: Resident, tongue: Tongue, operator: Operator
) -> None:
    await somebody.says("/operator")
    await somebody.presses(tongue.agree)
    await somebody.sees(tongue.write)
    await somebody.sends(**voice(QUESTION))
    await somebody.sees(tongue.opened)
    await operator.sees(tongue.question, ticket=1)
    await somebody.sends(**voice(MORE))
    await operator.sees("Записано программой", "«кода домофона нет»", ticket=1)
    await somebody.sends(**voice(None))
    await somebody.stage.quiet()
    here = await operator.history(1)
    assert sum("voice" in one for one in here) == 3
    await somebody.never_sees("кода домофона")


async def test_a_part_of_an_appeal_may_be_spoken(
    offstage: Stage, resident: Resident, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ear.HERE))
    model = ear.model(tmp_path / "model", {QUESTION: "мусор не вывозят третий день", MORE: "вывезти мусор"})
    offstage.changed["voice"] = {"model": str(model)}
    await offstage.start()
    await begins(resident)
    await resident.presses("Место неважно")
    await resident.sees("Что случилось?")
    await resident.sends(**voice(QUESTION))
    await resident.sees("О чём просите?")
    await resident.sends(**voice(MORE))
    await resident.sees("Кому направить?")
    await resident.presses("Администрация города")
    await resident.sees("текст готов")
    await resident.finds("мусор не вывозят третий день")


async def test_a_proposal_may_be_spoken(
    offstage: Stage, resident: Resident, editor: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ear.HERE))
    model = ear.model(tmp_path / "model", {MORE: "поставить лавочки"})
    offstage.changed["voice"] = {"model": str(model)}
    await begin(offstage)
    await offstage.start()
    await opens(editor, "Разрешить свои предложения")
    await resident.says("/start poll_1")
    await resident.presses("Предложить своё")
    await resident.sees("Что вы предлагаете?")
    await resident.sends(**voice(MORE))
    await resident.sees("Предложение принято на проверку")
    await offstage.until("select 1 from proposals")


async def test_without_a_model_that_works_the_bot_runs_and_people_listen(
    offstage: Stage, resident: Resident, tmp_path: Path
) -> None:
    offstage.changed["voice"] = {"model": str(tmp_path / "nothing")}
    await offstage.start()
    await resident.sends(**voice(QUESTION))
    await resident.sees("Слов я не разобрал")
    await resident.says("Почему не вывозят мусор?")
    await resident.sees("Позвоните региональному оператору")


async def test_a_bot_killed_while_it_listens_listens_again(
    config: Path,  # noqa: F811
    tmp_path: Path,
) -> None:
    """The update is in the inbox until the visit that has its words is committed."""
    folder = ear.model(tmp_path / "model", {ear.HANG: "как оформить пособие на ребенка"})
    (folder / "hang").touch()
    async with running(data=tmp_path / "world") as sandbox, connected(sandbox.url) as client:
        add(config, f"[voice]\nmodel = '{folder}'\n[desk]\noperators_chat = {GROUP_ID}", sandbox.url)
        first = await started("run", "--config", str(config), PYTHONPATH=str(ear.HERE))
        try:
            await client.send(1001, **voice(ear.HANG))
            async with asyncio.timeout(60):
                while not (folder / "listening").exists():  # noqa: ASYNC110
                    await asyncio.sleep(0.05)
        finally:
            first.kill()
            await first.communicate()
        (folder / "hang").unlink()
        assert not [one for one in await client.messages(1001) if one["from"]["is_bot"]]
        second = await started("run", "--config", str(config), PYTHONPATH=str(ear.HERE))
        try:

            async def heard() -> bool:
                said = [one.get("text", "") for one in await client.messages(1001) if one["from"]["is_bot"]]
                return sum("Я услышал: «как оформить пособие на ребенка»" in one for one in said) == 1

            await client.wait_for(heard, 60)
        finally:
            second.terminate()
            await second.communicate()


async def test_the_doctor_names_a_folder_without_a_model(
    config: Path,  # noqa: F811
    tmp_path: Path,
) -> None:
    add(config, f"[voice]\nmodel = '{tmp_path}'")
    code, out, _ = await program("doctor", "--config", str(config))
    assert code == 1
    [line] = [line for line in out.splitlines() if "voice.model" in line]
    assert line.startswith("✗ Голосовые (voice.model): в папке")
    assert "нет модели vosk" in line
