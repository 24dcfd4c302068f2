"""What the postman marks on a letter: pending → sending → sent | uncertain | dead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Integer, bindparam, func, update

from desk.letters import Letter, repeatable
from storage.database import Moment
from storage.letters import AWAITING, BODY, LetterState, Posted, in_states, letters, to_id
from storage.sealed import Secret
from storage.writer import Change

_INTENT = (
    update(letters)
    .where(letters.c.id == bindparam("key"), in_states(*AWAITING))
    .values(state=LetterState.SENDING.value, attempts=letters.c.attempts + 1, chat_id=bindparam("chat_id"))
)
_ALBUM_INTENT = _INTENT.where(letters.c.due_at == bindparam("was", type_=Moment))
_INTENT_TOGETHER = (
    update(letters)
    .where(letters.c.id == bindparam("key"), in_states(*AWAITING))
    .values(
        state=LetterState.SENDING.value,
        attempts=letters.c.attempts + 1,
        chat_id=bindparam("chat_id"),
        body=bindparam("body"),
    )
)
_SAID_TOGETHER = (
    update(letters)
    .where(letters.c.id == bindparam("key"), in_states(*AWAITING))
    .values(state=LetterState.SENT.value, settled_at=bindparam("settled_at"), problem=bindparam("problem"))
)
# What has an end, and what was begun anew since, stays as it is: a process that wakes late knows less.
# `before`: how often the letter had been tried as far as its holder knows; None: not asked.
_AS_HELD = letters.c.attempts == func.coalesce(bindparam("before", type_=Integer), letters.c.attempts)
_UNDECIDED = (*AWAITING, LetterState.SENDING)
# That it has arrived is worth knowing as long as no person has decided.
_UNKNOWN = (*_UNDECIDED, LetterState.UNCERTAIN)
_SETTLE = (
    update(letters)
    .where(
        letters.c.id == bindparam("key"),
        in_states(*_UNKNOWN),
        _AS_HELD,
    )
    .values(
        state=bindparam("state"),
        settled_at=bindparam("settled_at"),
        message_ids=bindparam("message_ids"),
        problem=bindparam("problem"),
        chat_id=func.coalesce(bindparam("went_to"), letters.c.chat_id),
        attempts=func.coalesce(bindparam("attempts", type_=Integer), letters.c.attempts),
    )
)
_END = _SETTLE.where(letters.c.state != LetterState.UNCERTAIN.value)
_QUEUE_AGAIN = (
    update(letters)
    .where(letters.c.id == bindparam("key"), in_states(*AWAITING))
    .values(state=LetterState.QUEUED.value)
)
_POSTPONE = (
    update(letters)
    .where(letters.c.id == bindparam("key"), in_states(*_UNDECIDED), _AS_HELD)
    .values(
        state=LetterState.PENDING.value,
        due_at=bindparam("due_at"),
        problem=bindparam("problem"),
        attempts=func.coalesce(bindparam("attempts", type_=Integer), letters.c.attempts),
    )
)


def intent(letter_id: int, chat_id: int) -> Change:
    """About to be sent to that chat: a Conflict if it does not wait any more, as another process has it."""
    return Change(_INTENT, {"key": letter_id, "chat_id": chat_id}, guarded=True)


def album_intent(posted: Posted, chat_id: int) -> Change:
    """The same for an album: a Conflict if it has grown since it was read."""
    values = {"key": posted.id, "chat_id": chat_id, "was": posted.due_at}
    return Change(_ALBUM_INTENT, values, guarded=True)


def together_intent(posted: Posted, others: Sequence[Posted], chat_id: int, at: datetime) -> list[Change]:
    """The letter says the words of the others as well, which are done with that.

    One transaction: whatever happens next, happens to all of them at once. A Conflict if one of them has
    been settled otherwise.
    """
    row = {"to_kind": posted.letter.to.to, "to_id": to_id(posted.letter.to), "created_at": posted.created_at}
    body = Secret(letters.c.body, BODY.dump_json(posted.letter), row)
    values = {"key": posted.id, "chat_id": chat_id, "body": body}
    said = {"settled_at": at, "problem": f"said together with {posted.id}"}
    done = [Change(_SAID_TOGETHER, {"key": one.id, **said}, guarded=True) for one in others]
    return [Change(_INTENT_TOGETHER, values, guarded=True), *done]


def sent(
    letter_id: int,
    message_ids: Sequence[int],
    at: datetime,
    chat_id: int | None = None,
    attempts: int | None = None,
) -> Change:
    """Has arrived; in that chat, after so many attempts, if calls were made without an intent."""
    ids = list(message_ids)
    return _settled(letter_id, LetterState.SENT, at, message_ids=ids, chat_id=chat_id, attempts=attempts)


def uncertain(letter_id: int, problem: str, at: datetime) -> Change:
    """May have arrived."""
    return _settled(letter_id, LetterState.UNCERTAIN, at, problem=problem)


def dead(letter_id: int, problem: str, at: datetime) -> Change:
    """Refused for good."""
    return _settled(letter_id, LetterState.DEAD, at, problem=problem)


def passed_over(letter_id: int, problem: str, at: datetime) -> Change:
    """Did not arrive, and nobody has to see to it."""
    return _settled(letter_id, LetterState.SENT, at, message_ids=[], problem=problem)


def postponed(letter_id: int, due_at: datetime, problem: str | None, attempts: int | None = None) -> Change:
    """Surely not sent; to be tried again. `attempts` so far, None: as the intents have counted them."""
    values = {"key": letter_id, "due_at": due_at, "problem": problem, "attempts": attempts, "before": None}
    return Change(_POSTPONE, values)


def queued_again(letter_id: int) -> Change:
    """One of a broadcast that has not been begun is not to go yet."""
    return Change(_QUEUE_AGAIN, {"key": letter_id})


def as_held(change: Change, attempts: int) -> Change:
    """A Conflict if the letter has an end by now, or was tried otherwise than `attempts` times."""
    return replace(change, values={**change.values, "before": attempts}, guarded=True)


def after_a_crash(letter_id: int, letter: Letter, at: datetime) -> Change:
    """The process ended between intent and receipt: repeat what may be repeated, hold the rest."""
    if repeatable(letter.content):
        return postponed(letter_id, at, None)
    return uncertain(letter_id, "процесс был остановлен во время отправки", at)


def _settled(
    letter_id: int,
    state: LetterState,
    at: datetime,
    message_ids: list[int] | None = None,
    problem: str | None = None,
    chat_id: int | None = None,
    attempts: int | None = None,
) -> Change:
    values = {
        "attempts": attempts,
        "went_to": chat_id,
        "key": letter_id,
        "state": state.value,
        "settled_at": at,
        "message_ids": message_ids,
        "problem": problem,
        "before": None,
    }
    return Change(_SETTLE if state is LetterState.SENT else _END, values)
