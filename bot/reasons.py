"""Why a message did not arrive: Telegram's words → a phrase that a person understands."""

from __future__ import annotations

# In lower case; the first that fits counts. Of what is not here, Telegram's own words are shown.
SIGNS: tuple[tuple[str, str], ...] = (
    ("bot was blocked by the user", "reason-blocked"),
    ("user is deactivated", "reason-account-deleted"),
    ("bot was kicked", "reason-left-group"),
    ("bot is not a member", "reason-left-group"),
    ("group chat was de", "reason-group-deleted"),  # deleted, deactivated
    ("chat not found", "reason-chat-not-found"),
    ("not enough rights", "reason-no-rights"),
    ("have no rights", "reason-no-rights"),
    ("have no write access", "reason-no-rights"),
    ("chat_write_forbidden", "reason-no-rights"),
    ("channel_private", "reason-left-group"),
    ("chat_admin_required", "reason-no-rights"),
    ("need administrator rights", "reason-no-rights"),
    ("can't be copied", "reason-cannot-be-copied"),
    ("to copy", "reason-deleted"),  # "message to copy not found", "there are no messages to copy"
    ("message to edit not found", "reason-deleted"),
    ("message_id_invalid", "reason-deleted"),
    ("message can't be edited", "reason-cannot-be-edited"),
    ("message can't be deleted", "reason-cannot-be-deleted"),
    ("media can't be edited", "reason-cannot-be-edited"),
    ("the album", "reason-cannot-be-edited"),  # "can't change media type in the album"
    ("in an album", "reason-cannot-be-edited"),
    ("too long", "reason-too-long"),
    ("too_long", "reason-too-long"),
    ("too big", "reason-too-big"),  # a file
    ("too large", "reason-too-big"),
    ("voice_messages_forbidden", "reason-no-voice"),
    ("restricted receiving of", "reason-no-voice"),  # of voice messages, of video messages
    ("thread not found", "reason-topic-gone"),
    ("topic_closed", "reason-topic-gone"),
    ("too many requests", "reason-too-many"),
    ("timeouterror", "reason-no-answer"),
    ("cutoff", "reason-cut-off"),
    ("connection", "reason-cut-off"),
    ("brokenpipe", "reason-cut-off"),
    ("internal server error", "reason-telegram-fails"),
    ("bad gateway", "reason-telegram-fails"),
    ("без ответа bot api", "reason-telegram-fails"),
)
# A member's status, when Telegram tells that the bot's has changed.
STATUSES = {"left": "reason-left-group", "kicked": "reason-left-group", "member": "reason-no-rights"}


def phrase_of(reason: str) -> str | None:
    """The phrase for a reason; None: there is none."""
    said = reason.lower()
    return STATUSES.get(said) or next((phrase for sign, phrase in SIGNS if sign in said), None)
