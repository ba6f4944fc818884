"""Whether a file is an ONNX model: its outermost protobuf fields, walked and not parsed.

ONNX has no magic bytes. A ``ModelProto`` (https://onnx.ai/onnx/intro/concepts.html) is a
sequence of numbered fields; without a graph and a set of operators it is no model.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import BinaryIO

_VARINT, _BYTES = 0, 2
_GRAPH, _OPERATORS = (7, _BYTES), (8, _BYTES)
_FIELDS = frozenset(
    {
        (1, _VARINT),  # ir_version
        (2, _BYTES),  # producer_name
        (3, _BYTES),  # producer_version
        (4, _BYTES),  # domain
        (5, _VARINT),  # model_version
        (6, _BYTES),  # doc_string
        _GRAPH,
        _OPERATORS,
        (14, _BYTES),  # metadata_props
        (20, _BYTES),  # training_info
        (25, _BYTES),  # functions
        (26, _BYTES),  # configuration
    }
)
_MOST_FIELDS = 100_000


def is_onnx(path: str | Path) -> bool:
    r"""Walk the outermost fields of a file.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     model = Path(folder, "m.onnx")
    ...     _ = model.write_bytes(b"\x08\x08\x3a\x00\x42\x02\x10\x0d")
    ...     is_onnx(model)
    True
    """
    size = Path(path).stat().st_size
    seen: set[tuple[int, int]] = set()
    with Path(path).open("rb") as stream:
        for _ in range(_MOST_FIELDS):
            if stream.tell() == size:
                return {_GRAPH, _OPERATORS} <= seen
            field = _field(stream, size)
            if field is None or stream.tell() > size:
                return False
            seen.add(field)
    return False


def _field(stream: BinaryIO, size: int) -> tuple[int, int] | None:
    """Number and type of the next field, skipped over; None if a model has no such field."""
    tag = _number(stream)
    if tag is None or (field := (tag >> 3, tag & 7)) not in _FIELDS:
        return None
    length = _number(stream)
    if length is None:
        return None
    if field[1] == _BYTES:
        if length > size:
            return None
        stream.seek(length, os.SEEK_CUR)
    return field


def _number(stream: BinaryIO) -> int | None:
    """A base-128 varint of at most ten bytes; None if there is none."""
    value = 0
    for place in range(10):
        byte = stream.read(1)
        if not byte:
            return None
        value |= (byte[0] & 0x7F) << (7 * place)
        if byte[0] < 0x80:
            return value
    return None
