"""How large the numbers inside e5 get, which tells how to keep them in eight bits.

    python -m faq.swift_ranges

measures it and writes `faq/swift_e5.npz`, for another version of the model.
"""

import importlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from faq import other_desks
from faq.loading import load
from faq.onnx_graph import Graph
from faq.packed_e5 import Numbers, PackedE5
from faq.semantic import written
from faq.swift_e5 import KINDS, RANGES, Ranges, begun, built, model_file, session

ENTRIES = Path(__file__).with_name("entries")
EVERY = 10  # of the questions, and half as many of the entries; more find nothing larger that matters


def texts() -> Iterator[str]:
    """As the model reads them: questions to other desks; shipped entries, which have all kinds of signs."""
    for question in other_desks.questions()[::EVERY]:
        yield f"query: {question}"
    for entry in list(load(ENTRIES).entries.values())[:: EVERY // 2]:
        yield f"query: {entry.question}"
        yield f"passage: {written(entry)}"


def measured(file: PackedE5, read: Iterable[str]) -> Ranges:
    """The greatest of each number in any of the texts, in full precision. Half a minute."""
    model, outputs = built(file, None)
    runs = session(importlib.import_module("onnxruntime"), model)
    greatest: list[Numbers] | None = None
    for text in read:
        states = runs.run(outputs, {Graph.INPUT: begun(file, text)})
        found = [np.abs(state[0]).max(axis=0) for state in states]
        greatest = found if greatest is None else list(map(np.maximum, greatest, found))
    if greatest is None:
        raise ValueError("no texts")
    return {kind: np.stack(greatest[place :: len(KINDS)]) for place, kind in enumerate(KINDS)}


def write(path: Path = RANGES) -> None:
    """Measure and keep, in half precision."""
    file = PackedE5(model_file())
    kept = {kind: values.astype(np.float16) for kind, values in measured(file, texts()).items()}
    np.savez_compressed(path, allow_pickle=False, bytes=np.array(file.bytes), **kept)


if __name__ == "__main__":
    write()
