"""Proposals in polls: residents write and read them, supervisors look through them in the group."""

from __future__ import annotations

from datetime import datetime

from aiogram import F, Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message

from desk import proposing
from desk.centre import Centre
from desk.choices.proposal import (
    AcceptProposal,
    ChooseWhyNot,
    Propose,
    RejectProposal,
    ReviewProposals,
    ShowProposals,
    WasQuestion,
)
from desk.form import Purpose
from desk.letters import Say
from desk.people import Operator, Resident, Role
from desk.proposal import Proposal
from desk.records import Records
from desk.ticket import Ticket
from handlers import reading
from handlers.doors import (
    PRESSED_IN_GROUP,
    PRESSED_IN_PRIVATE,
    PRIVATE,
    SPOKEN,
    InDanger,
    IsFilling,
    Pressed,
    Staff,
)
from handlers.saying import instead, pressed_message

router = Router(name="proposals")


class IsProposal(Filter):
    """A message that a proposal was made in; it comes in as `proposal`."""

    async def __call__(self, message: Message, records: Records) -> bool | dict[str, Proposal]:
        """Whether it is one."""
        found = await records.proposals.get(message.chat.id, message.message_id)
        return {"proposal": found} if found is not None else False


@router.callback_query(PRESSED_IN_PRIVATE, Pressed(Propose))
async def propose(
    press: CallbackQuery, choice: Propose, resident: Resident, records: Records, centre: Centre, at: datetime
) -> None:
    """The next text is it."""
    await proposing.ask(choice.poll_id, resident, records, centre, at)


@router.message(PRIVATE, IsFilling(Purpose.PROPOSAL), ~InDanger(), F.text, ~F.text.startswith("/"))
@router.message(PRIVATE, IsFilling(Purpose.PROPOSAL), ~InDanger(), SPOKEN)
async def take_words(
    message: Message, resident: Resident, records: Records, centre: Centre, at: datetime
) -> None:
    """That."""
    await proposing.take_words(reading.message(message), resident, records, centre, at)


@router.edited_message(PRIVATE, IsProposal(), ~InDanger(), F.text)
async def reword(
    message: Message, proposal: Proposal, resident: Resident, records: Records, at: datetime
) -> None:
    """Otherwise."""
    await proposing.reword(proposal, reading.message(message), resident, records, at)


@router.callback_query(PRESSED_IN_PRIVATE, Pressed(WasQuestion))
async def take_back(
    press: CallbackQuery,
    choice: WasQuestion,
    ticket: Ticket | None,
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """It was a question."""
    await proposing.take_back(choice, ticket, resident, records, centre, at)


@router.callback_query(PRESSED_IN_PRIVATE, Pressed(ShowProposals))
async def show(press: CallbackQuery, choice: ShowProposals, resident: Resident, records: Records) -> None:
    """What others propose."""
    await proposing.show(choice, resident, records, pressed_message(press))


@router.callback_query(PRESSED_IN_GROUP, Pressed(ReviewProposals), Staff(Role.SUPERVISOR))
async def review(press: CallbackQuery, operator: Operator, records: Records) -> None:
    """The next one."""
    if (source := pressed_message(press)) is not None:
        await proposing.review(operator, source.chat_id, records, source)


@router.callback_query(PRESSED_IN_GROUP, Pressed(AcceptProposal), Staff(Role.SUPERVISOR))
async def accept(
    press: CallbackQuery, choice: AcceptProposal, operator: Operator, records: Records, at: datetime
) -> str | None:
    """Everybody may read it."""
    if (source := pressed_message(press)) is None or not isinstance(press.message, Message):
        return None
    seen = press.message.text or ""
    is_done = await proposing.accept(choice, seen, operator, source.chat_id, records, at, source)
    return None if is_done else "notice-proposal-changed"


@router.callback_query(PRESSED_IN_GROUP, Pressed(ChooseWhyNot), Staff(Role.SUPERVISOR))
async def ask_why_not(
    press: CallbackQuery, choice: ChooseWhyNot, operator: Operator, records: Records
) -> None:
    """Nobody else is to read it: why?"""
    choices = await proposing.ask_why_not(choice, operator, records)
    instead(press, Say("proposal-why-not", choices=choices), records)


@router.callback_query(PRESSED_IN_GROUP, Pressed(RejectProposal), Staff(Role.SUPERVISOR))
async def reject(
    press: CallbackQuery, choice: RejectProposal, operator: Operator, records: Records, at: datetime
) -> None:
    """For that reason."""
    if (source := pressed_message(press)) is not None:
        await proposing.reject(choice, operator, source.chat_id, records, at, source)
