"""The commands about the base beside other programs: pipes, full disks, terminals of other letters."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ENTRY = '[[entry]]\nid = "doc.one"\nquestion = "Где взять справку?"\nanswer = "В окне."\n'


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A folder of one entry, of which there is much to say."""
    folder = tmp_path / "entries"
    folder.mkdir()
    (folder / "doc.toml").write_text(ENTRY, "utf-8")
    return folder


def program(
    *words: str | Path, given: bytes = b"", out: int = subprocess.PIPE, **environment: str
) -> tuple[int, str, str]:
    """Run `python -m bot faq …` to its end: exit code, output, errors."""
    done = subprocess.run(
        [sys.executable, "-m", "bot", "faq", *map(str, words)],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "CONTACT_CENTER__FAQ__ENCODER": "none", **environment},
        input=given,
        stdout=out,
        stderr=subprocess.PIPE,
        timeout=60,
        check=False,
    )
    return done.returncode, (done.stdout or b"").decode(), done.stderr.decode()


def test_who_has_read_enough_ends_the_command_without_a_word(base: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        assert program("check", base, out=writing) == (0, "", "")
        assert program("ask", "--base", base, "--jsonl", given=b'{"q": "a"}\n' * 9, out=writing) == (
            0,
            "",
            "",
        )
    finally:
        os.close(writing)


def test_a_full_disk_is_one_line(base: Path) -> None:
    full = os.open("/dev/full", os.O_WRONLY)
    try:
        code, _, error = program("check", base, out=full)
    finally:
        os.close(full)
    assert (code, error) == (1, "Вывод: не прочитать или не записать: на диске нет места.\n")


def test_lines_of_json_are_utf_8_whatever_the_terminal_is(base: Path) -> None:
    lines = (
        '\ufeff{"q": "где взять справку"}\n{"q": "\u2028где взять справку"}\n'.encode() + b'{"q": "\xff"}\n'
    )
    code, out, error = program("ask", "--base", base, "--jsonl", given=lines, PYTHONIOENCODING="ascii:strict")
    assert (code, error) == (0, "")
    answers = [json.loads(line) for line in out.splitlines()]
    assert [answer["verdict"] for answer in answers] == ["sure", "sure", "unknown"]


def test_a_terminal_without_russian_letters_gets_what_it_can_show(base: Path) -> None:
    code, out, error = program("ask", "--base", base, "где взять справку", PYTHONIOENCODING="ascii:strict")
    assert (code, error) == (0, "")
    assert "doc.one" in out


def test_questions_come_from_the_input_or_from_the_words_not_from_both(base: Path) -> None:
    code, _, error = program("ask", "--base", base, "--jsonl", "справка")
    assert code == 2
    assert error.startswith("с --jsonl вопросы берутся со входа")


def test_the_settings_may_be_named_behind_the_command(base: Path, tmp_path: Path) -> None:
    (tmp_path / "my.toml").write_text(f'[faq]\npath = "{base}"\nchecks = "{base}/none"\n', "utf-8")
    code, out, _ = program("check", "--config", tmp_path / "my.toml")
    assert code == 0, out
    assert "записей: 1." in out


def test_a_pipe_for_a_table_is_refused_at_once(base: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "table.csv")
    code, _, error = program("import", tmp_path / "table.csv", base)
    assert code == 1
    assert "table.csv:1: —: —: такого файла нет. Проверьте путь" in error
