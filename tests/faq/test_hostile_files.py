"""Files made to break the reader: refused in bounded time, with a line that says why."""

from pathlib import Path
from time import process_time

import pytest

from faq.loading import BadBase, load

OK = b'[[entry]]\nid = "a"\nquestion = "q"\nanswer = "a"\n'
SECONDS = 2.0

HOSTILE: dict[str, bytes] = {
    "empty": b"",
    "spaces": b" \n" * 1000,
    "only a comment": b"# nothing",
    "not toml": b"hello there",
    "json": b'{"entry": []}',
    "yaml": b"entry:\n  - id: a\n",
    "yaml tag": b"!!python/object/apply:os.system ['true']",
    "xml bomb": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
    "zip": b"PK\x03\x04" + b"\0" * 100,
    "elf": b"\x7fELF" + bytes(range(256)),
    "random bytes": bytes((i * 7919) % 256 for i in range(5000)),
    "nul bytes": b"\0" * 1000,
    "nul in a text": OK.replace(b'"q"', b'"q\0"'),
    "utf-16": OK.decode().encode("utf-16"),
    "utf-32": OK.decode().encode("utf-32"),
    "cp1251": '[[entry]]\nid = "a"\nquestion = "вопрос"\nanswer = "ответ"\n'.encode("cp1251"),
    "koi8-r": '[[entry]]\nid = "a"\nquestion = "вопрос"\n'.encode("koi8-r"),
    "overlong utf-8": OK.replace(b'"q"', b'"\xc0\x80"'),
    "surrogate in utf-8": OK.replace(b'"q"', b'"\xed\xa0\x80"'),
    "cut in a letter": OK + 'term = "я'.encode()[:-1],
    "too big": b"#" * (256 * 1024 + 1),
    "too big by entries": OK * 10_000,
    "endless line": OK + b'term = "' + b"x" * 250_000 + b'"',
    "arrays in arrays": b"a = " + b"[" * 100_000,
    "closed arrays in arrays": b"a = " + b"[" * 10_000 + b"]" * 10_000,
    "inline tables in inline tables": b"a = " + b"{b = " * 5_000 + b"1" + b"}" * 5_000,
    "dotted key of many parts": b"a" + b".a" * 10_000 + b" = 1",
    "many dotted keys": b"".join(b".".join([b"k%d" % i] + [b"b"] * 50) + b" = 1\n" for i in range(1_500)),
    "deep header": b"[" + b".".join([b"a"] * 10_000) + b"]",
    "many deep headers": b"".join(b"[" + b"t%d" % i + b".b" * 50 + b"]\n" for i in range(1_500)),
    "quoted key of many parts": b'"a"' + b'."a"' * 5_000 + b" = 1",
    "deep array of tables": b"".join(b"[[" + b".".join([b"a"] * i) + b"]]\n" for i in range(1, 300)),
    "many arrays of tables": b"".join(b"[[t%d]]\n" % i for i in range(20_000)),
    "endless integer": b"order = " + b"9" * 20_000,
    "endless hexadecimal": b"order = 0x" + b"f" * 30_000,
    "infinite order": b"order = inf\n" + OK,
    "huge order": b"order = 99999999999\n" + OK,
    "boolean order": b"order = true\n" + OK,
    "impossible date": OK + b"verified = 2026-02-31",
    "time without date": OK + b"verified = 10:00:00",
    "unclosed text": OK + b'term = """' + b"x\n" * 50_000,
    "quotes that never close": OK + b'term = """' + b'\\"""' * 30_000,
    "many single quotes": OK + b"term = '" + b"''" * 50_000,
    "lone quote": OK + b'term = "',
    "unclosed array": OK + b'also = ["a",\n' * 5_000,
    "same key twice": OK + b'answer = "b"',
    "same table twice": b"[entry]\n[entry]\n",
    "entry is a number": b"entry = 5",
    "entry is a text": b'entry = "a"',
    "entry is a list of numbers": b"entry = [1, 2]",
    "entry is a table": b"[entry]\nid = 'a'\n",
    "entry is an empty list": b"entry = []\n[[entry]]\n",
    "entry of an entry": b"[[entry.entry]]\nid = 'a'\n",
    "ten thousand empty entries": b"[[entry]]\n" * 10_000,
    "ten thousand unknown fields": OK + b"".join(b"x%d = 1\n" % i for i in range(10_000)),
    "long unknown field": OK + b"x" * 20_000 + b" = 1",
    "control sign in a field's name": OK + b'"a\\u001b[31m" = 1',
    "terminal escape": OK.replace(b'"q"', b'"\\u001b[2J"'),
    "right to left override": OK.replace(b'"q"', b'"\\u202e"'),
    "nothing but invisible signs": OK.replace(b'"q"', '"\u200b\u2060"'.encode()),
    "path for an id": OK.replace(b'"a"', b'"../../etc/passwd"', 1),
    "markup for an id": OK.replace(b'"a"', b'"<b>"', 1),
    "script for a source": OK + b'source = "javascript:alert(1)"',
    "file for a source": OK + b'source = "file:///etc/passwd"',
    "data for a link": OK.replace(b'answer = "a"', b'answer = "[x](data:text/html,1)"'),
    "credentials in a link": OK + b'source = "https://u:p@host.ru/"',
    "a million phrasings": OK + b"also = [" + b'"",' * 60_000 + b"]",
    "a translation of translations": OK + b"[entry.kk.kk]\nquestion = 'a'\n",
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_quickly_with_clear_lines(tmp_path: Path, name: str) -> None:
    path = tmp_path / "bad.toml"
    path.write_bytes(HOSTILE[name])
    begun = process_time()
    with pytest.raises(BadBase) as caught:
        load(tmp_path)
    assert process_time() - begun < SECONDS
    for problem in caught.value.problems:
        line = str(problem)
        assert line.startswith(f"{path}:{problem.line}: ")
        assert line.isprintable(), line
        assert len(line) < 1000
    assert len(caught.value.problems) <= 101


def test_a_folder_named_like_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "dir.toml").mkdir()
    with pytest.raises(BadBase, match="это не файл"):
        load(tmp_path)


def test_a_good_file_beside_a_bad_one_does_not_hide_it(tmp_path: Path) -> None:
    (tmp_path / "good.toml").write_bytes(OK)
    (tmp_path / "bad.toml").write_bytes(b"x")
    with pytest.raises(BadBase) as caught:
        load(tmp_path)
    assert len(caught.value.problems) == 1


def test_the_file_the_hostile_ones_are_made_from_is_good(tmp_path: Path) -> None:
    (tmp_path / "good.toml").write_bytes(OK)
    assert list(load(tmp_path).entries) == ["a"]
