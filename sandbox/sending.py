"""Sending: the bot's send* methods."""

from typing import Any

from sandbox import media
from sandbox.call import Call
from sandbox.files import Upload
from sandbox.people import BOT
from sandbox.polls import poll_json
from sandbox.refusals import bad
from sandbox.wire import Json

_DICE = {"🎲": 6, "🎯": 6, "🎳": 6, "🏀": 5, "⚽": 5, "🎰": 64}
_ACTION_NAMES = (
    "typing upload_photo record_video upload_video record_voice upload_voice upload_document "
    "choose_sticker find_location record_video_note upload_video_note"
)
_ACTIONS = frozenset(_ACTION_NAMES.split())


def send_message(call: Call) -> Json:
    """sendMessage."""
    return call.post(call.text()).body


def file_content(call: Call, kind: str, value: str | None) -> Json:
    """A message's content for what the bot gave: an id, `attach://part`, or a part under the field's name."""
    if kind not in media.KINDS:
        raise bad(f"type {kind} is not part of the sandbox")
    if not value:
        raise bad(f"there is no {kind.replace('_', ' ')} in the request")
    if value.startswith("attach://"):
        upload: Upload | None = call.uploads.get(value.removeprefix("attach://"))
        if upload is None:
            raise bad(f"there is no {kind.replace('_', ' ')} in the request")
        return media.sent(call.world, kind, upload, strict=True)
    return media.known(call.world, kind, value)


def _send_file(kind: str) -> Any:
    def send(call: Call) -> Json:
        caption = call.caption() if kind in media.CAPTIONED else {}
        content = file_content(call, kind, call.params.get(kind))
        return call.post(content | caption).body

    return send


def send_media_group(call: Call) -> list[Json]:
    """sendMediaGroup: 2–10 items, documents and audio only among their own kind."""
    items: list[Json] = call.params["media"]
    if not items:
        raise bad("there are no messages to send")
    # The Bot API asks for 2 to 10; its server sends a single one as an ordinary message.
    if len(items) < 2:
        raise bad("too few messages to send as an album")
    if len(items) > 10:
        raise bad("too many messages to send as an album")
    kinds = {item["type"] for item in items}
    for kind in ("document", "audio"):
        if kind in kinds and len(kinds) > 1:
            raise bad(f"{kind} can't be mixed with other media types")
    chat = call.chat()
    call.thread(chat)
    contents = [file_content(call, item["type"], item["media"]) | call.caption(item) for item in items]
    group = {"media_group_id": str(13_000_000_000 + call.world.serial())}
    return [call.post(content | group, chat).body for content in contents]


def send_location(call: Call) -> Json:
    """sendLocation."""
    return call.post({"location": _location(call.params)}).body


def _location(params: Json) -> Json:
    latitude, longitude = params["latitude"], params["longitude"]
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise bad("wrong latitude/longitude specified")
    return {"latitude": latitude, "longitude": longitude}


def send_venue(call: Call) -> Json:
    """sendVenue; the Bot API fills `location` as well."""
    params = call.params
    if not params["title"].strip() or not params["address"].strip():
        raise bad("VENUE_TITLE_EMPTY" if not params["title"].strip() else "VENUE_ADDRESS_EMPTY")
    location = _location(params)
    venue = {"location": location, "title": params["title"], "address": params["address"]}
    return call.post({"venue": venue, "location": location}).body


def send_contact(call: Call) -> Json:
    """sendContact."""
    if not call.params["first_name"].strip():
        raise bad("first name must be non-empty")
    kept = ("phone_number", "first_name", "last_name", "vcard")
    return call.post({"contact": {k: call.params[k] for k in kept if call.params.get(k)}}).body


def send_dice(call: Call) -> Json:
    """sendDice; the value follows from the message's turn, so runs can be repeated."""
    emoji = call.params.get("emoji") or "🎲"
    if emoji not in _DICE:
        raise bad("emoji must be one of the supported")
    return call.post({"dice": {"emoji": emoji, "value": call.world.serial() % _DICE[emoji] + 1}}).body


def send_poll(call: Call) -> Json:
    """sendPoll: a question of 1–300, 2–12 options of 1–100 UTF-16 units."""
    options = [o["text"] if isinstance(o, dict) else o for o in call.params["options"]]
    question = call.params["question"].strip()
    if not question:
        raise bad("poll question must be non-empty")
    if len(question) > 300:
        raise bad("poll question length must not exceed 300")
    if len(options) < 2:
        raise bad("poll must have at least 2 options")
    if len(options) > 12:
        raise bad("poll can't have more than 12 options")
    if any(not option.strip() for option in options):
        raise bad("poll options must be non-empty")
    if any(len(option) > 100 for option in options):
        raise bad("poll options length must not exceed 100")
    return call.post({"poll": poll_json(call.world, question, options, call.params)}).body


def stop_poll(call: Call) -> Json:
    """stopPoll."""
    chat = call.chat()
    post = chat.alive(call.params["message_id"])
    if post is None or "poll" not in post.body or post.body["from"] != BOT:
        raise bad("message with poll to stop not found")
    if post.body["poll"]["is_closed"]:
        raise bad("poll has already been closed")
    post.body["poll"] = {**post.body["poll"], "is_closed": True}
    call.world.edited(chat, post)
    poll: Json = post.body["poll"]
    return poll


def send_chat_action(call: Call) -> bool:
    """sendChatAction; says True for a deleted topic too, as Telegram does."""
    chat = call.chat()
    if call.params["action"] not in _ACTIONS:
        raise bad("wrong parameter action in request")
    thread = call.params.get("message_thread_id")
    call.world.events.tell("action", chat.id, action=call.params["action"], thread=thread)
    return True


METHODS = {
    "sendMessage": send_message,
    "sendMediaGroup": send_media_group,
    "sendLocation": send_location,
    "sendVenue": send_venue,
    "sendContact": send_contact,
    "sendDice": send_dice,
    "sendPoll": send_poll,
    "stopPoll": stop_poll,
    "sendChatAction": send_chat_action,
    **{"send" + "".join(part.title() for part in kind.split("_")): _send_file(kind) for kind in media.KINDS},
}
