"""Results of a poll as files: a picture for everybody once it is over, a workbook for its makers."""

from __future__ import annotations

import asyncio
import io
from datetime import datetime

from aiogram.methods import SendDocument, SendMessage, SendPhoto
from aiogram.types import BufferedInputFile

from bot.addressing import Place
from bot.memory import give_back
from bot.phrases import Phrases
from bot.poll_chart import chart
from desk.enclosure import PollResults
from desk.poll import Poll, PollState, Tally, tally
from desk.records import Records
from faq.text_cell import text_cell

PROPOSALS = 5000  # in a workbook
CHART_ROOM = 4  # rows between the table and its chart


async def results(
    content: PollResults, place: Place, records: Records, phrases: Phrases, at: datetime
) -> SendPhoto | SendDocument | SendMessage:
    """Of what has been counted by now."""
    poll = await records.polls.get(content.poll_id)
    if poll is None or poll.state is PollState.DRAFT or (poll.is_open(at) and not content.managed):
        text, entities = phrases.text("refused-poll-gone", place.language, {}).render()
        return SendMessage(chat_id=place.chat_id, text=text, entities=entities)
    counted = tally(poll, await records.polls.votes(poll.id))
    args: dict[str, str | int] = {"voters": counted.voters, "number": poll.id, "now": at.isoformat()}
    phrase = "poll-results-so-far" if poll.is_open(at) else "poll-results"
    caption, entities = phrases.text(phrase, place.language, args).render()
    if content.made_of == "picture":
        below = phrases.plain(phrase, place.language, args)
        picture = await asyncio.to_thread(chart, poll, counted, below)
        photo = BufferedInputFile(picture, f"poll-{poll.id}.png")
        return SendPhoto(chat_id=place.chat_id, photo=photo, caption=caption, caption_entities=entities)
    proposed = [one.words for one in await records.proposals.accepted(poll.id, 0, PROPOSALS)]
    table = await asyncio.to_thread(_workbook, poll, counted, proposed, phrases, place.language, caption)
    file = BufferedInputFile(table, f"опрос-{poll.id}.xlsx")
    return SendDocument(chat_id=place.chat_id, document=file, caption=caption, caption_entities=entities)


def _workbook(
    poll: Poll, counted: Tally, proposed: list[str], phrases: Phrases, language: str, told: str
) -> bytes:
    from openpyxl import Workbook  # noqa: PLC0415  big, and seldom needed
    from openpyxl.chart import BarChart, Reference  # noqa: PLC0415
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415

    book = Workbook()
    sheet = book.active
    sheet.title = phrases.plain("poll-sheet", language)
    for text in (poll.question, told):
        sheet.append([text_cell(sheet, text)])
    sheet["A1"].font = Font(bold=True, size=14)
    sheet.append([])
    sheet.append([phrases.plain(one, language) for one in ("poll-option", "poll-votes", "poll-share")])
    head = sheet.max_row
    for cell in sheet[head]:
        cell.font = Font(bold=True)
    for number, option in enumerate(poll.options):
        sheet.append([text_cell(sheet, option), counted.chosen[number], counted.share(number) / 100])
        sheet.cell(sheet.max_row, 1).alignment = Alignment(wrap_text=True, vertical="top")
        sheet.cell(sheet.max_row, 3).number_format = "0 %"
    sheet.column_dimensions["A"].width = 60
    bars = BarChart()
    bars.type, bars.legend, bars.title = "bar", None, None
    bars.add_data(Reference(sheet, min_col=2, min_row=head + 1, max_row=sheet.max_row))
    bars.set_categories(Reference(sheet, min_col=1, min_row=head + 1, max_row=sheet.max_row))
    sheet.add_chart(bars, f"A{sheet.max_row + CHART_ROOM}")
    if proposed:
        second = book.create_sheet(phrases.plain("proposals-sheet", language))
        second.column_dimensions["A"].width = 100
        for words in proposed:
            second.append([text_cell(second, words)])
    content = io.BytesIO()
    book.save(content)
    give_back()
    return content.getvalue()
