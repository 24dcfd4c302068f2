"""The transcript: what a resident and the bot said to each other, told to the person who goes on."""

from __future__ import annotations

from datetime import datetime

from desk.addressee import ToThread
from desk.centre import Centre
from desk.letters import Lane, Letter, Say
from desk.question import Outcome, Question
from desk.records import Records
from desk.ticket import Ticket

MOST = 10  # questions told
QUESTION_LENGTH, ANSWER_LENGTH = 200, 100  # characters shown of each
SIGNS = {True: " 👍", False: " 👎", None: ""}


async def tell(ticket: Ticket, before: int, since: datetime, records: Records, centre: Centre) -> None:
    """The ticket's thread learns what the bot was asked since then, before that message, and what came of it.

    Nothing is told when nothing was asked. Questions that have a ticket of their own are left to it.
    """
    since = since.replace(microsecond=0)  # Bot API: a message's date is in whole seconds
    found: list[Question] = []
    question = await records.questions.before(ticket.resident_id, before)
    while question is not None and question.asked_at >= since and len(found) < MOST:
        if question.ticket_id is None and question.text.strip():
            found.append(question)
        question = await records.questions.before(ticket.resident_id, question.message_id)
    if found:
        story = "\n".join(_told(one, centre) for one in reversed(found))
        said = Say("transcript-of-bot", {"count": len(found), "story": story})
        records.outbox.add(Letter(ToThread(ticket.id), said, Lane.OPENING))


def _told(question: Question, centre: Centre) -> str:
    entries = () if question.outcome is Outcome.UNKNOWN else question.entries
    known = [centre.knowledge.entry(one) for one in entries]
    answers = [f"«{_short(one.question, ANSWER_LENGTH)}»" for one in known if one is not None]
    return (
        f"❓ {_short(question.text, QUESTION_LENGTH)}\n🤖 {', '.join(answers) or '—'}{SIGNS[question.helped]}"
    )


def _short(words: str, most: int) -> str:
    line = " ".join(words.split())
    return line if len(line) <= most else line[:most] + "…"
