"""Text made comparable: one case, one alphabet, no decoration, words and their stems."""

import re
import unicodedata
from functools import lru_cache

import Stemmer  # type: ignore[import-not-found]  # a compiled module without stubs

MAX_RAW = 4000  # of a hostile message only the beginning is ever looked at
MAX_QUESTION = 300  # what a resident asks stands at the beginning; the rest only adds noise and time

_URL = re.compile(r"(?:https?://|www\.)\S+|\b[\w.+-]{1,64}@[\w.-]+", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_REPEAT = re.compile(r"([^\W\d_])\1{2,}")
_THREE = re.compile(r"(.)\1\1")  # tells six times sooner that there is nothing to shorten
_LATIN = re.compile(r"[a-z]")
_RUSSIAN = re.compile(r"[а-я]")
_ODD = re.compile(r"[^\n -~А-яЁё«»–—]")  # most texts have nothing else and need no slow look at each sign
_INVISIBLE = frozenset(("Mn", "Me", "Cf", "Cs", "Co"))
# Latin letters that look like Russian ones, for words typed half in each alphabet.
_LOOKALIKES = str.maketrans("acekmopxyt", "асекморхут")
_GREETING = re.compile(
    r"^\W*(?:здравствуйте|здраствуйте|здрасте|здравствуй|привет(?:ствую)?|добр(?:ый|ое|ого|ой)\s+"
    r"(?:день|утро|вечер|дня|утра|вечера|ночи|времени\s+суток)|подскажите|скажите|помогите|ответьте|"
    r"(?:будьте\s+)?(?:добры|любезны)|пожалуйста|пожалуста|плиз|извините|уважаем(?:ые|ая|ый)|"
    r"(?:у\s+меня\s+)?(?:такой\s+)?вопрос|хочу\s+(?:узнать|спросить)|хотел(?:а|ось)?\s+бы\s+(?:узнать|спросить)|"
    r"можно\s+(?:узнать|уточнить)|уточните)\b[\s,.!:;)—–-]*",
    re.IGNORECASE,
)
# Words that carry no topic. A short closed list: questions differ by their nouns and verbs.
STOP_WORDS = frozenset(
    """
    а без бы был была были было быть в вам вас ведь во вот все всех вы да для до его ее если есть еще ж же за
    и из или им их к как какая какие какой каких ко ли либо меня мне мной мой моя мое мои моей моего мы на над
    нам нас наш не него нее ни них но ну о об он она они оно от по под при про с со так там то тоже только тот
    ту ты у уж уже хочу чем что чтобы это этого этой этот эту эти я можно нужно надо мною себе свой свои
    здравствуйте привет пожалуйста подскажите помогите добрый день спасибо скажите тест вопрос
    """.split()  # noqa: SIM905 - a list of a hundred quoted words cannot be read
)


def plain(text: str) -> str:
    """Lower case, ё→е, one space between words; no accents, invisible signs or addresses.

    Only the first MAX_RAW characters count. Any string is accepted: with NUL, lone surrogates, piled marks.
    """
    text = text[:MAX_RAW]
    if _ODD.search(text):
        text = _usual(text)
    text = text.lower().replace("ё", "е")
    if "@" in text or "://" in text or "www." in text:
        text = _URL.sub(" ", text)
    return " ".join(text.split())


def _usual(text: str) -> str:
    # One sign may unfold into eighteen.
    text = unicodedata.normalize("NFKC", text.encode("utf-8", "replace").decode())[:MAX_RAW]
    text = "".join(char for char in text if unicodedata.category(char) not in _INVISIBLE)
    return "".join(char if char.isprintable() else " " for char in text)


def without_greeting(text: str) -> str:
    """A plain text without its polite beginning, unless that is all there is."""
    rest = text
    while (shorter := _GREETING.sub("", rest, count=1)) != rest:
        rest = shorter
    return rest if _WORD.search(rest) else text


def words(text: str) -> list[str]:
    """The words of a plain text; letters repeated for emphasis are kept twice at most."""
    if _THREE.search(text):
        text = _REPEAT.sub(r"\1\1", text)
    found: list[str] = _WORD.findall(text)
    return [_one_alphabet(word) for word in found] if _LATIN.search(text) else found


def _one_alphabet(word: str) -> str:
    return word.translate(_LOOKALIKES) if _RUSSIAN.search(word) else word


def stem(word: str) -> str:
    """The Snowball stem (Russian) of one plain word."""
    return _stem(word[:40])


@lru_cache(maxsize=65536)
def _stem(word: str) -> str:
    # A Stemmer of one's own costs a microsecond; a shared one is not safe in several threads.
    return str(Stemmer.Stemmer("russian", 0).stemWord(word))
