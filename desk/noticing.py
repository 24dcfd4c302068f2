"""A spike of alike questions proposes a notice to supervisors: perhaps something is out of order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from desk.addressee import ToChat
from desk.button import Button
from desk.centre import Centre
from desk.choices.incident import DraftIncident, DropIncident
from desk.incident import Incident, IncidentState
from desk.letters import Lane, Letter, Say
from desk.personal_data import masked
from desk.records import Records
from desk.spike import AROUND, FEWEST, WINDOW, Heard, Tally, Usual, earlier, is_spike
from faq.places import Places

AGAIN = timedelta(hours=12)  # before the same is proposed again
LOOKED_AT = 5  # what is asked most, in one look
COUNTED = 2000  # questions of one matter, the newest, whose residents are told apart
READ = 30  # questions whose words are read: for the municipalities they name, and as examples
EXAMPLES, EXAMPLE = 3, 100  # how many, and characters of each
MOSTLY = 2 / 3  # of the residents in one municipality: it is there


@dataclass(frozen=True, slots=True)
class _Asked:
    """An entry, or anything in a subject: `heard` within the hour, the tallies of it and of earlier days."""

    subject: str
    heard: Sequence[Heard]
    now: Sequence[Tally]
    before: Sequence[Sequence[Tally]]

    def usual(self, place: str | None, everything: int, everything_before: int) -> Usual:
        """How often on a day as busy as this one; of a municipality, with whoever has told none."""
        every = [one for day in self.before for one in day]
        here = sum(one.residents for one in every if place is None or one.home in (place, None))
        hours = len(self.before) * (WINDOW + 2 * AROUND) / timedelta(hours=1)
        return Usual(here, hours).on_busy_day(
            everything - _questions(self.now), everything_before - _questions(every)
        )


async def look(records: Records, centre: Centre, at: datetime) -> None:
    """Whether something is asked clearly more than usual in the hour until then. One thing is proposed."""
    now = await records.questions.tallied(at - WINDOW, at)
    wanted = _asked_most(now, centre)
    if not wanted:
        return
    days = [await records.questions.tallied(*span) for span in earlier(at)]
    before = [day for day in days if day]  # of others nothing is known: the bot was not there
    usual_all = sum(map(_questions, before))
    for key in wanted:
        here, *earlier_days = [[one for one in day if _is(one, key, centre)] for day in (now, *before)]
        entries = sorted({one.entry for one in here})
        heard = await records.questions.heard(entries, at - WINDOW, at, COUNTED)
        asked = _Asked(_subject(key, centre), heard, here, earlier_days)
        words = await _words(heard, records)
        places = _places(heard, words, centre)
        for place, count in _where(places, _residents(heard)):
            usual = asked.usual(place, _questions(now), usual_all)
            if is_spike(count, usual) and not await _is_known(asked.subject, place, records, at):
                examples = [text for text, home in zip(words, places, strict=True) if place in (None, home)]
                await _propose(asked.subject, place, count, usual, examples, records, centre, at)
                return


def _asked_most(now: Sequence[Tally], centre: Centre) -> Sequence[str]:
    """Entries that enough residents ask for, the most asked first; then subjects, where no entry is."""
    entries, subjects = Counter[str](), Counter[str]()
    for one in now:
        entry = centre.knowledge.entry(one.entry)
        if entry is not None:
            entries[entry.id] += one.residents
            subjects[entry.subject] += one.residents
    most = (one for some in (entries, subjects) for one in some.most_common(LOOKED_AT))
    return list(dict.fromkeys(key for key, residents in most if residents >= FEWEST))


def _is(asked: Tally, key: str, centre: Centre) -> bool:
    if asked.entry == key:
        return True
    entry = centre.knowledge.entry(asked.entry)
    return entry is not None and entry.subject == key


def _subject(key: str, centre: Centre) -> str:
    entry = centre.knowledge.entry(key)
    return entry.subject if entry is not None else key


async def _words(heard: Sequence[Heard], records: Records) -> list[str]:
    """What each has asked, "" for those that are not read."""
    texts = [""] * len(heard)
    for place, one in list(enumerate(heard))[-READ:]:
        question = await records.questions.get(one.resident_id, one.message_id)
        texts[place] = question.text if question is not None else ""
    return texts


def _places(heard: Sequence[Heard], words: Sequence[str], centre: Centre) -> list[str | None]:
    """The municipality of each: the one that the words name, else where the resident lives."""
    known = Places.of(centre.places)
    named = [known.named(text) for text in words]
    return [next(iter(some)) if len(some) == 1 else one.home for one, some in zip(heard, named, strict=True)]


def _where(places: Sequence[str | None], everybody: int) -> list[tuple[str | None, int]]:
    """Municipalities with enough questions, and everywhere; first what most of them come from."""
    counted = Counter(one for one in places if one is not None)
    here: list[tuple[str | None, int]] = [(place, n) for place, n in counted.most_common() if n >= FEWEST]
    mostly = bool(here) and here[0][1] >= MOSTLY * len(places)
    everywhere: tuple[str | None, int] = (None, everybody)
    return [*here, everywhere] if mostly else [everywhere, *here]


async def _is_known(subject: str, place: str | None, records: Records, at: datetime) -> bool:
    """Whether a notice about it goes on, or was spoken of lately."""
    lately = (*await records.incidents.running(), *await records.incidents.changed(at - AGAIN))
    return any(
        one.subject == subject and (None in (place, one.municipality) or place == one.municipality)
        for one in lately
    )


async def _propose(
    subject: str,
    place: str | None,
    count: int,
    usual: Usual,
    words: Sequence[str],
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    lines = (masked(" ".join(one.replace(",", " ").split()))[:EXAMPLE] for one in words)
    examples = tuple(dict.fromkeys(filter(None, lines)))[:EXAMPLES]
    new = Incident(
        await records.incidents.next_id(),
        at,
        IncidentState.PROPOSED,
        subject,
        place,
        placed=True,
        phrasings=examples,
    )
    records.incidents.save(new)
    args: dict[str, str | int] = {
        "number": new.id,
        "count": count,
        "usual": max(round(usual.rate), 1),
        "subject": centre.knowledge.shelf.subjects[subject].title,
        "where": place or "",
        "examples": "\n".join(f"— {one}" for one in examples),
    }
    choices = (
        (Button(DraftIncident(new.id), phrase="button-draft-incident"),),
        (Button(DropIncident(new.id), phrase="button-drop-incident"),),
    )
    chat_id = centre.departments.for_subject(subject).chat_id
    records.outbox.add(Letter(ToChat(chat_id), Say("incident-proposed", args, choices), Lane.NOTICES))


def _questions(tallies: Sequence[Tally]) -> int:
    return sum(one.questions for one in tallies)


def _residents(heard: Sequence[Heard]) -> int:
    return len({one.resident_id for one in heard})
