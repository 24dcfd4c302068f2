"""Updates that cannot be handled: what is written down of them, and who is told."""

from __future__ import annotations

import re
import traceback
from pathlib import PurePath

from desk.addressee import ToChat, ToResident, ToThread
from desk.centre import Centre
from desk.letters import Lane, Letter, Say
from desk.records import Records
from storage.inbox import Kept

# What is longer is no id, and no number for a database.
PRIVATE = re.compile(r"([1-9]\d{0,17}):0")  # the lane of a private chat: it has its resident's id
TOPIC = re.compile(r"(-[1-9]\d{0,17}):([1-9]\d{0,17})")


def problem(error: Exception) -> str:
    """The error's type and place. Not its text: that may quote what a resident wrote."""
    steps = traceback.extract_tb(error.__traceback__)
    place = f" at {PurePath(steps[-1].filename).name}:{steps[-1].lineno}" if steps else ""
    return type(error).__name__ + place


async def letters(kept: Kept, error: Exception, records: Records, centre: Centre) -> list[Letter]:
    """A word to those who look after the bot, and where it was written: it is not answered, or not sent."""
    problem_, private, topic = type(error).__name__, PRIVATE.fullmatch(kept.lane), TOPIC.fullmatch(kept.lane)
    thread = await records.threads.at(int(topic[1]), int(topic[2])) if topic is not None else None
    told: list[Letter] = []
    if private is not None:
        resident_id = int(private[1])
        resident = await records.residents.get(resident_id)
        said = Say(
            "update-failed-resident",
            {"name": resident.name if resident else "?", "id": str(resident_id), "problem": problem_},
        )
        told.append(Letter(ToResident(resident_id), Say("message-failed"), Lane.NOTICES))
    elif thread is not None:
        ticket = await records.tickets.get(thread.ticket_id)
        number = ticket.number if ticket else "?"
        said = Say("update-failed-ticket", {"number": number, "problem": problem_})
        told.append(Letter(ToThread(thread.ticket_id), Say("message-failed-in-thread"), Lane.NOTICES))
    else:
        said = Say("update-failed", {"problem": problem_})
    return [Letter(ToChat(chat_id), said, Lane.NOTICES) for chat_id in centre.caretakers] + told
