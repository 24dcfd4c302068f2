"""How calls have ended so far: for the figures, and for the log."""

from __future__ import annotations

import logging

from bot.delivery import NotAdmitted, NotSent, Outcome, Rejected, Sent, Uncertain
from bot.rendering import Call

log = logging.getLogger(__name__)


class Tally:
    """Counts, and remembers whether Telegram lets the bot in at all."""

    def __init__(self) -> None:
        self.calls = 0
        self.too_many = 0
        self.is_shut_out = False  # the Bot API does not know the token, or the address no Bot API

    def count(self, call: Call, outcome: Outcome) -> None:
        """One more call has ended."""
        self.calls += 1
        match outcome:
            case NotSent(retry_after=float()):
                self.too_many += 1
            case NotSent(reason=reason) | Uncertain(reason=reason):
                log.warning("%s: %s", type(call).__api_method__, reason)
            case NotAdmitted(reason=reason):
                if not self.is_shut_out:
                    log.error("Telegram answers %s: letters wait; mend BOT_TOKEN or telegram.api_url", reason)
                self.is_shut_out = True
            case Rejected(code=code, description=description):
                self.is_shut_out = False
                log.info("%s refused: %d %s", type(call).__api_method__, code, description)
            case Sent():
                self.is_shut_out = False
