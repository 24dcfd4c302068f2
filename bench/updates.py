"""Updates as Telegram sends them."""

from __future__ import annotations

import itertools
import json
import time

TOKEN = "1000000001:the-bench-needs-no-real-token"  # noqa: S105  nobody's token

_update_ids = itertools.count(100_000_000)


def words(resident_id: int, message_id: int, text: str) -> bytes:
    """A resident's message in their private chat, as the body of a webhook request."""
    resident = {"id": resident_id, "is_bot": False, "first_name": "Анна", "language_code": "ru"}
    message = {
        "message_id": message_id,
        "from": resident,
        "chat": {"id": resident_id, "first_name": "Анна", "type": "private"},
        "date": int(time.time()),
        "text": text,
    }
    return json.dumps({"update_id": next(_update_ids), "message": message}, ensure_ascii=False).encode()
