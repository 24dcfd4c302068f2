"""Whatever the loader takes goes out as a spreadsheet and comes in equal."""

import string
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faq import fields, rewriting, spreadsheets
from faq.fields import Code, FieldError, Line, Reader, Several
from faq.loading import load

LANGUAGES = ("en", "kk", "tt")


def readable(text: str) -> bool:
    """Whether a line may hold it; U+FFFE and U+FFFF are not XML and a workbook refuses them."""
    try:
        Line(300)(text)
    except FieldError:
        return False
    return not {"\ufffe", "\uffff"} & set(text)


ANY = st.characters(exclude_categories=("Cc", "Cs", "Co"))
TRICKY = st.sampled_from(
    [*list("=+-@'\"\\;,\t#[]{}_x5F0D~`"), "'''", '"""', "_x000D_", "_x005F_", "\xa0", "ё", "😀"]
)
LINES = st.lists(ANY | TRICKY, min_size=1, max_size=12).map("".join).map(str.strip).filter(readable)
TEXTS = st.lists(LINES, min_size=1, max_size=3).map("\n".join).filter(lambda text: "](" not in text)
IDS = st.text(string.ascii_lowercase + string.digits + "_.-", min_size=1, max_size=12)


def values(reader: Reader) -> st.SearchStrategy[object]:
    """Values that a field takes."""
    match reader:
        case Line():
            return LINES
        case Several(one, _) if not isinstance(one, Code):
            return st.lists(LINES, unique=True, min_size=1, max_size=3)
        case Code():
            return IDS
    plain: dict[Reader, st.SearchStrategy[object]] = {
        fields.answer: TEXTS,
        fields.link: st.sampled_from(["https://a.ru", "http://b.рф/?q=1&=2"]),
        fields.day: st.dates(date(1990, 1, 1), date(2100, 1, 1)),
    }
    return plain[reader]


REQUIRED = ("question", "answer")
# Ids of the files beside, and dates that depend on each other, are left to the other tests.
FREE = [
    name for name in fields.ENTRY if name not in {"id", *REQUIRED, "authority", "channels", "valid_until"}
]
ENTRIES = st.fixed_dictionaries(
    {name: values(fields.ENTRY[name]) for name in REQUIRED},
    optional={name: values(fields.ENTRY[name]) for name in FREE}
    | {lang: st.fixed_dictionaries({"question": LINES, "answer": TEXTS}) for lang in LANGUAGES},
)
BASES = st.dictionaries(IDS, ENTRIES, min_size=1, max_size=4)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@settings(max_examples=50, deadline=None)
@given(base=BASES)
def test_nothing_is_lost_between_files_and_a_table(kind: str, base: dict[str, dict[str, object]]) -> None:
    with TemporaryDirectory() as place:
        folder, new = Path(place) / "a" / "entries", Path(place) / "b" / "entries"
        folder.mkdir(parents=True)
        (folder / "one.toml").write_text(
            rewriting.listed("entry", [{"id": id_, **entry} for id_, entry in base.items()]), "utf-8"
        )
        before = (folder / "one.toml").read_bytes()
        spreadsheets.export(folder, Path(place) / f"base.{kind}")
        spreadsheets.import_(Path(place) / f"base.{kind}", new)
        assert load(new) == load(folder)
        done = spreadsheets.import_(Path(place) / f"base.{kind}", folder, remove=True)
        assert done == spreadsheets.Imported((), (), (), (), ())
        assert (folder / "one.toml").read_bytes() == before


@settings(max_examples=50, deadline=None)
@given(old=ENTRIES, new=ENTRIES)
def test_a_piece_of_a_file_takes_any_change(old: dict[str, object], new: dict[str, object]) -> None:
    with TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "one.toml").write_text(rewriting.listed("entry", [{"id": "a", **new}]), "utf-8")
        spreadsheets.export(folder, folder / "new.xlsx")
        wanted = load(folder).entries
        (folder / "one.toml").write_text(
            "# о ней\n" + rewriting.listed("entry", [{"id": "a", **old}]), "utf-8"
        )
        # The table has no column of a language that it does not know, so what only `old` has stays.
        kept = load(folder).entries["a"].translations.keys() - wanted["a"].translations.keys()
        spreadsheets.import_(folder / "new.xlsx", folder)
        got = load(folder).entries["a"]
        assert got.translations.keys() == wanted["a"].translations.keys() | kept
        assert all(got.translations[lang] == said for lang, said in wanted["a"].translations.items())
        assert all(getattr(got, name) == getattr(wanted["a"], name) for name in fields.ENTRY)
        assert "# о ней\n[[entry]]\n" in (folder / "one.toml").read_text("utf-8")
