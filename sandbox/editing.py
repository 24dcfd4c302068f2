"""Editing: how the bot changes, deletes, pins and reacts."""

from sandbox import media
from sandbox.call import Call
from sandbox.chats import Chat, Post
from sandbox.copying import content_of
from sandbox.people import BOT, BOT_ID
from sandbox.refusals import bad
from sandbox.sending import file_content
from sandbox.wire import Json

# The set bots may use (Bot API, ReactionTypeEmoji).
_REACTIONS = (
    "❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 "
    "😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 "
    "👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 "
    "🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡 "
)
REACTIONS = frozenset(_REACTIONS.split())
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)
_DELETABLE_SECONDS = 48 * 3600
_UNDELETABLE = ("supergroup_chat_created", "migrate_to_chat_id", "migrate_from_chat_id")


def _own(call: Call, refusal: str = "message can't be edited") -> tuple[Chat, Post]:
    """The bot's message that is to be edited. Raises 400: with the refusal where it is somebody else's."""
    if call.params.get("inline_message_id"):
        raise bad("MESSAGE_ID_INVALID")
    if not call.params.get("chat_id"):
        raise bad("message identifier is not specified")
    chat = call.chat()
    post = chat.alive(call.params.get("message_id") or 0)
    if post is None:
        raise bad("message to edit not found")
    if post.body.get("from") != BOT or post.keyboard or "forward_origin" in post.body:
        raise bad(refusal)
    return chat, post


def _change(call: Call, chat: Chat, post: Post, old: tuple[str, ...], content: Json) -> Json:
    """Puts content and keyboard in place of the old ones. Raises 400 when both stay as they were."""
    keyboard = call.markup()
    new = {k: v for k, v in post.body.items() if k not in {*old, "reply_markup", "edit_date"}} | content
    if keyboard:
        new["reply_markup"] = keyboard
    if new == {k: v for k, v in post.body.items() if k != "edit_date"}:
        raise bad(_NOT_MODIFIED)
    post.body = new | {"edit_date": int(call.world.now())}
    call.world.edited(chat, post)
    return post.body


def edit_text(call: Call) -> Json:
    """editMessageText."""
    content = call.text()
    chat, post = _own(call)
    if "text" not in post.body:
        raise bad("there is no text in the message to edit")
    return _change(call, chat, post, ("text", "entities", "link_preview_options"), content)


def edit_caption(call: Call) -> Json:
    """editMessageCaption."""
    content = call.caption()
    chat, post = _own(call)
    if not media.CAPTIONED & post.body.keys():
        raise bad("there is no caption in the message to edit")
    return _change(call, chat, post, ("caption", "caption_entities", "show_caption_above_media"), content)


def edit_markup(call: Call) -> Json:
    """editMessageReplyMarkup."""
    chat, post = _own(call)
    return _change(call, chat, post, (), {})


def edit_media(call: Call) -> Json:
    """editMessageMedia: another file, or one for what was a text. A voice message keeps its own; in an album
    documents stay documents, audio stays audio, photos and videos change only into each other."""
    item: Json = call.params["media"]
    chat, post = _own(call, "message media can't be edited")
    if not {*media.REPLACED, "text"} & post.body.keys():
        raise bad("message media can't be edited")
    content = file_content(call, item["type"], item["media"]) | call.caption(item)
    if refusal := album_refusal(post, item["type"]):
        raise bad(refusal)
    if item.get("has_spoiler"):
        content["has_media_spoiler"] = True
    return _change(call, chat, post, (*media.CONTENT, "text", "entities"), content)


def album_refusal(post: Post, kind: str) -> str | None:
    """Why such a file cannot take that message's place in its album; None: it can, or there is no album."""
    if "media_group_id" not in post.body:
        return None
    if kind == "animation":
        return "message content type can't be used in an album"
    if kind not in post.body and ({kind} | post.body.keys()) & {"document", "audio"}:
        return "can't change media type in the album"
    return None


def delete_message(call: Call) -> bool:
    """deleteMessage: within 48 hours; in groups others' messages only as an administrator."""
    chat = call.chat()
    post = chat.alive(call.params["message_id"])
    if post is None:
        raise bad("message to delete not found")
    _check_deletable(call, chat, post)
    call.world.delete(chat, [call.params["message_id"]])
    return True


def delete_messages(call: Call) -> bool:
    """deleteMessages: 1–100 ids; those that are not there are skipped."""
    numbers: list[int] = call.params["message_ids"]
    if not numbers:
        raise bad("message identifiers are not specified")
    if len(numbers) > 100:
        raise bad("too many message identifiers specified")
    chat = call.chat()
    posts = [post for number in numbers if (post := chat.alive(number))]
    for post in posts:
        _check_deletable(call, chat, post)
    call.world.delete(chat, numbers)
    return True


def _check_deletable(call: Call, chat: Chat, post: Post) -> None:
    old = call.world.now() - post.body["date"] > _DELETABLE_SECONDS
    others = post.body.get("from") != BOT and not chat.private
    if any(key in post.body for key in _UNDELETABLE) or (others and not chat.is_admin(BOT_ID)):
        raise bad("message can't be deleted")
    if "forum_topic_created" in post.body:
        raise bad("message can't be deleted")
    if old:
        raise bad("message can't be deleted for everyone")


def set_reaction(call: Call) -> bool:
    """setMessageReaction: one of Telegram's fixed set, one a bot; an empty list takes it back."""
    wanted: list[Json] = call.params.get("reaction") or []
    if len(wanted) > 1:
        raise bad("REACTIONS_TOO_MANY")
    chat = call.chat()
    post = chat.alive(call.params["message_id"])
    if post is None:
        raise bad("message to react not found")
    allowed = REACTIONS if chat.reactions is None else REACTIONS & {*chat.reactions}
    foreign = any(one["type"] != "emoji" or one["emoji"] not in allowed for one in wanted)
    if foreign or content_of(post) is None:
        raise bad("REACTION_INVALID")
    post = first_of_album(chat, post)
    react(call, chat, post, [one["emoji"] for one in wanted])
    return True


def first_of_album(chat: Chat, post: Post) -> Post:
    """Bot API: a reaction to an album's item goes to the first one that has not been deleted."""
    group = post.body.get("media_group_id")
    if group is None:
        return post
    number: int = post.body["message_id"]
    album = (chat.alive(n) for n in range(max(1, number - 9), number + 1))
    return next(p for p in album if p and p.body.get("media_group_id") == group)


def react(call: Call, chat: Chat, post: Post, emojis: list[str]) -> None:
    """Replaces the bot's reaction."""
    others = [r for r in post.reactions if r["by"] != BOT_ID]
    post.reactions = others + [{"by": BOT_ID, "emoji": emoji} for emoji in emojis]
    number = post.body["message_id"]
    call.world.events.tell("reaction", chat.id, message_id=number, reactions=post.reactions)


def pin(call: Call) -> bool:
    """pinChatMessage: says so in the chat by a service message."""
    chat, post = _pinnable(call, "pin")
    if post.pinned:
        return True
    post.pinned = True
    call.world.events.tell("pin", chat.id, message_id=post.body["message_id"], pinned=True)
    pinned = call.world.reply_to(post)["reply_to_message"]
    thread = post.body.get("message_thread_id") if post.body.get("is_topic_message") else None
    service = call.world.post(chat, {"from": BOT}, {"pinned_message": pinned}, thread)
    call.world.tell_bot("message", service.body, chat.id)
    return True


def _pinnable(call: Call, verb: str) -> tuple[Chat, Post]:
    """The message named, or the newest pinned one outside topics."""
    chat = call.chat()
    number = call.params.get("message_id") or next(iter(chat.pinned(None)), 0)
    post = chat.alive(number)
    if post is None:
        raise bad(f"message to {verb} not found")
    if not chat.private and not chat.is_admin(BOT_ID):
        raise bad("not enough rights to manage pinned messages in the chat")
    return chat, post


def unpin(call: Call) -> bool:
    """unpinChatMessage: the newest pinned one when no id is given."""
    chat, post = _pinnable(call, "unpin")
    _unpin(call, chat, [post.body["message_id"]])
    return True


def unpin_all(call: Call) -> bool:
    """unpinAllChatMessages."""
    chat = call.chat()
    _unpin(call, chat, [number for number, post in chat.posts.items() if post.pinned])
    return True


def _unpin(call: Call, chat: Chat, numbers: list[int]) -> None:
    for number in numbers:
        chat.posts[number].pinned = False
        call.world.events.tell("pin", chat.id, message_id=number, pinned=False)


METHODS = {
    "editMessageText": edit_text,
    "editMessageCaption": edit_caption,
    "editMessageReplyMarkup": edit_markup,
    "editMessageMedia": edit_media,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
    "setMessageReaction": set_reaction,
    "pinChatMessage": pin,
    "unpinChatMessage": unpin,
    "unpinAllChatMessages": unpin_all,
}
