"""Deeds: what people of the staff do that is asked for, or remembered."""

from __future__ import annotations

from enum import IntEnum, unique


@unique
class Deed(IntEnum):
    """A number keeps its meaning for ever: buttons carry it. In the register deeds stand by their names."""

    TAKE = 1
    TRANSFER = 2  # to another department
    ENTRUST = 3  # to a colleague
    GIVE_BACK = 4  # to the bot
    WAIT = 5
    CLOSE = 6
    REOPEN = 7
    MERGE = 8
    SPAM = 9
    BAN = 10
    UNBAN = 11
    APPOINT = 12
    DISMISS = 13
    PUBLISH = 14
    ROLL_BACK = 15
    EXPORT = 16
    SETTINGS = 17  # those of config.toml are other than at the last start
    RETURN = 18  # somebody's tickets go back to the queue
    AUDIT = 19  # to read the register
    TEMPLATE = 20  # to add a ready reply: published as a revision
    SPLIT = 21  # a second matter gets a ticket of its own
    BAN_FOREVER = 22
    ERASE = 23  # a message that was passed on is deleted on the other side
    PRIORITY = 24  # a ticket's is another
    SUBJECT = 25  # of a ticket: corrected
    EXPORT_ACTS = 26  # the register as a file
    HISTORY = 27  # all tickets of a resident are looked at
    KEPT = 28  # what a banned resident has written is read
    SEARCH = 29  # tickets are looked for by number, name or words
    ANNOUNCE = 30  # an incident
    AMEND = 31  # what is announced of one
    END_INCIDENT = 32
    OPEN_POLL = 40
    CLOSE_POLL = 41
    FORGET = 50  # everything that was kept of a resident is erased, as they wanted
    WITHDRAW = 51  # a resident takes their consent back
    CONSENT = 52  # a resident gives it
    DECIDE_POLL = 42
    RETENTION = 54  # what was older than the settings say was erased, in a week
    RESTORE = 55  # a copy was put in place of the database
    JUDGE_PROPOSAL = 43
    TAKE_DATA = 53  # a resident takes all that is kept of them
    BROADCAST = 60  # one is sent off
    PAUSE_BROADCAST = 61
    RESUME_BROADCAST = 62
    CANCEL_BROADCAST = 63
    DASHBOARD = 64  # somebody enters it
