"""An administrator changes the knowledge base from the chat, sees what that does, and takes it back."""

import asyncio
import io
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from faq import spreadsheets, template
from faq.fields import length
from sandbox.files import Upload
from sandbox.people import BOT_ID
from storage.signals import Signals
from tests.dialogues.forging import forges_with_seal
from tests.dialogues.people import Person, Resident, labels, words_of
from tests.dialogues.stage import BASE, Json, Stage
from tests.storage.redis_server import RedisServer

ASKED = "Почему не вывозят мусор?"
OLD, NEW = "Позвоните региональному оператору", "Позвоните диспетчеру"
CHECKS = """
[[check]]
q = "Почему не вывозят мусор?"
id = "tko.missed"
[[check]]
q = "Сколько стоит вывоз мусора?"
id = "tko.price"
[[check]]
q = "как сварить борщ"
id = ""
"""


@pytest.fixture
async def folder(offstage: Stage, tmp_path: Path) -> Path:
    """A copy of the base with check questions, and the bot running on it."""
    shutil.copytree(BASE.parent, tmp_path / "base")
    (tmp_path / "base" / "checks").mkdir()
    (tmp_path / "base" / "checks" / "tko.toml").write_text(CHECKS, "utf-8")
    offstage.changed["faq"] = {
        "path": str(tmp_path / "base" / "entries"),
        "checks": str(tmp_path / "base" / "checks"),
    }
    await offstage.start()
    return tmp_path / "base" / "entries"


@pytest.fixture
def second(offstage: Stage) -> Person:
    """Another administrator: the operators' supervisor, in her private chat."""
    offstage.changed["people"] = {"admins": [3001, 2003]}
    return Person(offstage, 2003)


def tko(folder: Path) -> str:
    return (folder / "tko.toml").read_text("utf-8")


async def sends_file(editor: Person, name: str, content: str | bytes) -> Json:
    raw = content.encode() if isinstance(content, str) else content
    return await editor.sends("document", files=[Upload(name, "application/toml", raw)])


async def downloaded(stage: Stage, message: Json) -> bytes:
    """The document's bytes, as the sandbox's page gives them."""
    return await stage.client.file(message["document"]["file_id"])


async def answers(stage: Stage, revision: int) -> None:
    """Wait until the bot answers from that revision."""
    app: Any = stage.app
    async with asyncio.timeout(10):
        while app._publishing._revision < revision:  # noqa: ASYNC110  no bell rings for a test
            await asyncio.sleep(0.01)


async def written(file: Path, words: str) -> None:
    """Wait until the file on disk has these words: it is brought after what the bot already answers."""
    async with asyncio.timeout(10):
        while not file.exists() or words not in file.read_text("utf-8"):  # noqa: ASYNC110, ASYNC240
            await asyncio.sleep(0.01)


async def gets(resident: Resident, words: str) -> None:
    await resident.says(ASKED)
    await resident.sees(words)


async def test_a_file_is_previewed_published_and_answered_from(
    offstage: Stage, resident: Resident, editor: Person, folder: Path
) -> None:
    await sends_file(editor, "tko.toml", tko(folder).replace(OLD, NEW))
    preview = await editor.sees("Что изменит tko.toml", "изменённых: 1", f"«{OLD}.» → «{NEW}.»")
    assert labels(preview) == ["✅ Опубликовать", "Отмена"]
    await gets(resident, OLD)
    await editor.presses("Опубликовать")
    await editor.sees("Опубликована база знаний № 2: tko.toml", "Елена")
    await answers(offstage, 2)
    await gets(resident, NEW)
    await written(folder / "tko.toml", NEW)
    await offstage.quiet()
    assert not any(labels(one) for one in await editor.history()), "the buttons are used up"


async def test_other_processes_are_told_through_redis_and_nobody_needs_it(
    offstage: Stage, resident: Resident, editor: Person, tmp_path: Path, redis: RedisServer
) -> None:
    shutil.copytree(BASE.parent, tmp_path / "base")
    entries = tmp_path / "base" / "entries"
    first = tko(entries)
    offstage.changed["faq"] = {"path": str(entries), "checks": str(tmp_path / "base" / "checks")}
    offstage.changed["storage"] = {"redis_url": redis.url}
    other, heard = Signals(redis.url, BOT_ID), asyncio.Queue[None]()
    following = asyncio.create_task(other.follow(lambda: heard.put_nowait(None)))
    async with asyncio.timeout(10):
        await heard.get()  # the subscription stands
        await offstage.start()
        await heard.get()  # the files at the start
    await sends_file(editor, "tko.toml", first.replace(OLD, NEW))
    await editor.sees("Что изменит tko.toml")
    await editor.presses("✅ Опубликовать")
    async with asyncio.timeout(10):
        await heard.get()
    following.cancel()
    await asyncio.gather(following, return_exceptions=True)
    await other.close()
    redis.stop()
    await sends_file(editor, "tko.toml", first.replace(OLD, "Позвоните дежурному"))
    await editor.sees("Что изменит tko.toml")
    await editor.presses("✅ Опубликовать")
    await editor.finds("Опубликована база знаний № 3")
    await answers(offstage, 3)
    await gets(resident, "Позвоните дежурному")


async def test_what_is_not_wanted_changes_nothing(
    offstage: Stage, resident: Resident, editor: Person, folder: Path
) -> None:
    await sends_file(editor, "tko.toml", tko(folder).replace(OLD, NEW))
    assert await editor.presses("Отмена") == "Ничего не изменилось"
    await gets(resident, OLD)
    assert await offstage.rows("select id from drafts") == []
    assert await offstage.rows("select id from revisions") == [(1,)]


async def test_a_new_name_is_a_new_subject(
    offstage: Stage, resident: Resident, editor: Person, folder: Path
) -> None:
    await sends_file(
        editor,
        "Dogs.toml",
        '[[entry]]\nid = "dog.walk"\nquestion = "Где выгуливать собаку?"\nanswer = "На площадке."\n',
    )
    await editor.sees("Новых записей: 1", "dog.walk: Где выгуливать собаку?")
    await editor.presses("Опубликовать")
    await answers(offstage, 2)
    await resident.says("Где выгуливать собаку?")
    await resident.sees("На площадке")
    await written(folder / "dogs.toml", "dog.walk")


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
async def test_a_table_is_merged_into_the_files_and_published(
    offstage: Stage, resident: Resident, editor: Person, folder: Path, tmp_path: Path, kind: str
) -> None:
    table = tmp_path / f"table.{kind}"
    spreadsheets.export(folder, table)
    if kind == "csv":
        table.write_bytes(table.read_bytes().replace(OLD.encode(), NEW.encode()))
    else:
        book = load_workbook(table)
        cells = [cell for row in book[template.ENTRIES].iter_rows() for cell in row]
        next(cell for cell in cells if cell.value == OLD + ".").value = NEW + "."
        book.save(table)
    await sends_file(editor, f"База знаний (правка).{kind}", table.read_bytes())
    await editor.sees(f"Что изменит База знаний (правка).{kind}", "изменённых: 1", f"«{NEW}.»")
    await editor.presses("Опубликовать")
    await answers(offstage, 2)
    await gets(resident, NEW)
    await written(folder / "tko.toml", NEW)


@pytest.mark.parametrize("by_button", [True, False], ids=["button", "command"])
async def test_the_base_comes_as_a_table_and_goes_back_changed(
    offstage: Stage, resident: Resident, editor: Person, folder: Path, by_button: bool
) -> None:
    await editor.says("/faq" if by_button else "/faq Export")
    if by_button:
        await editor.presses("Выгрузить таблицу")
    table = await editor.sees("База знаний № 1: записей", "пришлите таблицу сюда")
    name = table["document"]["file_name"]
    assert re.fullmatch(r"база-\d{4}-\d\d-\d\d\.xlsx", name)
    book = load_workbook(io.BytesIO(await downloaded(offstage, table)))
    cells = [cell for row in book[template.ENTRIES].iter_rows() for cell in row]
    next(cell for cell in cells if cell.value == OLD + ".").value = NEW + "."
    whole = io.BytesIO()
    book.save(whole)
    await sends_file(editor, name, whole.getvalue())
    told = await editor.sees(f"Что изменит {name}", "Новых записей: 0, изменённых: 1, удалённых: 0", NEW)
    assert "нет в таблице" not in words_of(told)
    assert words_of(told).count("✏️") == 1
    await editor.presses("Опубликовать")
    await answers(offstage, 2)
    await gets(resident, NEW)
    calls = await offstage.telegram_calls("sendDocument")
    assert [one["unknown_params"] for one in calls] == [[]]


async def test_a_table_whose_answer_was_lost_is_not_sent_again_by_itself(
    offstage: Stage, editor: Person, folder: Path
) -> None:
    offstage.expects("lost-answer", uncertain=1)
    await offstage.breaks("lost-answer", "sendDocument")
    await editor.says("/faq export")
    await editor.sees("База знаний № 1")
    await offstage.quiet()
    assert len(await offstage.telegram_calls("sendDocument")) == 1


async def test_no_resident_gets_the_base(resident: Resident, offstage: Stage, folder: Path) -> None:
    await resident.says("/faq export")
    await offstage.quiet()
    assert not await offstage.telegram_calls("sendDocument")


async def test_a_table_that_is_too_much_is_told_in_words(
    editor: Person, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.documents.MAX_BYTES", 1000)
    await editor.says("/faq export")
    await editor.sees("Таблица больше 256 КБ", "Оставьте в ней только строки")
    monkeypatch.setattr("bot.documents.MAX_SENT", 1000)
    await editor.says("/faq export")
    await editor.sees("больше 50 МБ")


async def test_rows_that_a_table_lacks_are_told_to_stay(
    offstage: Stage, resident: Resident, editor: Person, folder: Path, tmp_path: Path
) -> None:
    table = tmp_path / "table.xlsx"
    left = len(spreadsheets.export(folder, table).entries) - 1
    book = load_workbook(table)
    sheet = book[template.ENTRIES]
    sheet.delete_rows(3, left)
    book.save(table)
    await sends_file(editor, "часть.xlsx", table.read_bytes())
    await editor.sees("часть.xlsx: ничего не меняется", f"нет в таблице: {left}. Они остаются")
    question = next(cell for cell in sheet[2] if str(cell.value).endswith("?"))
    question.value = "Совсем другой вопрос?"
    book.save(table)
    await sends_file(editor, "часть.xlsx", table.read_bytes())
    await editor.sees("изменённых: 1, удалённых: 0", f"нет в таблице: {left}. Они остаются")


async def test_a_change_for_the_worse_is_asked_about_twice(
    offstage: Stage, resident: Resident, editor: Person, folder: Path
) -> None:
    worse = tko(folder).replace("tko.missed", "tko.other")
    await sends_file(editor, "tko.toml", worse)
    await editor.sees("🔴 «Почему не вывозят мусор?»: tko.missed → tko.other", "Верных: 100,0 % → 66,7 %")
    await editor.presses("Опубликовать")
    asked = await editor.sees("хуже, чем нужно", "Всё равно опубликовать?")
    assert labels(asked) == ["⚠️ Всё равно опубликовать", "Отмена"]
    assert await offstage.rows("select id from revisions") == [(1,)]
    await editor.presses("Всё равно опубликовать")
    await editor.sees("Опубликована база знаний № 2")
    await answers(offstage, 2)


async def test_the_bar_is_set_in_the_settings(offstage: Stage, editor: Person, folder: Path) -> None:
    lost = '[[check]]\nq = "Где берут справки?"\nid = "tko.nowhere"\n'
    (folder.parent / "checks" / "lost.toml").write_text(lost, "utf-8")  # three of four are right at best
    harmless = tko(folder) + "\n# заметка\n"
    await sends_file(editor, "tko.toml", harmless)
    await editor.sees("Что изменит")
    await editor.presses("✅ Опубликовать")
    await editor.sees("хуже, чем нужно", "Верных: 75,0 % → 75,0 %")
    await offstage.restart(faq=offstage.changed["faq"] | {"bar": 0.75})
    await sends_file(editor, "tko.toml", harmless)
    await editor.sees("Что изменит")
    await editor.presses("✅ Опубликовать")
    await editor.sees("Опубликована база знаний № 2")


async def test_errors_are_told_as_the_check_tells_them(
    resident: Resident, editor: Person, folder: Path
) -> None:
    broken = tko(folder).replace("answer =", "anser =", 1).replace('authority = "', 'authority = "x')
    await sends_file(editor, "tko.toml", broken)
    told = await editor.sees("tko.toml: в файле ошибки. Ничего не изменилось", "entries/tko.toml:", "anser")
    assert "/tmp" not in words_of(told)
    assert labels(told) == []
    await gets(resident, OLD)


async def test_of_many_errors_the_first_five_are_told(editor: Person, folder: Path) -> None:
    await sends_file(editor, "tko.toml", "[[entry]]\n" * 40)
    told = await editor.sees("в файле ошибки", "… и ещё")
    assert words_of(told).count("entries/tko.toml:") == 5


HOSTILE: list[tuple[str, bytes, str]] = [
    ("../../evil.toml", b"a = 1", "Назовите файл по теме"),
    ("..%2fevil.toml", b"a = 1", "Назовите файл по теме"),
    ("x.exe", b"MZ", "Таблицы .xlsx и .csv"),
    ("broken.toml", b"[[entry\n", "broken.toml:1: ошибка записи TOML"),
    ("тко.toml", b"a = 1", "Назовите файл по теме"),
    ("old.xls", b"\xd0\xcf\x11\xe0", "сохраните как .xlsx"),
    ("big.toml", b"#" * (256 * 1024 + 1), "Файл больше 256 КБ"),
    ("bytes.toml", bytes(range(256)) * 20, "UTF-8"),
    ("long.toml", b"a = " + b"1" * 40_000, "строка слишком длинная"),
    ("deep.toml", b"a = " + b"[" * 20_000, "слишком много вложенных скобок"),
    ("keys.toml", ".".join("a" * 5000).encode() + b" = 1", "имя поля"),
    ("cp1251.toml", 'title = "Семья и дети"\n'.encode("cp1251"), "Windows-1251"),
    ("empty.toml", b"\n", "нет ни одной записи"),
    ("zip.toml", b"PK\x03\x04" + b"\0" * 500, "ошибки"),
    ("book.xlsx", b"PK\x03\x04" + b"\0" * 500, "таблица.xlsx:"),
    ("book.XLSX", b"no workbook", "таблица.xlsx:"),
    ("book.csv", "Код записи\nтема".encode("cp1251"), "таблица.csv:"),
    ("channels.toml", b"[[channel]]\nid = 7\n", "channels.toml:"),
]


@pytest.mark.parametrize(("name", "content", "told"), HOSTILE, ids=[one[0] for one in HOSTILE])
async def test_a_hostile_file_is_refused_in_words(
    offstage: Stage, resident: Resident, editor: Person, folder: Path, name: str, content: bytes, told: str
) -> None:
    await sends_file(editor, name, content)
    said = await editor.sees(told)
    assert length(words_of(said)) <= 4096
    assert labels(said) == []
    await gets(resident, OLD)
    assert await offstage.rows("select id from revisions") == [(1,)]


async def test_a_file_too_big_is_not_even_fetched(offstage: Stage, editor: Person, folder: Path) -> None:
    await sends_file(editor, "tko.toml", "#" * (256 * 1024 + 1))
    await editor.sees("Файл больше 256 КБ")
    assert not await offstage.telegram_calls("getFile")


async def test_a_file_telegram_does_not_hand_over_is_asked_for_again(
    offstage: Stage, editor: Person, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    offstage.expects("500")
    await offstage.breaks("500", "getFile")
    await sends_file(editor, "tko.toml", tko(folder))
    await editor.sees("Telegram не отдал файл")
    assert offstage.sandbox.token not in caplog.text


async def test_a_resident_s_file_is_no_change_of_the_base(
    offstage: Stage, resident: Resident, folder: Path
) -> None:
    await sends_file(resident, "tko.toml", tko(folder).replace(OLD, NEW))
    await resident.never_sees("Что изменит")
    assert await offstage.rows("select id from drafts") == []
    assert not await offstage.telegram_calls("getFile")


async def test_an_administrator_s_buttons_do_nothing_for_others(
    offstage: Stage, resident: Resident, editor: Person, folder: Path
) -> None:
    await sends_file(editor, "tko.toml", tko(folder).replace(OLD, NEW))
    await editor.sees("Что изменит")
    draft = (await offstage.rows("select id from drafts"))[0][0]
    await resident.says("/help")
    said = await resident.sees("Что я умею")
    for data in (f"kp:{draft}:1", f"kd:{draft}", f"kn:{draft}", "kr:1"):
        await forges_with_seal(offstage, resident, said, data)
    await offstage.quiet()
    assert await offstage.rows("select id from revisions") == [(1,)]
    assert await offstage.rows("select id from drafts") == [(draft,)]


async def test_the_same_file_again_is_told_to_change_nothing(editor: Person, folder: Path) -> None:
    await sends_file(editor, "tko.toml", tko(folder))
    await editor.sees("tko.toml: ничего не меняется")


async def test_a_draft_on_an_older_base_is_looked_at_again(
    second: Person, offstage: Stage, resident: Resident, editor: Person, folder: Path
) -> None:
    await sends_file(editor, "tko.toml", tko(folder).replace(OLD, NEW))
    await editor.sees("Что изменит")
    fam = (folder / "fam.toml").read_text("utf-8")
    await sends_file(second, "fam.toml", fam + "\n# иначе\n")
    await second.presses("Опубликовать")
    await editor.sees("Опубликована база знаний № 2: fam.toml")
    await editor.presses("✅ Опубликовать")
    await editor.sees("базу уже изменили: опубликована № 2")
    await editor.presses("Посмотреть")
    await editor.sees("Что изменит tko.toml", "изменённых: 1")
    await editor.presses("✅ Опубликовать")
    await editor.sees("№ 3: tko.toml")
    await answers(offstage, 3)
    await gets(resident, NEW)
    await written(folder / "fam.toml", "# иначе")  # the other's change is kept


async def test_an_old_preview_does_not_publish_a_newer_file(
    offstage: Stage, editor: Person, folder: Path
) -> None:
    await sends_file(editor, "tko.toml", tko(folder).replace(OLD, NEW))
    first = await editor.sees("Что изменит")
    await sends_file(editor, "tko.toml", tko(folder).replace(OLD, "Другое"))
    await editor.sees("Другое")
    await offstage.client.press(editor.id, first["message_id"], text="✅ Опубликовать")
    await offstage.quiet()
    assert await offstage.rows("select id from revisions") == [(1,)]


async def test_a_preview_older_than_a_day_publishes_nothing(
    offstage: Stage, editor: Person, folder: Path
) -> None:
    await offstage.client.clock(now="2026-11-20T08:00:00+00:00")
    await sends_file(editor, "tko.toml", tko(folder).replace(OLD, NEW))
    await editor.sees("Что изменит")
    await offstage.client.clock(now="2026-11-21T08:01:00+00:00")
    assert "уже не ждёт решения" in await editor.presses("Опубликовать")
    assert await offstage.rows("select id from revisions") == [(1,)]


async def test_history_lists_revisions_and_one_press_brings_one_back(
    offstage: Stage, resident: Resident, editor: Person, folder: Path
) -> None:
    await sends_file(editor, "tko.toml", tko(folder).replace(OLD, NEW))
    await editor.presses("Опубликовать")
    await answers(offstage, 2)
    await editor.says("/faq History")
    listed = await editor.sees("№ 2 · ", "💬 Елена", "tko.toml · ✅ 3/3", "№ 1 · ", "📁")
    assert labels(listed) == ["↩️ № 1"]
    await editor.presses("↩️ № 1")
    await editor.sees("Что изменит № 1", f"→ «{OLD}.»")
    await editor.presses("Опубликовать")
    await editor.sees("Опубликована база знаний № 3: № 1")
    await answers(offstage, 3)
    await gets(resident, OLD)
    await written(folder / "tko.toml", OLD)


async def test_a_revision_that_is_not_there_is_refused(offstage: Stage, editor: Person, folder: Path) -> None:
    await editor.says("/faq")
    said = await editor.sees("Опубликована база № 1")
    assert "Такой базы нет" in await forges_with_seal(offstage, editor, said, "kr:77")


async def test_a_published_revision_outlives_a_restart(
    offstage: Stage, resident: Resident, editor: Person, folder: Path
) -> None:
    await sends_file(editor, "tko.toml", tko(folder).replace(OLD, NEW))
    await editor.presses("Опубликовать")
    await written(folder / "tko.toml", NEW)
    await offstage.quiet()
    await offstage.restart()
    await gets(resident, NEW)
    assert await offstage.rows("select id from revisions") == [(1,), (2,)]


async def test_old_files_do_not_undo_what_was_published(
    offstage: Stage, resident: Resident, editor: Person, folder: Path
) -> None:
    old = tko(folder)
    await sends_file(editor, "tko.toml", old.replace(OLD, NEW))
    await editor.presses("Опубликовать")
    await written(folder / "tko.toml", NEW)
    await offstage.quiet()
    await offstage.stop()
    (folder / "tko.toml").write_text(old, "utf-8")  # as in an image that cannot be written
    await offstage.start()
    await editor.sees("Файлы базы знаний старее опубликованной базы № 2")
    await gets(resident, NEW)


async def test_files_edited_while_the_bot_was_off_are_published_at_its_start(
    offstage: Stage, resident: Resident, editor: Person, folder: Path
) -> None:
    await offstage.stop()
    (folder / "tko.toml").write_text(tko(folder).replace(OLD, NEW), "utf-8")
    await offstage.start()
    await editor.sees("База знаний обновлена: записей 15", "база № 2", "Верных: 100,0 % → 100,0 %")
    await gets(resident, NEW)


async def test_with_broken_files_at_the_start_the_newest_revision_answers(
    offstage: Stage, resident: Resident, editor: Person, folder: Path
) -> None:
    await offstage.stop()
    good = tko(folder)
    (folder / "tko.toml").write_text("это не TOML", "utf-8")
    await offstage.start()
    await editor.sees("В базе знаний ошибки", "entries/tko.toml:1")
    await gets(resident, OLD)
    (folder / "tko.toml").write_text(good, "utf-8")
    await editor.sees("База знаний обновлена: ошибок в файлах больше нет")


async def test_a_file_somebody_works_on_is_not_written_over(
    offstage: Stage, resident: Resident, editor: Person, folder: Path
) -> None:
    new = tko(folder).replace(OLD, NEW)
    (folder / "tko.toml").write_text("работа не окончена", "utf-8")
    await editor.sees("В базе знаний ошибки")
    await sends_file(editor, "tko.toml", new)
    await editor.presses("Опубликовать")
    await editor.sees("№ 2 опубликована, но эти файлы на сервере не обновились: entries/tko.toml")
    await gets(resident, NEW)
    assert tko(folder) == "работа не окончена"
