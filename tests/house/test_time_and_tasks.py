"""Time is an argument; tasks are started in one place."""

from __future__ import annotations

from tests.house.sources import PACKAGES, calls, sources

CLOCK = {
    "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "datetime.datetime.now",
    "datetime.date.today", "time.time", "time.time_ns", "time.localtime", "time.gmtime",
}  # fmt: skip
MAY_LOOK_AT_THE_CLOCK = {"faq/console.py"}  # a person at the console means today
START = {"create_task", "ensure_future", "run_coroutine_threadsafe", "TaskGroup"}
MAY_START_TASKS = {
    "bot/tasks.py",
    # The sandbox is Telegram's side of the wire, and a program of its own.
    "sandbox/__main__.py",
    "sandbox/bot_process.py",
    "sandbox/courier.py",
    "sandbox/serving.py",
}


def test_nothing_inside_asks_for_the_time() -> None:
    for source in sources("desk", "faq", "handlers"):
        for call, name in calls(source):
            asks = name in CLOCK and source.name not in MAY_LOOK_AT_THE_CLOCK
            assert not asks, f"{source.at(call)}: {name}(): take the time as an argument, `at`"


def test_tasks_are_started_in_one_place() -> None:
    for source in sources(*PACKAGES):
        for call, name in calls(source):
            starts = name.split(".")[-1] in START and source.name not in MAY_START_TASKS
            assert not starts, f"{source.at(call)}: {name}(): start it with bot.tasks.Tasks, which watches it"


def test_every_exception_to_these_rules_still_exists() -> None:
    names = {source.name for source in sources(*PACKAGES)}
    assert names >= MAY_START_TASKS | MAY_LOOK_AT_THE_CLOCK
