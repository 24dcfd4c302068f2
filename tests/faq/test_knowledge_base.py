"""Questions put to a base: Sure, Unsure or Unknown, whatever was typed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from time import thread_time

import pytest

from faq.entry import Entry, Shelf
from faq.knowledge_base import KnowledgeBase, Sure, Unknown, Unsure
from faq.loading import load

TODAY = date(2026, 11, 22)
SHIPPED = Path(__file__).parents[2] / "faq" / "entries"

HOSTILE = {
    "empty": "",
    "spaces": " \n\t" * 30_000,
    "nul": "\0" * 100_000,
    "one letter": "а" * 100_000,
    "one word": "прив" * 25_000,
    "emoji": "🙂" * 50_000,
    "lone surrogates": "\ud800\udfff" * 50_000,
    "right to left marks": "\u202e\u2066" * 50_000,
    "zalgo": "п" + "\u0308\u0351" * 50_000,
    "unknown words": " ".join(f"щ{i}ъъыъь" for i in range(20_000)),
    "unknown russian words": " ".join(
        "бвгджзклмн"[i % 10] + "ьъыщш"[i % 5] * 2 + "ущйц" for i in range(20_000)
    ),
    "layout": "rfr jajhvbnm " * 8_000,
    "translit": "shchcyiyehx" * 9_000,
    "short translit": " ".join(["cyehxiyc"] * 10_000),
    "addresses": "http://" * 15_000,
    "at signs": "a@" * 50_000,
    "greetings": "привет " * 15_000,
    "punctuation": "?!.,[]{}();" * 9_000,
    "brackets": "((((«««" * 10_000 + "q",
    "markup": "<b>&amp;**__[x](y)" * 6_000,
    "digits": "1234567890" * 10_000,
    "line ends": "\r\n\u2028\u2029\x85" * 20_000,
    "long story": "у меня трое детей и маленький доход, " * 3_000,
    "kazakh": "Сәлеметсіз бе, зейнетақы туралы сұрағым бар",
    "chinese": "如何申请儿童津贴" * 10_000,
    "ligatures": "ﷺ" * 30_000,
    "private use": "\ue000\uf8ff\U0010ffff" * 30_000,
    "sql": "'; DROP TABLE tickets; --",
    "format": "{0.__class__} %s %n" * 5_000,
    "control": "".join(map(chr, range(32))) * 3_000,
}


@pytest.fixture(scope="module")
def shipped() -> KnowledgeBase:
    return KnowledgeBase.build(load(SHIPPED))


@pytest.mark.parametrize("name", HOSTILE)
def test_any_text_is_looked_up_within_a_tenth_of_a_second(shipped: KnowledgeBase, name: str) -> None:
    shipped.look_up("пенсия", on=TODAY)
    begun = thread_time()
    verdict = shipped.look_up(HOSTILE[name], on=TODAY)
    assert thread_time() - begun < 0.1
    assert not isinstance(verdict, Sure)


def test_the_promised_question_is_answered_by_the_shipped_base(shipped: KnowledgeBase) -> None:
    verdict = shipped.look_up("хочу детские на сына куда идти", on=TODAY)
    assert isinstance(verdict, Sure)
    assert verdict.entry.id == "fam.edinoe_how"


def test_every_phrasing_an_editor_wrote_is_answered_by_its_entry(shipped: KnowledgeBase) -> None:
    for entry in shipped.shelf.entries.values():
        for text in (entry.question, *entry.also):
            assert shipped.rank(text, 1)[0].entry.id == entry.id, text


@pytest.mark.parametrize(
    "text",
    [
        "хочу детские на сына куда идти",
        "Здравствуйте! Хочу детские на сына, куда идти???",
        "КУДА ИДТИ ХОЧУ ДЕТСКИЕ НА СЫНА",
        "[jxe ltncrbt yf csyf relf blnb",
        "hochu detskie na syna kuda idti",
        "хочу детксие на сына куда идти",
    ],
)
def test_a_known_phrasing_is_recognised_however_it_is_typed(base: KnowledgeBase, text: str) -> None:
    verdict = base.look_up(text, on=TODAY)
    assert isinstance(verdict, Sure)
    assert verdict.entry.id == "fam.edinoe_how"
    assert verdict.ranking[0].entry is verdict.entry


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("бывший муж не платит алименты", "fam.alimony"),
        ("путевка в лагерь для сына", "fam.camp"),
        ("summer camp place", "fam.camp"),
        ("где посмотреть стаж и баллы", "pens.stage"),
        ("подать на пенсию", "pens.apply"),
    ],
)
def test_other_words_for_a_known_question_rank_its_entry_first(
    base: KnowledgeBase, text: str, expected: str
) -> None:
    assert base.rank(text)[0].entry.id == expected


def test_a_vague_question_gets_three_suggestions_at_the_most(shipped: KnowledgeBase) -> None:
    verdict = shipped.look_up("пенсия", on=TODAY)
    assert isinstance(verdict, Unsure)
    assert 1 <= len(verdict.entries) <= 3
    assert all(entry.id.startswith("pens") for entry in verdict.entries[:1])


@pytest.mark.parametrize(
    "text", ["Как называется столица Австралии?", "ывапывап", "созвездие Ориона", "фывп олдж"]
)
def test_what_the_base_does_not_know_is_unknown(shipped: KnowledgeBase, text: str) -> None:
    assert isinstance(shipped.look_up(text, on=TODAY), Unknown)


@pytest.mark.parametrize("text", ["привет", "помогите", "Здравствуйте, подскажите пожалуйста", "как быть"])
def test_a_message_without_a_topic_is_unknown(shipped: KnowledgeBase, text: str) -> None:
    assert shipped.look_up(text, on=TODAY) == Unknown(())


def test_a_ranking_is_given_whatever_the_verdict_and_falls_from_the_first(shipped: KnowledgeBase) -> None:
    for text in ("Как оформить единое пособие на ребёнка?", "пенсия", "Когда родился Омар Хайям?"):
        scores = [match.score for match in shipped.look_up(text, on=TODAY).ranking]
        assert len(scores) == 10
        assert scores == sorted(scores, reverse=True)
        assert all(0 <= score <= 1 for score in scores)


def test_an_entry_is_shown_only_between_its_dates(base: KnowledgeBase) -> None:
    question = "Когда будет зимняя доплата к пенсии?"
    assert isinstance(base.look_up(question, on=date(2026, 12, 1)), Sure)
    before = base.look_up(question, on=TODAY)
    assert all(match.entry.id != "pens.winter" for match in before.ranking)


def test_an_answer_for_one_municipality_is_given_there_offered_blindly_and_hidden_elsewhere(
    base: KnowledgeBase,
) -> None:
    question = "Где получить пенсионный проездной на автобус?"
    assert isinstance(base.look_up(question, on=TODAY, municipality="Икрянинский район"), Sure)
    guess = base.look_up(question, on=TODAY)
    assert isinstance(guess, Unsure)
    assert guess.entries[0].id == "pens.bus"
    elsewhere = base.look_up(question, on=TODAY, municipality="Астрахань")
    assert all(match.entry.id != "pens.bus" for match in elsewhere.ranking)


def test_one_phrasing_in_two_entries_is_never_a_sure_answer() -> None:
    twins = [Entry(id_, "s", "Где мой заказ?", "Ответ.") for id_ in ("a", "b")]
    base = KnowledgeBase.build(shelf_of(*twins))
    assert isinstance(base.look_up("где мой заказ", on=TODAY), Unsure)


def test_a_base_of_one_entry_and_an_empty_base_work() -> None:
    one = KnowledgeBase.build(shelf_of(Entry("a", "s", "Где мой заказ?", "Ответ.")))
    assert isinstance(one.look_up("где мой заказ", on=TODAY), Sure)
    assert isinstance(one.look_up("Когда родился Омар Хайям?", on=TODAY), Unknown)
    none = KnowledgeBase.build(shelf_of())
    assert none.look_up("где мой заказ", on=TODAY) == Unknown(())


def test_an_entry_that_lacks_a_word_of_the_question_is_never_a_sure_answer() -> None:
    base = KnowledgeBase.build(
        shelf_of(
            Entry("passport", "s", "Потерял паспорт. Что делать?", "Сообщите в отдел МВД."),
            Entry("garden", "s", "Как записать ребёнка в детский сад?", "Подайте заявление на Госуслугах."),
        )
    )
    assert isinstance(base.look_up("потерял паспорт", on=TODAY), Sure)
    assert isinstance(base.look_up("потерял полис что делать", on=TODAY), Unsure | Unknown)


def test_a_question_about_another_region_is_never_answered_as_sure() -> None:
    entries = {
        "kg": Entry(
            "kg", "edu", "Как записать ребёнка в детский сад?", "Через Госуслуги.", also=("запись в садик",)
        ),
        "omsk": Entry("omsk", "edu", "Как записать ребёнка в школу в Омске?", "Через школу."),
    }
    base = KnowledgeBase.build(Shelf({}, entries, {}, {}))
    assert isinstance(base.look_up("как записать ребенка в детский сад", on=TODAY), Sure)
    assert not isinstance(base.look_up("как записать ребенка в детский сад в Волгограде", on=TODAY), Sure)
    assert isinstance(base.look_up("как записать ребенка в школу в омске", on=TODAY), Sure)


def test_threads_that_share_a_base_get_the_same_answers(shipped: KnowledgeBase) -> None:
    texts = [entry.question[5:] for entry in list(shipped.shelf.entries.values())[:60]]
    alone = [shipped.look_up(text, on=TODAY) for text in texts]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda text: shipped.look_up(text, on=TODAY), texts))
    assert together == alone


def shelf_of(*entries: Entry) -> Shelf:
    return Shelf({}, {entry.id: entry for entry in entries}, {}, {})


@pytest.mark.parametrize(
    "text",
    ["Спасибо, так и сделаю", "до свидания", "всё получилось", "вы серьёзно?", "хорошо, завтра схожу"],
)
def test_words_alone_take_no_small_talk_for_a_question(shipped: KnowledgeBase, text: str) -> None:
    assert isinstance(shipped.look_up(text, on=TODAY), Unknown)


@pytest.mark.parametrize("text", ["полис", "маткап", "безработный", "очередь в садик", "детсад"])
def test_words_alone_know_a_topic_by_a_single_word(shipped: KnowledgeBase, text: str) -> None:
    assert isinstance(shipped.look_up(text, on=TODAY), Sure | Unsure)
