"""A new entry, or new phrasings of an old one, written into the files as an editor would."""

from faq.additions import MorePhrasings, NewEntry, added
from faq.loading import load_files
from faq.revision import Files

TKO = """# Мусор. Правит Иванова, каб. 5
title = "Мусор"
order = 3

# проверено по закону
[[entry]]
id = "tko.missed"
question = "Почему не вывозят мусор?"   # самый частый
answer = "Позвоните оператору."

[[entry]]
id = "tko.price"
question = "Сколько стоит вывоз?"
answer = '''
Смотрите тариф.
'''
also = ["цена вывоза"]
"""
BASE: Files = {"entries/tko.toml": TKO.encode()}


def text(files: Files) -> str:
    return files["entries/tko.toml"].decode()


def test_a_new_entry_stands_at_the_end_of_its_subject() -> None:
    new = NewEntry(
        "tko",
        "куда  сдать\nбатарейки",
        "В пункт приёма.\nОн в МФЦ.",
        ("батарейки куда", "Куда сдать батарейки?"),
    )
    entry, files = added(new, BASE)
    assert text(files).startswith(TKO)
    assert entry.id == "tko.kuda_sdat_batareyki"
    assert entry.question == "Куда сдать батарейки"
    assert entry.also == ("батарейки куда",)
    loaded = load_files({**BASE, **files}).entries[entry.id]
    assert loaded == entry
    assert loaded.answer == "В пункт приёма.\n\nОн в МФЦ."


def test_phrasings_are_added_and_everything_else_stays() -> None:
    entry, files = added(MorePhrasings("tko.price", ("почём вывоз", "ЦЕНА вывоза", " почём  вывоз")), BASE)
    assert entry.also == ("цена вывоза", "почём вывоз")
    assert text(files) == TKO.replace('["цена вывоза"]', '["цена вывоза", "почём вывоз"]')


def test_an_entry_without_phrasings_gets_some() -> None:
    _, files = added(MorePhrasings("tko.missed", ("мусор не увозят",)), BASE)
    assert load_files({**BASE, **files}).entries["tko.missed"].also == ("мусор не увозят",)
    assert "# проверено по закону" in text(files)
    assert "# самый частый" in text(files)


def test_what_an_entry_says_already_changes_nothing() -> None:
    _, files = added(MorePhrasings("tko.price", ("Цена вывоза!", "сколько стоит вывоз?")), BASE)
    assert files.get("entries/tko.toml", TKO.encode()) == TKO.encode()


def test_ids_are_free_and_fit() -> None:
    first, files = added(NewEntry("tko", "Где контейнер?", "Там."), BASE)
    second, _ = added(NewEntry("tko", "Где контейнер!", "Там."), {**BASE, **files})
    assert (first.id, second.id) == ("tko.gde_konteyner", "tko.gde_konteyner_2")
    strange, _ = added(NewEntry("tko", "🙂 ??", "Там."), BASE)
    assert strange.id == "tko.entry"
    long, files = added(NewEntry("tko", "Водоснабжение электроэнергетический " * 20, "Там."), BASE)
    assert len(long.id) <= 64
    assert len(long.question) <= 300
    assert load_files({**BASE, **files}).entries[long.id] == long


def test_an_unknown_subject_is_not_invented_where_there_are_others() -> None:
    entry, _ = added(NewEntry("nowhere", "Где аист?", "Там."), BASE)
    assert entry.subject == "tko"


def test_the_first_entry_of_all_gets_a_subject() -> None:
    entry, files = added(NewEntry("", "Где аист?", "Там."), {})
    assert load_files(files).subjects["other"].title == "Разное"
    assert entry.subject == "other"


def test_lists_stay_lists_and_hidden_signs_are_gone() -> None:
    entry, files = added(NewEntry("tko", "Где\u202e аист?", "Нужны:\n- паспорт\n- СНИЛС\nИ всё\x00."), BASE)
    assert entry.question == "Где аист?"
    assert entry.answer == "Нужны:\n\n- паспорт\n- СНИЛС\n\nИ всё ."
    assert load_files({**BASE, **files}).entries[entry.id] == entry
