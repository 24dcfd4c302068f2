"""`contact-center letters`: what has not arrived and why, never the text; a decision about one of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from bot.beside import beside
from bot.exits import WELL, complain
from bot.settings import Settings
from desk.addressee import ToResident
from desk.choices.ledger import LetterFate
from desk.ledger import Kind, age, kind, ticket_number
from desk.records import Held
from storage.records import Storage, VisitRecords
from storage.writer import Conflict

AT_ONCE = 1000  # read at once
FATES = {
    LetterFate.UNCERTAIN: "неизвестно, дошло ли",
    LetterFate.DEAD: "не доставлено",
    LetterFate.UNHANDLED: "не обработано",
    LetterFate.WAITING: "ждёт",
}
USUAL = LetterFate.UNCERTAIN, LetterFate.DEAD, LetterFate.UNHANDLED
KINDS = {
    Kind.PERSON: "слова человека",
    Kind.BOT: "слова бота",
    Kind.EDIT: "правка",
    Kind.MARK: "карточка или значок",
    Kind.UNREADABLE: "не читается",
}


async def tell(settings: Settings, fates: tuple[LetterFate, ...]) -> int:
    """A line for each letter of these fates, the longest due first. Raises DatabaseUnusable."""
    async with beside(settings) as storage:
        await _tell(storage, fates)
    return WELL


async def settle(settings: Settings, letter_id: int, *, again: bool) -> int:
    """Send a letter again (a running bot does so within seconds), or count it as delivered.

    Raises DatabaseUnusable.
    """
    return await _decided(
        settings,
        lambda records: records.outbox.settle(letter_id, resend=again),
        f"Письмо № {letter_id}: {'отправим ещё раз' if again else 'считаем доставленным'}.",
        f"Письмо № {letter_id}: решать нечего. Его нет, оно дошло, ждёт отправки или его уже разобрали.",
    )


async def settle_update(settings: Settings, update_id: int, *, again: bool) -> int:
    """Try an update once more (a running bot does so within seconds), or put it away.

    Raises DatabaseUnusable.
    """
    return await _decided(
        settings,
        lambda records: records.ledger.decide(update_id, again),
        f"Пришедшее № {update_id}: {'попробуем ещё раз' if again else 'убрано из списка'}.",
        f"Пришедшее № {update_id}: решать нечего. Его нет, оно обработано или его уже разобрали.",
    )


async def _decided(
    settings: Settings, decide: Callable[[VisitRecords], Awaitable[bool]], done: str, nothing: str
) -> int:
    async with beside(settings) as storage:
        try:
            async with storage.visit(datetime.now(UTC)) as records:
                decided = await decide(records)
                await records.commit()
        except Conflict:
            decided = False
    if not decided:
        return complain(nothing)
    print(done)  # noqa: T201
    return WELL


async def _tell(storage: Storage, fates: tuple[LetterFate, ...]) -> None:
    at = datetime.now(UTC)
    async with storage.visit(at) as records:
        numbers = await records.ledger.numbers()
        print(", ".join(f"{words}: {numbers[fate]}" for fate, words in FATES.items()))  # noqa: T201
        for fate in fates:
            skip = 0
            while found := await records.ledger.held(fate, skip, AT_ONCE):
                skip += len(found)
                for one in found:
                    print(_line(one, fate, at))  # noqa: T201


def _line(held: Held, fate: LetterFate, at: datetime) -> str:
    if fate is LetterFate.UNHANDLED:
        return f"№ {held.id}\t{FATES[fate]}\t—\t—\t{age(held.since, at)} ч\t{held.problem or '—'}"
    to = "жителю" if held.letter and isinstance(held.letter.to, ToResident) else "специалистам"
    told = (
        f"№ {held.id}",
        FATES[fate],
        ticket_number(held.letter),
        f"{KINDS[kind(held.letter)]} → {to}",
        f"{age(held.since, at)} ч",
        held.problem or "—",
    )
    return "\t".join(told)
