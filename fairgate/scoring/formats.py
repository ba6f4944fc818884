"""What a model file is, told by its content: a name proves nothing."""

from __future__ import annotations

import bz2
import gzip
import lzma
import zipfile
import zlib
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Any

from fairgate.errors import UserError
from fairgate.files import user_error
from fairgate.scoring.protobuf import is_onnx


class Format(StrEnum):
    """A format of models that can be scored."""

    ONNX = "onnx"
    SKOPS = "skops"
    PICKLE = "pickle"
    MLFLOW = "mlflow"
    COMMAND = "command"

    @property
    def runs_code(self) -> bool:
        """Whether loading it may run a program of its author's."""
        return self not in (Format.ONNX, Format.SKOPS)


_SUFFIXES = {
    ".onnx": Format.ONNX,
    ".skops": Format.SKOPS,
    ".pkl": Format.PICKLE,
    ".pickle": Format.PICKLE,
    ".joblib": Format.PICKLE,
    ".cloudpickle": Format.PICKLE,
}
_NAMES = {
    Format.ONNX: "an ONNX model",
    Format.SKOPS: "a skops file",
    Format.PICKLE: "a pickle, which is a program",
    Format.MLFLOW: "an MLflow directory",
}
_KNOWN = "ONNX, skops, pickle or joblib, and MLflow directories can be scored"
_OPENERS: tuple[tuple[bytes, Callable[..., Any]], ...] = (
    (b"\x1f\x8b", gzip.open),
    (b"BZ", bz2.open),
    (b"\xfd7zXZ", lzma.open),
    (b"\x5d\x00", lzma.open),
)
_LZ4 = b"\x04\x22\x4d\x18"
_OTHERS = (
    (b"\x89HDF\r\n\x1a\n", "an HDF5 file, as Keras writes"),
    (b"PK\x03\x04", "a zip archive, as PyTorch and Keras write"),
    (b"PAR1", "a Parquet file"),
    (b"version https://git-lfs", "a pointer of Git LFS, not the file itself"),
)


def recognise(path: str | Path, stated: str | None = None) -> Format:
    """Tell the format of a model by its content.

    Parameters
    ----------
    path : str or Path
        A regular file, or an MLflow directory.
    stated : str, optional
        What the policy says that it is.

    Returns
    -------
    Format
        Never ``COMMAND``, which a policy states.

    Raises
    ------
    UserError
        If it is nothing that can be scored, or its suffix or the policy say otherwise.

    Examples
    --------
    >>> import pickle, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     model = Path(folder, "model.pkl")
    ...     _ = model.write_bytes(pickle.dumps({"a": 1}))
    ...     recognise(model)
    <Format.PICKLE: 'pickle'>
    """
    file = Path(path)
    try:
        found = _of_directory(file) if file.is_dir() else _of_file(file)
    except OSError as error:
        raise user_error(error, path, "read") from None
    by_name = _SUFFIXES.get(file.suffix.lower())
    if by_name is not None and by_name is not found:
        raise UserError(
            f"called {file.suffix}, but it is {_NAMES[found]}",
            "give it the suffix of what it is, or name another file",
            file=str(path),
        )
    if stated is not None and stated != found.value:
        raise UserError(
            f"the policy says format: {stated}, but it is {_NAMES[found]}",
            "mend model.format or leave it out",
            file=str(path),
        )
    return found


def _of_directory(directory: Path) -> Format:
    if (directory / "MLmodel").is_file():
        return Format.MLFLOW
    problem = "a directory without a file MLmodel, so no MLflow model"
    cure = "name the model's file, or the directory that holds MLmodel; or add model.command"
    raise UserError(problem, cure, file=str(directory))


def _of_file(file: Path) -> Format:
    with file.open("rb") as stream:
        head = stream.read(4096)
    if not head:
        raise UserError("this file is empty (0 bytes)", "write the model first", file=str(file))
    if _is_skops(file, head):
        return Format.SKOPS
    for magic, name in _OTHERS:
        if head.startswith(magic):
            raise UserError(f"this is {name}", _KNOWN, file=str(file))
    if _is_pickle(file, head):
        return Format.PICKLE
    if is_onnx(file):
        return Format.ONNX
    raise UserError("this is no model in a format that is known", _KNOWN, file=str(file))


def _is_skops(file: Path, head: bytes) -> bool:
    if not head.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(file) as archive:
            return "schema.json" in archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False


def _is_pickle(file: Path, head: bytes) -> bool:
    """Pickles since protocol 2, bare or packed as joblib packs them."""
    return head.startswith(_LZ4) or _starts_pickle(head) or _starts_pickle(_unpacked(file, head))


def _starts_pickle(head: bytes) -> bool:
    return len(head) > 1 and head[0] == 0x80 and 2 <= head[1] <= 5


def _unpacked(file: Path, head: bytes) -> bytes:
    """The first bytes of a packed file; empty if it is not packed."""
    try:
        for magic, opener in _OPENERS:
            if head.startswith(magic):
                with opener(file) as stream:
                    return bytes(stream.read(2))
        return zlib.decompressobj().decompress(head, 2) if head[0] == 0x78 else b""
    except (OSError, EOFError, zlib.error, lzma.LZMAError):
        return b""
