"""Who may send which command and press which button: the matrix's table, and what each cell sends."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Any, get_args

from desk.choices.ban import BanTerm
from faq.entry import Shelf
from handlers.buttons import PLACES, packed
from handlers.codes import CODES
from handlers.commands import COMMANDS, Audience

Json = dict[str, Any]

# For whom the buttons of each code are. A new code belongs into one of these, or a test fails.
CODES_OF: dict[str, str] = {
    "resident": (
        "m s e er h p c n l my t tc tr r rc tk ts tw ta tu tf w ai ax ds dc da ab ak at as ac ar af aw ay ap "
        "pl ph ws wo wb wa wt wr wd nk nf ni nv "
        "sb sn so su sx vc vi vl vp vq vr vs vw it im yk yw yr ya yd yf"
    ),
    "operator": (
        "ot od ox ow oc or oz oh on sp os oi og oe hl hi hg he oa op opr ou ous oy bw bb bu bk bs ob ls ld "
        "dn df dr q qd f fg"
    ),
    "supervisor": "ft fp g gc au in id ii ie ip il iu ia ix iw is ir ik zr za zn zx",
    "asker": "xa xc xd xe xg xk xl xm xn xp xr xs xt xw",  # of polls: in private, supervisors too
    "editor": "kp kd kn kr ke gd gw ge ga gx ps pe",
    "admin": "lw lx cl cn cs ca cj cp ch",
}
AUDIENCES: dict[str, tuple[Audience, ...]] = {
    "resident": (Audience.RESIDENT,),
    "operator": (Audience.OPERATOR, Audience.GENERAL),
    "supervisor": (Audience.SUPERVISOR,),
    "asker": (Audience.ADMIN,),
    "editor": (Audience.EDITOR,),
    "admin": (Audience.ADMIN,),
}
# Commands that look the same for several: in a private chat they are the resident's, in a group the staff's.
SHARED = {"help", "delete"}
BANNED_MAY = {
    "/privacy",
    "/mydata",
    "/forget",
    *["yk", "yw", "yr", "ya", "yd", "yf"],
}  # what is kept of them is theirs
FIGURES = {"/stats", "fg"}  # operators' in the group, editors' and administrators' in private
ENTERS = {"/dashboard"}  # supervisors in private, too
ASKERS = {"poll"}  # of polls: administrators and, in private too, supervisors whom the settings name


@dataclass(frozen=True, slots=True)
class Cell:
    """Something that somebody sends: a command or a button's code."""

    what: str
    text: str | None = None
    data: str | None = None


def commands(audience: str) -> list[Cell]:
    """The commands of an audience, with words behind those that want some."""
    named = {one.name: one for one in COMMANDS if one.audience in AUDIENCES[audience]}
    theirs = ASKERS if audience == "asker" else named.keys() - SHARED - ASKERS
    return [Cell(f"/{name}", text=f"/{name} 1") for name in named if name in theirs]


def buttons(audience: str, shelf: Shelf, ticket_id: int) -> list[Cell]:
    """The buttons of an audience, about that ticket where they are about one."""
    return [Cell(code, data=_data(CODES[code], shelf, ticket_id)) for code in CODES_OF[audience].split()]


def _data(kind: type[Any], shelf: Shelf, ticket_id: int) -> str:
    values = {name: _value(name, hint, shelf, ticket_id) for name, hint in PLACES[kind]}
    return packed(kind(**values))


def _value(name: str, hint: Any, shelf: Shelf, ticket_id: int) -> Any:
    places: dict[str, Any] = {
        "ticket_id": ticket_id,
        "other_id": ticket_id,
        "department": "social",
        "language": "ru",
        "entry": next(iter(shelf.entries)),
        "subject": next(iter(shelf.subjects)),
        "template": next(iter(shelf.templates), "none"),
        "deadline": next(iter(shelf.deadlines), "none"),
        "appeal": next(iter(shelf.appeals), "none"),
        "authority": next(iter(shelf.authorities), "none"),
        "route": next(iter(shelf.routes), "none"),
        "step": next(iter(shelf.steps), "none"),
        "office_kind": next(iter(shelf.kinds), "none"),
        "office": next(iter(shelf.offices), "none"),
        "term": BanTerm.HOUR,
        "operator_id": 2001,
        "person": 2001,
    }
    if name in places:
        return places[name]
    hint = next((one for one in get_args(hint) if one is not type(None)), hint)
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        return next(iter(hint))
    return "x" if hint is str else hint(1)


def press(who: Json, chat: Json, data: str, number: int, at: int, topic: int | None = None) -> Json:
    """A press on a button of the bot's, in that chat."""
    message: Json = {"message_id": number, "date": at, "chat": chat, "text": "…", "from": _bot()}
    message["reply_markup"] = {"inline_keyboard": [[{"text": "…", "callback_data": data}]]}
    if topic is not None:
        message |= {"message_thread_id": topic, "is_topic_message": True}
    return {
        "callback_query": {
            "id": str(number), "from": who, "chat_instance": "1", "data": data, "message": message,
        }
    }  # fmt: skip


def says(who: Json, chat: Json, text: str, number: int, at: int, **more: Any) -> Json:
    """A message in that chat."""
    said: Json = {"message_id": number, "date": at, "chat": chat, "from": who, "text": text}
    if text.startswith("/"):
        length = len(text.partition(" ")[0])
        said["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
    return {"message": said | more}


def _bot() -> Json:
    return {"id": 7000000001, "is_bot": True, "first_name": "Единый контакт-центр"}
