"""Spreadsheets made to break the reader: refused in bounded time and memory, and the old base stays."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from faq import spreadsheets
from faq.loading import BadBase, load
from tests.faq.hostile_tables import CSV, XLSX, changed
from tests.faq.test_hostile_files import HOSTILE

SECONDS = 2.0
KIBIBYTES = 128 * 1024
BASE = 'title = "Тема"\n\n[[entry]]\nid = "old"\nquestion = "Где?"\nanswer = "Тут."\n'

# In a process of its own: a peak of memory is the peak of a whole process.
TRY_ALL = """
import sys
from pathlib import Path
from time import process_time
from faq import spreadsheets
from faq.loading import BadBase, load
folder, limit = Path(sys.argv[1]), float(sys.argv[2])
for path in sorted(folder.glob("*.*")):
    seconds = float("inf")
    for _ in range(3):  # neighbours on the same core cost CPU time, too: the quickest of three counts
        if seconds <= limit:
            break
        begun, told = process_time(), ["taken"]
        try:
            load(path) if path.suffix == ".base" else spreadsheets.import_(path, folder / "base")
        except BadBase as exc:
            told = [str(problem) for problem in exc.problems]
        seconds = min(seconds, process_time() - begun)
    status = Path("/proc/self/status").read_text()  # ru_maxrss would count the parent's memory too
    peak = status.split("VmHWM:")[1].split()[0]
    clear = len(told) <= 101 and all(one.isprintable() and len(one) < 1000 for one in told)
    print(path.name, round(seconds, 2), peak, clear, told[0], sep="\\t")
"""


@pytest.fixture
def base(tmp_path: Path) -> Path:
    folder = tmp_path / "base"
    folder.mkdir()
    (folder / "one.toml").write_text(BASE, "utf-8")
    return folder


def test_every_hostile_file_is_refused_in_two_seconds_and_128_mebibytes(tmp_path: Path, base: Path) -> None:
    for name, make in XLSX.items():
        (tmp_path / f"{name}.xlsx").write_bytes(make())
    for name, content in CSV.items():
        (tmp_path / f"{name}.csv").write_bytes(content)
    for name, content in HOSTILE.items():
        (tmp_path / f"{name}.base").mkdir()
        (tmp_path / f"{name}.base" / "bad.toml").write_bytes(content)
    command = [sys.executable, "-c", TRY_ALL, str(tmp_path), str(SECONDS)]
    done = subprocess.run(
        command, capture_output=True, check=True, encoding="utf-8", cwd=Path(__file__).parents[2]
    )
    tried = [line.split("\t") for line in done.stdout.splitlines()]
    assert len(tried) == len(XLSX) + len(CSV) + len(HOSTILE) >= 60
    assert [name for name, _, _, _, told in tried if told == "taken"] == []
    assert [(name, told) for name, _, _, clear, told in tried if clear == "False"] == []
    assert [(name, seconds) for name, seconds, _, _, _ in tried if float(seconds) > SECONDS] == []
    assert max(int(peak) for _, _, peak, _, _ in tried) < KIBIBYTES
    assert (base / "one.toml").read_text("utf-8") == BASE
    assert list(load(base).entries) == ["old"]
    slowest = max(tried, key=lambda one: float(one[1]))
    print(f"{len(tried)} files, slowest {slowest[1]} s ({slowest[0]}), peak {int(tried[-1][2]) // 1024} MiB")


GOOD = changed({})


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.binary(max_size=20)), min_size=1, max_size=5),
    st.integers(0, len(GOOD)),
)
def test_a_spoilt_workbook_is_read_or_refused_but_never_breaks_anything(
    tmp_path: Path, base: Path, patches: list[tuple[int, bytes]], end: int
) -> None:
    content = bytearray(GOOD)
    for place, patch in patches:
        content[place : place + len(patch)] = patch
    file = tmp_path / "spoilt.xlsx"
    file.write_bytes(content[:end] if end % 3 == 0 else content)
    try:
        spreadsheets.import_(file, base)
    except BadBase as exc:
        assert (base / "one.toml").read_text("utf-8") == BASE
        assert all(str(problem).isprintable() for problem in exc.problems)
    load(base)
    (base / "one.toml").write_text(BASE, "utf-8")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200) | st.text("id;question,answer\"\n\r\t='ая0", max_size=200).map(str.encode))
def test_any_bytes_called_csv_are_read_or_refused(tmp_path: Path, base: Path, content: bytes) -> None:
    file = tmp_path / "any.csv"
    file.write_bytes(content)
    try:
        spreadsheets.import_(file, base)
    except BadBase as exc:
        assert (base / "one.toml").read_text("utf-8") == BASE
        assert all(str(problem).isprintable() for problem in exc.problems)
    load(base)
    (base / "one.toml").write_text(BASE, "utf-8")
