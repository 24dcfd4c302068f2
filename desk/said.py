"""What a resident has said in a ticket, message by message: words that may belong into another one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from desk.letters import BETWEEN, Letter, Relay
from desk.source import Source


@dataclass(frozen=True, slots=True)
class Said:
    """A message of the resident's, or an album. Of what was said long ago only the place is known."""

    sources: tuple[Source, ...]
    text: str = ""  # without formatting: what an album or a medium says under it is not kept
    at: datetime | None = None

    @property
    def first(self) -> int:
        """The number of its (first) message in the resident's chat."""
        return self.sources[0].message_id


def said(letter: Letter, at: datetime) -> tuple[Said, ...]:
    """What a letter has passed on of a resident's words; `at`: when they came."""
    relay = letter.content
    if not isinstance(relay, Relay) or letter.acknowledge is None:
        return ()
    text = relay.words.text if relay.words is not None else ""
    if not relay.together:
        return (Said(tuple(sorted(relay.sources, key=lambda one: one.message_id)), text, at),)
    parts = text.split(BETWEEN)
    texts = parts if len(parts) == len(relay.sources) else [text] * len(relay.sources)
    return tuple(Said((source,), words, at) for source, words in zip(relay.sources, texts, strict=True))
