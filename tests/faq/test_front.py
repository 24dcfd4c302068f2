"""Entries for a while, in front of the shipped base: asked for in many words, and by nobody else."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest

from faq.entry import Entry
from faq.front import Front
from faq.loading import load

ROOT = Path(__file__).parents[2] / "faq"
ON = date(2026, 11, 22)
HEAT = Entry(
    "incident.1",
    "hs",
    "нет отопления",
    "Авария на теплотрассе. Восстановят к 18:00.",
    ("холодные батареи", "когда дадут тепло", "Авария на теплотрассе"),
)
PORTAL = Entry(
    "incident.2", "gos", "не могу записаться в мфц", "Сбой записи в МФЦ.", ("не открывается запись в мфц",)
)


@pytest.fixture(scope="module")
def front() -> Front:
    return Front.build((HEAT, PORTAL), load(ROOT / "entries"))


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("нет отопления", ("incident.1",)),
        ("атопление не работает", ("incident.1",)),
        ("когда включат отопление", ("incident.1",)),
        ("holodnye batarei", ("incident.1",)),
        ("не могу записаться в мфц сайт висит", ("incident.2",)),
        ("как получить субсидию на оплату жкх", ()),
        ("где находится мфц", ()),
        ("", ()),
    ],
)
def test_it_is_asked_for_in_many_words(front: Front, said: str, asked: tuple[str, ...]) -> None:
    assert front.asked(said, ON) == asked


def test_hardly_any_question_about_something_else_asks_for_it(front: Front) -> None:
    files = (ROOT / "checks").glob("*.toml")
    checks = [one for file in files for one in tomllib.loads(file.read_text("utf-8"))["check"]]
    others = [one["q"] for one in checks if one["id"] not in ("hs.no_heat", "gos.mfc_slot")]
    assert len(others) > 600
    wrong = [one for one in others if front.asked(one, ON)]
    assert len(wrong) <= 1, wrong
