"""Topics: how the bot works on a forum."""

from sandbox.call import Call
from sandbox.chats import Chat, Topic
from sandbox.people import BOT, BOT_ID
from sandbox.refusals import bad
from sandbox.text import cleaned, units
from sandbox.wire import Json

COLOURS = (7322096, 16766590, 13338331, 9367192, 16749490, 16478047)
MOST_NAME = 128
# Ids of Telegram's free topic icons; any of them may stand in front of a topic's name.
ICONS = {
    "5312536423851630001": "💡", "5312016608254762256": "⚡️", "5377544228505134960": "🎙",
    "5418085807791545980": "🔝", "5379748062124056162": "❗️", "5420216386448270341": "🆒",
    "5237699328843200968": "✅", "5377316857231450742": "❓", "5312241539987020022": "🔥",
    "5417915203100613993": "💬", "5357121491508928442": "👀", "5377498341074542641": "‼️",
    "5309984423003823246": "📣", "5370870893004203704": "🗣", "5408906741125490282": "🏁",
}  # fmt: skip


def _forum(call: Call) -> Chat:
    chat = call.chat()
    if not chat.is_forum:
        raise bad("the chat is not a forum")
    return chat


def _topic(call: Call, chat: Chat, verb: str) -> Topic:
    """A topic the bot may work on: as an administrator, or (but for deleting) one it made itself."""
    topic = chat.topics.get(call.params["message_thread_id"])
    if topic is None:
        raise bad("TOPIC_ID_INVALID")
    own = topic.creator == BOT_ID and verb != "delete"
    if not chat.is_admin(BOT_ID) and not own:
        raise bad(f"not enough rights to {verb} the topic")
    return topic


def _name(call: Call) -> str:
    name = cleaned(call.params.get("name") or "").strip()
    if not name:
        raise bad("title must be non-empty")
    if units(name) > MOST_NAME:
        raise bad("topic name is too long")
    return name


def _icon(call: Call) -> str:
    icon: str = call.params.get("icon_custom_emoji_id") or ""
    if icon and icon not in ICONS:
        raise bad("DOCUMENT_INVALID")
    return icon


def create(call: Call) -> Json:
    """createForumTopic."""
    name = _name(call)
    colour = call.params.get("icon_color") or COLOURS[0]
    if colour not in COLOURS:
        raise bad("TOPIC_ICON_COLOR_INVALID")
    icon = _icon(call)
    chat = _forum(call)
    if not chat.is_admin(BOT_ID):
        raise bad("not enough rights to create a topic")
    topic = Topic(0, name, colour, icon, creator=BOT_ID)
    service = call.world.open_topic(chat, {"from": BOT}, topic)
    call.world.tell_bot("message", service.body, chat.id)
    shown: Json = {"message_thread_id": topic.id, "name": name, "icon_color": colour}
    return shown | ({"icon_custom_emoji_id": icon} if icon else {})


def _service(call: Call, chat: Chat, topic: Topic, content: Json) -> bool:
    service = call.world.post(chat, {"from": BOT}, content, topic.id)
    call.world.tell_bot("message", service.body, chat.id)
    call.world.topic_changed(chat, topic)
    return True


def edit(call: Call) -> bool:
    """editForumTopic: a name or an icon that is not given stays."""
    name = _name(call) if call.params.get("name") else None
    icon = _icon(call) if call.params.get("icon_custom_emoji_id") is not None else None
    chat = _forum(call)
    topic = _topic(call, chat, "edit")
    if name is None and icon is None:
        return True
    changed: Json = {}
    if name is not None and name != topic.name:
        changed["name"] = topic.name = name
    if icon is not None and icon != topic.icon_custom_emoji_id:
        changed["icon_custom_emoji_id"] = topic.icon_custom_emoji_id = icon
    if not changed:
        raise bad("TOPIC_NOT_MODIFIED")
    return _service(call, chat, topic, {"forum_topic_edited": changed})


def _set_closed(call: Call, *, closed: bool) -> bool:
    chat = _forum(call)
    topic = _topic(call, chat, "close or open")
    if topic.closed == closed:
        raise bad("TOPIC_NOT_MODIFIED")
    topic.closed = closed
    return _service(call, chat, topic, {"forum_topic_closed" if closed else "forum_topic_reopened": {}})


def close(call: Call) -> bool:
    """closeForumTopic."""
    return _set_closed(call, closed=True)


def reopen(call: Call) -> bool:
    """reopenForumTopic."""
    return _set_closed(call, closed=False)


def delete(call: Call) -> bool:
    """deleteForumTopic, with all its messages."""
    chat = _forum(call)
    call.world.delete_topic(chat, _topic(call, chat, "delete"))
    return True


def unpin_all(call: Call) -> bool:
    """unpinAllForumTopicMessages."""
    chat = _forum(call)
    topic = _topic(call, chat, "edit")
    for number in chat.pinned(topic.id):
        chat.posts[number].pinned = False
        call.world.events.tell("pin", chat.id, message_id=number, pinned=False)
    return True


def icons(call: Call) -> list[Json]:
    """getForumTopicIconStickers."""
    del call
    still = {"width": 100, "height": 100, "is_animated": True, "is_video": False, "type": "custom_emoji"}
    return [
        {"file_id": f"icon{i}", "file_unique_id": i, "emoji": emoji, "custom_emoji_id": i, **still}
        for i, emoji in ICONS.items()
    ]


METHODS = {
    "createForumTopic": create,
    "editForumTopic": edit,
    "closeForumTopic": close,
    "reopenForumTopic": reopen,
    "deleteForumTopic": delete,
    "unpinAllForumTopicMessages": unpin_all,
    "getForumTopicIconStickers": icons,
}
