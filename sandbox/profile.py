"""Profile: what the bot says about itself, and what it asks about chats."""

import json
import re
from collections.abc import Callable
from typing import Any

from sandbox.call import Call
from sandbox.chats import Chat
from sandbox.files import MOST_DOWNLOADED
from sandbox.people import BOT, BOT_ID
from sandbox.refusals import bad
from sandbox.text import units
from sandbox.wire import Json

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_MOST_ANSWER = 200
_OLD_QUERY_SECONDS = 150
_RIGHTS = [
    "can_manage_chat", "can_delete_messages", "can_restrict_members", "can_promote_members",
    "can_change_info", "can_invite_users", "can_pin_messages", "can_manage_topics",
    "can_manage_video_chats", "can_post_stories", "can_edit_stories", "can_delete_stories",
    "can_send_welcome_messages",
]  # fmt: skip


def get_me(call: Call) -> Json:
    """getMe."""
    del call
    abilities = {
        "can_join_groups": True, "can_read_all_group_messages": True, "supports_inline_queries": True,
        "can_connect_to_business": False, "has_main_web_app": False,
    }  # fmt: skip
    return {**BOT, **abilities}


def get_chat(call: Call) -> Json:
    """getChat."""
    chat = call.world.chat(call.params["chat_id"])
    shown = {**call.world.chat_json(chat), "accent_color_id": 0, "max_reaction_count": 11}
    shown["accepted_gift_types"] = {
        "unlimited_gifts": False, "limited_gifts": False, "unique_gifts": False,
        "premium_subscription": False, "gifts_from_channels": False,
    }  # fmt: skip
    if chat.reactions is not None:
        shown["available_reactions"] = [{"type": "emoji", "emoji": one} for one in chat.reactions]
    if newest := chat.pinned(None)[:1]:
        shown["pinned_message"] = call.world.reply_to(chat.posts[newest[0]])["reply_to_message"]
    return shown if chat.private else {**shown, "permissions": {"can_send_messages": True}}


def member_json(call_user: Json, status: str) -> Json:
    """`ChatMember`; an administrator of the sandbox has every right."""
    shown: Json = {"user": call_user, "status": status}
    if status == "administrator":
        shown |= {"can_be_edited": False, "is_anonymous": False} | dict.fromkeys(_RIGHTS, True)
    elif status == "creator":
        shown["is_anonymous"] = False
    elif status == "kicked":
        shown["until_date"] = 0
    return shown


def get_chat_member(call: Call) -> Json:
    """getChatMember."""
    chat = call.world.writable(call.params["chat_id"])
    user = call.params["user_id"]
    if user != BOT_ID and user not in call.world.state.people:
        raise bad("invalid user_id specified")
    alone = "member" if chat.private and user == chat.id else "left"
    return member_json(call.world.user(user), chat.members.get(user, alone))


def _group(call: Call) -> Chat:
    chat = call.world.writable(call.params["chat_id"])
    if chat.private:
        raise bad("there are no administrators in the private chat")
    return chat


def get_admins(call: Call) -> list[Json]:
    """getChatAdministrators: bots other than the asker are left out, as Telegram does."""
    chat = _group(call)
    admins = [user for user in chat.members if chat.is_admin(user)]
    return [member_json(call.world.user(user), chat.members[user]) for user in admins]


def count_members(call: Call) -> int:
    """getChatMemberCount."""
    chat = call.world.writable(call.params["chat_id"])
    return 2 if chat.private else sum(s not in {"left", "kicked"} for s in chat.members.values())


def leave(call: Call) -> bool:
    """leaveChat."""
    _group(call).members[BOT_ID] = "left"
    return True


def get_file(call: Call) -> Json:
    """getFile: 20 MB at the most."""
    file = call.world.state.files.get(call.params["file_id"])
    if file is None:
        raise bad("wrong file_id or the file is temporarily unavailable")
    if file.size > MOST_DOWNLOADED:
        raise bad("file is too big")
    shown: Json = {"file_id": file.file_id, "file_unique_id": file.file_unique_id, "file_size": file.size}
    return shown | {"file_path": file.path}


def answer_query(call: Call) -> bool:
    """answerCallbackQuery: once, within 150 seconds, 200 UTF-16 units at the most."""
    text: str = call.params.get("text") or ""
    if units(text) > _MOST_ANSWER:
        raise bad("MESSAGE_TOO_LONG")
    query = call.world.state.queries.get(call.params["callback_query_id"])
    late = query is None or query.answered or call.world.now() - query.asked_at > _OLD_QUERY_SECONDS
    if query is None or late:
        raise bad("query is too old and response timeout expired or query ID is invalid")
    query.answered = True
    answer: Json = {"text": text, "show_alert": bool(call.params.get("show_alert"))}
    answer["url"] = call.params.get("url")
    call.world.answer(query, answer)
    return True


def answer_inline(call: Call) -> bool:
    """answerInlineQuery: 50 results at the most, ids 1–64 bytes and different."""
    results: list[Json] = call.params["results"]
    ids = [result["id"] for result in results]
    if len(ids) > 50:
        raise bad("RESULTS_TOO_MUCH")
    if len(set(ids)) != len(ids):
        raise bad("RESULT_ID_DUPLICATE")
    if any(not 1 <= len(number.encode()) <= 64 for number in ids):
        raise bad("RESULT_ID_INVALID")
    query = call.world.state.queries.get(call.params["inline_query_id"])
    if query is None or query.answered:
        raise bad("query is too old and response timeout expired or query ID is invalid")
    query.answered = True
    call.world.answer(query, {"results": results})
    return True


def _commands_key(call: Call) -> str:
    scope = call.params.get("scope") or {"type": "default"}
    return json.dumps(["commands", scope, call.params.get("language_code") or ""], sort_keys=True)


def set_commands(call: Call) -> bool:
    """setMyCommands: 100 at the most, `[a-z0-9_]{1,32}`, descriptions of 1–256."""
    commands: list[Json] = call.params["commands"]
    if len(commands) > 100:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not _COMMAND.fullmatch(command["command"].removeprefix("/")):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= 256:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    call.world.state.profile[_commands_key(call)] = commands
    call.world.events.tell("bot")
    return True


def get_commands(call: Call) -> list[Json]:
    """getMyCommands."""
    found: list[Json] = call.world.state.profile.get(_commands_key(call), [])
    return found


def delete_commands(call: Call) -> bool:
    """deleteMyCommands."""
    call.world.state.profile.pop(_commands_key(call), None)
    return True


def _setter(field: str, most: int) -> Callable[[Call], bool]:
    def set_it(call: Call) -> bool:
        value: str = call.params.get(field) or ""
        if len(value) > most:
            raise bad(f"{field.replace('_', ' ')} is too long")
        call.world.state.profile[f"{field}:{call.params.get('language_code') or ''}"] = value
        return True

    return set_it


def _getter(field: str) -> Callable[[Call], Json]:
    def get_it(call: Call) -> Json:
        return {field: call.world.state.profile.get(f"{field}:{call.params.get('language_code') or ''}", "")}

    return get_it


def _kept(name: str) -> Callable[[Call], bool]:
    def keep(call: Call) -> bool:
        call.world.state.profile[name] = call.params
        return True

    return keep


METHODS: dict[str, Callable[[Call], Any]] = {
    "getMe": get_me,
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_admins,
    "getChatMemberCount": count_members,
    "leaveChat": leave,
    "getFile": get_file,
    "answerCallbackQuery": answer_query,
    "answerInlineQuery": answer_inline,
    "setMyCommands": set_commands,
    "getMyCommands": get_commands,
    "deleteMyCommands": delete_commands,
    "setMyDescription": _setter("description", 512),
    "getMyDescription": _getter("description"),
    "setMyShortDescription": _setter("short_description", 120),
    "getMyShortDescription": _getter("short_description"),
    "setMyName": _setter("name", 64),
    "getMyName": _getter("name"),
    "setChatMenuButton": _kept("menu_button"),
    "setMyDefaultAdministratorRights": _kept("rights"),
    "logOut": lambda call: True,
    "close": lambda call: True,
}
