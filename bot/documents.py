"""Documents: files made when they are sent, of what is in the database then."""

from __future__ import annotations

import asyncio
import io
from datetime import date, datetime
from typing import Any

from aiogram.methods import SendDocument, SendMessage, SendPhoto
from aiogram.types import BufferedInputFile

from bot.addressing import Place
from bot.figures_chart import chart
from bot.memory import give_back
from bot.phrases import Phrases
from bot.report_file import packed
from dashboard.summary import summary
from desk.centre import Centre
from desk.chain import START, hash_in
from desk.enclosure import FiguresPicture, FiguresTable, Poster
from desk.records import Records
from desk.reporting import report
from desk.trend import Trends
from faq.loading import load_files
from faq.problems import BadBase
from faq.revision import Files
from faq.source_file import MAX_BYTES

QR_SCALE = 24  # pixels a module: about 900 in all, 8 cm at 300 dpi
QR_BORDER = 4  # modules of white that readers need (ISO/IEC 18004)
MAX_SENT = 50 * 1000 * 1000  # Bot API, sendDocument: bots send files of up to 50 MB


async def base(place: Place, records: Records, phrases: Phrases, on: date) -> SendDocument | SendMessage:
    """The published base as a workbook; a word to the editor where none can be made or sent."""
    number = await records.revisions.newest_id()
    files = await records.revisions.files(number)
    if files is None:
        return _said("refused-base-unpublished", place, phrases, {})
    try:
        content, entries = await asyncio.to_thread(_workbook, files)
    except (BadBase, ValueError):  # published by another release, or a text that no cell can hold
        return _said("faq-not-exported", place, phrases, {"number": number})
    if len(content) > MAX_SENT:
        return _said("faq-table-too-big", place, phrases, {"number": number})
    args: dict[str, str | int] = {"number": number, "entries": entries}
    phrase = "faq-exported" if len(content) <= MAX_BYTES else "faq-exported-in-parts"
    caption, entities = phrases.text(phrase, place.language, args).render()
    file = BufferedInputFile(content, f"база-{on}.xlsx")
    return SendDocument(chat_id=place.chat_id, document=file, caption=caption, caption_entities=entities)


async def acts(place: Place, records: Records, phrases: Phrases, on: date) -> SendDocument | SendMessage:
    """The register with its chain, an act a line: `contact-center audit verify` reads it anywhere."""
    lines: list[bytes] = []
    while some := await records.acts.exported(len(lines)):
        lines += some
        await asyncio.sleep(0)  # a register of years is long
    content = b"".join(lines)
    if len(content) > MAX_SENT:
        return _said("acts-too-big", place, phrases, {})
    args: dict[str, str | int] = {
        "count": len(lines),
        "head": f"{len(lines)}:{hash_in(lines[-1]) if lines else START}",
    }
    caption, entities = phrases.text("acts-exported", place.language, args).render()
    file = BufferedInputFile(content, f"acts-{on}.jsonl")
    return SendDocument(chat_id=place.chat_id, document=file, caption=caption, caption_entities=entities)


async def figures(
    content: FiguresTable, place: Place, records: Records, phrases: Phrases, centre: Centre, at: datetime
) -> SendDocument:
    """The figures as a table: what they are when it is sent."""
    told = await report(content.first, content.last, records, centre.zone, at)
    titles = {one.id: one.title for one in centre.departments.all}
    entries = centre.knowledge.shelf.entries
    table = await asyncio.to_thread(packed, told, titles, entries, content.made_of)
    args: dict[str, str | int] = {"since": content.first.isoformat(), "until": content.last.isoformat()}
    caption, entities = phrases.text("figures-table", place.language, args).render()
    file = BufferedInputFile(table, f"показатели-{content.first}-{content.last}.{content.made_of}")
    return SendDocument(chat_id=place.chat_id, document=file, caption=caption, caption_entities=entities)


async def figures_picture(
    content: FiguresPicture, place: Place, trends: Trends, phrases: Phrases, centre: Centre, at: datetime
) -> SendPhoto:
    """The figures as charts: what they are when it is sent."""
    told = await summary(content.first, content.last, trends, centre, at)
    drawn = await asyncio.to_thread(chart, told)
    args: dict[str, str | int] = {"since": content.first.isoformat(), "until": content.last.isoformat()}
    phrase = "figures-picture" if told.days > 1 else "figures-picture-of-day"
    caption, entities = phrases.text(phrase, place.language, args).render()
    photo = BufferedInputFile(drawn, f"figures-{content.first}-{content.last}.png")
    return SendPhoto(chat_id=place.chat_id, photo=photo, caption=caption, caption_entities=entities)


async def poster(content: Poster, place: Place, phrases: Phrases) -> SendDocument:
    """A link and its QR code, as a picture of full size."""
    args: dict[str, Any] = {"title": content.title, "link": content.link}
    caption, entities = phrases.text("poster", place.language, args).render()
    picture = await asyncio.to_thread(_qr, content.link)
    file = BufferedInputFile(picture, f"qr-{content.name}.png")
    return SendDocument(chat_id=place.chat_id, document=file, caption=caption, caption_entities=entities)


def _qr(link: str) -> bytes:
    import segno  # noqa: PLC0415  seldom needed

    picture = io.BytesIO()
    # A quarter of it may be torn or dirty.
    segno.make_qr(link, error="q").save(picture, kind="png", scale=QR_SCALE, border=QR_BORDER)
    return picture.getvalue()


def _workbook(files: Files) -> tuple[bytes, int]:
    from faq import template  # noqa: PLC0415  what writes workbooks is big, and seldom needed

    shelf = load_files(files)
    content = template.packed(shelf)
    give_back()
    return content, len(shelf.entries)


MAKERS = {"base": base, "acts": acts}  # what a Document is made of: desk/letters.py


def _said(phrase: str, place: Place, phrases: Phrases, args: dict[str, Any]) -> SendMessage:
    text, entities = phrases.text(phrase, place.language, args).render()
    return SendMessage(chat_id=place.chat_id, text=text, entities=entities)
