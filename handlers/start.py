"""The first steps: greeting, consent, language, help."""

from __future__ import annotations

from datetime import datetime

from aiogram import F, Router
from aiogram.filters import Command, CommandObject, CommandStart
from aiogram.types import CallbackQuery, Message

from desk import browsing, opening, reception, voting
from desk.addressee import ToResident
from desk.button import Button, Choices
from desk.centre import Centre
from desk.choices.catalogue import ShowMenu, ShowSubject
from desk.choices.consent import DeclineConsent, GiveConsent, Speak
from desk.letters import Letter, Say
from desk.people import Operator, Resident, Role
from desk.records import Records
from desk.rows import laid
from desk.touches import Strip
from faq.entry import Entry, Subject
from handlers import commands, links
from handlers.commands import Audience
from handlers.doors import PRESSED_IN_PRIVATE, PRIVATE, HasOpenTicket, IsAsked, Pressed
from handlers.saying import pressed_message, to_resident

router = Router(name="start")
STOP = F.text.regexp(r"(?i)^\W*(отмена|отменить|отмени|стоп|передумала?|cancel|stop)\W*$")
LANGUAGES = {"ru": "Русский", "en": "English", "kk": "Қазақша", "tt": "Татарча"}


@router.message(PRIVATE, CommandStart())
async def start(
    message: Message,
    command: CommandObject,
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
    operator: Operator | None = None,
) -> None:
    """Greet; ask for consent once; a poster's link opens its answer at once."""
    if (poll_id := links.poll_in(command.args or "")) is not None:
        await voting.show(poll_id, resident, records)
        return
    match links.opened(command.args or "", centre.knowledge.shelf):
        case Entry(id=entry_id):
            await reception.show(entry_id, None, resident, records, centre, at)
            return
        case Subject(id=subject_id):
            page = await browsing.subject(ShowSubject(subject_id), resident, records, centre, at)
            to_resident(resident, page, records)
            return
        case None if links.is_ours(command.args or ""):
            to_resident(resident, Say("refused-entry-gone"), records)
    to_resident(resident, Say("welcome", choices=_menu()), records)
    _help_staff(resident, operator, records)
    if resident.consent_version < centre.consent_version:
        opening.ask_consent(None, resident, records, centre)


@router.callback_query(PRESSED_IN_PRIVATE, Pressed(GiveConsent))
async def give_consent(
    press: CallbackQuery,
    choice: GiveConsent,
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
) -> str | None:
    """Note the consent and go on with what waited for it. To an older text nobody consents any more."""
    if choice.version != centre.consent_version:
        _strip(press, resident, records)
        opening.ask_consent(choice.asked, resident, records, centre)
        return None
    agreed = resident.consenting(choice.version, at)
    records.residents.save(agreed)
    records.acts.add(opening.consented(agreed, at))
    _strip(press, resident, records)
    if choice.asked is not None:
        await opening.ask_person(choice.asked or None, agreed, records, centre, at)
    else:
        to_resident(resident, Say("consent-given", choices=_menu()), records)
    return "notice-thanks"


@router.callback_query(PRESSED_IN_PRIVATE, Pressed(DeclineConsent))
async def decline_consent(press: CallbackQuery, resident: Resident, records: Records) -> None:
    """Consultations work without it."""
    _strip(press, resident, records)
    to_resident(resident, Say("consent-declined", choices=_menu()), records)


@router.message(PRIVATE, Command("language"))
async def language(message: Message, resident: Resident, records: Records, centre: Centre) -> None:
    """Offer the languages."""
    every = [Button(Speak(one), text=LANGUAGES.get(one, one)) for one in centre.languages]
    to_resident(resident, Say("choose-language", choices=laid(every)), records)


@router.callback_query(PRESSED_IN_PRIVATE, Pressed(Speak))
async def speak(
    press: CallbackQuery, choice: Speak, resident: Resident, records: Records, centre: Centre
) -> None:
    """Speak the chosen language from now on."""
    if choice.language in centre.languages:
        speaking = resident.speaking(choice.language)
        records.residents.save(speaking)
        to_resident(speaking, Say("language-chosen", choices=_menu()), records)


@router.message(PRIVATE, Command("help"))
async def help_(
    message: Message, resident: Resident, records: Records, operator: Operator | None = None
) -> None:
    """List what the asker may use."""
    to_resident(resident, Say("help-resident"), records)
    _help_staff(resident, operator, records)


@router.message(PRIVATE, Command("cancel"))
@router.message(PRIVATE, STOP, IsAsked())
@router.message(PRIVATE, STOP, ~HasOpenTicket())
async def cancel(message: Message, resident: Resident, records: Records) -> None:
    """Leave whatever was begun."""
    records.residents.save(resident.dropping())
    to_resident(resident, Say("cancelled", choices=_menu()), records)


def _help_staff(resident: Resident, operator: Operator | None, records: Records) -> None:
    """An editor and an administrator have commands of their own in their private chat."""
    if operator is not None:
        theirs = (Audience.EDITOR, Audience.ADMIN) if operator.role is Role.ADMIN else (Audience.EDITOR,)
        listed = " ".join(one.phrase for one in commands.of(*theirs))
        to_resident(resident, Say("help-staff", {"commands": listed}), records)


def _menu() -> Choices:
    return ((Button(ShowMenu(), phrase="button-subjects"),),)


def _strip(press: CallbackQuery, resident: Resident, records: Records) -> None:
    target = pressed_message(press)
    if target is not None:
        records.outbox.add(Letter(ToResident(resident.id), Strip(target)))
