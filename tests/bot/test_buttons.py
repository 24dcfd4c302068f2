"""Buttons on the wire: small enough, and the same on the way back."""

from dataclasses import fields
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.choices import Choice
from desk.choices.appeal import AppealPart
from desk.choices.aside import AsideFate
from desk.choices.ban import BanTerm, BanWhy
from desk.choices.campaign import Turn
from desk.choices.catalogue import ShowEntry
from desk.choices.duty import QueueScope
from desk.choices.ledger import LetterFate
from desk.choices.link import Link
from desk.choices.poll_making import PollPart, PollSetting
from desk.choices.proposal import WhyNot
from desk.choices.sorting import Priority
from desk.deed import Deed
from faq.appeal import AppealKind
from faq.deadline import Deadline
from faq.entry import Authority, Entry, Shelf, Subject, Template
from faq.office import Office, OfficeKind
from faq.route import Route, Step
from handlers.buttons import LIMIT, NotAButton, packed, unpacked
from handlers.codes import CODES

NAMES = st.text(alphabet="abcdefghijklmnopqrstuvwxyz0123456789_.-", min_size=1, max_size=64)
ENTRY = Entry(id="e" * 64, subject="s" * 64, question="?", answer="!")
DEADLINE = Deadline("d" * 64, "Ответ", 30, "закон", "напишите")
APPEAL = AppealKind("a" * 64, "Обращение", "Ответят", "{что}")
AUTHORITY = Authority("u" * 64, "Фонд", "Пенсии")
ROUTE = Route("r" * 64, "Родился", steps=(Step("p" * 64, "Подать"),))
KIND = OfficeKind("k" * 64, "МФЦ")
OFFICE = Office("o" * 64, KIND.id, "МФЦ", "Советская, 1", "Астрахань")
TEMPLATE = Template("t" * 64, "Привет", "Здравствуйте")
SHELF = Shelf(
    {ENTRY.subject: Subject(ENTRY.subject, "Тема", 1)},
    {ENTRY.id: ENTRY},
    {AUTHORITY.id: AUTHORITY},
    {},
    {TEMPLATE.id: TEMPLATE},
    appeals={APPEAL.id: APPEAL},
    deadlines={DEADLINE.id: DEADLINE},
    routes={ROUTE.id: ROUTE},
    kinds={KIND.id: KIND},
    offices={OFFICE.id: OFFICE},
)
TICKETS = st.integers(2026 * 10**9 + 1, 9999 * 10**9 + 999_999_999)
MESSAGES = st.integers(1, 2**53)
VALUES = {
    "entry": st.just(ENTRY.id),
    "subject": st.just(ENTRY.subject),
    "template": st.just(TEMPLATE.id),
    "appeal": st.just(APPEAL.id),
    "authority": st.just(AUTHORITY.id),
    "part": st.sampled_from(AppealPart),
    "into_appeal": st.booleans(),
    "every": st.booleans(),
    "anew": st.booleans(),
    "route": st.just(ROUTE.id),
    "step": st.just(ROUTE.steps[0].id),
    "office_kind": st.just(KIND.id),
    "office": st.just(OFFICE.id),
    "done": st.booleans(),
    "wanted": st.booleans(),
    "deadline": st.just(DEADLINE.id),
    "days_ago": st.none() | st.integers(0, 10_000),
    "days": st.integers(1, 366),
    "page": st.integers(0, 10_000),
    "asked": MESSAGES,
    "helped": st.booleans(),
    "version": st.integers(1, 10**6),
    "language": st.sampled_from(["ru", "en", "kk", "tt"]),
    "ticket_id": TICKETS,
    "other_id": TICKETS,
    "stars": st.integers(1, 5),
    "department": st.text(alphabet="abcdefghijklmnopqrstuvwxyz0123456789_-", min_size=1, max_size=32),
    "turn": st.sampled_from(Turn),
    "campaign_id": st.text(alphabet="abcdefghijklmnopqrstuvwxyz0123456789-", min_size=1, max_size=40),
    "letter_id": MESSAGES,
    "draft_id": MESSAGES,
    "gap": st.integers(0, 2**63 - 1),
    "anyway": st.booleans(),
    "again": st.booleans(),
    "settled": st.booleans(),
    "fate": st.sampled_from(LetterFate),
    "message_id": MESSAGES,
    "becomes": st.sampled_from(AsideFate),
    "revision_id": MESSAGES,
    "operator_id": MESSAGES,
    "ticket": TICKETS,
    "deed": st.sampled_from(Deed),
    "term": st.sampled_from(BanTerm),
    "why": st.sampled_from(BanWhy),
    "target": st.text(alphabet="abcdefghijklmnopqrstuvwxyz0123456789_-", max_size=32),
    "person": MESSAGES,
    "place": st.one_of(st.just(""), st.text(alphabet="0123456789abcdef", min_size=16, max_size=16)),
    "place_number": st.integers(0, 1000),
    "incident": st.integers(0, 2**31 - 1),
    "hours": st.integers(0, 48),
    "scope": st.sampled_from(QueueScope),
    "priority": st.sampled_from(Priority),
    "poll_id": MESSAGES,
    "option": st.integers(0, 9),
    "piece": st.sampled_from(PollPart),
    "setting": st.sampled_from(PollSetting),
    "value": st.integers(0, 92),
    "sure": st.booleans(),
    "as_table": st.booleans(),
    "why_not": st.sampled_from(WhyNot),
}


@st.composite
def any_choice(draw: st.DrawFn) -> Choice:
    kind: Any = draw(st.sampled_from(list(CODES.values())))
    choice: Choice = kind(
        **{one.name: draw(VALUES[one.name]) for one in fields(kind) if one.name != "choice"}
    )
    return choice


@given(any_choice())
def test_every_choice_fits_a_button_and_comes_back_the_same(choice: Choice) -> None:
    data = packed(choice)
    assert 1 <= len(data.encode()) <= LIMIT == 55
    assert unpacked(data, SHELF) == choice


def test_every_kind_of_choice_has_a_code_of_its_own() -> None:
    assert set(CODES.values()) == set(get_args(Choice)) - {Link}


@given(st.text(max_size=64))
def test_forged_data_is_no_button_or_a_choice_of_ours(data: str) -> None:
    try:
        choice = unpacked(data, SHELF)
    except NotAButton:
        return
    assert type(choice) in CODES.values()


@pytest.mark.parametrize(
    "data",
    [
        "h:99999999999999999999:1",
        "h:9223372036854775808:1",
        "h:-1:1",
        "h:5:2",
        "h:²:1",
        "h:1_0:1",
        "h: 1:1",
        "t:" + "9" * 61,
        "r:2026000000001:99",
        "r:2026000000001:0",
        "c:2147483648:",
        "kp:1:7",
        "au:1:1:10001",
    ],
)
def test_numbers_beyond_their_bounds_are_no_button(data: str) -> None:
    with pytest.raises(NotAButton):
        unpacked(data, SHELF)


def test_an_entry_that_is_gone_is_no_button() -> None:
    with pytest.raises(NotAButton):
        unpacked(packed(ShowEntry(ENTRY.id)), Shelf({}, {}, {}, {}))
