"""Small talk: «спасибо», «здравствуйте», 👍. It gets a kind word, not an offer of a person."""

from __future__ import annotations

import re

from desk.button import Button
from desk.choices.catalogue import ShowMenu
from desk.letters import Say
from faq.folding import plain

LONGEST = 100  # characters; whoever writes more has something to ask

_THANKS = r"спасиб\w*|спс|благодар\w+|мерси|thanks|thank"
_FAREWELL = (
    r"до\s+(?:свидан\w+|встречи|завтра)|всего\s+(?:доброго|хорошего)|пока(?!\s+не)|прощайте|goodbye|bye"
)
_GREETING = (
    r"здравствуй(?:те)?|здрасть?те|привет\w*|хай|салам|как\s+(?:у\s+вас\s+)?(?:дела|настроение)|"
    r"добр(?:ый|ое|ого|ой)\s+(?:день|утро|вечер|дня|утра|вечера|ночи|времени\s+суток)|hello|hi"
)
_AGREED = (
    r"ок|окей|оки|ok|okay|понятно|понял[аи]?|ясно|хорошо|ладно|ага|угу|принято|договорились|отлично|"
    r"супер|класс|замечательно|прекрасно|нет|не\s+надо|не\s+нужно|уже\s+не\s+(?:надо|нужно)"
)
# What may stand beside; by itself it is no small talk.
_BESIDE = (
    r"больш\w+|огромн\w+|вам|вас|вы|мне|нам|очень|помогли|помог(?:ла)?|за|помощь|ответ|информацию|все|да|ну|вот|"
    r"дай|бог|господи|храни|здоровья|счастья|удачи|добра|тогда|и|а|бот|у|меня|от|сердечн\w+|души|поклон|низкий|храни|мил(?:ая|ый|ые|ок|енькая|енький)|дорог(?:ая|ой|ие)|родн(?:ая|ой|ые|енькая|енький)|хорош(?:ая|ий|ие)|золот(?:ая|ой|ые|ко)|"
    r"доченька|дочка|дочь|сынок|деточк[аи]|девушка|девочк[аи]|голубушка|голубчик|солнышко|ребят[аы]|умниц[аы]|молод(?:ец|цы)|"
    r"подскажите|скажите|пожалуйста|уважаем\w+|so|very|much|you|for|help|please"
)
_ALL = re.compile(rf"\W*(?:(?:{_THANKS}|{_FAREWELL}|{_GREETING}|{_AGREED}|{_BESIDE})\b\W*)+")
# 👍 👌 🙏 🤝 👏 ❤ ✅ 🌹 💐 and happy faces, of any colour; also «+».
_SIGNS = re.compile(r"[\s)!.]*(?:[👍👌🙏🤝👏❤♥💓-💟🧡🤍✅🌹💐😀-😍😘🥰🙂🤗🏻-🏿+][\s)!.]*)+")

_PERSON = re.compile(
    r"(?:\W*\b(?:да|а|мне|с|со|к|на|это|можно|нужен|нужно|надо|дайте|давайте|хочу|хотела?|бы|позовите|позови|соедините|"
    r"соедини|переведите|переключите|переключи|передайте|свяжите|связаться|поговорить|живо[йм]|живого|живым|"
    r"пожалуйста|здравствуйте|есть|кто|нибудь|тут|здесь|у|вас|ли|там|живые|люди|оператор\w*|специалист\w*|консультант\w*|сотрудник\w*|человек\w*)\b)+\W*"
)
_SOMEBODY = re.compile(r"\b(?:люди|живые|живой|живого|оператор|специалист|консультант|сотрудник|человек)")
_YES = re.compile(r"\W*да\W*(?:(?:передайте|пожалуйста)\W*)*")


def wants_person(text: str) -> bool:
    """Whether it only asks for a person: «оператора», «соедините со специалистом»."""
    said = plain(text) if len(text) <= LONGEST else ""
    return bool(_SOMEBODY.search(said) and _PERSON.fullmatch(said))


def says_yes(text: str) -> bool:
    """Whether it only says yes: to the offer of a person, when there was one."""
    return len(text) <= LONGEST and bool(_YES.fullmatch(plain(text)))


def reply(text: str) -> Say | None:
    """The kind word; None when there may be a question in it."""
    said = plain(text) if len(text) <= LONGEST else ""
    if not said:
        return None
    if _SIGNS.fullmatch(said):
        return Say("small-talk-agreed")
    if not _ALL.fullmatch(said):
        return None
    if re.search(rf"\b(?:{_THANKS})\b", said):
        return Say("small-talk-thanks")
    if re.search(rf"\b(?:{_FAREWELL})\b", said):
        return Say("small-talk-farewell")
    if re.search(rf"\b(?:{_GREETING})\b", said):
        return Say("small-talk-greeting", choices=((Button(ShowMenu(), phrase="button-subjects"),),))
    return Say("small-talk-agreed") if re.search(rf"\b(?:{_AGREED})\b", said) else None
