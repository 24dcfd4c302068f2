"""Icons of topics: for each look of a ticket the first that Telegram offers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from aiogram.types import Sticker

from desk.ticket import Look, Ticket

# Telegram offers a set of its own, and changes it; the better ones stand first.
WANTED: Mapping[Look, tuple[str, ...]] = {
    Look.NEW: ("❓", "💡", "📣"),
    Look.TAKEN: ("💬", "🗣", "🎙"),
    Look.WAITING: ("👀", "☕", "🆒"),
    Look.OVERDUE: ("❗", "‼", "🔥"),
    Look.CLOSED: ("✅", "🏁"),
}
VARIANT = "\N{VARIATION SELECTOR-16}"  # some of them are written with it, some are not


class Icons:
    """Asked for once a process. Until they are known, topics keep the icons they have."""

    def __init__(self) -> None:
        self._ids: dict[Look, str] | None = None

    def learn(self, offered: Iterable[Sticker]) -> None:
        """What Telegram offers."""
        ids = {
            (one.emoji or "").replace(VARIANT, ""): one.custom_emoji_id
            for one in offered
            if one.custom_emoji_id
        }
        self._ids = {
            look: next((ids[one] for one in wanted if one in ids), "") for look, wanted in WANTED.items()
        }

    def of(self, ticket: Ticket) -> str | None:
        """The custom emoji's id; "" takes an icon away, None leaves it as it is."""
        return None if self._ids is None else self._ids[ticket.look]

    def forget(self, icon: str | None) -> None:
        """Telegram does not take it any longer: whoever would have it goes without."""
        if icon and self._ids is not None:
            self._ids = {look: "" if id_ == icon else id_ for look, id_ in self._ids.items()}
