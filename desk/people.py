"""Residents and operators: who they are and what they may do."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from desk.form import Form, Purpose

EXPECTED = timedelta(hours=1)  # how long the next message is taken for what the bot asked for


class Role(StrEnum):
    """What somebody of the staff may do: desk/rights.py tells which deed takes which of them.

    Editors have the knowledge base and nothing of residents': they are no operators.
    """

    OPERATOR = "operator"
    SUPERVISOR = "supervisor"
    EDITOR = "editor"
    ADMIN = "admin"

    def may(self, needed: Role) -> bool:
        """Whether this role may do what that one may."""
        return self is needed or needed in _BESIDES[self]


_BESIDES: dict[Role, tuple[Role, ...]] = {
    Role.OPERATOR: (),
    Role.SUPERVISOR: (Role.OPERATOR,),
    Role.EDITOR: (),
    Role.ADMIN: tuple(Role),
}


@dataclass(frozen=True, slots=True)
class Resident:
    """A person who writes to the centre in a private chat. `id` is also the chat's id."""

    id: int
    name: str
    language: str = "ru"
    consent_version: int = 0  # 0: not given
    consent_at: datetime | None = None
    municipality: str | None = None  # where they live, as they have told
    reachable: bool = True  # False: has blocked the bot
    wants_person: bool = False  # /operator was said; the next message becomes a ticket
    commenting: int | None = None  # the ticket whose rating waits for a comment
    answering: int | None = None  # an editor's: the gap that waits for the answer of a new entry
    prompted_at: datetime | None = None  # when the bot asked for any of these
    resuming: int | None = None  # the ticket, closed long ago, that the message for a person goes on with
    form: Form | None = None  # what they are filling in, or have begun to
    heard_on: date | None = None  # the last day on which they wrote, or pressed a button

    def consenting(self, version: int, at: datetime) -> Resident:
        """With the consent of that version given."""
        return replace(self, consent_version=version, consent_at=at)

    def withdrawing(self) -> Resident:
        """With the consent taken back."""
        return replace(self, consent_version=0, consent_at=None)

    def speaking(self, language: str) -> Resident:
        """With another language."""
        return replace(self, language=language)

    def living_in(self, municipality: str | None) -> Resident:
        """There; None: they would rather not say."""
        return replace(self, municipality=municipality)

    def known_as(self, name: str) -> Resident:
        """With the name Telegram shows now, and reachable: who writes can be written to."""
        return replace(self, name=name, reachable=True)

    def heard(self, on: date) -> Resident:
        """Has come that day."""
        return replace(self, heard_on=on)

    def gone(self) -> Resident:
        """Has blocked the bot."""
        return replace(self, reachable=False)

    def asking_for_person(self, at: datetime, resuming: int | None = None) -> Resident:
        """Asked to write the message that is to become a ticket, and may go on with an old one."""
        return replace(self.unprompted(), wants_person=True, prompted_at=at, resuming=resuming)

    def to_comment(self, ticket_id: int, at: datetime) -> Resident:
        """Asked to write the comment to that ticket's rating."""
        return replace(self.unprompted(), commenting=ticket_id, prompted_at=at)

    def to_answer(self, gap_id: int, at: datetime) -> Resident:
        """An editor asked to write the answer of the entry that is to settle that gap."""
        return replace(self.unprompted(), answering=gap_id, prompted_at=at)

    @property
    def appeal(self) -> Form | None:
        """The appeal that is written, or waits half written under another form."""
        form = self.form
        return form if form is None or form.purpose is Purpose.APPEAL else form.under

    def filling(self, form: Form | None) -> Resident:
        """With that form to be filled in; None: with none. A half-written appeal is not lost by it."""
        waiting = self.appeal.paused() if self.appeal is not None else None
        if form is None:
            form = waiting if self.form is not None and self.form.purpose is not Purpose.APPEAL else None
        elif form.purpose is not Purpose.APPEAL:
            form = replace(form, under=waiting)
        return replace(self.unprompted(), form=form)

    def dropping(self) -> Resident:
        """With nothing begun."""
        return replace(self.unprompted(), form=None)

    def unprompted(self) -> Resident:
        """Nothing in particular is expected of the next message. A form stays as far as it is filled in."""
        return replace(
            self,
            wants_person=False,
            commenting=None,
            answering=None,
            prompted_at=None,
            resuming=None,
            form=self.form.paused() if self.form is not None else None,
        )

    def is_prompted(self, at: datetime) -> bool:
        """Whether what the bot asked for is still expected: words of another day mean something else."""
        asked_at = self.prompted_at or (self.form.asked_at if self.form is not None else None)
        return asked_at is not None and at - asked_at < EXPECTED

    def is_filling(self, purpose: Purpose, at: datetime) -> bool:
        """Whether the next text goes into a form for that purpose."""
        form = self.form
        if form is None or form.purpose is not purpose or form.asked_at is None:
            return False
        return at - form.asked_at < EXPECTED


@dataclass(frozen=True, slots=True)
class Operator:
    """A person of the staff, in a department's chat."""

    id: int
    name: str
    role: Role = Role.OPERATOR
