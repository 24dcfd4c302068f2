"""Pressing: how people use buttons, inline queries and polls."""

import asyncio

from sandbox.chats import Post
from sandbox.refusals import Misuse
from sandbox.wire import Json
from sandbox.world import World
from sandbox.writing import alive, place

_ANSWER_SECONDS = 10.0


async def press(world: World, given: Json) -> Json | None:
    """Somebody presses a button under a message; what the bot answered within ten seconds."""
    chat = place(world, given)
    post = alive(chat, given["message_id"])
    button = _button(post, given)
    if "callback_data" not in button:
        return {"text": "", "show_alert": False, "url": button.get("url")}
    query, answer = world.ask(given["as"])
    payload: Json = {"id": query.id, "from": world.user(given["as"]), "message": post.body}
    payload |= {"chat_instance": str(chat.id * 7919), "data": button["callback_data"]}
    world.tell_bot("callback_query", payload, f"user {given['as']}")
    try:
        async with asyncio.timeout(float(given.get("wait", _ANSWER_SECONDS))):
            return await answer
    except TimeoutError:
        return None
    finally:
        world.give_up(query)


def _button(post: Post, given: Json) -> Json:
    rows: list[list[Json]] = post.body.get("reply_markup", {}).get("inline_keyboard", [])
    for button in (button for row in rows for button in row):
        if given.get("data") is not None and button.get("callback_data") == given["data"]:
            return button
        if given.get("text") is not None and button["text"] == given["text"]:
            return button
    if given.get("data") is not None and given.get("forged"):
        return {"text": "", "callback_data": given["data"]}
    raise Misuse(f"no such button; there are: {[b['text'] for row in rows for b in row]}")


async def ask_inline(world: World, given: Json) -> Json | None:
    """Somebody types `@bot …` in a chat; the bot's results within ten seconds."""
    query, answer = world.ask(given["as"])
    payload: Json = {"id": query.id, "from": world.user(given["as"]), "query": given.get("query") or ""}
    world.tell_bot("inline_query", payload | {"offset": "", "chat_type": "private"}, f"user {given['as']}")
    try:
        async with asyncio.timeout(_ANSWER_SECONDS):
            return await answer
    except TimeoutError:
        return None
    finally:
        world.give_up(query)


def vote(world: World, given: Json) -> Json:
    """Somebody votes in a poll of the bot's, or takes the vote back (no options): `poll`, and `poll_answer`
    unless the poll is anonymous. The message."""
    chat = place(world, given)
    post = alive(chat, given["message_id"])
    poll: Json | None = post.body.get("poll")
    options: list[int] = given.get("options") or []
    if poll is None or poll["is_closed"]:
        raise Misuse("there is no open poll in this message")
    if not set(options) <= set(range(len(poll["options"]))):
        raise Misuse("there is no such option")
    if len(options) > 1 and not poll["allows_multiple_answers"]:
        raise Misuse("this poll takes one answer")
    post.votes[given["as"]] = options
    counts = [sum(n in chosen for chosen in post.votes.values()) for n in range(len(poll["options"]))]
    counted = [{**o, "voter_count": n} for o, n in zip(poll["options"], counts, strict=True)]
    voters = sum(bool(chosen) for chosen in post.votes.values())
    post.body["poll"] = poll | {"options": counted, "total_voter_count": voters}
    world.edited(chat, post)
    world.tell_bot("poll", post.body["poll"], chat.id)
    if not poll["is_anonymous"]:
        answer = {"poll_id": poll["id"], "user": world.user(given["as"]), "option_ids": options}
        answer["option_persistent_ids"] = [poll["options"][n]["persistent_id"] for n in options]
        world.tell_bot("poll_answer", answer, chat.id)
    return post.shown()
