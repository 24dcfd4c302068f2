"""What a change would change, and how an editor is told."""

from datetime import date
from pathlib import Path

import pytest

from faq import preview
from faq.fields import length
from faq.knowledge_base import KnowledgeBase
from faq.loading import load_files
from faq.publishing import Check, Figures, Said, propose, read_checks

ON = date(2026, 11, 22)
ROUBLE = """
[[entry]]
id = "a.price"
question = "Сколько стоит вывоз мусора?"
answer = "Тариф утверждает регион: 100 рублей."
[[entry]]
id = "a.flat"
question = "Платить ли за мусор, если в квартире никто не живёт?"
answer = "Да, платить надо."
"""
CHECKS = (Check("сколько стоит вывоз мусора", "a.price"), Check("как приготовить борщ", ""))


def built(text: str) -> KnowledgeBase:
    return KnowledgeBase.build(load_files({"entries/a.toml": text.encode()}))


def test_the_same_base_changes_nothing() -> None:
    proposal = propose(built(ROUBLE), built(ROUBLE), CHECKS, ON)
    assert proposal.is_empty
    assert "Для жителей ничего не изменится" in preview.told(proposal)
    assert proposal.turns == ()
    assert proposal.before == proposal.after


def test_entries_are_told_apart_as_added_changed_and_removed() -> None:
    text = ROUBLE.replace("100 рублей", "200 рублей").replace('"a.flat"', '"a.empty"')
    proposal = propose(built(ROUBLE), built(text), CHECKS, ON)
    assert [entry.id for entry in proposal.added] == ["a.empty"]
    assert [entry.id for entry in proposal.removed] == ["a.flat"]
    (change,) = proposal.changed
    (field,) = change.fields
    assert (change.entry.id, field.field) == ("a.price", "answer")
    assert "100" in field.before
    assert "200" in field.after


def test_check_questions_of_an_entry_whose_term_is_over_count_no_more() -> None:
    ended = ROUBLE.replace('100 рублей."', '100 рублей."\nvalid_until = 2026-11-21')
    over = propose(built(ended), built(ended), CHECKS, ON)
    assert over.after == Figures(checks=1, right=1)  # of the soup alone
    ending = propose(built(ROUBLE), built(ended), CHECKS, ON)
    assert (ending.after.checks, ending.after.right) == (2, 1)
    assert [turn.check.id for turn in ending.turns] == ["a.price"]  # the editor sees what that change does


def test_a_change_of_a_title_or_a_channel_is_a_change() -> None:
    before = {"entries/a.toml": ROUBLE.encode()}
    after = {
        "entries/a.toml": b'title = "\xd0\xa2"\n' + ROUBLE.encode(),
        "channels.toml": '[[channel]]\nid = "mfc"\nname = "МФЦ"\n'.encode(),
    }
    old, new = (KnowledgeBase.build(load_files(files)) for files in (before, after))
    proposal = propose(old, new, CHECKS, ON)
    assert proposal.others == ("a", "mfc")
    assert not proposal.is_empty


def test_a_check_question_that_loses_its_entry_is_a_turn_for_the_worse() -> None:
    text = ROUBLE.replace("Сколько стоит вывоз мусора?", "Где дают справки о составе семьи?").replace(
        "Тариф утверждает регион: 100 рублей.", "Справки дают в МФЦ."
    )
    proposal = propose(built(ROUBLE), built(text), CHECKS, ON)
    assert proposal.before.right > proposal.after.right
    assert "a.price" in {turn.check.id for turn in proposal.turns}
    assert "🔴 «сколько стоит вывоз мусора»" in preview.told(proposal)


@pytest.mark.parametrize(
    ("check", "said", "right", "misleads"),
    [
        (Check("?", "a"), Said("sure", ("a",)), True, False),
        (Check("?", "a"), Said("sure", ("b",)), False, True),
        (Check("?", "a"), Said("unsure", ("b", "a")), True, False),
        (Check("?", "a"), Said("unsure", ("b", "c")), False, False),
        (Check("?", "a"), Said("unknown"), False, False),
        (Check("?", ""), Said("sure", ("b",)), False, True),
        (Check("?", ""), Said("unsure", ("b",)), True, False),
        (Check("?", ""), Said("unknown"), True, False),
    ],
)
def test_what_counts_as_right_and_what_misleads(
    check: Check, said: Said, right: bool, misleads: bool
) -> None:
    assert said.is_right_for(check) is right
    assert said.misleads(check) is misleads


@pytest.mark.parametrize(
    ("after", "below"),
    [
        (Figures(10, 9, 1), False),
        (Figures(10, 8, 1), True),
        (Figures(10, 10, 2), True),
        (Figures(10, 9, 0), False),
        (Figures(0, 0, 0), False),
    ],
)
def test_the_bar_is_a_share_of_right_answers_and_nobody_more_misled(after: Figures, below: bool) -> None:
    empty = propose(built(ROUBLE), built(ROUBLE), (), ON)
    proposal = type(empty)((), (), (), (), (), Figures(10, 9, 1), after)
    assert proposal.is_below(0.9) is below


def test_however_much_changes_the_preview_fits_a_message() -> None:
    question, answer = "Вопрос 🏠 " * 20, "Ответ 🏠 " * 100
    many = "".join(
        f'[[entry]]\nid = "a.n{i}"\nquestion = "{question}{i}?"\nanswer = "{answer}{i}."\n' for i in range(40)
    )
    other = many.replace("Ответ", "Отклик").replace('"a.n3', '"a.m3')
    text = preview.told(propose(built(many), built(other), (), ON))
    assert length(text) <= preview.UNITS
    assert "и ещё" in text


def test_check_questions_are_read_from_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('[[check]]\nq = "вопрос"\nid = "a.price"\n', "utf-8")
    assert read_checks(tmp_path) == (Check("вопрос", "a.price"),)
    assert read_checks(tmp_path / "nowhere") == ()
    (tmp_path / "b.toml").write_text("[[check]]\nq = 1\n", "utf-8")
    with pytest.raises(ValueError, match=r"b\.toml"):
        read_checks(tmp_path)
