"""A resident's checklist: the steps of a route, what is done, and until when."""

from __future__ import annotations

from datetime import date

from aiogram.utils.formatting import Bold, Strikethrough, Text

from bot.phrases import Phrases
from desk.button import Button, Choices
from desk.choices.catalogue import ShowEntry
from desk.choices.route import AskRouteDay, DropRoute, RemindSteps, ShowRoutes, TickStep
from desk.journey import Journey
from faq.entry import Shelf
from faq.route import Route, Step
from faq.translated import lacking


def checklist(route: Route, journey: Journey, phrases: Phrases, language: str, today: date) -> Text:
    """The text: risky steps first, each with its last day."""
    words = route.in_language(language)
    head: list[str | Text] = ["🧭 ", Bold(route.name(language))]
    if journey.event is not None:
        event = {"since": journey.event.isoformat()}
        head += ["\n", phrases.text("route-event", language, event)]
    if words.about:
        head += ["\n", words.about]
    lines = [Text(*head)]
    risky: bool | None = None
    for number, step in enumerate(route.ordered, 1):
        if step.risky is not risky:
            risky = step.risky
            title = "route-risky" if risky else "route-other"
            lines.append(Text("\n", phrases.text(title, language, {})))
        lines.append(_line(number, step, journey, phrases, language, today))
    lines.append(
        Text("\n", phrases.text("route-reminded" if journey.reminding else "route-check", language, {}))
    )
    if lacking(language, route, *route.steps):
        lines.append(Text("\n", phrases.text("text-in-russian", language, {})))
    return Text(*(node for line in lines for node in (line, "\n")))


def choices(route: Route, journey: Journey, shelf: Shelf, phrases: Phrases, language: str) -> Choices:
    """A row for each step, and what can be done about all of them."""
    rows = []
    for number, step in enumerate(route.ordered, 1):
        done = step.id in journey.done
        sign, phrase = ("✅", "step-undo") if done else ("☐", "step-do")
        label = f"{sign} {number}. {phrases.plain(phrase, language)}"
        row = [Button(TickStep(route.id, step.id, not done), text=label)]
        if step.entry in shelf.entries:
            more = f"📄 {number}. {phrases.plain('step-more', language)}"
            row.append(Button(ShowEntry(step.entry or "", 0), text=more))
        rows.append(tuple(row))
    if any(one.risky for one in route.steps):
        reminding = "button-remind-no-more" if journey.reminding else "button-remind-me"
        rows.append((Button(RemindSteps(route.id, not journey.reminding), phrase=reminding),))
    rows.append((Button(AskRouteDay(route.id), phrase="button-other-day"),))
    rows.append(
        (
            Button(ShowRoutes(), phrase="button-routes"),
            Button(DropRoute(route.id), phrase="button-drop-route"),
        )
    )
    return tuple(rows)


def _line(number: int, step: Step, journey: Journey, phrases: Phrases, language: str, today: date) -> Text:
    words = step.in_language(language)
    if step.id in journey.done:
        return Text(f"✅ {number}. ", Strikethrough(words.text))
    line: list[str | Text] = [f"☐ {number}. {words.text}"]
    if (until := _until(step, journey, phrases, language, today)) is not None:
        line += [" — ", until]
    if step.risky and words.why:
        line.append(f" ({words.why})")
    return Text(*line)


def _until(step: Step, journey: Journey, phrases: Phrases, language: str, today: date) -> Text | None:
    due = step.due(journey.event) if journey.event is not None else None
    if due is not None:
        phrase = "step-until" if due >= today else "step-late"
        return phrases.text(phrase, language, {"due": due.isoformat()})
    if step.days is not None:
        return phrases.text("step-days", language, {"days": step.days})
    if step.months is not None:
        return phrases.text("step-months", language, {"months": step.months})
    return None
