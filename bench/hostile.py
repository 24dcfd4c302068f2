"""Messages that are written to take long to look up."""

from __future__ import annotations

import random
from collections.abc import Mapping

LENGTH = 4096  # the longest message (Bot API, sendMessage)


def messages(words: tuple[str, ...]) -> Mapping[str, str]:
    """What kind it is → the message. `words` are the base's own; the same on every run."""
    chance = random.Random(1)  # noqa: S311  no secret
    russian, latin = "абвгдежзийклмнопрстуфхцчшщъыьэюя", "abcdefghijklmnopqrstuvwxyz"

    def drawn(signs: str) -> str:
        return "".join(chance.choices(signs, k=LENGTH))

    rare = "".join(map(chr, (*range(0x3400, 0x3C00), *range(0xAC00, 0xB400))))
    emoji = "".join(map(chr, range(0x1F300, 0x1F6FF)))
    punctuation = "".join(map(chr, (*range(0x21, 0x30), *range(0x3A, 0x41), *range(0x2010, 0x2028))))
    many = " ".join(chance.choices(words, k=LENGTH))
    return {
        "one letter 4096 times": "а" * LENGTH,
        "one word of 4096 letters": drawn(russian),
        "one Latin word of 4096 letters": drawn(latin),
        "4096 rare signs": rare,
        "emoji": drawn(emoji),
        "digits": drawn("0123456789"),
        "punctuation": drawn(punctuation),
        "three scripts in each word": drawn(russian + latin + rare[:32] + " "),
        "unknown Russian words": drawn(russian + " " * 5),
        "unknown Latin words": drawn(latin + " " * 5),
        "words in the wrong layout": drawn("qwertyuiop[]asdfghjkl;'zxcvbnm,./" + " " * 6),
        "the base's words": many[:LENGTH],
        "one of its words again and again": " ".join([max(words, key=len)] * LENGTH)[:LENGTH],
        "its words, a letter wrong in each": many.replace("о", "ъ")[:LENGTH],
        "greetings": ("здравствуйте, подскажите пожалуйста, " * LENGTH)[:LENGTH],
        "one long address": "http://" + "a" * LENGTH,
        "signs before @": "a.-+" * (LENGTH // 4) + "@",
        "piled accents": ("е" + "\u0301" * 15) * (LENGTH // 16),
        "ligatures that unfold": "\ufdfa" * LENGTH,
        "many questions": "где пенсия? " * (LENGTH // 12),
    }
