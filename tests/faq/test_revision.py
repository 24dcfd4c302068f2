"""A revision: files taken from the disk, kept in one piece, put back without harm."""

from pathlib import Path

import pytest

from faq import revision
from faq.loading import load, load_files
from faq.problems import BadBase

ENTRY = '[[entry]]\nid = "a.one"\nquestion = "Вопрос?"\nanswer = "Ответ."\n'


def base(folder: Path) -> Path:
    """A folder of entries with one subject and its authorities beside it."""
    (folder / "entries").mkdir()
    (folder / "entries" / "a.toml").write_text(ENTRY, "utf-8")
    (folder / "authorities.toml").write_text(
        '[[authority]]\nid = "sfr"\nname = "Фонд"\ndecides = "Всё"\n', "utf-8"
    )
    (folder / "synonyms.toml").write_text("это к базе не относится", "utf-8")
    return folder / "entries"


def test_the_files_say_what_the_folder_says(tmp_path: Path) -> None:
    folder = base(tmp_path)
    files = revision.on_disk(folder)
    assert set(files) == {"entries/a.toml", "authorities.toml"}
    assert load_files(files) == load(folder)


def test_packing_keeps_every_byte(tmp_path: Path) -> None:
    files = {"entries/a.toml": b"\xef\xbb\xbf" + ENTRY.replace("\n", "\r\n").encode(), "channels.toml": b""}
    assert revision.unpacked(revision.packed(files)) == files
    assert revision.digest(revision.unpacked(revision.packed(files))) == revision.digest(files)


def test_a_digest_tells_names_from_contents() -> None:
    one = revision.digest({"entries/a.toml": b"bc"})
    assert one != revision.digest({"entries/a.tomlb": b"c"})
    assert one != revision.digest({"entries/a.toml": b"bd"})


def test_a_problem_names_the_file_as_an_editor_knows_it() -> None:
    twice = {"entries/a.toml": ENTRY.encode(), "entries/b.toml": ENTRY.encode()}
    with pytest.raises(BadBase) as refused:
        load_files(twice)
    (problem,) = refused.value.problems
    assert str(problem).startswith("entries/b.toml:2: a.one: id: такой id уже есть: entries/a.toml:2.")


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadBase, match="такой папки нет"):
        revision.on_disk(tmp_path / "nowhere")


def test_a_folder_in_a_file_s_place_is_told(tmp_path: Path) -> None:
    folder = base(tmp_path)
    (folder / "b.toml").mkdir()
    with pytest.raises(BadBase, match="это не файл"):
        revision.on_disk(folder)


@pytest.mark.parametrize(
    ("sent", "name"),
    [
        ("tko.toml", "entries/tko.toml"),
        ("TKO.TOML", "entries/tko.toml"),
        ("channels.toml", "channels.toml"),
        ("../../etc/passwd.toml", None),
        ("..toml", None),
        (".hidden.toml", None),
        ("a/b.toml", None),
        ("a\\b.toml", None),
        ("a\0b.toml", None),
        ("tko.toml\n", None),
        ("тко.toml", None),
        ("tko (1).toml", None),
        ("a" * 61 + ".toml", None),
        ("tko.toml.exe", None),
        ("", None),
    ],
)
def test_a_sent_file_lands_among_the_entries_or_nowhere(sent: str, name: str | None) -> None:
    assert revision.place(sent) == name


def test_writing_back_makes_the_folder_the_revision(tmp_path: Path) -> None:
    folder = base(tmp_path)
    before = revision.on_disk(folder)
    after = {"entries/b.toml": ENTRY.encode(), "authorities.toml": before["authorities.toml"] + b"# !\n"}
    assert revision.write_back(folder, before, after) == ()
    assert revision.on_disk(folder) == after
    assert sorted(path.name for path in folder.iterdir()) == ["b.toml"], "nothing is left over"


def test_a_file_that_somebody_works_on_is_left_alone(tmp_path: Path) -> None:
    folder = base(tmp_path)
    before = revision.on_disk(folder)
    (folder / "a.toml").write_text("# работа не окончена", "utf-8")
    (folder / "b.toml").write_text("# и эта", "utf-8")
    after = {**before, "entries/a.toml": ENTRY.encode() + b"#", "entries/b.toml": ENTRY.encode()}
    assert revision.write_back(folder, before, after) == ("entries/a.toml", "entries/b.toml")
    assert (folder / "a.toml").read_text("utf-8") == "# работа не окончена"


def test_a_folder_that_cannot_be_written_is_told_and_not_fatal(tmp_path: Path) -> None:
    gone = tmp_path / "gone" / "entries"
    assert revision.write_back(gone, {}, {"entries/a.toml": b"x"}) == ("entries/a.toml",)
