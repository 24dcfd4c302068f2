"""Choices: what a button press can mean."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Literal


class LetterFate(IntEnum):
    """What has become of a letter that has not arrived."""

    WAITING = 0
    UNCERTAIN = 1  # it may have arrived
    DEAD = 2
    UNHANDLED = 3  # no letter, but an update that could not be handled: an answer is missing


class AsideFate(IntEnum):
    """What becomes of a held reply."""

    SEND = 0  # it goes to the resident, whoever has the ticket
    NOTE = 1  # it stays among operators
    TAKE = 2  # its author takes the ticket over, and it goes


class QueueScope(IntEnum):
    """Which tickets of the queue."""

    ALL = 0
    MINE = 1
    FREE = 2  # nobody has them


@dataclass(frozen=True, slots=True)
class ShowMenu:
    """The subjects, from a page on."""

    page: int = 0
    choice: Literal["menu"] = "menu"


@dataclass(frozen=True, slots=True)
class ShowSubject:
    """A subject's entries, from a page on."""

    subject: str
    page: int = 0
    choice: Literal["subject"] = "subject"


@dataclass(frozen=True, slots=True)
class ShowEntry:
    """An entry's answer. `asked` is the resident's message it was suggested for."""

    entry: str
    asked: int | None = None
    choice: Literal["entry"] = "entry"


@dataclass(frozen=True, slots=True)
class Helped:
    """The answer helped, or not."""

    asked: int
    helped: bool
    choice: Literal["helped"] = "helped"


@dataclass(frozen=True, slots=True)
class AskPerson:
    """A person is to answer. `asked` is the resident's message, None when nothing was asked yet."""

    asked: int | None = None
    choice: Literal["person"] = "person"


@dataclass(frozen=True, slots=True)
class GiveConsent:
    """Consent to that version of the text.

    `asked`: the question that waits for it, 0 for one still to be written, None when nothing waits.
    """

    version: int
    asked: int | None = None
    choice: Literal["consent"] = "consent"


@dataclass(frozen=True, slots=True)
class DeclineConsent:
    """No consent: consultations only."""

    choice: Literal["no-consent"] = "no-consent"


@dataclass(frozen=True, slots=True)
class Speak:
    """Another language."""

    language: str
    choice: Literal["speak"] = "speak"


@dataclass(frozen=True, slots=True)
class ShowTickets:
    """The resident's own tickets."""

    choice: Literal["tickets"] = "tickets"


@dataclass(frozen=True, slots=True)
class ShowTicket:
    """One of the resident's own tickets."""

    ticket_id: int
    choice: Literal["ticket"] = "ticket"


@dataclass(frozen=True, slots=True)
class CloseOwn:
    """The resident closes a ticket."""

    ticket_id: int
    choice: Literal["close-own"] = "close-own"


@dataclass(frozen=True, slots=True)
class KeepOpen:
    """The resident does not want a ticket closed for their silence."""

    ticket_id: int
    choice: Literal["keep-open"] = "keep-open"


@dataclass(frozen=True, slots=True)
class ReopenOwn:
    """The resident opens a closed ticket again."""

    ticket_id: int
    choice: Literal["reopen-own"] = "reopen-own"


@dataclass(frozen=True, slots=True)
class Rate:
    """1–5 stars for a closed ticket."""

    ticket_id: int
    stars: int
    choice: Literal["rate"] = "rate"


@dataclass(frozen=True, slots=True)
class Comment:
    """The resident wants to add words to a rating."""

    ticket_id: int
    choice: Literal["comment"] = "comment"


@dataclass(frozen=True, slots=True)
class Take:
    """An operator takes a ticket."""

    ticket_id: int
    choice: Literal["take"] = "take"


@dataclass(frozen=True, slots=True)
class ChooseDepartment:
    """An operator wants to hand a ticket to another department: which?"""

    ticket_id: int
    choice: Literal["departments"] = "departments"


@dataclass(frozen=True, slots=True)
class Transfer:
    """A ticket goes to a department."""

    ticket_id: int
    department: str
    choice: Literal["transfer"] = "transfer"


@dataclass(frozen=True, slots=True)
class Entrust:
    """A ticket goes to a colleague on duty."""

    ticket_id: int
    operator_id: int
    choice: Literal["entrust"] = "entrust"


@dataclass(frozen=True, slots=True)
class GiveBack:
    """The conversation goes back to the bot."""

    ticket_id: int
    choice: Literal["give-back"] = "give-back"


@dataclass(frozen=True, slots=True)
class Wait:
    """The operator waits for the resident."""

    ticket_id: int
    choice: Literal["wait"] = "wait"


@dataclass(frozen=True, slots=True)
class Close:
    """An operator closes a ticket."""

    ticket_id: int
    choice: Literal["close"] = "close"


@dataclass(frozen=True, slots=True)
class Reopen:
    """An operator opens a closed ticket again."""

    ticket_id: int
    choice: Literal["reopen"] = "reopen"


@dataclass(frozen=True, slots=True)
class DecideAside:
    """A reply that is held, as somebody else has the ticket, goes or stays."""

    ticket_id: int
    message_id: int
    becomes: AsideFate
    choice: Literal["aside"] = "aside"


@dataclass(frozen=True, slots=True)
class ShowTemplates:
    """The ready replies for a ticket, from a page on."""

    ticket_id: int
    page: int = 0
    choice: Literal["templates"] = "templates"


@dataclass(frozen=True, slots=True)
class ShowTemplate:
    """A ready reply, filled in."""

    ticket_id: int
    template: str
    choice: Literal["template"] = "template"


@dataclass(frozen=True, slots=True)
class SendTemplate:
    """That reply goes to the resident as it is."""

    ticket_id: int
    template: str
    choice: Literal["send-template"] = "send-template"


@dataclass(frozen=True, slots=True)
class EditTemplate:
    """The operator wants to change that reply before it goes."""

    ticket_id: int
    template: str
    choice: Literal["edit-template"] = "edit-template"


@dataclass(frozen=True, slots=True)
class ShowHints:
    """The entries that may answer a ticket. `again`: in the message where they were shown before."""

    ticket_id: int
    again: bool = False
    choice: Literal["hints"] = "hints"


@dataclass(frozen=True, slots=True)
class ShowHint:
    """One of them, whole."""

    ticket_id: int
    entry: str
    choice: Literal["hint"] = "hint"


@dataclass(frozen=True, slots=True)
class SendHint:
    """Its answer goes to the resident as it is."""

    ticket_id: int
    entry: str
    choice: Literal["send-hint"] = "send-hint"


@dataclass(frozen=True, slots=True)
class EditHint:
    """The operator wants to change its answer before it goes."""

    ticket_id: int
    entry: str
    choice: Literal["edit-hint"] = "edit-hint"


@dataclass(frozen=True, slots=True)
class GoOnDuty:
    """An operator comes on duty."""

    choice: Literal["duty-on"] = "duty-on"


@dataclass(frozen=True, slots=True)
class GoOffDuty:
    """An operator goes off duty."""

    choice: Literal["duty-off"] = "duty-off"


@dataclass(frozen=True, slots=True)
class ReturnTickets:
    """The open tickets of somebody who went off duty return to the queue."""

    operator_id: int
    choice: Literal["return-tickets"] = "return-tickets"


@dataclass(frozen=True, slots=True)
class ShowQueue:
    """The queue, from a page on."""

    scope: QueueScope
    page: int = 0
    choice: Literal["queue"] = "queue"


@dataclass(frozen=True, slots=True)
class SendAgain:
    """An uncertain letter is to be sent once more."""

    letter_id: int
    choice: Literal["send-again"] = "send-again"


@dataclass(frozen=True, slots=True)
class CountAsDelivered:
    """An uncertain letter has arrived, a person has seen to it."""

    letter_id: int
    choice: Literal["count-delivered"] = "count-delivered"


@dataclass(frozen=True, slots=True)
class PublishDraft:
    """The change that was shown becomes the knowledge base; `anyway`: though it gets worse."""

    draft_id: int
    anyway: bool = False
    choice: Literal["publish-draft"] = "publish-draft"


@dataclass(frozen=True, slots=True)
class DropDraft:
    """The change that was shown is not wanted."""

    draft_id: int
    choice: Literal["drop-draft"] = "drop-draft"


@dataclass(frozen=True, slots=True)
class ReviewDraft:
    """The same change, compared with the knowledge base as it is now."""

    draft_id: int
    choice: Literal["review-draft"] = "review-draft"


@dataclass(frozen=True, slots=True)
class ReturnTo:
    """An earlier revision of the knowledge base is wanted back."""

    revision_id: int
    choice: Literal["return-to"] = "return-to"


@dataclass(frozen=True, slots=True)
class ExportBase:
    """The published knowledge base is wanted as a table."""

    choice: Literal["export-base"] = "export-base"


@dataclass(frozen=True, slots=True)
class ShowGaps:
    """What the knowledge base could not answer, from a page on."""

    page: int = 0
    choice: Literal["gaps"] = "gaps"


@dataclass(frozen=True, slots=True)
class ShowGap:
    """A gap with those that ask the same."""

    gap: int
    choice: Literal["gap"] = "gap"


@dataclass(frozen=True, slots=True)
class DraftEntry:
    """A new entry is to settle a gap and those that ask the same."""

    gap: int
    choice: Literal["draft-entry"] = "draft-entry"


@dataclass(frozen=True, slots=True)
class WriteAnswer:
    """The editor wants to write that entry's answer."""

    gap: int
    choice: Literal["write-answer"] = "write-answer"


@dataclass(frozen=True, slots=True)
class ChooseEntry:
    """An entry there is answers a gap: which?"""

    gap: int
    choice: Literal["choose-entry"] = "choose-entry"


@dataclass(frozen=True, slots=True)
class AddPhrasings:
    """That entry answers a gap: its words lead there from now on."""

    gap: int
    entry: str
    choice: Literal["add-phrasings"] = "add-phrasings"


@dataclass(frozen=True, slots=True)
class DismissGap:
    """A gap is not our matter."""

    gap: int
    choice: Literal["dismiss-gap"] = "dismiss-gap"


@dataclass(frozen=True, slots=True)
class ToBase:
    """An operator thinks that a ticket's answer belongs into the knowledge base."""

    ticket_id: int
    choice: Literal["to-base"] = "to-base"


@dataclass(frozen=True, slots=True)
class ShowLetters:
    """Letters that have not arrived, from a page on."""

    fate: LetterFate
    page: int = 0
    choice: Literal["letters"] = "letters"


@dataclass(frozen=True, slots=True)
class SettleListed:
    """A letter of that page is to be sent again, or counts as delivered."""

    letter_id: int
    again: bool
    fate: LetterFate
    page: int = 0
    choice: Literal["settle-listed"] = "settle-listed"


@dataclass(frozen=True, slots=True)
class Link:
    """An address on the web; pressing it tells the bot nothing."""

    url: str
    choice: Literal["link"] = "link"


Choice = (
    ShowMenu
    | ShowSubject
    | ShowEntry
    | Helped
    | AskPerson
    | GiveConsent
    | DeclineConsent
    | Speak
    | ShowTickets
    | ShowTicket
    | CloseOwn
    | KeepOpen
    | ReopenOwn
    | Rate
    | Comment
    | Take
    | ChooseDepartment
    | Transfer
    | Entrust
    | GiveBack
    | Wait
    | Close
    | Reopen
    | DecideAside
    | ShowTemplates
    | ShowTemplate
    | SendTemplate
    | EditTemplate
    | ShowHints
    | ShowHint
    | SendHint
    | EditHint
    | GoOnDuty
    | GoOffDuty
    | ReturnTickets
    | ShowQueue
    | SendAgain
    | CountAsDelivered
    | PublishDraft
    | DropDraft
    | ReviewDraft
    | ReturnTo
    | ExportBase
    | ShowGaps
    | ShowGap
    | DraftEntry
    | WriteAnswer
    | ChooseEntry
    | AddPhrasings
    | DismissGap
    | ToBase
    | ShowLetters
    | SettleListed
    | Link
)
