"""Json: what goes over the wire."""

import json
from typing import Any

Json = dict[str, Any]


def encoded(value: Any) -> bytes:
    """JSON bytes; everything beyond ASCII is escaped, so lone surrogates survive."""
    return json.dumps(value, separators=(",", ":")).encode()
