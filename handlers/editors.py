"""The administrator's private chat: how the knowledge base stands, and how it is changed."""

from __future__ import annotations

from datetime import datetime

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from desk import publishing, reporting
from desk.base_errors import FileMisnamed
from desk.centre import Centre, Workshop
from desk.choices.revision import DropDraft, ExportBase, PublishDraft, ReturnTo, ReviewDraft
from desk.people import Operator, Role
from desk.records import Records
from handlers import reading
from handlers.doors import PRESSED_IN_PRIVATE, PRIVATE, HasOpenTicket, Pressed, Staff, WantsPerson
from handlers.saying import strip

router = Router(name="editors")
BASE_FILE = F.document.file_name.regexp(r"(?is).*\.(toml|xlsx|csv)$")


@router.message(PRIVATE, Staff(Role.EDITOR), Command("faq"))
async def faq(
    message: Message,
    command: CommandObject,
    operator: Operator,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """How the base stands, what was published before (`history`), how answers do (`stats`), or a table."""
    match (command.args or "").strip().lower():
        case "history":
            await publishing.tell_history(operator, records, centre)
        case "export":
            await publishing.export(operator, records, at)
        case "stats":
            await reporting.tell_usage(operator, records, centre, at)
        case _:
            await publishing.tell_state(operator, records, centre, at)


@router.message(PRIVATE, Staff(Role.EDITOR), BASE_FILE)
async def receive(
    message: Message, operator: Operator, records: Records, workshop: Workshop, at: datetime
) -> None:
    """Show what the file would change."""
    if (file := message.document) is not None:
        name, size = reading.line(file.file_name or ""), file.file_size or 0
        await publishing.receive(name, size, file.file_id, operator, records, workshop, at)


@router.message(PRIVATE, Staff(Role.EDITOR), ~HasOpenTicket(), ~WantsPerson(), F.document)
async def receive_other(message: Message) -> None:
    """A file of another kind: said which are taken."""
    raise FileMisnamed()


@router.callback_query(PRESSED_IN_PRIVATE, Staff(Role.EDITOR), Pressed(PublishDraft))
async def publish(
    press: CallbackQuery,
    choice: PublishDraft,
    operator: Operator,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """Publish what was shown."""
    await publishing.publish(choice.draft_id, choice.anyway, operator, records, centre, at)
    strip(press, records)


@router.callback_query(PRESSED_IN_PRIVATE, Staff(Role.EDITOR), Pressed(DropDraft))
async def drop(
    press: CallbackQuery, choice: DropDraft, operator: Operator, records: Records, at: datetime
) -> str:
    """Leave everything as it is."""
    await publishing.drop(choice.draft_id, operator, records, at)
    strip(press, records)
    return "notice-draft-dropped"


@router.callback_query(PRESSED_IN_PRIVATE, Staff(Role.EDITOR), Pressed(ReviewDraft))
async def review(
    press: CallbackQuery,
    choice: ReviewDraft,
    operator: Operator,
    records: Records,
    workshop: Workshop,
    at: datetime,
) -> None:
    """Show the same change against the base as it is now."""
    await publishing.review(choice.draft_id, operator, records, workshop, at)
    strip(press, records)


@router.callback_query(PRESSED_IN_PRIVATE, Staff(Role.EDITOR), Pressed(ReturnTo))
async def return_to(
    press: CallbackQuery,
    choice: ReturnTo,
    operator: Operator,
    records: Records,
    workshop: Workshop,
    at: datetime,
) -> None:
    """Show what an earlier revision would change."""
    await publishing.return_to(choice.revision_id, operator, records, workshop, at)


@router.callback_query(PRESSED_IN_PRIVATE, Staff(Role.EDITOR), Pressed(ExportBase))
async def export(press: CallbackQuery, operator: Operator, records: Records, at: datetime) -> None:
    """Send the base as a table."""
    await publishing.export(operator, records, at)
