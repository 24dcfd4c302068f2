"""docs/rights.md says what the code does."""

from __future__ import annotations

from desk.people import Role
from desk.rights import RIGHTS
from handlers.commands import Audience
from tests.house.rights_paper import AUDIENCES, DEEDS, PAPER, ROLES, written


def test_the_paper_of_rights_is_fresh() -> None:
    assert PAPER.read_text("utf-8") == written(), "docs/rights.md is out of date: make rights"


def test_the_paper_names_every_deed_every_role_and_every_audience() -> None:
    assert set(DEEDS) == set(RIGHTS), "tests/house/rights_paper.py: name the new deed in Russian"
    assert set(ROLES) == set(Role)
    assert set(AUDIENCES) == set(Audience)
