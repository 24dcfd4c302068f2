"""Ready replies are filled in for this ticket, sent once, and added for everybody."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from desk import drafting
from desk.addressee import ToResident, ToThread
from desk.base_errors import NothingPublished, ReadyReplyGone, TemplateTooLong, TemplateWrong
from desk.centre import Centre
from desk.choices.draft import (
    EditTemplate,
    SendHint,
    SendTemplate,
    ShowHint,
    ShowHints,
    ShowTemplate,
    ShowTemplates,
)
from desk.errors import DraftSent, TicketIsClosed
from desk.letters import Relay, Say
from desk.records import Mirror, Thread
from desk.revision import Origin, Revision
from desk.source import Source
from desk.ticket import Hint
from faq.entry import Shelf, Template, Translation
from tests.desk.fakes import FakeRecords
from tests.desk.samples import (
    ANNA,
    AT,
    CHIEF,
    CLOSED,
    ENTRIES,
    FAMILY,
    NUMBER,
    OLGA,
    TICKET,
    FakeKnowledge,
    centre,
)

SHOWN = Source(FAMILY.chat_id, 70)
TAKEN = TICKET.taken(OLGA)
BOTH = Template("both", "Срок", "{имя}, обращение {номер}: отвечу до {срок}. {оператор}")
OURS = Template("ours", "Наш", "Текст", ("family",))
THEIRS = Template("theirs", "Чужой", "Текст", ("housing",))
LONG = Template("long", "Длинный", "{имя}" * 600)


def knowing(*some: Template) -> Centre:
    shelf = Shelf({}, ENTRIES, {}, {}, {one.id: one for one in some})
    return replace(centre(), knowledge=FakeKnowledge(shelf=shelf))


CENTRE = knowing(BOTH, OURS, THEIRS, LONG)


def offered(said: Say) -> list[object]:
    return [button.choice for row in said.choices for button in row]


def test_a_department_is_offered_its_own_templates_and_those_for_all() -> None:
    shown = [
        one.template for one in offered(drafting.offer(TICKET, 0, CENTRE)) if isinstance(one, ShowTemplate)
    ]
    assert shown == ["both", "ours", "long"]
    assert drafting.offer(TICKET, 0, knowing(THEIRS)).phrase == "templates-none"


def test_many_templates_come_in_pages() -> None:
    many = knowing(*(Template(f"t{n}", f"Ответ {n}", "Текст") for n in range(20)))
    last = offered(drafting.offer(TICKET, 2, many))
    assert [one.template for one in last if isinstance(one, ShowTemplate)] == ["t16", "t17", "t18", "t19"]
    assert ShowTemplates(TICKET.id, 1) in last and ShowTemplates(TICKET.id, 3) not in last
    assert ShowTemplates(TICKET.id, 1) in offered(drafting.offer(TICKET, 0, many))


def test_a_preview_is_filled_in_with_the_running_deadline() -> None:
    said = drafting.show("both", TICKET, OLGA, ANNA, CENTRE, AT)
    assert said.args["words"] == f"Анна, обращение {NUMBER}: отвечу до 02.03.2026 16:00. Ольга"
    answered = replace(TAKEN.answered(OLGA, AT), resolve_by=AT + timedelta(days=2))
    later = drafting.show("both", answered, OLGA, ANNA, CENTRE, AT)
    assert "04.03.2026 12:00" in str(later.args["words"])


def test_one_hit_is_shown_at_once_and_several_are_offered() -> None:
    assert drafting.find("срок", TICKET, OLGA, ANNA, CENTRE, AT).phrase == "template-preview"
    assert drafting.find("чужой", TICKET, OLGA, ANNA, CENTRE, AT).phrase == "templates-not-found"
    assert len(offered(drafting.find("", TICKET, OLGA, ANNA, CENTRE, AT))) == 3


def test_what_grows_too_long_is_refused() -> None:
    with pytest.raises(TemplateTooLong):
        drafting.show("long", TICKET, OLGA, replace(ANNA, name="А" * 64), CENTRE, AT)


async def test_what_an_editor_took_out_between_list_and_press_is_told_as_gone() -> None:
    with pytest.raises(ReadyReplyGone):
        drafting.show("ours", TICKET, OLGA, ANNA, knowing(BOTH), AT)
    for choice in SendTemplate(TICKET.id, "ours"), SendHint(TICKET.id, "gone"):
        with pytest.raises(ReadyReplyGone):
            await drafting.send(choice, SHOWN, TAKEN, OLGA, ANNA, FakeRecords(), knowing(BOTH), AT)


async def test_it_goes_out_once_as_the_operators_signed_words() -> None:
    records = FakeRecords()
    await drafting.send(SendTemplate(TICKET.id, "ours"), SHOWN, TAKEN, OLGA, ANNA, records, CENTRE, AT)
    (relay,) = records.outbox.to(ToResident(ANNA.id))
    assert isinstance(relay, Relay)
    assert (relay.sources, relay.signed, relay.words and relay.words.text) == ((SHOWN,), "Ольга", "Текст")
    assert Say("template-sent", {"name": "Ольга", "words": "Текст"}, replacing=SHOWN) in records.outbox.to(
        ToThread(TICKET.id)
    )
    with pytest.raises(DraftSent):
        await drafting.send(SendTemplate(TICKET.id, "ours"), SHOWN, TAKEN, OLGA, ANNA, records, CENTRE, AT)


async def test_nothing_goes_out_of_a_closed_ticket() -> None:
    with pytest.raises(TicketIsClosed):
        await drafting.send(
            SendTemplate(TICKET.id, "ours"), SHOWN, CLOSED, OLGA, ANNA, FakeRecords(), CENTRE, AT
        )


async def test_without_topics_the_draft_can_be_answered() -> None:
    records = FakeRecords()
    records.threads.save(Thread(TICKET.id, FAMILY.chat_id, topic_id=0))
    await drafting.edit(EditTemplate(TICKET.id, "ours"), SHOWN, TAKEN, OLGA, ANNA, records, CENTRE, AT)
    assert await records.threads.mirror_of(SHOWN) == Mirror(TICKET.id, SHOWN, SHOWN)


async def test_a_template_is_added_as_a_revision() -> None:
    records = FakeRecords()
    with pytest.raises(NothingPublished):
        await drafting.add("Название\nТекст", CHIEF, records, AT)
    files = {"entries/a.toml": b"x", "templates.toml": b"# ours\n"}
    records.revisions.all[4] = Revision(4, AT, Origin.FILES, "d"), files
    assert (await drafting.add("Название", CHIEF, records, AT)).phrase == "template-usage"
    with pytest.raises(TemplateWrong):
        await drafting.add("Название\n{кто}", CHIEF, records, AT)
    assert not records.revisions.added
    said = await drafting.add("Название\nТекст", CHIEF, records, AT)
    assert said == Say("template-added", {"title": "Название"})
    revision, changed = records.revisions.added[5]
    assert (revision.origin, revision.by_name) == (Origin.CHAT, "Ирина")
    assert changed["entries/a.toml"] == b"x" and changed["templates.toml"].startswith(
        b"# ours\n\n[[template]]"
    )


def test_hints_are_offered_and_a_single_one_is_shown_at_once() -> None:
    two = TICKET.hinted((Hint("fam-01", 92), Hint("gone", 50), Hint("zhku-01", 40)))
    said = drafting.offer_hints(two, ANNA, CENTRE)
    assert offered(said) == [ShowHint(TICKET.id, "fam-01"), ShowHint(TICKET.id, "zhku-01")]
    assert ShowHints(TICKET.id, again=True) in offered(drafting.show_hint("fam-01", two, ANNA, CENTRE))
    one = TICKET.hinted((Hint("fam-01", 92),))
    shown = drafting.offer_hints(one, ANNA, CENTRE)
    assert (shown.phrase, shown.args["words"]) == ("hint-preview-undated", "Подайте заявление.")
    with pytest.raises(ReadyReplyGone):
        drafting.offer_hints(TICKET.hinted((Hint("gone", 50),)), ANNA, CENTRE)


def test_of_a_hint_is_told_what_is_known_of_it() -> None:
    entry = replace(ENTRIES["fam-01"], verified=date(2026, 11, 1), documents=("паспорт", "справка"))
    known = replace(centre(), knowledge=FakeKnowledge(shelf=Shelf({}, {entry.id: entry}, {}, {})))
    shown = drafting.show_hint(entry.id, TICKET.hinted((Hint(entry.id, 92),)), ANNA, known)
    assert (shown.phrase, shown.args["verified"]) == ("hint-preview", "01.11.2026")
    assert shown.args["facts"] == " · паспорт; справка"


async def test_a_hint_goes_out_in_the_residents_language_without_markup() -> None:
    told = {"en": Translation("How?", "Apply **now**.")}
    entry = replace(ENTRIES["fam-01"], translations=told)
    english = replace(centre(), knowledge=FakeKnowledge(shelf=Shelf({}, {entry.id: entry}, {}, {})))
    records, anna = FakeRecords(), replace(ANNA, language="en")
    await drafting.send(SendHint(TICKET.id, entry.id), SHOWN, TAKEN, OLGA, anna, records, english, AT)
    (relay,) = records.outbox.to(ToResident(ANNA.id))
    assert isinstance(relay, Relay) and relay.words and relay.words.text == "Apply now."
