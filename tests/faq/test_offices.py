"""Offices: read strictly, with the line of whatever is wrong; when they are open and how far they are."""

from datetime import date, time
from pathlib import Path

import pytest

from faq.loading import BadBase, load, load_files
from faq.office import FILE, Office, opening
from faq.places import own_stems
from faq.plain_language import long_sentences, officialese
from faq.review import review
from faq.revision import REFERENCES

ROOT = Path(__file__).parents[2]
OFFICES = """
[[kind]]
id = "mfc"
title = "МФЦ"
words = ["мфц"]
[kind.en]
title = "Service centre"

[[office]]
id = "mfc.ast"
kind = "mfc"
title = "МФЦ на Советской"
address = "Советская, 1"
municipality = "Астрахань"
hours = "пн–пт 8:00–18:00, сб 09:00-13:00; обед 12:00–13:00"
lat = 46.35
lon = 48
"""


def put(folder: Path, text: str) -> None:
    (folder.parent / FILE).write_text(text, "utf-8")


def test_a_base_holds_the_offices_beside_it(folder: Path) -> None:
    put(folder, OFFICES)
    shelf = load(folder)
    assert [shelf.kinds["mfc"].name(one) for one in ("ru", "en", "kk")] == ["МФЦ", "Service centre", "МФЦ"]
    office = shelf.offices["mfc.ast"]
    assert (office.lat, office.lon, office.phone) == (46.35, 48.0, None)
    assert office.opening is not None
    assert office.opening.week[5] == (time(9), time(13))
    assert office.opening.break_ == (time(12), time(13))
    assert sorted(office.opening.week) == [0, 1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (OFFICES.replace('kind = "mfc"', 'kind = "mfs"'), "11: mfc.ast: kind: в этом файле нет вида «mfs»"),
        (OFFICES.replace("lon = 48\n", ""), "16: mfc.ast: lat: нет второй координаты. Добавьте lon"),
        (OFFICES.replace("lat = 46.35\n", ""), "16: mfc.ast: lon: нет второй координаты. Добавьте lat"),
        (OFFICES.replace("46.35", "146.35"), "16: mfc.ast: lat: здесь нужны градусы без кавычек, от -90"),
        (OFFICES.replace("46.35", "nan"), "16: mfc.ast: lat: здесь нужны градусы"),
        (OFFICES.replace("46.35", '"46,35"'), "16: mfc.ast: lat: здесь нужны градусы"),
        (OFFICES.replace("46.35", "true"), "16: mfc.ast: lat: здесь нужны градусы"),
        (OFFICES.replace("пн–пт 8", "по будням 8"), "15: mfc.ast: hours: пишите часы так"),
        (OFFICES.replace("пн–пт", "пн–пя"), "15: mfc.ast: hours: «пн–пя 8:00–18:00»: дни недели пишутся так"),
        (OFFICES.replace("8:00–18:00", "18:00–8:00"), "15: mfc.ast: hours: «пн–пт 18:00–8:00»: конец раньше"),
        (OFFICES.replace("18:00", "25:00"), "15: mfc.ast: hours: «пн–пт 8:00–25:00»: такого времени не"),
        (OFFICES.replace("сб", "пт"), "15: mfc.ast: hours: «пт 09:00-13:00»: дни идут от пн к вс"),
        (OFFICES.replace("пн–пт", "пт–пн"), "15: mfc.ast: hours: «пт–пн 8:00–18:00»: дни идут от пн к вс"),
        (
            OFFICES.replace("пн–пт 8:00–18:00, сб 09:00-13:00; ", ""),
            "15: mfc.ast: hours: нет ни одного дня",
        ),
        (
            OFFICES.replace('address = "Советская, 1"\n', ""),
            "9: mfc.ast: address: нет обязательного поля",
        ),
        (OFFICES + 'fax = "1"\n', "18: mfc.ast: fax: такого поля нет"),
        (OFFICES + OFFICES, "20: mfc: id: такой id в этом файле уже есть"),
        (OFFICES + OFFICES, "27: mfc.ast: id: такой id в этом файле уже есть"),
        (
            OFFICES.replace('[kind.en]\ntitle = "Service centre"\n', 'en = "x"\n'),
            "6: mfc: en: перевод пишется разделом",
        ),
        ("kind = 1\n", "1: —: kind: каждая запись начинается строкой [[kind]]"),
    ],
)
def test_what_is_wrong_is_told_with_file_line_and_field(folder: Path, text: str, told: str) -> None:
    put(folder, text)
    with pytest.raises(BadBase) as wrong:
        load(folder)
    assert f"{FILE}:{told}" in str(wrong.value)


def test_an_office_that_nobody_has_verified_for_long_deserves_a_look(folder: Path) -> None:
    put(folder, OFFICES + "verified = 2026-01-01\n")
    told = [str(one) for one in review(load(folder), folder, on=date(2026, 11, 22), departments=None)]
    assert any("offices.toml:18: mfc.ast: verified: адрес и часы сверяли 325 дн." in one for one in told)


def test_the_way_is_measured_on_the_globe() -> None:
    office = Office("a", "mfc", "А", "А", "А", lat=55.7558, lon=37.6173)
    way = office.metres_from(59.9343, 30.3351)  # Moscow to Saint Petersburg: some 634 km
    assert way == pytest.approx(634_000, rel=0.005)
    assert office.metres_from(55.7558, 37.6173) == 0
    assert office.metres_from(-55.7558, 37.6173 - 180) == pytest.approx(20_015_000, rel=0.001)
    assert Office("a", "mfc", "А", "А", "А").metres_from(1, 1) is None


def test_hours_may_be_written_with_any_dash() -> None:
    assert opening("пн-ср 8:00—9:30").week == opening("пн – ср 08:00–09:30").week


def test_what_is_shipped_is_an_example_for_every_municipality() -> None:
    root = ROOT / "faq"
    files = {f"entries/{one.name}": one.read_bytes() for one in (root / "entries").glob("*.toml")}
    shelf = load_files(files | {name: (root / name).read_bytes() for name in REFERENCES})
    assert len(shelf.offices) >= 40
    assert all("en" in one.titles for one in shelf.kinds.values())
    texts = [text for one in shelf.offices.values() for text in (one.title, one.address, one.note or "")]
    assert not [found for text in texts for found in (*long_sentences(text), *officialese(text))]
    named = {own_stems(one.municipality) for one in shelf.offices.values()}
    config = (ROOT / "config.toml").read_text("utf-8")
    assert all(f'"{one.municipality}"' in config for one in shelf.offices.values())
    assert len(named) == 13
