"""Chats: their members, topics and messages."""

from dataclasses import dataclass, field

from sandbox.wire import Json

GROUP_ID = -1001000000001


@dataclass
class Post:
    """A message and what became of it; `body` is the Bot API's `Message`. `keyboard`: a reply keyboard, which
    people see and bots do not."""

    body: Json
    keyboard: Json | None = None
    reactions: list[Json] = field(default_factory=list)
    deleted: bool = False
    pinned: bool = False
    votes: dict[int, list[int]] = field(default_factory=dict)

    def shown(self) -> Json:
        """The message with the extras of docs/sandbox.md."""
        extras: Json = {"reactions": self.reactions, "deleted": self.deleted, "pinned": self.pinned}
        return self.body | extras | ({"reply_markup": self.keyboard} if self.keyboard else {})


@dataclass
class Topic:
    """A forum topic; `id` is the id of the service message that opened it."""

    id: int
    name: str
    icon_color: int = 7322096
    icon_custom_emoji_id: str = ""
    closed: bool = False
    creator: int = 0


@dataclass
class Chat:
    """A private chat (id = the person's), a group or a channel. Message ids grow from 1."""

    id: int
    type: str
    title: str = ""
    is_forum: bool = False
    members: dict[int, str] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    posts: dict[int, Post] = field(default_factory=dict)
    last_id: int = 0
    migrated_to: int | None = None
    reactions: list[str] | None = None  # those that are allowed; None: all

    @property
    def private(self) -> bool:
        """Whether this is somebody's own chat with the bot."""
        return self.type == "private"

    def alive(self, message_id: int) -> Post | None:
        """The message, unless it never was or has been deleted."""
        post = self.posts.get(message_id)
        return None if post is None or post.deleted else post

    def pinned(self, thread: int | None) -> list[int]:
        """Ids pinned in a topic (None: outside topics), the newest first."""
        found = [
            number
            for number, post in self.posts.items()
            if post.pinned and not post.deleted and thread_of(post.body) == thread
        ]
        return sorted(found, reverse=True)

    def is_admin(self, user: int) -> bool:
        """Whether the member may manage topics and pins."""
        return self.members.get(user) in {"administrator", "creator"}

    def may_write(self, user: int, topic: Topic) -> bool:
        """A closed topic is open to administrators and to whoever made it."""
        return not topic.closed or self.is_admin(user) or topic.creator == user


def thread_of(body: Json) -> int | None:
    """The topic a message is in; reply threads are not topics."""
    thread: int | None = body.get("message_thread_id") if body.get("is_topic_message") else None
    return thread
