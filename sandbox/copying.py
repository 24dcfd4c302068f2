"""Copying: the bot's copies and forwards."""

from collections import Counter
from itertools import pairwise

from sandbox import media
from sandbox.call import Call
from sandbox.chats import Chat, Post
from sandbox.people import BOT
from sandbox.refusals import bad
from sandbox.wire import Json

_CONTENT = (
    "text", "entities", "link_preview_options", *media.KINDS, "caption", "caption_entities", "location",
    "venue", "contact", "dice", "poll", "game", "live_photo", "rich_message", "has_media_spoiler",
    "show_caption_above_media",
)  # fmt: skip


def content_of(post: Post) -> Json | None:
    """What a copy keeps; None for a service message."""
    content = {key: post.body[key] for key in _CONTENT if key in post.body}
    if "location" in content:  # what moves is copied where it is
        content["location"] = {k: content["location"][k] for k in ("latitude", "longitude")}
    return content or None


def copy_message(call: Call) -> Json:
    """copyMessage: any kind but service messages; `caption` replaces the old one."""
    source = call.world.chat(call.params["from_chat_id"])
    post = source.alive(call.params["message_id"])
    if post is None:
        raise bad("message to copy not found")
    content = content_of(post)
    if content is None:
        raise bad("the message can't be copied")
    if call.params.get("caption") is not None and media.CAPTIONED & content.keys():
        kept = {k: v for k, v in content.items() if "caption" not in k}
        content = kept | call.caption()
    return {"message_id": call.post(content).body["message_id"]}


def copy_messages(call: Call) -> list[Json]:
    """copyMessages: 1–100 ids, strictly increasing; albums stay albums, the missing are skipped."""
    posts = _many(call, "copy")
    contents = [(content, post) for post in posts if (content := content_of(post))]
    if not contents:
        raise bad("there are no messages to copy")
    if call.params.get("remove_caption"):
        contents = [({k: v for k, v in c.items() if not k.startswith("caption")}, p) for c, p in contents]
    chat = call.chat()
    call.thread(chat)
    return [{"message_id": number} for number in _post_all(call, chat, contents)]


def _many(call: Call, verb: str) -> list[Post]:
    numbers: list[int] = call.params["message_ids"]
    if not numbers:
        raise bad("message identifiers are not specified")
    if len(numbers) > 100:
        raise bad("too many message identifiers specified")
    if any(b <= a for a, b in pairwise(numbers)):
        raise bad("message identifiers must be in a strictly increasing order")
    source = call.world.chat(call.params["from_chat_id"])
    posts = [post for number in numbers if (post := source.alive(number))]
    if not posts:
        raise bad(f"there are no messages to {verb}")
    return posts


def _post_all(call: Call, chat: Chat, contents: list[tuple[Json, Post]]) -> list[int]:
    sizes = Counter(post.body.get("media_group_id") for _, post in contents)
    groups: dict[str, str] = {}
    sent: list[int] = []
    for content, post in contents:
        group = post.body.get("media_group_id")
        if group and sizes[group] > 1:
            new = groups.setdefault(group, str(13_000_000_000 + call.world.serial()))
            album: Json = {"media_group_id": new}
        else:
            album = {}
        sent.append(call.post(content | album, chat).body["message_id"])
    return sent


def _origin(post: Post) -> Json:
    body = post.body
    origin: Json = body.get("forward_origin") or {
        "type": "user",
        "date": body["date"],
        "sender_user": body.get("from", BOT),
    }
    return {"forward_origin": origin}


def forward_message(call: Call) -> Json:
    """forwardMessage."""
    source = call.world.chat(call.params["from_chat_id"])
    post = source.alive(call.params["message_id"])
    if post is None:
        raise bad("message to forward not found")
    content = content_of(post)
    if content is None:
        raise bad("the message can't be forwarded")
    return call.post(content | _origin(post)).body


def forward_messages(call: Call) -> list[Json]:
    """forwardMessages: as copyMessages."""
    posts = _many(call, "forward")
    contents = [(content | _origin(post), post) for post in posts if (content := content_of(post))]
    chat = call.chat()
    call.thread(chat)
    return [{"message_id": number} for number in _post_all(call, chat, contents)]


METHODS = {
    "copyMessage": copy_message,
    "copyMessages": copy_messages,
    "forwardMessage": forward_message,
    "forwardMessages": forward_messages,
}
