"""`contact-center doctor`: one line for each thing that must be right, with the mend."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramUnauthorizedError,
)
from aiogram.utils.token import TokenValidationError

from bot.clock import Clock
from bot.hearing import Deaf, check
from bot.membership import AskGroup, AskMembership, Group, Membership
from bot.settings import Settings
from bot.vault_keys import vault
from desk.reminding import CALENDAR_AHEAD
from faq.encoders import AUTO, chosen
from faq.loading import BadBase, load
from locales import needs_review
from storage.database import Database, DatabaseTaken, DatabaseUnusable, fits
from storage.migrating import migrate
from storage.residents import damaged
from storage.rotating import lie_open
from storage.signals import Signals
from storage.writer import Unavailable

NAMED = 10  # residents in a line
TIMEOUT = 10  # seconds for each question to Telegram
SIGNS = "👌", "✍"  # reactions that operators are told of: a reply has arrived, a note is one


@dataclass(frozen=True, slots=True)
class Finding:
    """A line of the report."""

    well: bool
    words: str


async def examine(settings: Settings) -> int:
    """Print the report. 0 when all is well, else 1."""
    well = True
    async for finding in _findings(settings):
        well = well and finding.well
        print(f"{'✓' if finding.well else '✗'} {finding.words}", flush=True)  # noqa: T201
    return 0 if well else 1


async def _findings(settings: Settings) -> AsyncIterator[Finding]:
    yield Finding(True, "Настройки: прочитаны без ошибок.")
    yield await _database(settings)
    yield await _vault(settings)
    yield _knowledge(settings)
    yield _encoders(settings)
    if settings.voice.model:
        yield await _voice(settings)
    if settings.storage.redis_url:
        yield await _redis(settings)
    yield _admins(settings)
    for language in filter(needs_review, settings.desk.languages):
        yield Finding(
            True,
            f"Язык {language}: переведено, но носитель языка ещё не читал. Дайте ему прочитать "
            f"locales/{language}/LC_MESSAGES/messages.po; в начале файла сказано, что отметить.",
        )
    yield _calendar(settings)
    async for finding in _telegram(settings):
        yield finding


async def _database(settings: Settings) -> Finding:
    try:
        database = Database.open(settings.storage.database_url, vault(settings))
        try:
            await migrate(database)
            await fits(database)
        finally:
            await database.close()
    except DatabaseTaken:  # by the bot, most likely, and a bot that runs needs no mending
        return Finding(True, "База данных: с ней сейчас работает другой процесс; бот ли это, скажет /ready.")
    except DatabaseUnusable as error:
        return Finding(False, f"База данных: {error}")
    return Finding(True, "База данных: открывается, пишется, новой версии.")


async def _vault(settings: Settings) -> Finding:
    try:
        keys = vault(settings)
        if not keys.is_on:
            return Finding(
                True,
                "Шифрование: выключено, слова жителей в базе открыты. Ключ: contact-center vault new-key.",
            )
        database = Database.beside(settings.storage.database_url, keys)
        try:
            count = await lie_open(database)
            async with database.reader() as reader:
                lost = await damaged(reader)
        finally:
            await database.close()
    except (DatabaseUnusable, Unavailable) as error:
        return Finding(False, f"Шифрование: {error}")
    if lost:
        ids = ", ".join(map(str, lost[:NAMED])) + (" …" if len(lost) > NAMED else "")
        return Finding(
            False,
            f"Шифрование: имя или начатая анкета не открывается, жителей {len(lost)}: {ids}. Строки изменили "
            "не мы. Бот отвечает им и так; вернуть прежнее можно только из копии.",
        )
    if count:
        return Finding(False, f"Шифрование: открытых строк {count}: contact-center vault rotate зашифрует.")
    return Finding(True, f"Шифрование: включено, ключей {len(keys.names)}, пишет «{keys.newest}».")


async def _redis(settings: Settings) -> Finding:
    signals = Signals(settings.storage.redis_url, 0)
    try:
        if await signals.answers():
            return Finding(True, "Redis: отвечает.")
    finally:
        await signals.close()
    return Finding(
        False,
        "Redis: не отвечает. Бот работает и без него, но опубликованное узнают не сразу, а за 3 секунды. "
        "Проверьте storage.redis_url или уберите его.",
    )


def _knowledge(settings: Settings) -> Finding:
    try:
        shelf = load(Path(settings.faq.path))
    except BadBase as error:
        first = error.problems[0] if error.problems else "?"
        more = f" Всего ошибок: {len(error.problems)}; список: contact-center faq check."
        return Finding(False, f"База знаний: {first}{more}")
    known = {subject for one in settings.departments for subject in one.subjects}
    lost = known - set(shelf.subjects)
    if lost:
        return Finding(
            False, f"База знаний: departments.subjects называет темы, которых нет: {', '.join(sorted(lost))}."
        )
    return Finding(True, f"База знаний: записей {len(shelf.entries)}, тем {len(shelf.subjects)}.")


def _encoders(settings: Settings) -> Finding:
    encoders, missing = chosen(settings.faq.encoder)
    names = ", ".join(encoder.name for encoder in encoders) or "нет, поиск только по словам"
    told = "".join(f" {reason}." for reason in missing)
    return Finding(
        not missing or settings.faq.encoder == AUTO,
        f"Понимание смысла (faq.encoder = {settings.faq.encoder}): {names}.{told}",
    )


async def _voice(settings: Settings) -> Finding:
    try:
        await check(settings.voice.model, settings.voice.longest)
    except Deaf as problem:
        return Finding(False, f"Голосовые (voice.model): {problem}. Пока их слушает человек.")
    return Finding(True, "Голосовые: модель загружается, бот будет их понимать.")


def _admins(settings: Settings) -> Finding:
    if not settings.people.admins:
        return Finding(False, "people.admins: пусто. Впишите id того, кто получит предупреждения.")
    return Finding(True, f"Администраторов: {len(settings.people.admins)}.")


def _calendar(settings: Settings) -> Finding:
    now = Clock(settings.desk.clock_file).now()
    calendar = settings.desk.production_calendar()
    years = sorted({now.year, (now + CALENDAR_AHEAD).year})
    unknown = [str(year) for year in years if not calendar.is_confirmed(year)]
    if unknown:
        return Finding(
            False,
            f"Календарь: переносы выходных на {', '.join(unknown)} год не известны, сроки могут быть "
            "неверны. Обновите программу или впишите дни в desk.days_off, working_days, shortened_days.",
        )
    return Finding(True, f"Календарь: переносы выходных известны ({', '.join(map(str, years))}).")


async def _telegram(settings: Settings) -> AsyncIterator[Finding]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(settings.telegram.api_url))
    try:
        bot = Bot(settings.token, session=session)
    except TokenValidationError:
        wrong = "BOT_TOKEN записан неверно: в нём число, двоеточие и буквы." if settings.token else ""
        yield Finding(False, f"Токен: {wrong or 'задайте переменную BOT_TOKEN.'} Токен даёт @BotFather.")
        return
    try:
        me = await bot.get_me(request_timeout=TIMEOUT)
        yield Finding(True, f"Telegram: бот @{me.username}.")
        if not me.supports_inline_queries:
            yield Finding(
                True,
                f"Telegram: «@{me.username} вопрос» в других чатах не работает. Чтобы включить, "
                "пошлите @BotFather команду /setinline.",
            )
        departments = settings.desk_departments()
        first = {one.chat_id for one in departments.all}
        for chat_id in departments.chats():
            yield await _group(bot, chat_id, "Группа" if chat_id in first else "Запасная группа")
    except TelegramNetworkError:
        yield Finding(False, f"Telegram: {settings.telegram.api_url} не отвечает. Проверьте сеть и api_url.")
    except TelegramUnauthorizedError:
        yield Finding(False, "Telegram: не признаёт токен. Проверьте BOT_TOKEN.")
    except TelegramAPIError as error:
        yield Finding(False, f"Telegram: {error.message}. Проверьте BOT_TOKEN.")
    except ClientDecodeError:
        yield Finding(False, f"Telegram: ответ {settings.telegram.api_url} не читается. Проверьте api_url.")
    finally:
        await session.close()
        await asyncio.sleep(0)


async def _group(bot: Bot, chat_id: int, kind: str) -> Finding:
    if not chat_id:
        return Finding(
            False, "Группа операторов: задайте desk.operators_chat или chat_id отделов. Обращения пока ждут."
        )
    try:
        chat = await bot(AskGroup(chat_id=chat_id), request_timeout=TIMEOUT)
        asked = AskMembership(chat_id=chat_id, user_id=bot.id)
        member = await bot(asked, request_timeout=TIMEOUT)
    except TelegramNetworkError:
        raise
    except TelegramMigrateToChat as moved:
        return Finding(
            False,
            f"{kind} {chat_id}: её номер теперь {moved.migrate_to_chat_id}. Впишите его в config.toml вместо "
            "прежнего.",
        )
    except TelegramAPIError as error:
        return Finding(
            False, f"{kind} {chat_id}: {error.message}. Добавьте бота в группу и сделайте администратором."
        )
    return _forum(chat, member, f"{kind} «{chat.title}»")


def _forum(chat: Group, member: Membership, named: str) -> Finding:
    if not chat.is_forum:
        return Finding(True, f"{named}: темы выключены, работаем без них: ответ — цитатой на сообщение.")
    if not (member.can_manage_topics and member.can_pin_messages):
        return Finding(
            False,
            f"{named}: сделайте бота администратором с правами «Управление темами» и "
            "«Закрепление сообщений».",
        )
    if not member.can_delete_messages:
        return Finding(
            False,
            f"{named}: дайте боту право «Удаление сообщений». Без него по команде /forget темы "
            "придётся удалять вручную.",
        )
    if not all(map(chat.allows, SIGNS)):
        return Finding(
            False,
            f"{named}: разрешите в ней реакции {' и '.join(SIGNS)}. Без них специалисты не увидят, что "
            "ответ доставлен, а заметка принята.",
        )
    return Finding(True, f"{named}: темы включены, права есть.")
