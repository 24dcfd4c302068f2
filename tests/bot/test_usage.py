"""Wrong usage of the command line: one Russian line."""

import pytest

from bot.cli import _parser


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "не хватает: команда. Подробнее: contact-center --help"),
        ("dance", "нет команды dance. Есть: run, sandbox, "),
        ("faq dance", "нет команды dance. Есть: check, ask, "),
        ("faq", "не хватает: действие. Подробнее: contact-center faq --help"),
        ("faq eval", "не хватает: ФАЙЛ. Подробнее: contact-center faq eval --help"),
        ("sandbox --port восемь", "--port: нужно число от 0 до 65535, а не восемь"),
        ("sandbox --port 80000", "--port: нужно число от 0 до 65535, а не 80000"),
        (
            "report --from 01.11.2026 --to 2026-11-30",
            "--from: нужна дата, год-месяц-день: 2026-11-01, а не 01.",
        ),
        ("letters --retry ноль", "--retry: нужен номер, целое число больше нуля, а не ноль"),
        ("audit verify --head чепуха", "--head: нужен отпечаток с номером впереди: 512:9f3c…, а не чепуха"),
        ("run --fast", "лишнее: --fast"),
        ("run --config", "--config: не хватает значения"),
        ("faq check --strict=3", "--strict: значение 3 здесь лишнее"),
    ],
)
def test_wrong_usage_is_told_in_one_line(capsys: pytest.CaptureFixture[str], words: str, said: str) -> None:
    with pytest.raises(SystemExit) as end:
        _parser().parse_args(words.split())
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(said)
    assert end.value.code == 2


def test_help_is_russian(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        _parser().parse_args(["faq", "import", "--help"])
    told = capsys.readouterr().out
    assert told.startswith("Как вызвать: contact-center faq import [-h] [--remove] [--config ФАЙЛ]")
    assert not {"usage", "options", "positional", "show"} & set(told.replace(":", " ").split())
