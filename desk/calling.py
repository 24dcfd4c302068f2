"""Words that call for somebody, or say that they are lost: «алло», «не поняла», «вы робот?»."""

from __future__ import annotations

import re

from desk.button import Button
from desk.choices.catalogue import AskPerson, ShowMenu
from desk.letters import Say
from faq.folding import plain

LONGEST = 60  # characters; whoever writes more has something to ask

# What may stand beside; by itself it calls for nobody.
_BESIDE = (
    r"я|мне|меня|мы|вы|вас|вам|ты|это|этот|и|а|ну|вот|так|же|уже|опять|совсем|вообще|тут|здесь|с|кем|кто|что|"
    r"ничего|пожалуйста|извините|простите|здравствуйте|нет|да|ли|у|по|на|номер|телефону"
)
_KINDS = {
    "calling-heard": (
        r"алл?о|але|ау|эй|кто\W?нибудь|есть\s+кто(?:\W?то|\W?нибудь)?|(?:можно\s+)?(?:есть\s+|еще\s+|один\s+|такой\s+|другой\s+)+вопрос|можно\s+(?:еще\s+)?(?:спросить|вопрос)|"
        r"вы\s+(?:тут|здесь)|тест|проверка"
    ),
    "calling-lost": (
        r"(?:ничего\s+)?не\s?пон(?:ял|яла|имаю|ятно)|(?:ничего\s+)?не\s?ясно|повторите|объясните|не\s+умею|"
        r"не\s+получается|(?:что|куда)\s+(?:тут\s+|мне\s+)?(?:наж(?:ать|имать)|тыкать|писать)|i\s+do\s?n\W?t\s+understand"
    ),
    "calling-who": (
        r"(?:вы|ты|это|тут)\s+(?:робот|бот|программа|автоответчик|человек|живой|живая)|робот|бот|"
        r"кто\s+(?:это|вы|ты|тут|здесь|пишет|отвечает)|с\s+кем\s+(?:я\s+)?(?:говорю|разговариваю|переписываюсь)|"
        r"are\s+you\s+a\s+(?:bot|robot)"
    ),
    "calling-wrong": r"не\s+(?:то|это|об\s+этом|про\s+это|помогло|подходит|подошло)",
    "calling-back": r"(?:пере|по)?звоните|наберите|call\s+me",
    "calling-help": r"помогите|помоги|нужна\s+помощь|help",
}
_WHOLE = {
    phrase: re.compile(rf"\W*(?:(?:{kind}|{_BESIDE}|\+?\d[\d\s()-]{{9,}})\b\W*)+")
    for phrase, kind in _KINDS.items()
}
_CORE = {phrase: re.compile(rf"\b(?:{kind})\b") for phrase, kind in _KINDS.items()}


def reply(text: str, last: int | None) -> Say | None:
    """A word that goes on from there; None when there may be a question. `last`: their question before."""
    if len(text) > LONGEST:
        return None
    said = plain(text)
    phrase = next((one for one in _KINDS if _CORE[one].search(said) and _WHOLE[one].fullmatch(said)), "")
    if not phrase and text.strip() and not any(map(str.isalnum, text)):
        phrase = "calling-heard"  # «???», a sad face
    person = Button(AskPerson(last), phrase="button-ask-person")
    menu = Button(ShowMenu(), phrase="button-subjects")
    return Say(phrase, choices=((person,), (menu,))) if phrase else None
