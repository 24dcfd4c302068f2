"""Whatever happens in whatever order: a machine that plays residents, operators, Telegram and kill -9."""

from __future__ import annotations

import asyncio
import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from desk import closing, handoff
from desk.people import Resident
from desk.records import Records
from storage.database import Database
from storage.migrating import migrate
from tests.desk.samples import AT, CHIEF, OLGA, PAVEL
from tests.faults.office import Killed, Office, operator_replies, resident_writes

RESIDENTS = (7001, 7002, 7003)
GROUP = -1001
OPERATORS = st.sampled_from((OLGA, PAVEL, CHIEF))
FATES = st.sampled_from(
    (
        "done",
        "done",
        "done",
        "wait",
        "refused",
        "topic gone",
        "unknown",
        "done, unknown",
        "killed before",
        "killed after",
        "odd answer",
    )
)
STEPS = 30  # of a sequence, at the most
SEQUENCES = [
    pytest.param(40, id="short"),
    pytest.param(
        int(os.environ.get("SEQUENCES") or 5000),
        id="whole",
        marks=[pytest.mark.faults, pytest.mark.timeout(5400)],
    ),
]
played = itertools.count()


class Machine(RuleBasedStateMachine):
    """One office; a rule is something that somebody does or that happens."""

    folder: Path
    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.office = Office(self.folder / f"{next(played)}.sqlite3", self.template)
        self.office.run(self._settle())

    async def _settle(self) -> None:
        async def step(records: Records) -> None:
            for one in RESIDENTS:
                records.residents.save(Resident(one, "Житель", consent_version=1, consent_at=AT))

        await self.office.does(step)

    @rule(resident=st.sampled_from(RESIDENTS), times=st.integers(1, 3))
    def a_resident_writes(self, resident: int, times: int) -> None:
        self.office.run(self.office.comes(resident, resident_writes(self.office, resident), times))

    @precondition(lambda self: self.office.states)
    @rule(data=st.data())
    def an_operator_replies(self, data: st.DataObject) -> None:
        ticket = data.draw(st.sampled_from(sorted(self.office.states)))
        self.office.run(self.office.comes(GROUP, operator_replies(self.office, ticket)))

    @precondition(lambda self: self.office.steps)
    @rule(data=st.data())
    def an_update_comes_again(self, data: st.DataObject) -> None:
        self.office.run(self.office.comes_again(data.draw(st.sampled_from(sorted(self.office.steps)))))

    @rule(at_once=st.booleans())
    def what_came_is_dealt_with(self, at_once: bool) -> None:
        self.office.run(self.office.visits(at_once))

    @precondition(lambda self: self.office.states)
    @rule(
        data=st.data(), who=OPERATORS, deed=st.sampled_from(("take", "wait", "close", "reopen", "transfer"))
    )
    def an_operator_presses(self, data: st.DataObject, who: object, deed: str) -> None:
        ticket = data.draw(st.sampled_from(sorted(self.office.states)))
        self.office.run(self._press(ticket, who, deed))

    @precondition(lambda self: self.office.states)
    @rule(data=st.data())
    def two_press_at_once(self, data: st.DataObject) -> None:
        ticket = data.draw(st.sampled_from(sorted(self.office.states)))
        deeds = data.draw(st.lists(st.sampled_from(("take", "close", "transfer")), min_size=2, max_size=3))

        async def all_of_them() -> None:
            ended = await asyncio.gather(*(self._press(ticket, CHIEF, deed) for deed in deeds))
            done = [deed for deed, well in zip(deeds, ended, strict=True) if well]
            assert done.count("close") <= 1, "a ticket is closed once"

        self.office.run(all_of_them())

    async def _press(self, ticket_id: int, who: object, deed: str) -> bool:
        office = self.office

        async def step(records: Records) -> None:
            ticket = await records.tickets.get(ticket_id)
            assert ticket is not None
            match deed:
                case "take":
                    handoff.take(ticket, who, records, office.centre, office.at)  # type: ignore[arg-type]
                case "wait":
                    handoff.wait(ticket, who, records, office.at)  # type: ignore[arg-type]
                case "close":
                    closing.close(ticket, who, records, office.centre, office.at)  # type: ignore[arg-type]
                case "reopen":
                    await closing.reopen(ticket, who, records, office.centre, office.at)  # type: ignore[arg-type]
                case _:
                    there = "housing" if ticket.department_id == "family" else "family"
                    await handoff.transfer(ticket, there, who, records, office.centre, office.at)  # type: ignore[arg-type]

        return await office.does(step)

    @rule(fates=st.lists(FATES, max_size=6), letters=st.integers(1, 12), looks=st.integers(1, 4))
    def the_postman_goes(self, fates: list[str], letters: int, looks: int) -> None:
        try:
            self.office.run(self.office.post(list(fates), letters, looks))
        except Killed:
            self.the_process_is_killed()

    @rule()
    def the_process_is_killed(self) -> None:
        self.office.run(self.office.close())
        self.office.run(self.office.open())

    @rule(again=st.booleans())
    def a_person_decides(self, again: bool) -> None:
        self.office.run(self.office.decided(again))

    @invariant()
    def tickets_go_legal_ways(self) -> None:
        self.office.run(self.office.check_tickets())

    @invariant()
    def no_words_are_said_twice(self) -> None:
        self.office.run(self.office.check_words())

    def teardown(self) -> None:
        """Everything is dealt with, and all of it compared."""
        office = self.office
        try:
            office.run(office.visits(at_once=False))
            office.run(office.post([]))
            office.run(office.check_tickets())
            office.run(office.check_words())
            office.run(office.check_all())
        finally:
            office.run(office.close())
            office.loop.close()
            for file in self.folder.glob("*.sqlite3*"):
                file.unlink()


@pytest.fixture
def machine() -> Iterator[type[Machine]]:
    """With a folder in memory, if there is one: commits are to be many, not slow."""
    memory = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(dir=memory if memory.is_dir() else None))
    (folder / "template").mkdir()
    template = folder / "template" / "empty.sqlite3"
    asyncio.run(_migrated(template))

    class Here(Machine):
        pass

    Here.folder, Here.template = folder, template
    yield Here
    shutil.rmtree(folder)


async def _migrated(path: Path) -> None:
    database = Database.open(f"sqlite+aiosqlite:///{path}")
    await migrate(database)
    await database.close()


@pytest.mark.parametrize("sequences", SEQUENCES)
def test_whatever_happens_every_word_is_said_once_and_every_ticket_goes_a_legal_way(
    machine: type[Machine], sequences: int
) -> None:
    before = next(played)
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=sequences,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    print(f"{next(played) - before - 1} sequences of up to {STEPS} steps, all invariants held")


def test_a_lost_topic_s_story_comes_before_what_waits_for_it_even_if_the_postman_looks_late(
    machine: type[Machine],
) -> None:
    state = machine()
    state.a_resident_writes(7001, 1)
    state.what_came_is_dealt_with(False)
    state.the_postman_goes([], 12, 1)
    state.a_resident_writes(7001, 2)
    state.what_came_is_dealt_with(False)
    state.the_postman_goes(["topic gone"], 8, 8)  # does not look again before the second word went
    state.teardown()  # compares what stands where
