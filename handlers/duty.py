"""The operators' group: who is on duty, and what waits in the queue."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message

from desk import duty, queue
from desk.addressee import ToChat
from desk.centre import Centre
from desk.choices.duty import GoOffDuty, GoOnDuty, QueueScope, ReturnTickets, ShowDepartmentQueue, ShowQueue
from desk.errors import NoSuchDepartment
from desk.letters import Letter, Say
from desk.people import Operator
from desk.records import Records
from handlers import reading
from handlers.doors import GROUP, PRESSED_IN_GROUP, Pressed, Staff
from handlers.saying import here, pressed_message

router = Router(name="duty")
ON, OFF = ("on", "вкл"), ("off", "выкл")
PARTS = {
    "mine": QueueScope.MINE,
    "my": QueueScope.MINE,
    "мои": QueueScope.MINE,
    "free": QueueScope.FREE,
    "ничьи": QueueScope.FREE,
    "waiting": QueueScope.WAITING,
    "ждут": QueueScope.WAITING,
    "late": QueueScope.LATE,
    "просроченные": QueueScope.LATE,
    "urgent": QueueScope.URGENT,
    "срочные": QueueScope.URGENT,
}


@router.message(GROUP, Staff(), Command("duty"))
async def on_or_off(
    message: Message,
    command: CommandObject,
    operator: Operator,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """Who is on duty; come on; go off, with a word for the next shift."""
    word, words = [*(command.args or "").split(maxsplit=1), "", ""][:2]
    chat_id = message.chat.id
    if word.lower() in ON:
        here(message, await duty.begin(operator, chat_id, records, centre, at), records)
    elif word.lower() in OFF:
        await duty.end(operator, reading.clean(words.strip()), chat_id, records, centre, at)
    elif word:
        here(message, Say("duty-usage"), records)
    else:
        here(message, await duty.show(chat_id, records, centre), records)


@router.callback_query(PRESSED_IN_GROUP, Staff(), Pressed(GoOnDuty))
async def on(press: CallbackQuery, operator: Operator, records: Records, centre: Centre, at: datetime) -> str:
    """Come on."""
    said = await duty.begin(operator, _chat(press), records, centre, at)
    records.outbox.add(Letter(ToChat(_chat(press)), said))
    return "notice-on-duty"


@router.callback_query(PRESSED_IN_GROUP, Staff(), Pressed(GoOffDuty))
async def off(
    press: CallbackQuery, operator: Operator, records: Records, centre: Centre, at: datetime
) -> str:
    """Go off."""
    await duty.end(operator, "", _chat(press), records, centre, at)
    return "notice-off-duty"


@router.callback_query(PRESSED_IN_GROUP, Staff(), Pressed(ReturnTickets))
async def return_tickets(
    press: CallbackQuery,
    choice: ReturnTickets,
    operator: Operator,
    records: Records,
    centre: Centre,
    at: datetime,
) -> str:
    """What somebody leaves goes back to the queue."""
    count = await duty.return_tickets(choice.operator_id, operator, _chat(press), records, centre, at)
    return "notice-returned" if count else "notice-nothing-to-return"


@router.message(GROUP, Staff(), Command("queue"))
async def show_queue(
    message: Message,
    command: CommandObject,
    operator: Operator,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """The whole queue, a part of it by name, or a department's."""
    word = (command.args or "").strip().lower()
    wanted: queue.Part | None = PARTS.get(word) if word else QueueScope.ALL
    if wanted is None:
        try:
            wanted = centre.departments.named(word).id
        except NoSuchDepartment:
            here(message, Say("queue-usage"), records)
            return
    here(message, await queue.show(wanted, 0, message.chat.id, operator, records, centre, at), records)


@router.callback_query(PRESSED_IN_GROUP, Staff(), Pressed(ShowQueue, ShowDepartmentQueue))
async def turn(
    press: CallbackQuery,
    choice: ShowQueue | ShowDepartmentQueue,
    operator: Operator,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """Another page, or other tickets, in the message whose button was pressed."""
    wanted = choice.scope if isinstance(choice, ShowQueue) else choice.department
    said = await queue.show(wanted, choice.page, _chat(press), operator, records, centre, at)
    source = pressed_message(press)
    records.outbox.add(Letter(ToChat(_chat(press)), replace(said, replacing=source)))


@router.chat_member(GROUP, F.new_chat_member.status.in_({"left", "kicked"}))
async def left(change: ChatMemberUpdated, records: Records, centre: Centre, at: datetime) -> None:
    """Who has left the group works there no longer."""
    user = change.new_chat_member.user
    await duty.leave(Operator(user.id, reading.name(user)), (change.chat.id,), records, centre, at)


def _chat(press: CallbackQuery) -> int:
    return press.message.chat.id if press.message is not None else 0
