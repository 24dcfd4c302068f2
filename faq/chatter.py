"""Words that tell no topic by themselves: «так и сделаю», «до свидания», «всё получилось»."""

from collections.abc import Iterable

from faq.folding import STOP_WORDS, stem

BEGINNING = 6  # letters; «безработный» may mean «безработица», «свидание» is no «свидетельство»
_TELLING_NOTHING = frozenset(
    map(
        stem,
        """
        сделаю сделать сделано делать получилось вышло понятно понял поняла ясно ладно хорошо отлично
        прекрасно замечательно супер серьезно правда большое огромное пока дела дело делами свидания встречи
        ночи удачи молодец молодцы жду ждать подожду посмотрю посмотреть попробую схожу приду позвоню напишу
        передам скажу знать знаю думаю подумаю вернусь позже потом завтра сегодня сейчас давно скоро кто какой
        погода анекдот ага угу ок окей точно конечно верно согласен согласна рад рада люблю бред шутка ерунда
        буду будет
        """.split(),  # noqa: SIM905 - as in faq/folding.py
    )
)


def topics(words: Iterable[str]) -> list[str]:
    """Those of the words that may tell a topic."""
    return [word for word in words if word not in STOP_WORDS and stem(word) not in _TELLING_NOTHING]


def are_like(words: Iterable[str], stems: Iterable[str]) -> bool:
    """Whether any of the words begins like one of these stems."""
    beginnings = {one[:BEGINNING] for one in stems}
    return any(stem(word)[:BEGINNING] in beginnings for word in words)
