"""Forms: a call that carries a file, as the Bot API takes it (RFC 7578)."""

from __future__ import annotations

import json
from secrets import token_hex

from aiogram.types import BufferedInputFile
from pydantic import BaseModel


def written(call: BaseModel, carrying: str, file: BufferedInputFile) -> tuple[str, bytes]:
    """The media type, and the body: each parameter a part, JSON unless a text; the file as `carrying`."""
    values = call.model_dump(mode="json", exclude={carrying}, exclude_unset=True, exclude_none=True)
    boundary = token_hex(16)
    parts = [
        _part(boundary, f'name="{name}"', (value if isinstance(value, str) else json.dumps(value)).encode())
        for name, value in values.items()
    ]
    named = (file.filename or "file").replace("\\", "").replace('"', "'")
    parts.append(_part(boundary, f'name="{carrying}"; filename="{named}"', file.data))
    return f"multipart/form-data; boundary={boundary}", b"".join([*parts, f"--{boundary}--\r\n".encode()])


def _part(boundary: str, disposition: str, content: bytes) -> bytes:
    head = f"--{boundary}\r\nContent-Disposition: form-data; {disposition}\r\n\r\n"
    return head.encode() + content + b"\r\n"
