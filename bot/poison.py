"""Updates that cannot be handled: what is written down of them, and who is told."""

from __future__ import annotations

import re
import traceback
from pathlib import PurePath

from desk.centre import Centre
from desk.letters import Lane, Letter, Say, ToChat, ToResident
from storage.inbox import Kept

PRIVATE = re.compile(r"([1-9]\d{0,18}):0")  # the lane of a private chat: it has its resident's id


def problem(error: Exception) -> str:
    """The error's type and place. Not its text: that may quote what a resident wrote."""
    steps = traceback.extract_tb(error.__traceback__)
    place = f" at {PurePath(steps[-1].filename).name}:{steps[-1].lineno}" if steps else ""
    return type(error).__name__ + place


def letters(kept: Kept, error: Exception, centre: Centre) -> list[Letter]:
    """A word to those who look after the bot, and to the resident whose message is not answered."""
    said = Say("update-failed", {"id": kept.id, "problem": type(error).__name__})
    told = [Letter(ToChat(chat_id), said, Lane.NOTICES) for chat_id in centre.caretakers]
    private = PRIVATE.fullmatch(kept.lane)
    if private is not None:
        told.append(Letter(ToResident(int(private[1])), Say("message-failed"), Lane.NOTICES))
    return told
