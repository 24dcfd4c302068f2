"""What a question says by itself, and what it leaves to the one before: «а документы?», «если мне 17?»."""

import re
from functools import lru_cache

from faq.entry import Entry
from faq.folding import MAX_QUESTION, STOP_WORDS, plain, without_greeting, words

SHORT = 10  # words; who writes more has said what it is about
LONGEST = 150  # characters of them
REMEMBERED = 1000  # short questions: many people ask the same, word for word
FEW = 2  # words with a topic: «а пенсионерам?», «если муж работает?»
# Words that ask, whatever it is about.
_ASKING = frozenset(
    """
    где куда откуда когда сколько кто кому кого чей почему зачем через делать сделать быть узнать обратиться
    обращаться сообщить писать написать идти пойти помочь верить ждать вообще просто еще значит будет могу
    может должен должна законно вопросы нужны нужен нужна требуются требуется чего начать начинать
    каким какими какого какому каком какую нести отнести сдать сдавать жаловаться пожаловаться
    """.split()  # noqa: SIM905 - as in faq/folding.py
)
_POINTS_BACK = frozenset(
    """
    там туда оттуда это этого этому этим его ее их ему ей им он она оно они или тогда например так
    """.split()  # noqa: SIM905
)
_SMALL = STOP_WORDS | _ASKING
_LEANING = re.compile(r"\W*(?:а|и|ну|но|тогда|если|или|что если)\b")
_QUESTION_WORD = re.compile(
    r"\b(?:как|как(?:ой|ая|ое|ие|их|ую|ого|ому|им)|где|куда|откуда|когда|сколько|кто|кому|кого|чей|чем|"
    r"что(?! если)|почему|зачем|можно|нужно|надо|положен[аоы]?)\b"
)
# A condition with the question's remains: «а без прописки можно?», «если нет стажа положено?».
_CONDITION = re.compile(r"\W*(?:(?:а|и|ну|но)\s+)?(?:что\s+если|если|без)\b")
# Without these words a second one says what it asks of: «без прописки полис можно?».
_GOING_ON = re.compile(r"\W*(?:а|и|ну|но)\b")
_LACKING = re.compile(r"\bнет\b")
_WHETHER = re.compile(r"\b(?:можно|нужно|надо|положен[аоы]?)\b")
# Ages and money say more of a question, and are none.
_DETAIL = re.compile(r"\b(?:\d+|лет|года?|платят|платно|бесплатно|стоит|сумм\w+|размер\w*)\b")
# What of an entry is asked for; and, where the field may be empty, how the answer's own words tell of it.
_ASKED = {
    "documents": r"документ\w*|справк\w*|бумаг\w*|бумаж\w*|"
    r"что (?:\w+ ){0,2}(?:нужно|надо|взять|принести|собрать|приложить|нести)",
    "term": r"срок\w*|долго(?: рассматрива\w+)?|быстро|сколько (?:\w+ )?(?:ждать|времени|дней)|"
    r"когда (?:\w+ )?(?:ответят|решат|назначат|придет|придут|перечислят|заплатят|готово)(?: деньги| ответ)?",
    "channels": r"куда|где|адрес\w*|телефон\w*|позвонить|сайт\w*|онлайн|интернет\w*|"
    r"мфц|госуслуг\w*|подать|подавать|(?:на кого|кому) (?:по)?жаловаться",
    "authority": r"(?:кто|кем) (?:\w+ )?(?:решает|назначает|платит|выплачивает|отвечает)",
}
_FIELDS = {field: re.compile(rf"\b(?:{asked})\b") for field, asked in _ASKED.items()}
# Where to apply is no answer to where to complain, unless the entry speaks of complaints.
_COMPLAINING = re.compile(r"жал(?:ова|об)", re.IGNORECASE)
_TOLD = {
    "documents": re.compile(r"документ|паспорт|справк|свидетельств", re.IGNORECASE),
    "term": re.compile(r"\bсрок|\b(?:день|дня|дней|дни|недел|месяц)", re.IGNORECASE),
}


def topic(said: str) -> list[str]:
    """The words that tell what a sentence is about: «как убрать?» has one, «что делать?» none."""
    return _topic(plain(said[:MAX_QUESTION]))


def points_back(said: str) -> bool:
    """Whether it speaks of something named before: «там так же?», «или подождать?»."""
    return not _POINTS_BACK.isdisjoint(words(plain(said[:MAX_QUESTION])))


def own_words(said: str) -> list[str]:
    """The topic without what only says more of a question: ages, money, papers, term, where to apply."""
    return _own_words(plain(said[:MAX_QUESTION]))


def is_fragment(said: str) -> bool:
    """Whether it does not say what it asks of: «а документы?», «сколько ждать?», «а если мне 17?»."""
    return len(said) <= LONGEST and _is_fragment(plain(said))


def leans_back(said: str) -> bool:
    """Whether it may go on with what was asked before: short, and begins or speaks so."""
    return len(said) <= LONGEST and _leans_back(said)


@lru_cache(REMEMBERED)
def _leans_back(said: str) -> bool:
    text = plain(said)
    spoken = words(text)
    if len(spoken) > SHORT:
        return False
    return bool(_LEANING.match(text)) or not _POINTS_BACK.isdisjoint(spoken) or _is_fragment(text)


def tells(entry: Entry, said: str) -> bool:
    """Whether a fragment asks for what the entry's card tells: papers, term, where to apply, who decides."""
    text = plain(said)
    asked = [field for field, pattern in _FIELDS.items() if pattern.search(text)]
    if _COMPLAINING.search(text) and not _COMPLAINING.search(f"{entry.question} {entry.answer}"):
        return False
    return bool(asked) and all(
        getattr(entry, field) or (field in _TOLD and _TOLD[field].search(entry.answer)) for field in asked
    )


def joined(before: str, said: str) -> str:
    """Both as one question; of a long one before only the beginning, so that the new words are read."""
    return f"{before[: max(0, MAX_QUESTION - len(said) - 1)]} {said}"


def _topic(text: str) -> list[str]:
    return [word for word in words(without_greeting(text)) if word not in _SMALL]


def _own_words(text: str) -> list[str]:
    rest = _DETAIL.sub(" ", text)
    for asked in _FIELDS.values():
        rest = asked.sub(" ", rest)
    return _topic(rest)


def _is_fragment(text: str) -> bool:
    if _CONDITION.match(text) and _WHETHER.search(text):
        condition = _LACKING.sub(" ", _WHETHER.sub(" ", text))
        few = FEW if _GOING_ON.match(text) else 1
        if not _QUESTION_WORD.search(condition) and len(_topic(condition)) <= few:
            return True
    if _LEANING.match(text) and not _QUESTION_WORD.search(text):
        return len(_topic(text)) <= FEW
    asks = not _ASKING.isdisjoint(words(text)) or any(
        one.search(text) for one in (_DETAIL, *_FIELDS.values())
    )
    return asks and not _own_words(text)
