"""The page of figures, and the small ones at its door."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dashboard import charts
from dashboard.amounts import lasting, number, percent, stars
from dashboard.html import Inside, Markup, el, page, table
from dashboard.summary import SPANS, Summary, Totals
from desk.centre import Centre
from desk.incident import IncidentState
from desk.people import Operator
from desk.trend import RANKED, Rank, Terms

TITLE = "Контакт-центр: показатели"
EXPORTS = ("xlsx", "csv", "json")
SPAN_NAMES = {7: "7 дней", 30: "30 дней", 90: "90 дней", 366: "год"}
STATES = {
    IncidentState.PROPOSED: "Всплеск. Решения ещё нет",
    IncidentState.DRAFT: "Извещение готовится",
    IncidentState.RUNNING: "Жители предупреждены",
    IncidentState.FIXED: "Всё исправлено",
    IncidentState.EXPIRED: "Срок извещения вышел",
    IncidentState.DROPPED: "Не подтвердилось",
}


def entrance() -> str:
    """What a link shows first: messengers look at links by themselves, and must not use them up."""
    button = el("button", "Войти", type="submit")
    return page(
        TITLE,
        el("h1", "Показатели контакт-центра"),
        el("p", "Ссылка открывает эту страницу один раз."),
        el("form", button, method="post"),
    )


def closed(why: str) -> str:
    """Nobody comes in."""
    return page(TITLE, el("h1", "Показатели контакт-центра"), el("p", why))


def figures(told: Summary, by: Operator, centre: Centre) -> str:
    """Everything that is told of a span."""
    return page(
        TITLE,
        _head(told, by),
        el("section", _tiles(told), class_="tiles"),
        _words(told),
        _kept(told, centre.privacy.keep.questions),
        _section("Вопросы по дням", charts.by_day(told.by_day)),
        _section(
            "Когда спрашивают",
            charts.heat(told.by_hour),
            el("p", "Чем темнее, тем больше вопросов. Часы — по времени контакт-центра."),
        ),
        _section("Сроки", *_terms(told)),
        _section(
            "О чём спрашивают чаще", table(["Тема", "Вопросов"], told.subjects) if told.subjects else NONE
        ),
        _section(
            "На что бот не ответил",
            el("p", "Слов жителей здесь нет. Их без личных данных показывает команда /gaps."),
            el("p", "Считаем за 90 дней: дольше бот их не хранит.") if told.days > 90 else None,
            _listed("Ближайшая тема", told.lacks),
        ),
        _section("Всплески и происшествия", *_troubles(told, centre)),
        _section("Отделы", *_league(told, centre)),
    )


NONE = el("p", "Пока ничего.")


def _section(title: str, *inside: Inside) -> Markup:
    return el("section", el("h2", title), *inside)


def _listed(name: str, rows: Sequence[tuple[str, int]]) -> Markup:
    return table([name, "Вопросов"], rows) if rows else NONE


def _head(told: Summary, by: Operator) -> Markup:
    spans = (
        el("a", name, href=f"/dashboard?days={days}", aria_current="page" if days == told.days else None)
        for days, name in SPAN_NAMES.items()
        if days in SPANS
    )
    files = (el("a", kind.upper(), href=f"/dashboard/export.{kind}?days={told.days}") for kind in EXPORTS)
    leaving = el("form", el("button", "Выйти", type="submit"), method="post", action="/dashboard/leave")
    return el(
        "header",
        el("h1", "Показатели контакт-центра"),
        el("p", f"С {told.first:%d.%m.%Y} по {told.last:%d.%m.%Y}. Вы вошли: {by.name or by.id}."),
        el("nav", spans, aria_label="За сколько дней"),
        el("nav", el("span", "Скачать: "), files, aria_label="Скачать"),
        leaving,
    )


def _tiles(told: Summary) -> list[Markup]:
    now, before = told.now, told.before

    def earlier(words: str) -> str | None:
        return f"до этого: {words}" if _is_known(before) else None

    return [
        _tile("Вопросы", number(now.asked), earlier(number(before.asked))),
        _tile(
            "Бот ответил",
            percent(now.answered, now.asked),
            f"из них вернулись: {percent(now.came_back, now.answered)}",
            earlier(
                f"{percent(before.answered, before.asked)}, "
                f"вернулись: {percent(before.came_back, before.answered)}"
            ),
        ),
        _tile(
            "Обращения",
            number(now.tickets.opened),
            f"из них закрыто: {number(now.tickets.closed)}",
            earlier(number(before.tickets.opened)),
        ),
        _tile("Открыто сейчас", told.standing.open, f"просрочено: {number(told.standing.overdue)}"),
        _tile(
            "Оценка жителей",
            stars(now),
            f"оценок: {number(now.tickets.rated)}",
            earlier(f"{stars(before)}, оценок: {number(before.tickets.rated)}"),
        ),
    ]


def _is_known(before: Totals) -> bool:
    """Whether there is anything to compare with: a zero would read as growth."""
    return bool(before.asked or before.tickets.opened)


def _words(told: Summary) -> Markup:
    """What the words of the tiles mean."""
    back = "Вернулись — кому ответ не помог или кто после него обратился к специалисту."
    earlier = f" До этого — столько же дней перед этими: {told.days}." if _is_known(told.before) else ""
    return el("p", back + earlier)


def _kept(told: Summary, days: int) -> Markup | None:
    """Why the span, or the one before it, has fewer questions than were asked."""
    if 2 * told.days <= days:
        return None
    return el("p", f"Бот хранит вопросы столько дней: {days}. Более ранние сюда не вошли.")


def _tile(name: str, value: str | int, *more: str | None) -> Markup:
    return el("div", el("h2", name), el("p", value, class_="value"), (el("p", one) for one in more if one))


def _terms(told: Summary) -> Iterable[Markup]:
    rows = (
        _term("До первого ответа", told.replies),
        _term("До закрытия", told.resolutions),
    )
    head = ["", "Обращений", "Половина не дольше", "9 из 10 не дольше", "В срок"]
    yield table(head, rows, stacks=True)
    yield el("p", "Время идёт по часам, с ночами и выходными. Срок считается по рабочему времени отдела.")


def _term(name: str, terms: Terms) -> list[Inside]:
    taken = (lasting(terms.median), lasting(terms.most)) if terms.count else ("—", "—")
    return [name, terms.count, *taken, percent(terms.due - terms.late, terms.due)]


def _troubles(told: Summary, centre: Centre) -> Iterable[Markup]:
    if not told.troubles:
        yield NONE
        return
    subjects = centre.knowledge.shelf.subjects
    rows = (
        [
            f"{one.since.astimezone(centre.zone):%d.%m.%Y %H:%M}",
            known.title if (known := subjects.get(one.subject or "")) else "—",
            one.municipality or "везде",
            STATES[one.state],
        ]
        for one in told.troubles
    )
    yield table(["Когда", "Тема", "Где", "Что с этим"], rows, stacks=True)
    yield el("p", "Всплеск: о похожем за час спросили заметно больше жителей, чем обычно.")


def _league(told: Summary, centre: Centre) -> Iterable[Inside]:
    titles = {one.id: one.title for one in centre.departments.all}
    if not told.league:
        yield NONE
        return
    ranked = [one for one in told.league if one.share is not None]
    places = {one.totals.department_id: place for place, one in enumerate(ranked, 1)}
    rows = (
        [
            titles.get(one.totals.department_id, one.totals.department_id),
            places.get(one.totals.department_id, "—"),
            one.totals.opened,
            *_share(one),
            f"{one.totals.stars / one.totals.rated:.1f}".replace(".", ",") if one.totals.rated else "—",
        ]
        for one in told.league
    )
    yield table(
        ["Отдел", "Место", "Обращений", "Первый ответ в срок", "Возможная доля", "Оценка"], rows, stacks=True
    )
    yield el(
        "p",
        "Место — по меньшему числу в столбце «Возможная доля»: чем меньше обращений, тем шире эти пределы. "
        "Они верны в 95 случаях из 100. Без ответа после срока — тоже опоздание. "
        f"Отделы, где ответов и опозданий меньше {RANKED}, мест не получают.",
    )


def _share(rank: Rank) -> tuple[str, str]:
    if rank.share is None:
        return "мало данных", "—"
    return f"{rank.share:.0%}".replace("%", "\u00a0%"), f"{100 * rank.low:.0f}–{100 * rank.high:.0f}\u00a0%"
