"""Showing: the world as /sandbox/state and /sandbox/messages give it."""

import json
from dataclasses import asdict
from itertools import groupby

from sandbox.chats import Chat, thread_of
from sandbox.people import BOT
from sandbox.sandbox import Sandbox
from sandbox.wire import Json
from sandbox.world import World

_GENERAL = frozenset({0, 1})


def state_shown(sandbox: Sandbox) -> Json:
    """/sandbox/state."""
    world = sandbox.world
    return {
        "bot": _bot(sandbox),
        "people": [asdict(person) for person in world.state.people.values()],
        "chats": [_chat(world, chat) for chat in world.state.chats.values()],
        "faults": sandbox.api.faults.shown(),
        "limits": vars(sandbox.meter.limits),
        "clock": sandbox.clock.shown(),
        "lesson": sandbox.trainer.lesson_shown(),
        "version": world.events.version,
    }


def _bot(sandbox: Sandbox) -> Json:
    """The bot; one that is not a child of the sandbox runs when it has polled within a minute."""
    child = sandbox.bot is not None
    running = sandbox.bot.running if sandbox.bot else sandbox.world.updates.heard_within(60)
    commands, scopes = _commands(sandbox.world), _scopes(sandbox.world)
    return {**BOT, "running": running, "child": child, "commands": commands, "scopes": scopes}


def _scopes(world: World) -> list[Json]:
    """All commands the bot has set, by scope and language."""
    keys = [key for key in world.state.profile if key.startswith('["commands"')]
    named = [(*json.loads(key)[1:], world.state.profile[key]) for key in keys]
    return [{"scope": scope, "language_code": code, "commands": found} for scope, code, found in named]


def _chat(world: World, chat: Chat) -> Json:
    shown = {**world.chat_json(chat), "is_forum": chat.is_forum, "migrated_to": chat.migrated_to}
    shown["members"] = [{"user": user, "status": status} for user, status in chat.members.items()]
    pins = _pins(chat)
    shown["pinned"] = pins.get(None, [])
    shown["topics"] = [
        {
            "id": topic.id,
            "name": topic.name,
            "closed": topic.closed,
            "icon_custom_emoji_id": topic.icon_custom_emoji_id,
            "pinned": pins.get(topic.id, []),
        }
        for topic in chat.topics.values()
    ]
    return shown


def _pins(chat: Chat) -> dict[int | None, list[int]]:
    """Pinned messages by topic, the newest first."""
    pinned = [(thread_of(p.body) or 0, -n) for n, p in chat.posts.items() if p.pinned and not p.deleted]
    groups = groupby(sorted(pinned), key=lambda pair: pair[0])
    return {thread or None: [-number for _, number in group] for thread, group in groups}


def _commands(world: World) -> list[Json]:
    """The commands a resident's app would list."""
    for scope in ("all_private_chats", "default"):
        for language in ("ru", ""):
            key = f'["commands", {{"type": "{scope}"}}, "{language}"]'
            if found := world.state.profile.get(key):
                commands: list[Json] = found
                return commands
    return []


def messages_shown(world: World, chat: int, thread: int | None, after: int) -> list[Json]:
    """A chat's messages after an id; `thread` 0 or 1: those outside topics; None: all."""
    if chat not in world.state.chats:
        return []
    found = world.state.chats[chat]
    posts = (found.posts[n] for n in range(after + 1, found.last_id + 1) if n in found.posts)
    if thread is None:
        return [post.shown() for post in posts]
    wanted = None if thread in _GENERAL else thread
    return [post.shown() for post in posts if thread_of(post.body) == wanted]
