"""Who goes first in a group that gets twenty calls a minute: played on a clock that costs no time."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat_queue import ChatQueue
from bot.crowding import TELL_AGAIN, Crowding
from bot.pacing import MINUTE, Pacing
from bot.sections import Pacing as Limits
from desk.addressee import To, ToChat, ToThread
from desk.letters import Content, Lane, Letter, Relay, Say
from desk.merging import merged
from desk.source import Source
from desk.touches import Card, React, Retitle
from desk.words import Words
from storage.letters import LetterState, Posted

GROUP = -100
BEGIN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@dataclass
class Group:
    """One group's queue as the postman serves it. Times are seconds since the beginning."""

    queue: ChatQueue = field(default_factory=ChatQueue)
    pacing: Pacing = field(default_factory=lambda: Pacing(Limits()))
    now: float = 0.0
    written: int = 0
    went: list[tuple[float, Posted]] = field(default_factory=list)
    called: list[float] = field(default_factory=list)  # when each call was made
    topics: list[To] = field(default_factory=list)

    def write(self, ticket: int, content: Content, lane: Lane = Lane.WORDS) -> Posted:
        """A letter comes into the queue."""
        self.written += 1
        letter = Letter(ToThread(ticket) if ticket else ToChat(GROUP), content, lane)
        at = BEGIN + timedelta(seconds=self.now)
        posted = Posted(self.written, letter, GROUP, at, 0, LetterState.PENDING, at)
        self.queue.push(posted)
        return posted

    def say(self, ticket: int, number: int, words: str = "") -> Posted:
        """A resident's words; without any: a photo, which stays a message of its own."""
        return self.write(ticket, Relay((Source(ticket, number),), ticket, Words(words) if words else None))

    def open(self, ticket: int) -> Posted:
        """A new ticket: its card, and the question."""
        self.write(ticket, Card(), Lane.OPENING)
        return self.say(ticket, 1)

    def serve(self, until: float = float("inf")) -> None:
        """Send what may go until that moment, or until nothing waits."""
        while (posted := self.queue.first(BEGIN + timedelta(seconds=self.now))) is not None:
            due = (posted.due_at - BEGIN).total_seconds() - self.now
            pause = max(due, self.pacing.wait(GROUP, 1, self.now, posted.letter.lane))
            if self.now + min(pause, 1.0) > until:
                break
            if pause > 0:
                self.now += min(pause, 1.0)
                continue
            self.queue.take(posted)
            if isinstance(posted.letter.content, Card) and posted.letter.to not in self.topics:
                self._make_topic(posted)
                continue
            self.pacing.spend(GROUP, 1, self.now)
            self.called.append(self.now)
            if self.queue.speaking() <= self.pacing.left(GROUP, self.now):
                self.went.append((self.now, posted))
                continue
            behind = self.queue.behind(posted)
            _, told = merged([posted.letter, *(one.letter for one in behind)])
            self.queue.drop(behind[: told - 1])
            self.went += [(self.now, one) for one in (posted, *behind[: told - 1])]
        self.now = max(self.now, until) if until < float("inf") else self.now

    def _make_topic(self, card: Posted) -> None:
        wait = self.pacing.wait_for_topic(GROUP, self.now)
        if wait == 0:
            self.pacing.spend(GROUP, 1, self.now)
            self.called.append(self.now)
            self.topics.append(card.letter.to)
        self.queue.push(replace(card, due_at=BEGIN + timedelta(seconds=self.now + wait)))

    def waited(self, posted: Posted) -> float:
        """Seconds from writing to sending."""
        at = next(at for at, one in self.went if one.id == posted.id)
        return at - (posted.due_at - BEGIN).total_seconds()


def test_a_new_ticket_does_not_wait_for_a_flood_in_another() -> None:
    group = Group()
    for number in range(400):
        group.say(1, number)
    group.serve(until=65)
    asked = group.open(2)
    group.serve()
    assert group.waited(asked) <= 60
    flood = [one.id for _, one in group.went if one.letter.to == ToThread(1)]
    assert len(flood) == 400
    assert flood == sorted(flood)


def test_a_flood_of_texts_into_one_group_is_said_within_minutes(capsys: pytest.CaptureFixture[str]) -> None:
    group = Group()
    texts = [
        group.say(n % 50 + 1, n, f"Сообщение {n}: когда же наконец приедут за мусором?") for n in range(5000)
    ]
    group.serve(until=65)
    asked = group.open(1000)
    group.serve()
    with capsys.disabled():
        print(
            f"\n5000 texts of 50 tickets: {len(group.called)} calls, {group.now / 60:.1f} min, "
            f"a new ticket's question after {group.waited(asked):.0f} s"
        )
    assert sorted(one.id for _, one in group.went if one.letter.lane is Lane.WORDS) == [
        *(one.id for one in texts),
        asked.id,
    ]
    for ticket in range(1, 51):
        ids = [one.id for _, one in group.went if one.letter.to == ToThread(ticket)]
        assert ids == sorted(ids)
    assert len(group.called) < 250
    assert group.waited(asked) <= 180


def test_a_group_that_has_room_gets_each_text_by_itself() -> None:
    group = Group()
    for number in range(15):
        group.say(1, number, "Слово")
    group.serve()
    assert len(group.called) == 15


def test_tickets_that_wait_take_turns() -> None:
    group = Group()
    for ticket in (1, 2, 3):
        for number in range(4):
            group.say(ticket, number)
    group.serve()
    tickets = [one.letter.to.ticket_id for _, one in group.went if isinstance(one.letter.to, ToThread)]
    assert tickets == [1, 2, 3] * 4


def test_new_tickets_and_those_that_are_spoken_in_take_turns() -> None:
    group = Group()
    for ticket in range(10, 40):
        group.open(ticket)
    answered = group.say(1, 7)
    group.serve()
    assert group.waited(answered) == 0.0
    for ticket in range(10, 40):
        card, question = [at for at, one in group.went if one.letter.to == ToThread(ticket)]
        assert question - card <= 60
    assert group.now <= 30 * 3 / 20 * 60 + 120  # as quick as three calls for each allow


def test_cosmetics_leave_room_for_words_that_may_come() -> None:
    group = Group()
    for ticket in range(1, 41):
        group.write(ticket, Retitle(), Lane.COSMETICS)
    group.serve(until=30)
    asked = [group.say(ticket, 1) for ticket in range(1, 6)]
    group.serve()
    assert [group.waited(one) for one in asked] == [0.0] * 5
    assert len(group.went) == 45


def test_of_several_reactions_on_one_message_only_the_last_is_worth_a_call() -> None:
    group = Group()
    target = Source(GROUP, 5)
    first = group.write(0, React(target, "👍"), Lane.COSMETICS)
    other = group.write(0, React(Source(GROUP, 6), "👍"), Lane.COSMETICS)
    last = group.write(0, React(target, "🔥"), Lane.COSMETICS)
    assert group.queue.will_repaint(first)
    assert not group.queue.will_repaint(other)
    assert not group.queue.will_repaint(last)


def test_topics_are_made_a_few_a_minute() -> None:
    pacing = Pacing(Limits())
    made: list[float] = []
    now = 0.0
    while len(made) < 20:
        wait = pacing.wait_for_topic(GROUP, now)
        if wait == 0:
            made.append(now)
        now += wait
    assert [sum(start <= one < start + 60 for one in made) for start in made[:10]] == [5] * 10
    assert pacing.wait_for_topic(GROUP - 1, now) == 0


def test_a_group_is_told_of_a_rush_and_of_its_end_and_not_again_at_once() -> None:
    group, crowding = Group(), Crowding(20)
    for ticket in range(1, 61):
        group.say(ticket, 1)
    told = crowding.news(GROUP, group.queue, 0.0)
    assert told == Say("group-crowded", {"waiting": 60, "minutes": 3})
    assert crowding.news(GROUP, group.queue, 1.0) is None
    group.serve()
    assert crowding.news(GROUP, group.queue, group.now) == Say("group-caught-up")
    for ticket in range(1, 61):
        group.say(ticket, 2)
    assert crowding.news(GROUP, group.queue, TELL_AGAIN - 1) is None
    assert crowding.news(GROUP, group.queue, TELL_AGAIN) is not None


def test_texts_that_fit_into_one_message_are_no_rush() -> None:
    group = Group()
    for number in range(100):
        group.say(1, number, "Слово")
    assert Crowding(20).news(GROUP, group.queue, 0.0) is None


@given(st.lists(st.tuples(st.integers(1, 4), st.sampled_from("tttpnc"), st.floats(0, 4)), max_size=150))
def test_whatever_comes_all_is_said_in_order_and_within_the_limit(came: list[tuple[int, str, float]]) -> None:
    group = Group()
    for number, (ticket, kind, pause) in enumerate(came):
        match kind:
            case "t":
                group.say(ticket, number, "Слово " * 100)
            case "p":
                group.say(ticket, number)
            case "n":
                group.write(ticket, Say("resident-closed"), Lane.NOTICES)
            case _:
                group.write(ticket, Retitle(), Lane.COSMETICS)
        group.serve(until=group.now + pause)
    group.serve()
    assert sorted(one.id for _, one in group.went) == list(range(1, len(came) + 1))
    for ticket in range(1, 5):
        words = [one for _, one in group.went if one.letter.to == ToThread(ticket)]
        spoken = [one.id for one in words if one.letter.lane is Lane.WORDS]
        assert spoken == sorted(spoken)
    for start in group.called:
        assert sum(start <= one < start + MINUTE - 1e-6 for one in group.called) <= 20


@pytest.mark.parametrize("content", [Say("hello"), React(Source(1, 1), "👌")], ids=["words", "aside"])
def test_a_letter_that_waits_for_its_next_try_does_not_wait_for_a_clock_put_back(content: Content) -> None:
    queue = ChatQueue()
    letter = Letter(ToChat(GROUP), content, Lane.WORDS)
    soon = BEGIN + timedelta(seconds=30)
    queue.push(Posted(1, letter, GROUP, soon, 1, LetterState.PENDING, soon))
    first = queue.first(BEGIN)
    assert first is not None
    assert first.wait(BEGIN) == 30
    yesterday = BEGIN - timedelta(days=1)
    first = queue.first(yesterday)
    assert first is not None
    assert first.wait(yesterday) == 0
