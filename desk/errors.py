"""Refusals: what the desk will not do, each with the phrase that explains it."""

from __future__ import annotations

from collections.abc import Mapping


class DeskError(Exception):
    """The desk refuses. `phrase` is a phrase id of the catalogues, `args_` fill its places."""

    phrase = "refused"

    def __init__(self, **args_: str | int) -> None:
        super().__init__(self.phrase)
        self.args_: Mapping[str, str | int] = args_


class TicketIsClosed(DeskError):
    """Nothing can be said or done in a closed ticket until it is reopened."""

    phrase = "refused-ticket-closed"


class DraftSent(DeskError):
    """That message's words are on their way already."""

    phrase = "refused-draft-sent"


class TicketIsOpen(DeskError):
    """Only a closed ticket can be reopened or rated."""

    phrase = "refused-ticket-open"


class AnotherTicketOpen(DeskError):
    """The resident has another open ticket: their words would go there."""

    phrase = "refused-another-ticket-open"


class OnDutyAlready(DeskError):
    """They are on duty in that group."""

    phrase = "refused-on-duty-already"


class NotOnDuty(DeskError):
    """They are not on duty in that group."""

    phrase = "refused-not-on-duty"


class NotYourTickets(DeskError):
    """Only their owner or a supervisor returns somebody's tickets to the queue."""

    phrase = "refused-not-your-tickets"


class NothingToSplit(DeskError):
    """None of the resident's words in that ticket were meant, or they can no longer be told apart."""

    phrase = "refused-nothing-to-split"


class WholeTicket(DeskError):
    """The words a ticket was opened with stay in it: to go elsewhere, it goes as a whole."""

    phrase = "refused-whole-ticket"


class AlreadyTaken(DeskError):
    """Another operator holds the ticket."""

    phrase = "refused-already-taken"


class AlreadyYours(DeskError):
    """The operator holds the ticket already."""

    phrase = "refused-already-yours"


class AsideDecided(DeskError):
    """It was decided already what becomes of the held reply."""

    phrase = "refused-aside-decided"


class NotYourReply(DeskError):
    """Its author, whoever has the ticket or a supervisor decides about a held reply."""

    phrase = "refused-not-your-reply"


class NotYours(DeskError):
    """Only one's own message can be taken back."""

    phrase = "refused-not-yours"


class WordsBesideCommand(DeskError):
    """The command takes no words: nobody would read them."""

    phrase = "refused-words-beside-command"

    def __init__(self, command: str) -> None:
        super().__init__(command=command)


class NothingToErase(DeskError):
    """The command answers no message, or one that was passed on to nobody."""

    phrase = "refused-nothing-to-erase"


class AlreadyThere(DeskError):
    """The ticket is with that department already."""

    phrase = "refused-already-there"


class NoSuchDepartment(DeskError):
    """Nobody knows a department of that name."""

    phrase = "refused-no-such-department"


class NotOnDutyThere(DeskError):
    """The colleague a ticket is to go to is on duty there no longer."""

    phrase = "refused-colleague-not-on-duty"


class NoSuchTicket(DeskError):
    """There is no such ticket, or it is somebody else's."""

    phrase = "refused-no-such-ticket"


class NoSuchDuplicate(DeskError):
    """The resident has no other ticket of that number."""

    phrase = "refused-no-such-duplicate"


class QuestionForgotten(DeskError):
    """The button belongs to a question that is no longer kept."""

    phrase = "refused-question-forgotten"


class CommandForgotten(DeskError):
    """An operator's button goes on with a command that is not there any more."""

    phrase = "refused-command-forgotten"


class QuestionHandedOver(DeskError):
    """The question is with a person already."""

    phrase = "refused-question-handed-over"


class ResidentUnreachable(DeskError):
    """The resident has blocked the bot: nothing can be sent."""

    phrase = "refused-resident-unreachable"


class NotAllowed(DeskError):
    """The person may not do that."""

    phrase = "refused-not-allowed"


class NotBanned(DeskError):
    """The resident is not banned."""

    phrase = "refused-not-banned"


class AlreadyBanned(DeskError):
    """The resident has just been banned, for that time and that reason."""

    phrase = "refused-already-banned"


class StillListed(DeskError):
    """The settings name that operator: no command takes them off."""

    phrase = "refused-still-listed"


class LetterElsewhere(DeskError):
    """The letter belongs to another group's ticket."""

    phrase = "refused-letter-elsewhere"


class LetterSettled(DeskError):
    """Somebody has decided about the uncertain letter already."""

    phrase = "refused-letter-settled"


class SearchForgotten(DeskError):
    """The message that said what to search for is gone."""

    phrase = "refused-search-forgotten"


class SamePriority(DeskError):
    """The ticket has that priority."""

    phrase = "refused-same-priority"


class SameSubject(DeskError):
    """The ticket is about that already."""

    phrase = "refused-same-subject"


class TooOldToWipe(DeskError):
    """Telegram lets a bot delete a message for two days only."""

    phrase = "refused-too-old-to-wipe"


class StillOnItsWay(DeskError):
    """A medium that has not reached the operators yet is copied from where it lies."""

    phrase = "refused-still-on-its-way"


class ResidentForgotten(DeskError):
    """The ticket's resident has had everything erased: there is nobody to talk with."""

    phrase = "refused-resident-forgotten"


class PlaceGone(DeskError):
    """That municipality is not on the list any more."""

    phrase = "refused-place-gone"
