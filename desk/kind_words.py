"""What is said to words that ask nothing of the base; who asks for a person gets the way to one."""

from __future__ import annotations

from functools import lru_cache

from desk import calling, small_talk, understanding
from desk.button import Button
from desk.choices.catalogue import AskPerson
from desk.letters import Say
from desk.question import Question
from desk.records import Records

LONGEST = max(small_talk.LONGEST, calling.LONGEST)  # characters
REMEMBERED = 1000  # short messages: many people write the same, word for word


async def answer(question: Question, records: Records) -> Say | None:
    """The kind word; None when it may be a question."""
    text = question.text
    if len(text) > LONGEST or not _ask_nothing(text):
        return None
    if small_talk.wants_person(text):
        return _person(await understanding.recent(question, records))
    if small_talk.says_yes(text):
        last = await understanding.recent(question, records)
        is_settled = last is None or (bool(last.shown) and last.helped is not False)
        return Say("small-talk-agreed") if is_settled else _person(last)
    if (said := small_talk.reply(text)) is not None:
        return said
    last = await understanding.recent(question, records)
    return calling.reply(text, last.message_id if last is not None else None)


@lru_cache(REMEMBERED)
def _ask_nothing(text: str) -> bool:
    recognised = small_talk.wants_person(text) or small_talk.says_yes(text)
    return recognised or bool(small_talk.reply(text) or calling.reply(text, None))


def _person(last: Question | None) -> Say:
    button = Button(AskPerson(last.message_id if last else None), phrase="button-ask-person")
    return Say("person-wanted", choices=((button,),))
