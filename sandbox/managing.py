"""Managing: how people join, leave, stop the bot, and keep a group's topics."""

from typing import get_args

from sandbox.chats import Chat, Topic
from sandbox.people import BOT_ID, Person, Role
from sandbox.profile import member_json
from sandbox.refusals import Misuse
from sandbox.text import units
from sandbox.topics import MOST_NAME
from sandbox.wire import Json
from sandbox.world import World
from sandbox.writing import place

STATUSES = ("member", "administrator", "left", "kicked", "creator")


def block(world: World, given: Json) -> None:
    """Somebody stops the bot, or starts it again: `my_chat_member`."""
    person, blocked = world.person(given["as"]), bool(given["blocked"])
    if person.blocked == blocked:
        return
    world.change_person(person.id, blocked=blocked)
    chat = world.chat(person.id)
    before, after = ("member", "kicked") if blocked else ("kicked", "member")
    chat.members[BOT_ID] = after
    _tell_member(world, chat, person.id, BOT_ID, before, after)


def _tell_member(world: World, chat: Chat, by: int, user: int, before: str, after: str) -> None:
    shown = world.user(user)
    change: Json = {"chat": world.chat_json(chat), "from": world.user(by), "date": int(world.now())}
    change |= {"old_chat_member": member_json(shown, before), "new_chat_member": member_json(shown, after)}
    if user == BOT_ID:
        world.tell_bot("my_chat_member", change, chat.id)
    elif chat.is_admin(BOT_ID):
        world.tell_bot("chat_member", change, chat.id)
    world.events.tell("chat", chat.id)


def set_member(world: World, given: Json) -> None:
    """Somebody (or the bot) joins, leaves, is promoted or demoted by the group's creator."""
    chat, user, status = world.chat(given["chat"]), given["user"], given["status"]
    if status not in STATUSES:
        raise Misuse(f"status must be one of {', '.join(STATUSES)}")
    shown = world.user(user)
    before = chat.members.get(user, "left")
    chat.members[user] = status
    creator = next((u for u, s in chat.members.items() if s == "creator"), 3001)
    by = {"from": world.user(creator)}
    inside = {"member", "administrator", "creator"}
    if user != BOT_ID and (before in inside) != (status in inside):
        content: Json = {"new_chat_members": [shown]} if status in inside else {"left_chat_member": shown}
        service = world.post(chat, by, content)
        world.tell_bot("message", service.body, chat.id)
    _tell_member(world, chat, creator, user, before, status)


def topic(world: World, given: Json) -> Json:
    """A person works on a topic; its new state."""
    chat = place(world, given)
    if not chat.is_forum:
        raise Misuse("the chat has no topics")
    action, by = given["action"], {"from": world.user(given["as"])}
    if action == "create":
        made = Topic(0, _name(given), creator=given["as"])
        service = world.open_topic(chat, by, made)
        world.tell_bot("message", service.body, chat.id)
        return {"id": made.id, "name": made.name, "closed": False}
    found = chat.topics.get(given.get("thread") or 0)
    if found is None:
        raise Misuse(f"there is no topic {given.get('thread')}")
    if action == "delete":
        world.delete_topic(chat, found)
    else:
        service = world.post(chat, by, _changed(found, action, given), found.id)
        world.tell_bot("message", service.body, chat.id)
        world.topic_changed(chat, found)
    return {"id": found.id, "name": found.name, "closed": found.closed}


def _name(given: Json) -> str:
    name = str(given.get("name") or "").strip()
    if not 1 <= units(name) <= MOST_NAME:
        raise Misuse(f"a topic's name has 1 to {MOST_NAME} characters")
    return name


def _changed(found: Topic, action: str, given: Json) -> Json:
    match action:
        case "rename":
            found.name = _name(given)
            return {"forum_topic_edited": {"name": found.name}}
        case "close":
            found.closed = True
            return {"forum_topic_closed": {}}
        case "reopen":
            found.closed = False
            return {"forum_topic_reopened": {}}
        case _:
            raise Misuse("action must be create, rename, close, reopen or delete")


def set_forum(world: World, given: Json) -> None:
    """Turns a group's topics on or off."""
    chat = world.chat(given["chat"])
    chat.is_forum = bool(given["is_forum"])
    world.events.tell("chat", chat.id)


def migrate(world: World, given: Json) -> int:
    """The group lives on under another id, its members, topics and messages with it; the new id."""
    old = world.chat(given["chat"])
    if old.private:
        raise Misuse("a private chat cannot migrate")
    number = min(world.state.chats) - 1_000_000
    new = Chat(number, "supergroup", old.title, old.is_forum, dict(old.members))
    new.topics, new.posts, new.last_id = old.topics, old.posts, old.last_id
    old.topics, old.posts = {}, {}
    for post in new.posts.values():
        _rehome(post.body, old.id, world.chat_json(new))
    world.state.chats[number] = new
    by = {"from": world.user(next((u for u, s in new.members.items() if s == "creator"), 3001))}
    farewell = world.post(old, by, {"migrate_to_chat_id": number})
    world.tell_bot("message", farewell.body, old.id)
    old.migrated_to = number
    welcome = world.post(new, by, {"migrate_from_chat_id": old.id})
    world.tell_bot("message", welcome.body, new.id)
    world.events.tell("chat", old.id)
    world.events.tell("chat", number)
    return number


def _rehome(message: Json, was: int, chat: Json) -> None:
    """A message, and those it shows, stand in another chat by now."""
    for name, value in message.items():
        if name == "chat" and value["id"] == was:
            message[name] = chat
        elif isinstance(value, dict):
            _rehome(value, was, chat)


def add_person(world: World, given: Json) -> Json:
    """One more person, with a private chat; operators join the groups. Their state."""
    role: Role = given["role"]
    if role not in get_args(Role):
        raise Misuse("role must be resident, operator or editor")
    first = {"resident": 1001, "operator": 2001, "editor": 3001}[role]
    number = given.get("id") or next(n for n in range(first, first + 10**6) if n not in world.state.people)
    if number in world.state.people or number <= 0:
        raise Misuse(f"the id {number} is taken")
    person = Person(
        number,
        role,
        given.get("first_name") or "Житель",
        given.get("last_name") or "",
        given.get("username") or "",
        given.get("language_code") or "ru",
        started=given.get("started", True),
    )
    world.state.people[number] = person
    world.state.chats[number] = Chat(number, "private", members={BOT_ID: "member"})
    world.events.tell("people")
    if role != "resident":
        groups = [c for c in world.state.chats.values() if not c.private and c.migrated_to is None]
        for chat in groups:
            set_member(world, {"chat": chat.id, "user": number, "status": "member"})
    return {**person.user(), "role": role, "blocked": False}
