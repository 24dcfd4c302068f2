"""Who may do what: docs/rights.md, written for a ministry's reader from the tables that the code obeys."""

from __future__ import annotations

import re

from babel.messages.pofile import read_po

from desk.deed import Deed
from desk.people import Role
from desk.rights import RIGHTS, Reach
from handlers.commands import COMMANDS, Audience
from locales import CATALOGUE, FOLDER
from tests.house.sources import ROOT

PAPER = ROOT / "docs" / "rights.md"
ROLES = {
    Role.OPERATOR: "Специалист",
    Role.SUPERVISOR: "Руководитель",
    Role.EDITOR: "Редактор",
    Role.ADMIN: "Администратор",
}
DEEDS = {
    Deed.TAKE: "взять обращение",
    Deed.TRANSFER: "передать в другой отдел",
    Deed.ENTRUST: "передать коллеге",
    Deed.GIVE_BACK: "вернуть боту",
    Deed.WAIT: "ждать ответа жителя",
    Deed.CLOSE: "закрыть",
    Deed.REOPEN: "открыть снова",
    Deed.MERGE: "объединить обращения",
    Deed.SPLIT: "выделить второй вопрос",
    Deed.PRIORITY: "изменить срочность",
    Deed.SUBJECT: "исправить тему",
    Deed.RETURN: "вернуть обращения коллеги в очередь",
    Deed.ERASE: "убрать своё сообщение у жителя (чужое — руководитель)",
    Deed.SPAM: "отметить как спам",
    Deed.BAN: "заблокировать жителя на срок",
    Deed.BAN_FOREVER: "заблокировать навсегда",
    Deed.UNBAN: "разблокировать (кто заблокировал — и специалист)",
    Deed.HISTORY: "посмотреть все обращения жителя",
    Deed.KEPT: "прочитать написанное под блокировкой",
    Deed.SEARCH: "искать обращения своего отдела",
    Deed.APPOINT: "назначить специалиста",
    Deed.DISMISS: "снять специалиста",
    Deed.TEMPLATE: "добавить готовый ответ",
    Deed.OPEN_POLL: "начать опрос жителей",
    Deed.CLOSE_POLL: "закончить опрос",
    Deed.DECIDE_POLL: "сообщить, что решили по опросу",
    Deed.JUDGE_PROPOSAL: "проверить предложение жителя в опросе",
    Deed.ANNOUNCE: "объявить о происшествии",
    Deed.AMEND: "изменить объявление о происшествии",
    Deed.END_INCIDENT: "объявить, что происшествие закончилось",
    Deed.BROADCAST: "отправить рассылку",
    Deed.PAUSE_BROADCAST: "поставить рассылку на паузу",
    Deed.RESUME_BROADCAST: "продолжить рассылку",
    Deed.CANCEL_BROADCAST: "отменить рассылку",
    Deed.PUBLISH: "опубликовать базу знаний",
    Deed.ROLL_BACK: "вернуть прежнюю базу знаний",
    Deed.EXPORT: "выгрузить базу знаний",
    Deed.AUDIT: "читать журнал действий",
    Deed.EXPORT_ACTS: "выгрузить журнал действий",
}
AUDIENCES = {
    Audience.RESIDENT: "Житель, в личном чате с ботом",
    Audience.OPERATOR: "Специалист, в теме обращения",
    Audience.GENERAL: "Специалист, в группе",
    Audience.SUPERVISOR: "Руководитель, в группе",
    Audience.EDITOR: "Редактор, в личном чате с ботом",
    Audience.ADMIN: "Администратор, в личном чате с ботом",
}
HEAD = """\
# Кто что может

Составлено по таблице, которой подчиняется программа (`desk/rights.py`), командой `make rights`. Руками
не правят: проверка `make check` заметит расхождение.

## Роли

| роль | кто это | откуда |
|---|---|---|
| Житель | любой, кто пишет боту в личном чате | — |
| Специалист | отвечает жителям в группе своего отдела | `people.operators` в настройках или `/appoint` |
| Руководитель | то же и больше: см. таблицу | `people.supervisors` |
| Редактор | правит базу знаний; обращений не видит, вопросы — без имён | `people.editors` |
| Администратор | может всё | `people.admins` |

Специалист и руководитель работают, только пока состоят в группе своего отдела: это проверяется у
Telegram. Кто вышел или исключён, теряет права сразу. В чужом отделе они посторонние.

Прав не имеют и не получат: анонимный администратор группы, канал и запись канала в группе, любой бот.
Пересланное сообщение специалиста — слова того, кто переслал. Проверяется подлинный номер человека в
Telegram, а не имя.

Житель делает только своё: задаёт вопросы, закрывает, открывает снова и оценивает свои обращения, убирает
свои сообщения, голосует, получает всё, что о нём хранится, забирает согласие и просит всё стереть.
Последнее может и тот, кто заблокирован. Чужое обращение бот ему не покажет и не изменит.

## Действия

«Да» — может. «Спросит» — в обращении, которое ведёт коллега, бот сначала переспросит. «Не в чужом» —
обращение коллеги не отдаст. Названное здесь остаётся в журнале действий; кроме «ждать ответа жителя» и
чтения журнала.

"""
TAIL = """
Настройки (`config.toml`) меняет тот, у кого есть доступ к серверу. Что
менялось, видно в журнале по разделам.

## Команды

У команды есть кнопка там, где она уместна. Кнопка проверяет те же права, что и команда.

"""


def written() -> str:
    """The whole document."""
    return HEAD + _deeds() + TAIL + _commands()


def _deeds() -> str:
    head = f"| действие | {' | '.join(ROLES.values())} |\n|---|{'---|' * len(ROLES)}\n"
    rows = [
        f"| {name} | {' | '.join(_may(deed, role) for role in ROLES)} |\n" for deed, name in DEEDS.items()
    ]
    return head + "".join(rows)


def _may(deed: Deed, role: Role) -> str:
    right = RIGHTS[deed]
    if not role.may(right.role):
        return "—"
    if role.may(Role.SUPERVISOR):
        return "да"
    return {Reach.FREE: "да", Reach.ASKED: "спросит", Reach.CLOSED: "не в чужом"}[right.in_colleagues]


def _commands() -> str:
    with (FOLDER / "ru" / CATALOGUE).open("rb") as source:
        phrases = read_po(source, locale="ru")
    pieces = []
    for audience, name in AUDIENCES.items():
        theirs = [one for one in COMMANDS if one.audience is audience]
        told = {one.name: _line(str(getattr(phrases.get(one.phrase), "string", ""))) for one in theirs}
        rows = "".join(f"- `/{command}` — {words}\n" for command, words in told.items())
        pieces.append(f"### {name}\n\n{rows}")
    return "\n".join(pieces)


def _line(words: str) -> str:
    """A command's explanation: its first line, without the command that some repeat."""
    first = re.sub(r"^/\w+ — ", "", words.partition("\n")[0])
    return first if first[1:2].isupper() else first[:1].lower() + first[1:]


if __name__ == "__main__":
    PAPER.write_text(written(), "utf-8")
