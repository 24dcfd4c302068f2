"""Every command once: for whom, and the phrase that explains it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

MENU = re.compile(r"\W*(?:меню|темы|главное меню|в начало|menu)\W*$", re.IGNORECASE)  # said instead of /menu


class Audience(Enum):
    """For whom a command is."""

    RESIDENT = auto()
    OPERATOR = auto()  # in a ticket's thread
    GENERAL = auto()  # in the operators' group
    SUPERVISOR = auto()  # in the operators' group
    EDITOR = auto()  # in the private chat of an editor, or of an administrator
    ADMIN = auto()  # in the administrator's private chat


@dataclass(frozen=True, slots=True)
class Command:
    """A command and what it does."""

    name: str
    audience: Audience

    @property
    def phrase(self) -> str:
        """The phrase id of its explanation."""
        return f"command-{self.audience.name.lower()}-{self.name}"


COMMANDS = (
    Command("start", Audience.RESIDENT),
    Command("menu", Audience.RESIDENT),
    Command("ask", Audience.RESIDENT),
    Command("operator", Audience.RESIDENT),
    Command("my", Audience.RESIDENT),
    Command("appeal", Audience.RESIDENT),
    Command("deadline", Audience.RESIDENT),
    Command("route", Audience.RESIDENT),
    Command("near", Audience.RESIDENT),
    Command("polls", Audience.RESIDENT),
    Command("language", Audience.RESIDENT),
    Command("delete", Audience.RESIDENT),
    Command("municipality", Audience.RESIDENT),
    Command("subscriptions", Audience.RESIDENT),
    Command("privacy", Audience.RESIDENT),
    Command("mydata", Audience.RESIDENT),
    Command("forget", Audience.RESIDENT),
    Command("cancel", Audience.RESIDENT),
    Command("help", Audience.RESIDENT),
    Command("take", Audience.OPERATOR),
    Command("transfer", Audience.OPERATOR),
    Command("bot", Audience.OPERATOR),
    Command("merge", Audience.OPERATOR),
    Command("priority", Audience.OPERATOR),
    Command("split", Audience.OPERATOR),
    Command("subject", Audience.OPERATOR),
    Command("wait", Audience.OPERATOR),
    Command("close", Audience.OPERATOR),
    Command("reopen", Audience.OPERATOR),
    Command("note", Audience.OPERATOR),
    Command("spam", Audience.OPERATOR),
    Command("ban", Audience.OPERATOR),
    Command("unban", Audience.OPERATOR),
    Command("delete", Audience.OPERATOR),
    Command("card", Audience.OPERATOR),
    Command("history", Audience.OPERATOR),
    Command("base", Audience.OPERATOR),
    Command("t", Audience.OPERATOR),
    Command("queue", Audience.GENERAL),
    Command("find", Audience.GENERAL),
    Command("duty", Audience.GENERAL),
    Command("stats", Audience.GENERAL),
    Command("help", Audience.GENERAL),
    Command("appoint", Audience.SUPERVISOR),
    Command("dismiss", Audience.SUPERVISOR),
    Command("gaps", Audience.SUPERVISOR),
    Command("report", Audience.SUPERVISOR),
    Command("audit", Audience.SUPERVISOR),
    Command("dashboard", Audience.SUPERVISOR),
    Command("incident", Audience.SUPERVISOR),
    Command("faq", Audience.EDITOR),
    Command("gaps", Audience.EDITOR),
    Command("letters", Audience.ADMIN),
    Command("link", Audience.EDITOR),
    Command("stats", Audience.EDITOR),
    Command("report", Audience.EDITOR),
    Command("dashboard", Audience.EDITOR),
    Command("poll", Audience.ADMIN),
    Command("broadcast", Audience.ADMIN),
    Command("audit", Audience.ADMIN),
)


def of(*audiences: Audience) -> tuple[Command, ...]:
    """The commands for those, in the order of the list."""
    return tuple(one for one in COMMANDS if one.audience in audiences)
