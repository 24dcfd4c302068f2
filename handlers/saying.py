"""Letters that a room writes itself: menus, lists, help. Everything else is the desk's."""

from __future__ import annotations

from dataclasses import replace

from aiogram.types import CallbackQuery, InaccessibleMessage
from aiogram.types import Message as TelegramMessage

from desk.addressee import ToChat, ToResident, ToTopic
from desk.enclosure import FiguresPicture, FiguresTable
from desk.letters import Letter, Say
from desk.people import Resident
from desk.records import Records
from desk.source import Source
from desk.touches import Strip


def to_resident(resident: Resident, content: Say, records: Records) -> None:
    """Say it in the resident's private chat."""
    records.outbox.add(Letter(ToResident(resident.id), content))


def here(message: TelegramMessage, content: Say | FiguresPicture | FiguresTable, records: Records) -> None:
    """Say it in the group, in the topic where the message stands; without topics, below the message."""
    topic = message.message_thread_id if message.is_topic_message else None
    to = ToTopic(message.chat.id, topic) if topic else ToChat(message.chat.id)
    if (
        isinstance(content, Say)
        and message.chat.type != "private"
        and not message.chat.is_forum
        and content.quoting is None
    ):
        content = replace(content, quoting=Source(message.chat.id, message.message_id))
    records.outbox.add(Letter(to, content))


def pressed_message(press: CallbackQuery) -> Source | None:
    """The message whose button was pressed, None when Telegram no longer shows it to bots."""
    if press.message is None or isinstance(press.message, InaccessibleMessage):
        return None
    return Source(press.message.chat.id, press.message.message_id)


def strip(press: CallbackQuery, records: Records) -> None:
    """Take the buttons off the message that was pressed."""
    target = pressed_message(press)
    if target is not None:
        records.outbox.add(Letter(ToChat(target.chat_id), Strip(target)))


def instead(press: CallbackQuery, said: Say, records: Records) -> None:
    """Say it in the message whose button was pressed."""
    source = pressed_message(press)
    if source is not None:
        records.outbox.add(Letter(ToChat(source.chat_id), replace(said, replacing=source)))
