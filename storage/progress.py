"""What has become of a campaign's letters: counted in the database, beside everything else."""

from __future__ import annotations

from sqlalchemy import bindparam, case, func, select

from desk.campaign import Progress
from storage.letters import LEFT_OUT, LetterState, letters
from storage.readers import ReadAside

SENT, SKIPPED, BLOCKED, FAILED, WAITING = range(5)
_ENDED = letters.c.state == LetterState.SENT.value
_BECAME = case(
    (_ENDED & letters.c.problem.is_(None), SENT),
    (_ENDED & (letters.c.problem == LEFT_OUT), SKIPPED),
    (_ENDED, BLOCKED),
    (letters.c.state.in_((LetterState.DEAD.value, LetterState.UNCERTAIN.value)), FAILED),
    else_=WAITING,
).label("became")
_COUNTED = (
    select(_BECAME, func.count().label("number")).where(letters.c.album == bindparam("key")).group_by(_BECAME)
)


async def progress(campaign_id: str, aside: ReadAside) -> Progress:
    """Of the committed ones. It may take long: nobody waits behind it."""
    counted = {row.became: row.number for row in await aside(_COUNTED, {"key": campaign_id})}
    return Progress(*(counted.get(one, 0) for one in (SENT, SKIPPED, BLOCKED, FAILED, WAITING)))
