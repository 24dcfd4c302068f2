"""People: residents, operators, the editor, and the bot itself."""

from dataclasses import dataclass
from typing import Literal

from sandbox.wire import Json

Role = Literal["resident", "operator", "editor"]

BOT_ID = 7000000001
TOKEN = f"{BOT_ID}:sandbox"
BOT_USERNAME = "sandbox_contact_center_bot"
BOT: Json = {
    "id": BOT_ID,
    "is_bot": True,
    "first_name": "Единый контакт-центр",
    "username": BOT_USERNAME,
}
# Telegram's own accounts that stand in for whoever does not write under their own name.
ANONYMOUS_ADMIN: Json = {
    "id": 1087968824,
    "is_bot": True,
    "first_name": "Group",
    "username": "GroupAnonymousBot",
}
CHANNEL_BOT: Json = {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}


@dataclass(frozen=True)
class Person:
    """Somebody with a Telegram account; `blocked`: has stopped the bot; `started`: it may write to them."""

    id: int
    role: Role
    first_name: str
    last_name: str = ""
    username: str = ""
    language_code: str = "ru"
    blocked: bool = False
    started: bool = True

    def user(self) -> Json:
        """As the Bot API's `User`."""
        user: Json = {"id": self.id, "is_bot": False, "first_name": self.first_name}
        for key, value in (
            ("last_name", self.last_name),
            ("username", self.username),
            ("language_code", self.language_code),
        ):
            if value:
                user[key] = value
        return user


def starting_people() -> list[Person]:
    """Whom the world begins with (docs/sandbox.md)."""
    return [
        Person(1001, "resident", "Мария", "Кузнецова", "maria_k"),
        Person(1002, "resident", "Айгуль", "Сатпаева", "", "kk"),
        Person(1003, "resident", "Борис Петрович"),
        Person(2001, "operator", "Анна", "Орлова", "anna_operator"),
        Person(2002, "operator", "Тимур", "Галиев", "timur_operator"),
        Person(2003, "operator", "Светлана", "Ким", "svetlana_lead"),
        Person(3001, "editor", "Елена", "Маслова", "elena_editor"),
    ]
