"""What a refusal by Telegram means for a letter, and what heals it."""

from __future__ import annotations

from enum import Enum, auto

from bot.delivery import Rejected
from desk.addressee import To, ToResident
from desk.letters import AlbumAhead, Answer, Content, Relay, Say
from desk.touches import Card, Raze, Shut

FORBIDDEN = 403


class Mend(Enum):
    """What is to be done."""

    DONE = auto()  # it is already as it should be
    PLAIN = auto()  # say it without formatting
    NEW_TOPIC = auto()  # the topic was deleted: make another, tell the story again, then go on
    NO_TOPICS = auto()  # the group has no topics: work without
    REOPEN_TOPIC = auto()  # somebody closed the topic by hand
    MOVED = auto()  # the group has another id
    WAIT_FOR_RIGHTS = auto()  # administrators are told, letters wait
    BLOCKED = auto()  # the resident has blocked the bot
    SPELL = auto()  # it may not be copied: its words are sent
    WHOLE = auto()  # the part it quotes is not there (any more): it answers the whole message
    AS_NEW = auto()  # the message to change is gone: say it anew
    HOPELESS = auto()  # nothing helps: a person is told


NO_SUCH_ICON = "document_invalid"  # what a custom emoji is to Telegram
# Telegram's words (lower case), as its texts have been for years; the first that fits counts.
SIGNS: tuple[tuple[str, Mend], ...] = (
    ("message is not modified", Mend.DONE),
    ("topic_not_modified", Mend.DONE),
    ("quote_text_invalid", Mend.WHOLE),
    ("can't parse entities", Mend.PLAIN),
    ("can't parse messageentity", Mend.PLAIN),
    ("request: entity ", Mend.PLAIN),  # it begins or ends in a wrong place, or its address is none
    ("entity_", Mend.PLAIN),
    (NO_SUCH_ICON, Mend.PLAIN),
    ("message thread not found", Mend.NEW_TOPIC),
    ("topic_deleted", Mend.NEW_TOPIC),
    ("topic_id_invalid", Mend.NEW_TOPIC),
    ("not a forum", Mend.NO_TOPICS),
    ("topic_closed", Mend.REOPEN_TOPIC),
    ("upgraded to a supergroup", Mend.MOVED),
    ("not enough rights", Mend.WAIT_FOR_RIGHTS),
    ("have no rights", Mend.WAIT_FOR_RIGHTS),
    ("have no write access", Mend.WAIT_FOR_RIGHTS),
    ("chat_write_forbidden", Mend.WAIT_FOR_RIGHTS),
    ("channel_private", Mend.WAIT_FOR_RIGHTS),
    ("chat_admin_required", Mend.WAIT_FOR_RIGHTS),
    ("need administrator rights", Mend.WAIT_FOR_RIGHTS),
    ("group chat was deactivated", Mend.WAIT_FOR_RIGHTS),
    ("can't be copied", Mend.SPELL),
    ("protected content", Mend.SPELL),
    ("message to delete not found", Mend.DONE),
    ("message to react not found", Mend.DONE),  # its topic was deleted, say: nobody misses a reaction there
    ("message to edit not found", Mend.AS_NEW),
    ("message can't be edited", Mend.AS_NEW),
    ("message_id_invalid", Mend.AS_NEW),
)


def diagnosis(refused: Rejected, to: To, content: Content) -> Mend:
    """The mend for a refused letter."""
    if refused.migrated_to is not None:
        return Mend.MOVED
    said = refused.description.lower()
    if refused.code == FORBIDDEN or "chat not found" in said:
        return Mend.BLOCKED if isinstance(to, ToResident) else Mend.WAIT_FOR_RIGHTS
    for sign, mend in SIGNS:
        if sign in said:
            if isinstance(content, Shut | Raze) and mend in (Mend.NEW_TOPIC, Mend.NO_TOPICS):
                return Mend.DONE  # nobody can write there any more
            return mend if _is_of_use(mend, content) else Mend.HOPELESS
    return Mend.HOPELESS


def is_of_icon(refused: Rejected) -> bool:
    """Whether it was the topic's icon that Telegram would not take."""
    return NO_SUCH_ICON in refused.description.lower()


def _is_of_use(mend: Mend, content: Content) -> bool:
    match mend:
        case Mend.AS_NEW:
            return isinstance(content, Say | Answer | Card)
        case Mend.SPELL:  # once; a signed text is not copied anyway
            return isinstance(content, Relay) and content.words is not None and not content.captioned
        case Mend.WHOLE:  # once
            return isinstance(content, Say | AlbumAhead | Relay) and content.excerpt is not None
        case _:
            return True
