"""Routes: a resident chooses an event of life, says when it was, and ticks off what is done."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from desk import otherwise
from desk.addressee import ToResident
from desk.aid_errors import JourneyGone, NoRoutes, RouteGone
from desk.button import Button, Choices
from desk.centre import Centre
from desk.choices.catalogue import ShowEntry, ShowMenu
from desk.choices.route import (
    DropRoute,
    RemindSteps,
    ShowRoute,
    ShowRoutes,
    StartRoute,
    TickStep,
)
from desk.form import Form, Purpose
from desk.journey import Journey
from desk.letters import Checklist, Lane, Letter, Say
from desk.people import Resident
from desk.question import Message
from desk.records import Records, say
from desk.source import Source
from desk.ticket import Ticket
from faq.route import Route, Step
from faq.translated import lacking

FROM, UNTIL = 9, 20  # hours of the day between which residents are reminded
AT_ONCE = 500  # journeys looked at in one round


async def show(
    resident: Resident, records: Records, centre: Centre, at: datetime, replacing: Source | None = None
) -> None:
    """The events, those the resident is on first. Raises NoRoutes."""
    routes, day = centre.knowledge.shelf.routes, centre.day(at)
    if not routes:
        raise NoRoutes()
    theirs = {one.route_id: one for one in await records.journeys.of(resident.id)}
    rows: list[tuple[Button, ...]] = []
    for route in sorted(routes.values(), key=lambda one: one.id not in theirs):
        if route.id in theirs:
            done = sum(step.id in theirs[route.id].done for step in route.steps)
            text = f"{route.name(resident.language)} · {done}/{len(route.steps)}"
            rows.append((Button(ShowRoute(route.id), text=text),))
        elif route.valid_on(day) and _is_for(resident, route):
            rows.append((Button(ShowRoute(route.id), text=route.name(resident.language)),))
    foreign = lacking(resident.language, *routes.values())
    say(Say("routes", choices=tuple(rows), replacing=replacing, in_russian=foreign), resident, records)


async def open_(
    route_id: str,
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
    replacing: Source | None = None,
) -> None:
    """The checklist of who is on it already; others are asked when it was. Raises RouteGone."""
    route = _known(route_id, centre)
    if await records.journeys.get(resident.id, route.id) is not None:
        _give(route, resident, records, replacing)
    else:
        ask(route_id, resident, records, centre, at, replacing)


def ask(
    route_id: str,
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
    replacing: Source | None = None,
) -> None:
    """The next text is the day. Raises RouteGone."""
    route = _known(route_id, centre)
    form = Form(Purpose.ROUTE, {"route": route.id}).asking("day", at)
    records.residents.save(resident.filling(form))
    args = {"title": route.name(resident.language)}
    said = Say("route-which-day", args, _days(route), replacing=replacing)
    say(said, resident, records)


async def start(
    choice: StartRoute,
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
    replacing: Source | None,
) -> None:
    """From that day on, or from none. Raises RouteGone."""
    today = centre.day(at)
    event = today - timedelta(days=choice.days_ago) if choice.days_ago is not None else None
    route = _known(choice.route, centre)
    await _begin(route, event, resident, records, today)
    _give(route, resident, records, replacing)


async def take_day(
    message: Message,
    ticket: Ticket | None,
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """The resident has written the day, or something else. Raises RouteGone."""
    route = _known(resident.form.values.get("route", "") if resident.form else "", centre)
    day = await otherwise.day(message, ticket, resident, records, centre, at, _days(route))
    if day is not None:
        await _begin(route, day, resident, records, centre.day(at))
        form = Form(Purpose.ROUTE, {"route": route.id}).written_in(message.source.message_id, "day")
        records.residents.save(resident.filling(form))
        _give(route, resident, records)


async def tick(
    choice: TickStep,
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
    replacing: Source | None,
) -> None:
    """A step is done, or not after all. Raises RouteGone, JourneyGone."""
    route, journey = await _on(choice.route, resident, records, centre)
    ticked = journey.ticked(choice.step, choice.done).planned(route, centre.day(at))
    records.journeys.save(ticked)
    _give(route, resident, records, replacing)


async def remind_or_not(
    choice: RemindSteps,
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
    replacing: Source | None,
) -> None:
    """Reminders before risky dates, or none. Raises RouteGone, JourneyGone."""
    route, journey = await _on(choice.route, resident, records, centre)
    if choice.wanted and journey.event is None:
        ask(route.id, resident, records, centre, at)
        return
    records.journeys.save(journey.wanting(choice.wanted).planned(route, centre.day(at)))
    _give(route, resident, records, replacing)


async def drop(
    choice: DropRoute, resident: Resident, records: Records, centre: Centre, replacing: Source | None
) -> None:
    """It is not wanted any more. Raises RouteGone, JourneyGone."""
    route, journey = await _on(choice.route, resident, records, centre)
    records.journeys.remove(journey)
    args = {"title": route.name(resident.language)}
    choices = ((Button(ShowRoutes(), phrase="button-routes"), Button(ShowMenu(), phrase="button-subjects")),)
    say(Say("route-dropped", args, choices, replacing=replacing), resident, records)


async def remind(records: Records, centre: Centre, at: datetime) -> None:
    """Remind those who want it of risky steps whose end is near: each once, and only by day.

    Who has blocked the bot is reminded no more; a route that is gone is forgotten.
    """
    today, hour = centre.day(at), at.astimezone(centre.zone).hour
    if not FROM <= hour < UNTIL:
        return
    for journey in await records.journeys.due(today, AT_ONCE):
        route = centre.knowledge.shelf.routes.get(journey.route_id)
        resident = await records.residents.get(journey.resident_id)
        if route is None or resident is None or not resident.reachable:
            records.journeys.save(journey.stopped())
            continue
        steps = journey.to_remind(route, today)
        for step in steps:
            _tell(step, route, journey, resident, records, centre)
        told = journey.told(frozenset(one.id for one in steps))
        records.journeys.save(told.planned(route, today))


def _tell(
    step: Step, route: Route, journey: Journey, resident: Resident, records: Records, centre: Centre
) -> None:
    words = step.in_language(resident.language)
    due = step.due(journey.event) if journey.event is not None else None
    assert due is not None, "only dated steps are told of"
    args: dict[str, str | int] = {
        "title": route.name(resident.language),
        "step": words.text,
        "why": words.why,
        "due": due.isoformat(),
    }
    rows: list[tuple[Button, ...]] = [(Button(TickStep(route.id, step.id, True), phrase="button-step-done"),)]
    if step.entry is not None and centre.knowledge.entry(step.entry) is not None:
        rows.append((Button(ShowEntry(step.entry, 0), phrase="button-step-more"),))
    rows.append((Button(ShowRoute(route.id), phrase="button-open-route"),))
    rows.append((Button(RemindSteps(route.id, False), phrase="button-remind-no-more"),))
    phrase = "route-reminder" if words.why else "route-reminder-plain"
    said = Say(phrase, args, tuple(rows), in_russian=lacking(resident.language, route, step))
    records.outbox.add(Letter(ToResident(resident.id), said, Lane.BROADCAST))


async def _begin(route: Route, event: date | None, resident: Resident, records: Records, today: date) -> None:
    known = await records.journeys.get(resident.id, route.id) or Journey(resident.id, route.id)
    records.journeys.save(known.dated(event).planned(route, today))
    records.residents.save(resident.filling(None))


async def _on(route_id: str, resident: Resident, records: Records, centre: Centre) -> tuple[Route, Journey]:
    route = _known(route_id, centre)
    journey = await records.journeys.get(resident.id, route.id)
    if journey is None:
        raise JourneyGone()
    return route, journey


def _is_for(resident: Resident, route: Route) -> bool:
    """Whether it holds where they live, as far as that is known."""
    return None in (route.municipality, resident.municipality) or route.municipality == resident.municipality


def _known(route_id: str, centre: Centre) -> Route:
    route = centre.knowledge.shelf.routes.get(route_id)
    if route is None:
        raise RouteGone()
    return route


def _give(route: Route, resident: Resident, records: Records, replacing: Source | None = None) -> None:
    records.outbox.add(Letter(ToResident(resident.id), Checklist(route.id, replacing)))


def _days(route: Route) -> Choices:
    today = Button(StartRoute(route.id, 0), phrase="button-today")
    yesterday = Button(StartRoute(route.id, 1), phrase="button-yesterday")
    return ((today, yesterday), (Button(StartRoute(route.id), phrase="button-without-day"),))
