"""The world: people, chats, topics and messages, and what can happen to them."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sandbox.chats import GROUP_ID, Chat, Post, Topic, thread_of
from sandbox.events import Events
from sandbox.files import File, FileStore
from sandbox.people import BOT, BOT_ID, Person, starting_people
from sandbox.refusals import Misuse, bad, forbidden, migrated
from sandbox.updates import Updates
from sandbox.wire import Json


@dataclass
class Query:
    """A press on a button; `asked_at` in seconds of the world's clock."""

    id: str
    user: int
    asked_at: float
    answered: bool = False


@dataclass
class State:
    """Everything that outlives a restart, but for the updates."""

    people: dict[int, Person] = field(default_factory=dict)
    chats: dict[int, Chat] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    queries: dict[str, Query] = field(default_factory=dict)
    profile: dict[str, Any] = field(default_factory=dict)
    offset: float = 0.0
    serial: int = 0


def starting_state() -> State:
    """The world of docs/sandbox.md."""
    people = {person.id: person for person in starting_people()}
    chats = {person.id: Chat(person.id, "private", members={BOT_ID: "member"}) for person in people.values()}
    members = {
        BOT_ID: "administrator",
        2001: "member",
        2002: "member",
        2003: "administrator",
        3001: "creator",
    }
    # Id 1 is the group's own beginning (and General's mark), so no topic can have it.
    chats[GROUP_ID] = Chat(GROUP_ID, "supergroup", "Операторы", is_forum=True, members=members, last_id=1)
    return State(people, chats)


class World:
    """One sandbox's world; its clock is the machine's plus `state.offset` seconds."""

    def __init__(self, folder: Path | None = None, clock: Callable[[], float] = time.time) -> None:
        self.state = starting_state()
        self.events = Events()
        self.updates = Updates()
        self.store = FileStore(folder / "files" if folder else None)
        self._clock = clock
        self._presses: dict[str, asyncio.Future[Json]] = {}

    def now(self) -> float:
        """Seconds since 1970 by the world's clock."""
        return self._clock() + self.state.offset

    def serial(self) -> int:
        """A number never given before."""
        self.state.serial += 1
        return self.state.serial

    def person(self, number: int) -> Person:
        """Raises Misuse for nobody."""
        if number not in self.state.people:
            raise Misuse(f"nobody has the id {number}")
        return self.state.people[number]

    def change_person(self, number: int, **fields: Any) -> Person:
        """Somebody changed (`blocked`); the new value."""
        person = replace(self.person(number), **fields)
        self.state.people[number] = person
        self.events.tell("people")
        return person

    def chat(self, number: int | str) -> Chat:
        """The chat as the bot names it. Raises 400 «chat not found», or that it lives on elsewhere."""
        try:
            chat = self.state.chats[int(number)]
        except (KeyError, ValueError) as exc:
            raise bad("chat not found") from exc
        if chat.migrated_to is not None:
            raise migrated(chat.migrated_to)
        return chat

    def writable(self, number: int | str) -> Chat:
        """The same, for sending. Raises 403 when the bot is blocked, or no longer in the group."""
        chat = self.chat(number)
        if chat.private:
            if self.person(chat.id).blocked:
                raise forbidden("bot was blocked by the user")
            if not self.person(chat.id).started:
                raise forbidden("bot can't initiate conversation with a user")
        elif chat.members.get(BOT_ID) == "kicked":
            raise forbidden(f"bot was kicked from the {chat.type} chat")
        elif chat.members.get(BOT_ID, "left") == "left":
            raise forbidden(f"bot is not a member of the {chat.type} chat")
        return chat

    def user(self, number: int) -> Json:
        """`User` by id."""
        return BOT if number == BOT_ID else self.person(number).user()

    def chat_json(self, chat: Chat) -> Json:
        """`Chat`, as it stands in messages."""
        if chat.private:
            user = self.person(chat.id).user()
            return {
                **{k: v for k, v in user.items() if k not in {"is_bot", "language_code"}},
                "type": "private",
            }
        shown: Json = {"id": chat.id, "type": chat.type, "title": chat.title}
        return {**shown, "is_forum": True} if chat.is_forum else shown

    def post(
        self, chat: Chat, sender: Json, content: Json, thread: int | None = None, keyboard: Json | None = None
    ) -> Post:
        """Writes a message down and shows it; `sender` holds `from` (and `sender_chat`)."""
        chat.last_id += 1
        body: Json = {
            "message_id": chat.last_id,
            **sender,
            "chat": self.chat_json(chat),
            "date": int(self.now()),
        }
        if thread is not None:
            body |= {"message_thread_id": thread, "is_topic_message": True}
            # Bot API: a message in a topic that replies to none replies to the one that opened the topic.
            if "reply_to_message" not in content and (beginning := chat.alive(thread)):
                body["reply_to_message"] = beginning.body
        post = Post(body | content, keyboard)
        chat.posts[chat.last_id] = post
        self.events.tell("message", chat.id, message=post.shown())
        return post

    def reply_to(self, post: Post) -> Json:
        """What a reply carries: the replied message without its own reply."""
        shown: Json = {k: v for k, v in post.body.items() if k not in {"reply_to_message", "reply_markup"}}
        return {"reply_to_message": shown}

    def edited(self, chat: Chat, post: Post) -> None:
        """Tells that a message has changed."""
        self.events.tell("edit", chat.id, message=post.shown())

    def delete(self, chat: Chat, numbers: list[int]) -> None:
        """Messages vanish; Telegram tells bots nothing of it."""
        for number in numbers:
            if post := chat.alive(number):
                post.deleted = True
                self.events.tell("delete", chat.id, message_id=number, thread=thread_of(post.body))

    def tell_bot(self, kind: str, payload: Json, queue: int | str) -> None:
        """An update, if the bot is there to hear it."""
        self.updates.add(kind, payload, str(queue))

    def ask(self, user: int) -> tuple[Query, asyncio.Future[Json]]:
        """A query of somebody's (a press, an inline query), and where its answer will be."""
        query = Query(str(800_000_000_000 + self.serial()), user, self.now())
        self.state.queries[query.id] = query
        answer: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._presses[query.id] = answer
        return query, answer

    def answer(self, query: Query, answer: Json) -> None:
        """The bot has answered a query."""
        self.events.tell("answer", None, query=query.id, user=query.user, answer=answer)
        waiting = self._presses.pop(query.id, None)
        if waiting is not None and not waiting.done():
            waiting.set_result(answer)

    def give_up(self, query: Query) -> None:
        """Nobody waits for this answer any more; it may still come."""
        self._presses.pop(query.id, None)

    # Topics

    def open_topic(self, chat: Chat, by: Json, topic: Topic) -> Post:
        """A new topic; `topic.id` is set to that of the service message it begins with."""
        created: Json = {"name": topic.name, "icon_color": topic.icon_color}
        if topic.icon_custom_emoji_id:
            created["icon_custom_emoji_id"] = topic.icon_custom_emoji_id
        topic.id = chat.last_id + 1
        chat.topics[topic.id] = topic
        marks = {"message_thread_id": topic.id, "is_topic_message": True}
        post = self.post(chat, by, {**marks, "forum_topic_created": created})
        self.topic_changed(chat, topic)
        return post

    def topic_changed(self, chat: Chat, topic: Topic, *, deleted: bool = False) -> None:
        """Shows a topic's new state."""
        shown: Json = {"id": topic.id, "name": topic.name, "closed": topic.closed, "deleted": deleted}
        shown["icon_custom_emoji_id"] = topic.icon_custom_emoji_id
        self.events.tell("topic", chat.id, topic=shown)

    def delete_topic(self, chat: Chat, topic: Topic) -> None:
        """The topic and all its messages vanish, without a word to the bot."""
        del chat.topics[topic.id]
        inside = [number for number, post in chat.posts.items() if thread_of(post.body) == topic.id]
        for number in inside:
            chat.posts[number].deleted = True
        self.topic_changed(chat, topic, deleted=True)
