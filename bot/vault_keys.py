"""The vault as the settings have it: master keys from the environment or a file."""

from __future__ import annotations

from pathlib import Path

from bot.settings import Settings
from faq.mishaps import why
from storage.database import DatabaseUnusable
from storage.vault import BadKeys, Vault, made_of, masters


def vault(settings: Settings) -> Vault:
    """The vault, switched off when there are no keys. Raises DatabaseUnusable; quotes no key.

    First what `privacy.key` gives, then the file, then the environment: the last one writes.
    """
    given = settings.vault
    try:
        kept = Path(given.keys_file).read_text("utf-8") if given.keys_file else ""
    except (OSError, UnicodeDecodeError) as error:
        reason = why(error) if isinstance(error, OSError) else "это не текст"
        raise DatabaseUnusable(f"vault.keys_file: {given.keys_file} не читается: {reason}.") from error
    try:
        return Vault(made_of(settings.privacy.key) | masters(f"{kept}\n{given.keys}"))
    except BadKeys as error:
        raise DatabaseUnusable(f"Ключи шифрования: {error}.") from error
