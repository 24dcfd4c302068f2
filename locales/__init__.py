"""What the bot says, language by language: gettext catalogues keyed by phrase ids."""

from pathlib import Path

FOLDER = Path(__file__).parent
UNREAD = "Needs a native's review"  # in the comment that a catalogue begins with
CATALOGUE = "LC_MESSAGES/messages.po"  # in a language's folder


def languages() -> tuple[str, ...]:
    """Languages that have a catalogue."""
    return tuple(sorted(path.parent.parent.name for path in FOLDER.glob(f"*/{CATALOGUE}")))


def needs_review(language: str) -> bool:
    """Whether nobody who speaks it from childhood has read its catalogue yet."""
    head, _, _ = (FOLDER / language / CATALOGUE).read_text("utf-8").partition("msgid")
    return UNREAD in head
