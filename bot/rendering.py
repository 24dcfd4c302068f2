"""A letter's content → the Bot API call that says it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from aiogram.methods import (
    EditForumTopic,
    EditMessageMedia,
    EditMessageText,
    PinChatMessage,
    SendMessage,
    SendVenue,
    TelegramMethod,
)
from aiogram.utils.formatting import Text

from bot import answers, ballots, cards, checklists, documents, leaflets, nearby, poll_results, transcripts
from bot.addressing import Place
from bot.copying import topic
from bot.icons import Icons
from bot.keyboards import keyboard
from bot.lengths import NO_PREVIEW, Rendered, within_limit
from bot.my_data import my_data
from bot.phrases import Phrases
from bot.quotes import reply_to
from bot.relaying import amended, relayed
from bot.sealing import Seal, Seals
from bot.touching import erased, touched
from desk import naming
from desk.button import Choices
from desk.centre import Centre
from desk.enclosure import Document, FiguresPicture, FiguresTable, PollResults, Poster, Transcript
from desk.letters import (
    AlbumAhead,
    Announcement,
    Answer,
    Ballot,
    Checklist,
    Content,
    Leaflet,
    Offices,
    Pin,
    Relay,
    Say,
)
from desk.records import Records
from desk.source import Source
from desk.touches import Amend, Card, Erase, PinCard, Raze, React, Retitle, Shut, Strip, Wipe
from desk.trend import Trends
from faq.entry import Entry, Shelf
from faq.office import Office

Call = TelegramMethod[Any]


class Renderer:
    """Turns contents into calls. Reads the records, changes nothing, sends nothing."""

    def __init__(self, phrases: Phrases, icons: Icons, seals: Seals, trends: Trends) -> None:
        self._phrases = phrases
        self._icons = icons
        self._seals = seals
        self._trends = trends
        self._shelf: Shelf | None = None  # whose cards these are, by entry and language
        self._cards: dict[tuple[str, str], Rendered] = {}

    async def call(
        self, content: Content, place: Place, records: Records, centre: Centre, at: datetime
    ) -> Call | None:
        """The call to make, None when there is nothing left to do (an edit of what never arrived)."""
        match content:
            case Say() | Answer() | Ballot() | Checklist() | Leaflet() | Offices() | Pin():
                return await self._said(content, place, records, centre, at)
            case Document() | FiguresPicture() | FiguresTable() | PollResults() | Poster() | Transcript():
                return await self._file(content, place, records, centre, at)
            case Announcement(campaign_id=campaign_id):
                campaign = await records.campaigns.get(campaign_id)
                return await self.call(campaign.said, place, records, centre, at) if campaign else None
            case Relay() | AlbumAhead() | Amend():
                return await self._passed_on(content, place, records)
            case Erase(source=source):
                return await erased(source, records)
            case React() | Strip() | Wipe() | Shut() | Raze():
                return touched(content, place)
            case Card() | Retitle() | PinCard():
                return await self._board(content, place, records, centre, at)

    async def _passed_on(
        self, content: Relay | AlbumAhead | Amend, place: Place, records: Records
    ) -> Call | None:
        match content:
            case Relay():
                return await relayed(content, place, records, self._phrases)
            case AlbumAhead():
                return await self._ahead(content, place, records)
            case Amend():
                return await amended(content, place, records, self._phrases)

    async def _said(
        self,
        content: Say | Answer | Ballot | Checklist | Leaflet | Offices | Pin,
        place: Place,
        records: Records,
        centre: Centre,
        at: datetime,
    ) -> Call:
        match content:
            case Say():
                return await self._say(content, place, records, centre)
            case Answer():
                return self._answer(content, place, centre)
            case Ballot():
                seen = await ballots.ballot(
                    content, place.chat_id, records, self._phrases, place.language, at
                )
                return self._message(place, within_limit(seen[0]), seen[1], replacing=content.replacing)
            case Checklist():
                return await self._checklist(content, place, records, centre, at)
            case Leaflet():
                return leaflets.leaflet(content, place, self._phrases, self._seal(place))
            case Offices() | Pin():
                return self._offices(content, place, centre, at)

    async def _file(
        self,
        content: Document | FiguresPicture | FiguresTable | PollResults | Poster | Transcript,
        place: Place,
        records: Records,
        centre: Centre,
        at: datetime,
    ) -> Call:
        match content:
            case FiguresPicture():
                return await documents.figures_picture(
                    content, place, self._trends, self._phrases, centre, at
                )
            case FiguresTable():
                return await documents.figures(content, place, records, self._phrases, centre, at)
            case PollResults():
                return await poll_results.results(content, place, records, self._phrases, at)
            case Poster():
                return await documents.poster(content, place, self._phrases)
            case Transcript(ticket_id=one):
                return await transcripts.transcript(one, place, records, self._phrases, centre)
            case Document(made_of="my-data" | "my-data-json" as what):
                is_json = what == "my-data-json"
                return await my_data(place, records, self._phrases, centre, at, is_json=is_json)
            case Document(made_of=what):
                return await documents.MAKERS[what](place, records, self._phrases, centre.day(at))

    async def _say(self, say: Say, place: Place, records: Records, centre: Centre) -> Call:
        args = naming.named(say.args, place.language, centre)
        text = self._phrases.text(say.phrase, place.language, args)
        if say.in_russian:
            text = Text(text, "\n\n", self._phrases.text("text-in-russian", place.language, {}))
        reply = await reply_to(say, place, records)
        return self._message(place, within_limit(text), say.choices, reply, say.replacing)

    async def _checklist(
        self, content: Checklist, place: Place, records: Records, centre: Centre, at: datetime
    ) -> Call:
        shelf = centre.knowledge.shelf
        route = shelf.routes.get(content.route_id)
        journey = await records.journeys.get(place.chat_id, content.route_id)
        if route is None or journey is None:
            gone = self._phrases.text("refused-journey-gone", place.language, {})
            return self._message(place, within_limit(gone), (), replacing=content.replacing)
        said, language = self._phrases, place.language
        text = checklists.checklist(route, journey, said, language, centre.day(at))
        choices = checklists.choices(route, journey, shelf, said, language)
        return self._message(place, within_limit(text), choices, replacing=content.replacing)

    def _offices(self, content: Offices | Pin, place: Place, centre: Centre, at: datetime) -> Call:
        shelf, language, said = centre.knowledge.shelf, place.language, self._phrases
        shown = Offices((content.office_id,)) if isinstance(content, Pin) else content
        offices = nearby.known(shown, shelf)
        # Since the button was pressed an editor may have taken the office away, or its place on the map.
        pin = _pin(offices[0], place) if offices and isinstance(content, Pin) else None
        if pin is not None:
            return pin
        if not offices or isinstance(content, Pin):
            gone = said.text("refused-office-gone", language, {})
            return self._message(place, within_limit(gone), (), replacing=shown.replacing)
        ways = content.ways if len(offices) == len(content.offices) else ()
        calendar = centre.departments.all[0].hours
        text = within_limit(nearby.page(offices, ways, calendar, said, language, at))
        choices = nearby.choices(content, offices, said, language)
        return self._message(place, text, choices, replacing=content.replacing)

    async def _ahead(self, ahead: AlbumAhead, place: Place, records: Records) -> Call | None:
        reply = await reply_to(ahead, place, records)
        if not reply:
            return None
        text = self._phrases.text("album-ahead", place.language, {})
        return self._message(place, within_limit(text), (), reply)

    def _answer(self, answer: Answer, place: Place, centre: Centre) -> Call:
        entry = centre.knowledge.entry(answer.entry_id)
        if entry is None:
            gone = self._phrases.text("refused-entry-gone", place.language, {})
            return self._message(place, within_limit(gone), ())
        shelf = centre.knowledge.shelf
        choices = answers.choices(entry, shelf, place.language, answer.asked)
        card = self._card(entry, shelf, place, answer.continuing)
        return self._message(place, card, choices, replacing=answer.replacing)

    def _card(self, entry: Entry, shelf: Shelf, place: Place, continuing: str) -> Rendered:
        if continuing:
            first = self._phrases.text("answer-continued", place.language, {"question": continuing})
            return within_limit(
                Text(first, "\n\n", answers.card(entry, shelf, self._phrases, place.language))
            )
        if shelf is not self._shelf:
            self._shelf, self._cards = shelf, {}
        key = entry.id, place.language
        if key not in self._cards:
            card = answers.card(entry, shelf, self._phrases, place.language)
            self._cards[key] = within_limit(card)
        return self._cards[key]

    async def _board(
        self, content: Card | Retitle | PinCard, place: Place, records: Records, centre: Centre, at: datetime
    ) -> Call | None:
        thread = place.thread
        ticket = await records.tickets.get(thread.ticket_id) if thread else None
        if thread is None or ticket is None:
            return None
        if isinstance(content, Card):
            text = await cards.card(ticket, records, centre, self._phrases, at)
            replacing = Source(place.chat_id, thread.card_id) if thread.card_id else None
            choices = await cards.choices(ticket, records)
            return self._message(place, within_limit(text), choices, replacing=replacing)
        if not thread.topic_id:
            return None
        if isinstance(content, PinCard):
            if not thread.card_id:
                return None
            return PinChatMessage(chat_id=place.chat_id, message_id=thread.card_id, disable_notification=True)
        resident = await records.residents.get(ticket.resident_id)
        return EditForumTopic(
            chat_id=place.chat_id,
            message_thread_id=thread.topic_id,
            name=cards.title(ticket, resident),
            icon_custom_emoji_id=self._icons.of(ticket),
        )

    def _message(
        self,
        place: Place,
        text: Rendered,
        choices: Choices,
        reply: dict[str, Any] | None = None,
        replacing: Source | None = None,
    ) -> Call:
        words, entities = text
        said: dict[str, Any] = {"text": words, "entities": entities, "link_preview_options": NO_PREVIEW}
        markup = keyboard(choices, self._phrases, place.language, self._seal(place))
        if markup is not None:
            said["reply_markup"] = markup
        if replacing is not None:
            return EditMessageText(chat_id=place.chat_id, message_id=replacing.message_id, **said)
        return SendMessage(chat_id=place.chat_id, **said, **topic(place), **(reply or {}))

    def _seal(self, place: Place) -> Seal:
        return lambda data: self._seals.sealed(data, place.chat_id)


def without_markup(call: Call) -> Call | None:
    """The same call as plain text, without an icon; None when it has no such thing to lose."""
    if isinstance(call, EditMessageMedia):
        if not call.media.caption_entities:
            return None
        plain = call.media.model_copy(update={"caption_entities": None})
        return call.model_copy(update={"media": plain})
    for name in ("entities", "caption_entities", "icon_custom_emoji_id"):
        if getattr(call, name, None):
            return call.model_copy(update={name: None})
    return None


def _pin(office: Office, place: Place) -> Call | None:
    if office.lat is None or office.lon is None:
        return None
    there: dict[str, Any] = {"latitude": office.lat, "longitude": office.lon}
    return SendVenue(chat_id=place.chat_id, title=office.title, address=office.address, **there)
