"""The results of a poll as a picture: a bar for each option."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from desk.poll import Poll, Tally

FONT = Path(__file__).parent / "fonts" / "contact-center-sans.ttf"
WIDTH, MARGIN, GAP = 1080, 56, 30  # pixels
TITLE, WORDS, SMALL = 42, 30, 26  # pixels of a letter
LEAD = 1.35  # of a line's height
BAR, ROUND, ABOVE = 38, 10, 6  # pixels
SHARE_ROOM = 240  # pixels kept at the right for «100 % · 12345»
ROOM = WIDTH - 2 * MARGIN
PAPER, INK, MUTED, TRACK, FULL, FIRST = "#ffffff", "#1b1f24", "#57606a", "#e7ebf0", "#8fb4e0", "#2463b4"


def chart(poll: Poll, counted: Tally, below: str) -> bytes:
    """A PNG. `below`: how many have voted, and what that means."""
    from PIL import Image, ImageDraw, ImageFont  # noqa: PLC0415  seldom needed

    fonts = {size: ImageFont.truetype(FONT, size) for size in (TITLE, WORDS, SMALL)}
    texts = [(poll.question, TITLE), *((one, WORDS) for one in poll.options), (below, SMALL)]
    wrapped = [(_wrapped(text, fonts[size]), size) for text, size in texts]
    lines = sum(len(some) * size * LEAD for some, size in wrapped)
    height = lines + len(poll.options) * (GAP + ABOVE + BAR) + GAP * 1.5 + 2 * MARGIN
    picture = Image.new("RGB", (WIDTH, round(height)), PAPER)
    paper, top = ImageDraw.Draw(picture), float(MARGIN)
    for number, (some, size) in enumerate(wrapped, -1):  # the question, the options from 0 on, what is below
        is_option, is_last = 0 <= number < len(poll.options), number == len(poll.options)
        top += GAP if is_option else GAP * 1.5 if is_last else 0
        for line in some:
            paper.text((MARGIN, top), line, fill=MUTED if is_last else INK, font=fonts[size])
            top += size * LEAD
        if is_option:
            _bar(paper, top + ABOVE, number, counted, fonts[SMALL])
            top += ABOVE + BAR
    content = io.BytesIO()
    picture.save(content, "PNG", optimize=True)
    return content.getvalue()


def _wrapped(text: str, font: Any) -> list[str]:
    """In lines that fit. What the font has no letter for is left out."""
    lines = [""]
    for word in "".join(one for one in text if one.isspace() or _has(one)).split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= ROOM:
            lines[-1] = longer
            continue
        lines += [""] if lines[-1] else []
        for letter in word:  # that may be longer than a line
            if font.getlength(lines[-1] + letter) > ROOM:
                lines.append("")
            lines[-1] += letter
    return lines


def _has(letter: str) -> bool:
    """Whether the font does: Latin, Cyrillic and the signs of a text, no emoji."""
    code = ord(letter)
    return 0x20 <= code < 0x180 or 0x400 <= code < 0x526 or letter in "–—‘’‚“”„•…₽€№−"


def _bar(paper: Any, top: float, number: int, counted: Tally, font: Any) -> None:
    room = ROOM - SHARE_ROOM
    share, votes = counted.share(number), counted.chosen[number]
    paper.rounded_rectangle((MARGIN, top, MARGIN + room, top + BAR), ROUND, fill=TRACK)
    if share:
        colour = FIRST if votes == max(counted.chosen) else FULL
        end = MARGIN + max(2 * ROUND, room * share / 100)
        paper.rounded_rectangle((MARGIN, top, end, top + BAR), ROUND, fill=colour)
    words = f"{share} % · {votes}"
    paper.text((MARGIN + room + 20, top + 3), words, fill=INK, font=font)
