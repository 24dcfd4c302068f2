"""What may stand in an update in the place of anything else."""

from __future__ import annotations

from typing import Any

JUNK: tuple[Any, ...] = (
    *(None, True, 0, -1, 1, 2**31, 2**63 - 1, 2**63, -(2**63) - 1, 10**40, 0.5, 1e308, "", " ", "0", "-1"),
    *("\x00", "a\x00b", "\ud800", "\udfff\ud83d", "\u202etxet", "😀" * 50, "é́" * 200, "\r\n\t\v\x1b[31m"),
    *(
        "<b>&amp;</b>",
        "[x](javascript:1)",
        "'; DROP TABLE tickets; --",
        "{0.__class__}",
        "%s%n",
        "../../etc",
        "/" * 300,
    ),
    *(
        "я" * 4096,
        "x" * 100_000,
        "/start " + "a" * 64,
        "/start entry_",
        "/start topic_\x00",
        "/forget\x00",
        "/",
        "/ ",
    ),
    *([], {}, [[]], [None], [{}], {"": ""}, {"type": "moon"}, {"id": None}, [[[[[[[[]]]]]]]]),
)
