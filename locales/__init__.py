"""What the bot says, language by language: gettext catalogues keyed by phrase ids."""

from pathlib import Path

FOLDER = Path(__file__).parent
CATALOGUE = "LC_MESSAGES/messages.po"  # in a language's folder


def languages() -> tuple[str, ...]:
    """Languages that have a catalogue."""
    return tuple(sorted(path.parent.parent.name for path in FOLDER.glob(f"*/{CATALOGUE}")))
