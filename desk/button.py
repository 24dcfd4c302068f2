"""A button: a choice with the words on it."""

from __future__ import annotations

from dataclasses import dataclass

from desk.choices import Choice


@dataclass(frozen=True, slots=True)
class Button:
    """A choice with the words on it: a phrase of the catalogue, or a text as it is."""

    choice: Choice
    phrase: str = ""
    text: str = ""


Choices = tuple[tuple[Button, ...], ...]  # rows of buttons
