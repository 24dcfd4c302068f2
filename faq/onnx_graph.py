"""A computation as onnxruntime reads it, written without the compiler of its format."""

import struct
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

# Kinds of a tensor's numbers and of an attribute, from onnx.proto.
_FLOAT = 1
_TYPES: Mapping[Any, int] = {np.dtype(np.float32): _FLOAT, np.dtype(np.int8): 3}
_FORMAT = 9  # the version of onnx.proto
_OPERATORS = {"": 17, "com.microsoft": 1}  # the versions of both sets
_STANDARD = ("Add", "LayerNormalization", "MatMul", "Mul")  # all others are of onnxruntime's own set


class Graph:
    """Steps in order; each takes names of tensors and gives one a name. The input is called `INPUT`."""

    INPUT = "input"

    def __init__(self) -> None:
        self._steps: list[bytes] = []
        self._constants: list[bytes] = []

    def constant(self, values: NDArray[Any]) -> str:
        """Numbers that stay: float32 or int8."""
        name = f"constant{len(self._constants)}"
        sizes = b"".join(_number(1, size) for size in values.shape)
        kind = _number(2, _TYPES[values.dtype])
        self._constants.append(sizes + kind + _text(8, name) + _bytes(9, values.tobytes()))
        return name

    def step(self, operator: str, *inputs: str, **attributes: int | float) -> str:
        """One operator with its inputs in the order of its documentation; the name of what it gives."""
        name = f"step{len(self._steps)}"
        given = b"".join(_text(1, one) for one in inputs) + _text(2, name) + _text(4, operator)
        given += b"".join(_bytes(5, _attribute(*pair)) for pair in attributes.items())
        self._steps.append(given + _text(7, "" if operator in _STANDARD else "com.microsoft"))
        return name

    def model(self, width: int, outputs: Sequence[str]) -> bytes:
        """The model of it: the input is (1, rows, width), as many rows as there are."""
        graph = b"".join(_bytes(1, step) for step in self._steps) + _text(2, "graph")
        graph += b"".join(_bytes(5, constant) for constant in self._constants)
        graph += _bytes(11, _told(self.INPUT, (1, "rows", width)))
        graph += b"".join(_bytes(12, _told(name, None)) for name in outputs)
        sets = (_text(1, domain) + _number(2, version) for domain, version in _OPERATORS.items())
        return _number(1, _FORMAT) + b"".join(_bytes(8, one) for one in sets) + _bytes(7, graph)


def _told(name: str, shape: Sequence[int | str] | None) -> bytes:
    kind = _number(1, _FLOAT)
    if shape is not None:
        sizes = (_number(1, size) if isinstance(size, int) else _text(2, size) for size in shape)
        kind += _bytes(2, b"".join(_bytes(1, size) for size in sizes))
    return _text(1, name) + _bytes(2, _bytes(1, kind))


def _attribute(name: str, value: int | float) -> bytes:
    if isinstance(value, float):
        return _text(1, name) + _varint(2 << 3 | 5) + struct.pack("<f", value) + _number(20, 1)
    return _text(1, name) + _number(3, value) + _number(20, 2)


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _text(field: int, value: str) -> bytes:
    return _bytes(field, value.encode())


def _bytes(field: int, value: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(value)) + value


def _varint(value: int) -> bytes:
    found = bytearray()
    while value > 127:
        found.append(value & 127 | 128)
        value >>= 7
    found.append(value)
    return bytes(found)
