"""What weights are fitted on, and what only judges them."""

from faq.entry import Entry
from faq.evaluation import Case
from faq.mistyping import WAYS
from faq.semantic import Semantics
from faq.trials import SETTINGS, Material, run
from faq.vectors import VectorStore

ENTRIES = (
    Entry("pass", "s", "Как получить паспорт?", "В МФЦ."),
    Entry("fine", "s", "Как оплатить штраф?", "На портале."),
)
BY_HAND = (Case("где взять паспорт", ("pass",)), Case("пришёл штраф", ("fine",)))
CASES = (*BY_HAND, Case("паспорт в четырнадцать лет", ("pass",)), Case("какая завтра погода", ()))


def test_questions_labelled_by_hand_are_asked_apart_and_mistyped() -> None:
    material = Material("town", ENTRIES, CASES, labelled=BY_HAND)
    asked: dict[str, list[str]] = {}
    for _, trial in run(material, Semantics([], VectorStore(None))):
        asked.setdefault(trial.setting, []).append(trial.case.question)
    apart = [f"{how} {setting}" for how in ("example", *WAYS) for setting in SETTINGS]
    assert sorted(asked) == sorted([*SETTINGS, *apart])
    assert sorted(asked["bare"]) == sorted(asked["paraphrased"]) == sorted(case.question for case in CASES)
    assert set(asked["example bare"]) == {*(case.question for case in BY_HAND), "какая завтра погода"}
    assert asked["translit bare"] == ["gde vzyat pasport", "prishel shtraf"]
