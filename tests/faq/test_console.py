"""The commands over a base: what is printed where, and the exit codes."""

import io
import json
import re
from datetime import date
from pathlib import Path

import pytest

from faq import console
from tests.faq.conftest import Files

DAY = date(2026, 11, 22)


def test_check_counts_a_good_base_and_lists_the_faults_of_a_bad_one(
    folder: Path, files: Files, capsys: pytest.CaptureFixture[str]
) -> None:
    assert console.check(folder) == 0
    assert "Тем: 2, записей: 7" in capsys.readouterr().out
    files(bad='[[entry]]\nid = "x"\nqestion = "?"\n')
    assert console.check(folder) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert f"{folder / 'bad.toml'}:3: x: qestion: такого поля нет." in printed.err


def test_check_warns_of_one_phrasing_in_two_entries_and_still_passes(
    files: Files, capsys: pytest.CaptureFixture[str]
) -> None:
    entry = '[[entry]]\nid = "{}"\nquestion = "{}"\nanswer = "Ответ."\n'
    assert (
        console.check(files(one=entry.format("a", "Где мой заказ?") + entry.format("b", "Мой заказ где")))
        == 0
    )
    assert "внимание: «Мой заказ где» есть и в a, и в b." in capsys.readouterr().out


def test_ask_tells_the_verdict_and_the_ranking(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert console.ask(folder, "хочу детские на сына куда идти", on=DAY) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("Уверен: Как оформить единое пособие на ребёнка?")
    assert " 1. 0.99  fam.edinoe_how" in printed
    assert console.ask(folder, "\ud800", on=DAY) == 0
    assert "Не знает" in capsys.readouterr().out


def test_ask_answers_several_questions_one_by_one_and_a_line_of_jsonl_as_one(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "Как узнать свой стаж и баллы? И ещё не платят алименты, куда обратиться?"
    assert console.ask(folder, text, on=DAY) == 0
    printed = capsys.readouterr().out
    first, second = printed.split("2 из 2: не платят алименты, куда обратиться?")
    assert first.startswith("1 из 2: Как узнать свой стаж и баллы?")
    assert [re.findall(r"^ 1\. +\S+ +(\S+)", part, re.MULTILINE) for part in (first, second)] == [
        ["pens.stage"],
        ["fam.alimony"],
    ]
    target = io.StringIO()
    console.ask_jsonl(folder, io.StringIO(json.dumps({"q": text})), target, on=DAY)
    assert len(target.getvalue().splitlines()) == 1


def test_a_bad_base_stops_every_command_with_one_line(
    files: Files, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = files(bad="x = 1\ny = 2\n")
    assert console.ask(bad, "пенсия") == 1
    assert console.ask_jsonl(bad, io.StringIO(), io.StringIO()) == 1
    assert console.evaluate(bad, bad) == 1
    assert len(capsys.readouterr().err.splitlines()) == 3


def test_every_line_in_gives_one_line_out_in_the_same_order(folder: Path) -> None:
    lines = [
        '{"q": "хочу детские на сына куда идти"}',
        "мусор",
        "",
        '{"q": 5}',
        '{"q": "ывапывап"}',
        "[" * 9999,
    ]
    target = io.StringIO()
    assert console.ask_jsonl(folder, io.StringIO("\n".join(lines)), target, on=DAY) == 0
    answers = [json.loads(line) for line in target.getvalue().splitlines()]
    assert [answer.get("verdict", "error") for answer in answers] == [
        "sure", "error", "error", "error", "unknown", "error",
    ]  # fmt: skip
    assert answers[0]["entries"][0] == {"id": "fam.edinoe_how", "score": 0.99}
    assert answers[0]["ms"] >= 0
    assert len(answers[0]["entries"]) <= 10


def test_a_safety_rule_goes_before_the_base_but_the_ranking_is_still_given(folder: Path) -> None:
    target = io.StringIO()
    source = io.StringIO('{"q": "запах газа"}\n')
    console.ask_jsonl(folder, source, target, on=DAY, safety=lambda text: "gas" if "газ" in text else None)
    answer = json.loads(target.getvalue())
    assert (answer["verdict"], answer["rule"]) == ("safety", "gas")
    assert "entries" in answer


def test_evaluate_prints_figures_and_refuses_bad_cases(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    labelled = tmp_path / "cases.jsonl"
    lines = [
        '{"q": "хочу детские на сына куда идти", "id": "fam.edinoe_how"}',
        '{"q": "ывапывап", "id": null}',
    ]
    labelled.write_text("\n".join(lines), "utf-8")
    assert console.evaluate(folder, labelled, on=DAY) == 0
    assert "R@1: верная запись первая       1.000" in capsys.readouterr().out
    labelled.write_text("{", "utf-8")
    assert console.evaluate(folder, labelled, on=DAY) == 2
    assert console.evaluate(folder, tmp_path / "none", on=DAY) == 2
    labelled.write_bytes("вопрос".encode("cp1251"))
    assert console.evaluate(folder, labelled, on=DAY) == 2
    labelled.write_text("\n\n", "utf-8")
    assert console.evaluate(folder, labelled, on=DAY) == 2
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 4
    assert not any("Errno" in one or "codec" in one for one in told)


def test_a_line_of_cases_ends_where_json_lines_do(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    labelled = tmp_path / "cases.jsonl"
    labelled.write_text('{"q": "хочу детские на сына\u2028куда идти", "id": "fam.edinoe_how"}\r\n\n', "utf-8")
    assert console.evaluate(folder, labelled, on=DAY) == 0
    assert "Вопросов                            1" in capsys.readouterr().out


def test_import_tells_of_a_folder_that_it_made(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table, mistyped = tmp_path / "base.csv", tmp_path / "knowlege"
    assert console.export(folder, table) == 0
    assert console.import_(table, mistyped) == 0
    assert f"Папки {mistyped} не было: создана новая." in capsys.readouterr().out
    assert console.import_(table, mistyped) == 0
    assert "не было" not in capsys.readouterr().out
