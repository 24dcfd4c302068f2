"""The ledger of letters: each under what became of it, with age and reason, also when it cannot be read."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import update

from desk.addressee import ToThread
from desk.choices.ledger import LetterFate
from desk.letters import Lane, Letter
from desk.records import Held, Thread
from desk.touches import Card
from storage.inbox import Inbox, Incoming, failed
from storage.ledger import standing
from storage.letters import LetterState, letters
from storage.marks import dead, intent, postponed, sent, uncertain
from storage.records import Storage
from storage.writer import Change
from tests.storage.samples import ANNA, AT, MINUTE, PASSED_ON, SAID

LATER = AT + 5 * MINUTE
REASONS = ["Bad Gateway", "Forbidden: bot was blocked by the user", "Too Many Requests"]


async def fill(storage: Storage) -> None:
    """Letters 1–5: arrived, uncertain, dead, tried once, not tried."""
    async with storage.visit(AT) as visit:
        for letter in (SAID, PASSED_ON, SAID, PASSED_ON, SAID):
            visit.outbox.add(letter)
        await visit.commit()
    async with storage.visit(LATER) as visit:
        await visit.commit(*(intent(one, ANNA.id) for one in (1, 2, 3, 4)))
        uncertain_, dead_, later = REASONS
        ends = (sent(1, [5], LATER), uncertain(2, uncertain_, LATER), dead(3, dead_, LATER))
        await visit.commit(*ends, postponed(4, LATER, later))


async def held(storage: Storage, fate: LetterFate, skip: int = 0, limit: int = 9) -> list[Held]:
    async with storage.visit(LATER) as visit:
        return list(await visit.ledger.held(fate, skip, limit))


async def test_each_letter_stands_under_what_became_of_it(storage: Storage) -> None:
    await fill(storage)
    assert await held(storage, LetterFate.UNCERTAIN) == [Held(2, PASSED_ON, AT, REASONS[0])]
    assert await held(storage, LetterFate.DEAD) == [Held(3, SAID, AT, REASONS[1])]
    waiting = [Held(5, SAID, AT, ""), Held(4, PASSED_ON, AT, REASONS[2])]
    assert await held(storage, LetterFate.WAITING) == waiting, "the longest due first"
    assert await held(storage, LetterFate.WAITING, 1, 1) == waiting[1:]
    async with storage.visit(LATER) as visit:
        numbers = await visit.ledger.numbers()
    assert numbers == {
        LetterFate.WAITING: 2,
        LetterFate.UNCERTAIN: 1,
        LetterFate.DEAD: 1,
        LetterFate.UNHANDLED: 0,
    }
    assert await standing(storage.database) == {
        LetterState.PENDING: (2, AT),
        LetterState.UNCERTAIN: (1, AT),
        LetterState.DEAD: (1, AT),
    }


async def test_a_letter_that_cannot_be_read_is_listed_and_put_away_but_not_sent(storage: Storage) -> None:
    await fill(storage)
    damage = update(letters).where(letters.c.id == 3).values(body=b'{"to": "nobody"}')
    async with storage.visit(LATER) as visit:
        await visit.commit(Change(damage, {}))
    assert await held(storage, LetterFate.DEAD) == [Held(3, None, AT, REASONS[1])]
    async with storage.visit(LATER) as visit:
        assert await visit.outbox.letter(3) is None
        assert not await visit.outbox.settle(3, resend=True)
        assert await visit.outbox.settle(3, resend=False)
        await visit.commit()
    assert await held(storage, LetterFate.DEAD) == []


async def test_what_waits_for_a_group_counts_what_people_say_there(storage: Storage) -> None:
    thread = ToThread(7)
    async with storage.visit(AT) as visit:
        visit.threads.save(Thread(7, -1))
        visit.outbox.add(Letter(thread, Card(), Lane.OPENING))
        visit.outbox.add(replace(PASSED_ON, to=thread))
        visit.outbox.add(Letter(thread, Card(), Lane.CARDS))
        visit.outbox.add(Letter(ToThread(8), Card(), Lane.OPENING))
        await visit.commit()
    async with storage.visit(LATER) as visit:
        visit.outbox.add(replace(PASSED_ON, to=thread))
        await visit.commit()
        assert await visit.ledger.backlog(-1) == (3, AT)
        assert await visit.ledger.backlog(-2) == (0, None)
    await storage.writer.commit([intent(1, -1)])
    async with storage.visit(LATER) as visit:
        assert await visit.ledger.backlog(-1) == (2, AT)


async def test_an_update_that_was_given_up_is_tried_again_or_put_away_once(storage: Storage) -> None:
    inbox = Inbox(storage.database, storage.writer, 1)
    kept = await inbox.keep([Incoming(str(one), f"{one}:0", b"{}") for one in range(3)], AT)
    await storage.writer.commit([failed(one.id, 5, "KeyError at a.py:1", for_good=True) for one in kept[:2]])
    first, second, third = (one.id for one in kept)
    assert await held(storage, LetterFate.UNHANDLED) == [
        Held(one, None, AT, "KeyError at a.py:1") for one in (first, second)
    ]
    async with storage.visit(LATER) as visit:
        assert (await visit.ledger.numbers())[LetterFate.UNHANDLED] == 2
        assert await visit.ledger.decide(first, again=True)
        assert await visit.ledger.decide(second, again=False)
        assert not await visit.ledger.decide(third, again=True), "it was not given up"
        assert list(visit.retried) == [(first, "0:0")]
        await visit.commit()
    assert [(one.id, one.attempts) for one in await inbox.names()] == [(first, 0), (third, 0)]
    async with storage.visit(LATER) as visit:
        assert not await visit.ledger.decide(first, again=False)
    assert await held(storage, LetterFate.UNHANDLED) == []
