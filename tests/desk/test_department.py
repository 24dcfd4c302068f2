"""Departments: found by id, by words, by subject."""

from __future__ import annotations

import pytest

from desk.department import Departments
from desk.errors import NoSuchDepartment
from desk.people import Role
from tests.desk.samples import FAMILY, HOUSING, NEIGHBOURS

ALL = Departments((FAMILY, HOUSING, NEIGHBOURS))


def test_a_ticket_of_a_department_that_was_taken_out_of_the_settings_stays_answerable() -> None:
    assert ALL.get("housing") is HOUSING
    assert ALL.get("gone") is FAMILY


@pytest.mark.parametrize("words", ["housing", "HOUSING", "Жильё", " жиль ", "ж"])
def test_a_department_is_named_by_its_id_or_the_beginning_of_its_title(words: str) -> None:
    assert ALL.named(words) is HOUSING


@pytest.mark.parametrize("words", ["", "  ", "налоги", "hous"])
def test_who_names_no_department_is_told_which_there_are(words: str) -> None:
    with pytest.raises(NoSuchDepartment) as refusal:
        ALL.named(words)
    assert refusal.value.args_ == {"known": "Семья и дети, Жильё, Опека"}


def test_what_belongs_to_no_subject_goes_to_the_first() -> None:
    assert ALL.for_subject("zhku") is HOUSING
    assert ALL.for_subject("space") is FAMILY
    assert ALL.for_subject(None) is FAMILY


def test_a_chat_that_two_departments_share_is_one_chat() -> None:
    assert list(ALL.chats()) == [-1001, -1002]


def test_which_role_may_do_what_another_may() -> None:
    allowed = {role: {needed for needed in Role if role.may(needed)} for role in Role}
    assert allowed == {
        Role.OPERATOR: {Role.OPERATOR},
        Role.SUPERVISOR: {Role.OPERATOR, Role.SUPERVISOR},
        Role.EDITOR: {Role.EDITOR},
        Role.ADMIN: set(Role),
    }
