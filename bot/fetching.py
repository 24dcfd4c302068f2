"""Files that people have sent, from the Bot API's own address, into memory."""

from __future__ import annotations

import logging
from contextlib import aclosing

import aiohttp
from aiogram import Bot
from aiogram.exceptions import ClientDecodeError, TelegramAPIError

from desk.base_errors import FileNotReceived, FileTooBig

log = logging.getLogger(__name__)

DOWNLOAD_SECONDS = 30
LARGEST = 4 << 20  # bytes, unless somebody wants less: a voice message of three minutes has one million


async def fetch(bot: Bot, file_id: str, limit: int = LARGEST) -> bytes:
    """A file of at most `limit` bytes. Raises FileTooBig, FileNotReceived."""
    try:
        file = await bot.get_file(file_id)
        if (file.file_size or 0) > limit:
            raise FileTooBig()
        address = bot.session.api.file_url(bot.token, file.file_path or "")
        return await _download(bot, address, limit)
    except (ClientDecodeError, TelegramAPIError, aiohttp.ClientError, OSError, TimeoutError) as error:
        # The error's text may hold the address and so the token: only its kind is kept.
        log.warning("a file could not be fetched: %s", type(error).__name__)
        raise FileNotReceived() from None


async def _download(bot: Bot, address: str, limit: int) -> bytes:
    content = b""
    async with aclosing(bot.session.stream_content(address, timeout=DOWNLOAD_SECONDS)) as chunks:
        async for chunk in chunks:
            content += chunk
            if len(content) > limit:
                raise FileTooBig()
    return content
