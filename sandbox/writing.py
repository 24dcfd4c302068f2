"""Writing: what people say, change and react to."""

from collections.abc import Sequence

from sandbox import entities, media
from sandbox.chats import Chat, Post, thread_of
from sandbox.editing import REACTIONS, album_refusal, first_of_album
from sandbox.files import Upload
from sandbox.people import ANONYMOUS_ADMIN, BOT_ID, CHANNEL_BOT
from sandbox.polls import poll_json
from sandbox.quoting import quote_of
from sandbox.refusals import Misuse
from sandbox.text import Formatted, cleaned, trimmed, units
from sandbox.wire import Json
from sandbox.world import World

_MOST_TEXT = 4096


def place(world: World, given: Json) -> Chat:
    """The chat somebody acts in; their own with the bot when none is named. Raises Misuse where they are not
    a member, or have stopped the bot."""
    person = world.person(given["as"])
    chat = world.chat(given.get("chat") or person.id)
    if chat.private and chat.id != person.id:
        raise Misuse(f"{person.id} has no access to the private chat {chat.id}")
    if chat.private and not person.started:
        world.change_person(person.id, started=True)
    if chat.private and person.blocked:
        raise Misuse(f"{person.id} has stopped the bot: unblock first")
    if not chat.private and chat.members.get(person.id, "left") in {"left", "kicked"}:
        raise Misuse(f"{person.id} is not a member of {chat.id}")
    return chat


def send(world: World, given: Json, uploads: Sequence[Upload]) -> list[Json]:
    """One message, an album, or a long text cut as Telegram's apps cut it; the messages."""
    chat = place(world, given)
    frame = _frame(world, chat, given)
    sender = _sender(world, chat, given)
    thread = _thread(chat, given, frame)
    messages: list[Json] = []
    for content in _contents(world, given, uploads):
        post = world.post(chat, sender, content | frame, thread)
        kind = "channel_post" if chat.type == "channel" else "message"
        world.tell_bot(kind, post.body, chat.id)
        messages.append(post.shown())
    return messages


def _sender(world: World, chat: Chat, given: Json) -> Json:
    if given.get("anonymous"):
        return {"from": ANONYMOUS_ADMIN, "sender_chat": world.chat_json(chat)}
    if given.get("sender_chat"):
        title = str(given.get("sender_title") or "Канал")
        return {
            "from": CHANNEL_BOT,
            "sender_chat": {"id": given["sender_chat"], "type": "channel", "title": title},
        }
    return {"from": world.user(given["as"])}


def _frame(world: World, chat: Chat, given: Json) -> Json:
    frame: Json = {}
    if given.get("reply_to"):
        post = alive(chat, given["reply_to"])
        frame |= world.reply_to(post)
        if quote := given.get("quote"):
            frame["quote"] = quote_of(post.body, quote, given.get("quote_position") or 0)
            if frame["quote"] is None:
                raise Misuse("the quote is not part of the message")
        if chat.type == "supergroup" and thread_of(post.body) is None:
            # A reply outside topics begins a thread of replies: an id, but no topic.
            frame["message_thread_id"] = post.body.get("message_thread_id", post.body["message_id"])
    if given.get("forward_from"):
        origin = world.user(given["forward_from"])
        frame["forward_origin"] = {"type": "user", "date": int(world.now()), "sender_user": origin}
    return frame


def _thread(chat: Chat, given: Json, frame: Json) -> int | None:
    thread = given.get("thread")
    replied: Json | None = frame.get("reply_to_message")
    if thread is None and replied is not None:
        thread = thread_of(replied)
    if thread in {None, 0, 1} or not chat.is_forum:
        return None
    topic = chat.topics.get(thread)
    if topic is None:
        raise Misuse(f"there is no topic {thread}")
    if not chat.may_write(given["as"], topic):
        raise Misuse("the topic is closed")
    frame.pop("message_thread_id", None)
    return topic.id


def _contents(world: World, given: Json, uploads: Sequence[Upload]) -> list[Json]:
    album: list[Json] = given.get("album") or []
    if album:
        group = str(13_000_000_000 + world.serial())
        files = [*uploads, *[None] * len(album)]
        pairs = zip(album, files, strict=False)
        return [_file(world, {**given, **item}, file) | {"media_group_id": group} for item, file in pairs]
    kind = given.get("kind") or ("document" if uploads else "text")
    if kind in media.KINDS:
        return [_file(world, {**given, "kind": kind}, uploads[0] if uploads else None)]
    return _texts(given) if kind == "text" else [_fileless(world, kind, given)]


def _fileless(world: World, kind: str, given: Json) -> Json:
    match kind:
        case "location":
            return {"location": _location(given)}
        case "venue":
            address = {
                "title": given.get("title") or "МФЦ",
                "address": given.get("address") or "Советская, 1",
            }
            return {"venue": {"location": _location(given), **address}, "location": _location(given)}
        case "contact":
            return {"contact": _contact(world, given)}
        case "dice":
            return {"dice": {"emoji": "🎲", "value": 4}}
        case "poll":
            return {"poll": _poll(world, given)}
        case "other":  # what people send seldom: its fields as the Bot API gives them
            content: Json = given["content"]
            return content
        case _:
            raise Misuse(f"nothing of the kind {kind}")


def _file(world: World, given: Json, upload: Upload | None) -> Json:
    kind = given["kind"]
    if kind not in media.KINDS:
        raise Misuse(f"nothing of the kind {kind}")
    if given.get("file_id"):
        content = media.known(world, kind, given["file_id"])
    else:
        content = media.sent(world, kind, upload or media.sample(kind, given.get("file_name")), strict=False)
    caption = given.get("caption")
    veiled = {"has_media_spoiler": True} if given.get("has_media_spoiler") else {}
    return content | veiled | (_words("caption", "caption_entities", caption, given) if caption else {})


def _words(text: str, found: str, words: str, given: Json) -> Json:
    plain = cleaned(words)
    styled = Formatted(plain, entities.checked(plain, given.get("entities") or []))
    formatted = entities.with_found(trimmed(styled))
    look = "link_preview_options" if text == "text" else "show_caption_above_media"
    shown = {look: given[look]} if given.get(look) else {}
    return {text: formatted.text} | ({found: formatted.entities} if formatted.entities else {}) | shown


def _texts(given: Json) -> list[Json]:
    words: str = given.get("text") or ""
    if not trimmed(Formatted(cleaned(words))).text:
        raise Misuse("the text is empty")
    if units(words) <= _MOST_TEXT:
        return [_words("text", "entities", words, given)]
    step = _MOST_TEXT if units(words) == len(words) else _MOST_TEXT // 2
    pieces = [words[at : at + step] for at in range(0, len(words), step)]
    return [_words("text", "entities", piece, {}) for piece in pieces if piece.strip()]


def _location(given: Json) -> Json:
    live = {"live_period": given["live_period"]} if given.get("live_period") else {}
    return {"latitude": given["latitude"], "longitude": given["longitude"], **live}


def _contact(world: World, given: Json) -> Json:
    person = world.person(given["as"])
    number = given.get("phone_number") or "+79170000000"
    contact: Json = {"phone_number": number, "first_name": given.get("first_name") or person.first_name}
    return contact if given.get("first_name") else {**contact, "user_id": person.id}


def _poll(world: World, given: Json) -> Json:
    return poll_json(world, given.get("text") or "Вопрос?", given.get("options") or ["Да", "Нет"], given)


def alive(chat: Chat, number: int) -> Post:
    """The message; raises Misuse when it is not there."""
    post = chat.alive(number)
    if post is None:
        raise Misuse(f"there is no message {number} in {chat.id}")
    return post


def edit(world: World, given: Json, uploads: Sequence[Upload] = ()) -> Json:
    """Somebody changes their own message, its words or its file; the message."""
    chat = place(world, given)
    post = alive(chat, given["message_id"])
    if post.body.get("from", {}).get("id") != given["as"]:
        raise Misuse("only one's own message can be edited")
    if given.get("kind") == "location":
        post.body |= {"location": _location(given), "edit_date": int(world.now())}
    elif given.get("kind") or uploads:
        post.body = _replaced(world, post, given, uploads) | {"edit_date": int(world.now())}
    else:
        post.body = _reworded(post, given) | {"edit_date": int(world.now())}
    world.edited(chat, post)
    world.tell_bot("edited_message", post.body, chat.id)
    return post.shown()


def _replaced(world: World, post: Post, given: Json, uploads: Sequence[Upload]) -> Json:
    """With another file; the words stay under it unless others are given."""
    kind = given.get("kind") or "document"
    if kind not in media.REPLACED or not {*media.REPLACED, "text"} & post.body.keys():
        raise Misuse("no such file can take the place of what is in the message")
    if refusal := album_refusal(post, kind):
        raise Misuse(refusal)
    words = next((given[one] for one in ("caption", "text") if given.get(one) is not None), None)
    kept = {
        name: value for name, value in post.body.items() if name not in {*media.CONTENT, "text", "entities"}
    }
    content = _file(world, {**given, "kind": kind, "caption": words}, uploads[0] if uploads else None)
    if words is None:
        for now, before in (("caption", "text"), ("caption_entities", "entities")):
            said = post.body.get(now) or post.body.get(before)
            content |= {now: said} if said else {}
    return kept | content


def _reworded(post: Post, given: Json) -> Json:
    field = "text" if "text" in post.body else "caption"
    found = "entities" if field == "text" else "caption_entities"
    words = given.get("text") if given.get("text") is not None else given.get("caption")
    if not words:
        raise Misuse("text or caption is needed")
    kept = {k: v for k, v in post.body.items() if k not in {field, found}}
    return kept | _words(field, found, words, given)


def react(world: World, given: Json) -> Json:
    """Somebody's reaction, or none; the bot hears of it where it may."""
    chat = place(world, given)
    post = first_of_album(chat, alive(chat, given["message_id"]))
    emoji = given.get("emoji")
    if emoji and emoji not in REACTIONS:
        raise Misuse(f"{emoji} is not one of Telegram's reactions")
    old = [r for r in post.reactions if r["by"] == given["as"]]
    new = [{"by": given["as"], "emoji": emoji}] if emoji else []
    post.reactions = [r for r in post.reactions if r["by"] != given["as"]] + new
    number = post.body["message_id"]
    world.events.tell("reaction", chat.id, message_id=number, reactions=post.reactions)
    if chat.private or chat.is_admin(BOT_ID):
        world.tell_bot("message_reaction", _reaction(world, chat, given, number, old, new), chat.id)
    return post.shown()


def _reaction(world: World, chat: Chat, given: Json, number: int, old: list[Json], new: list[Json]) -> Json:
    return {
        "chat": world.chat_json(chat),
        "message_id": number,
        "user": world.user(given["as"]),
        "date": int(world.now()),
        "old_reaction": [{"type": "emoji", "emoji": r["emoji"]} for r in old],
        "new_reaction": [{"type": "emoji", "emoji": r["emoji"]} for r in new],
    }
