"""What is kept no longer than the settings say is erased, and administrators are told of it weekly."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from desk.act import Act
from desk.addressee import ToChat, ToTopic
from desk.centre import Centre
from desk.deed import Deed
from desk.letters import Lane, Letter, Say
from desk.records import Records
from desk.retention import Gone, Rule, before, week_of
from desk.touches import Raze

NAMES: Mapping[Rule, str] = {
    Rule.LETTERS: "письма",
    Rule.UPDATES: "необработанное",
    Rule.FORMS: "начатое",
    Rule.QUESTIONS: "вопросы",
    Rule.TICKETS: "обращения",
    Rule.MARKS: "отметки",
    Rule.PROFILES: "жители",
}


async def erase_some(rule: Rule, records: Records, centre: Centre, at: datetime) -> bool:
    """Erase one piece, also in the operators' groups. Whether there may be more."""
    week = week_of(at.astimezone(centre.zone))
    gone = await records.retention.erase(rule, before(rule, centre.privacy.keep, at), week)
    clear(gone, records)
    return not gone.is_all


def clear(gone: Gone, records: Records) -> None:
    """Topics go with the words that were said in them."""
    for topic in gone.topics:
        records.outbox.add(Letter(ToTopic(topic.chat_id, topic.message_id), Raze(), Lane.COSMETICS))


async def report(records: Records, centre: Centre, at: datetime) -> None:
    """Tell what was erased in the weeks that are over, and write it into the register; once each week."""
    this_week = week_of(at.astimezone(centre.zone))
    for week, erased in sorted((await records.retention.weeks()).items()):
        if week >= this_week:
            continue
        records.retention.drop(week)
        note = ", ".join(f"{NAMES[rule]} {erased[rule]}" for rule in Rule if erased.get(rule))
        records.acts.add(Act(at, Deed.RETENTION, note=f"{week}: {note}"))
        counts = {rule.value: erased.get(rule, 0) for rule in Rule}
        said = Say("retention-report", {"week": week, **counts})
        for chat_id in centre.caretakers:
            records.outbox.add(Letter(ToChat(chat_id), said, Lane.NOTICES))
