"""Call: one request of the bot, read and checked for shape."""

from collections.abc import Mapping
from dataclasses import dataclass

from sandbox import entities, keyboards, markup
from sandbox.chats import Chat, Post
from sandbox.files import Upload
from sandbox.people import BOT, BOT_ID
from sandbox.quoting import matches, quote_of
from sandbox.refusals import bad
from sandbox.text import Formatted, cleaned, trimmed, units
from sandbox.wire import Json
from sandbox.world import World

MOST_TEXT = 4096
MOST_CAPTION = 1024


@dataclass(frozen=True)
class Call:
    """What a method works on: the world, its parameters (JSON values), the files sent along."""

    world: World
    params: Json
    uploads: Mapping[str, Upload]

    def formatted(self, source: Json, text: str, found: str) -> Formatted:
        """Text from parse_mode or entities, as the message will carry it."""
        words = cleaned(source.get(text) or "")
        # Given both, Telegram goes by parse_mode and takes no notice of the entities.
        if source.get("parse_mode"):
            given = markup.parsed(words, source["parse_mode"])
        else:
            given = Formatted(words, source.get(found) or [])
        checked = Formatted(given.text, entities.checked(given.text, given.entities))
        return entities.with_found(trimmed(checked))

    def text(self) -> Json:
        """`text` and `entities`. Raises 400 when empty or beyond 4096 UTF-16 units."""
        formatted = self.formatted(self.params, "text", "entities")
        if not formatted.text:
            raise bad("message text is empty")
        if units(formatted.text) > MOST_TEXT:
            raise bad("message is too long")
        preview: Json | None = self.params.get("link_preview_options")
        return _content("text", "entities", formatted) | (
            {"link_preview_options": preview} if preview else {}
        )

    def caption(self, source: Json | None = None) -> Json:
        """`caption` and `caption_entities`, or nothing. Raises 400 beyond 1024 UTF-16 units."""
        source = self.params if source is None else source
        formatted = self.formatted(source, "caption", "caption_entities")
        if units(formatted.text) > MOST_CAPTION:
            raise bad("message caption is too long")
        if not formatted.text:
            return {}
        above: Json = {"show_caption_above_media": True} if source.get("show_caption_above_media") else {}
        return _content("caption", "caption_entities", formatted) | above

    def markup(self) -> Json | None:
        """The keyboard, checked."""
        return keyboards.checked(self.params.get("reply_markup"))

    def chat(self) -> Chat:
        """Where to write."""
        return self.world.writable(self.params["chat_id"])

    def thread(self, chat: Chat) -> int | None:
        """The topic to write into. Raises 400 for one that is not there, General's id 1, or a closed one
        when the bot is not an administrator."""
        number: int | None = self.params.get("message_thread_id")
        if not number:
            return None
        topic = chat.topics.get(number) if chat.is_forum else None
        if topic is None:
            raise bad("message thread not found")
        if not chat.may_write(BOT_ID, topic):
            raise bad("TOPIC_CLOSED")
        return number

    def replied(self, chat: Chat, thread: int | None) -> tuple[Json, int | None]:
        """What the reply adds to the message, and the topic it pulls the message into."""
        given: Json = self.params.get("reply_parameters") or {}
        number = given.get("message_id") or self.params.get("reply_to_message_id")
        if not number:
            return {}, thread
        source = self.world.chat(given["chat_id"]) if given.get("chat_id") else chat
        post = source.alive(number)
        if post is None or source is not chat or not _same_topic(post, thread):
            if given.get("allow_sending_without_reply") or self.params.get("allow_sending_without_reply"):
                return {}, thread
            raise bad("message to be replied not found")
        content = self.world.reply_to(post) | _quoted(post, given)
        if post.body.get("is_topic_message"):
            return content, post.body["message_thread_id"]
        return content, None

    def post(self, content: Json, chat: Chat | None = None) -> Post:
        """Sends a message of the bot."""
        keyboard = self.markup()
        chat = chat or self.chat()
        reply, thread = self.replied(chat, self.thread(chat))
        if keyboard and "inline_keyboard" in keyboard:
            return self.world.post(chat, {"from": BOT}, content | reply | {"reply_markup": keyboard}, thread)
        return self.world.post(chat, {"from": BOT}, content | reply, thread, keyboard)


def _content(text: str, found: str, formatted: Formatted) -> Json:
    content: Json = {text: formatted.text}
    if formatted.entities:
        content[found] = formatted.entities
    return content


def _same_topic(post: Post, thread: int | None) -> bool:
    return thread is None or post.body.get("message_thread_id") == thread


def _quoted(post: Post, given: Json) -> Json:
    if not given.get("quote"):
        return {}
    quote = quote_of(post.body, given["quote"], given.get("quote_position") or 0)
    if quote is None or not matches(quote, given.get("quote_entities") or []):
        raise bad("QUOTE_TEXT_INVALID")
    return {"quote": quote}
