"""What a model file is, by its content, and what is taken in."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import pickle
import subprocess
import zipfile
import zlib
from pathlib import Path

import pytest
from scoring.models import Lending

from fairgate.errors import UserError
from fairgate.evidence import Artifact
from fairgate.manifest import sha256_directory
from fairgate.scoring.artifact import take
from fairgate.scoring.formats import Format, recognise

PICKLE = pickle.dumps({"weights": list(range(1000))})


def zipped(name: str) -> bytes:
    """A zip archive with one member."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(name, "{}")
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("m.joblib", Format.PICKLE),
        ("m.pkl", Format.PICKLE),
        ("m.skops", Format.SKOPS),
        ("m.onnx", Format.ONNX),
        ("m.mlflow", Format.MLFLOW),
    ],
)
def test_real_models_are_recognised(
    lending: Lending, tmp_path: Path, name: str, kind: Format
) -> None:
    """Under their own name, and without one."""
    model = lending.write(tmp_path, name)
    assert recognise(model) is kind
    assert recognise(model.rename(tmp_path / "model")) is kind
    assert kind.runs_code is (kind in {Format.PICKLE, Format.MLFLOW})


PACKED = {
    "bare": PICKLE,
    "zlib": zlib.compress(PICKLE),
    "gzip": gzip.compress(PICKLE),
    "bz2": bz2.compress(PICKLE),
    "xz": lzma.compress(PICKLE),
    "lzma": lzma.compress(PICKLE, lzma.FORMAT_ALONE),
    "lz4": b"\x04\x22\x4d\x18...",
}


@pytest.mark.parametrize("content", PACKED.values(), ids=PACKED)
def test_a_packed_pickle_is_a_pickle(tmp_path: Path, content: bytes) -> None:
    """However joblib packed it."""
    (tmp_path / "m").write_bytes(content)
    assert recognise(tmp_path / "m") is Format.PICKLE


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("m.onnx", PICKLE, "called .onnx, but it is a pickle, which is a program"),
        ("m.skops", PICKLE, "called .skops, but it is a pickle"),
        ("m.pkl", zipped("schema.json"), "called .pkl, but it is a skops file"),
        ("m.skops", zipped("archive/data.pkl"), "a zip archive, as PyTorch and Keras write"),
        ("m.h5", b"\x89HDF\r\n\x1a\n" * 9, "an HDF5 file"),
        ("m.onnx", b"version https://git-lfs.github.com/spec/v1", "a pointer of Git LFS"),
        ("m.onnx", b"", "this file is empty"),
        ("m.onnx", b"\x08\x08", "no model in a format that is known"),
        ("m.onnx", b"\x08\x08\x3a\xff\xff\xff\xff\x0f\x42\x00", "no model in a format"),
        ("m.onnx", b"\x08" * 3000, "no model in a format that is known"),
        ("m.onnx", b"\x3a" + b"\xff" * 9 + b"\x01", "no model in a format that is known"),
        ("m.onnx", b"\x3a" + b"\xff" * 8 + b"\x7f", "no model in a format that is known"),
        ("m.txt", b"weights: 3", "no model in a format that is known"),
        ("m.bin", b"x\x9c" + b"\xff" * 99, "no model in a format that is known"),
        ("m.bin", b"\x1f\x8b" + b"\xff" * 99, "no model in a format that is known"),
    ],
)
def test_a_name_proves_nothing(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    """Content decides, and a suffix that lies is refused."""
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UserError) as caught:
        recognise(tmp_path / name)
    assert said in str(caught.value)
    assert caught.value.cure


def test_the_policy_may_state_the_format_and_must_be_right(tmp_path: Path) -> None:
    """A change of the model's kind is seen."""
    (tmp_path / "m").write_bytes(PICKLE)
    assert recognise(tmp_path / "m", "pickle") is Format.PICKLE
    with pytest.raises(UserError, match="says format: onnx, but it is a pickle"):
        recognise(tmp_path / "m", "onnx")


def test_a_directory_without_mlmodel_is_no_model(tmp_path: Path) -> None:
    """Nor is any directory."""
    with pytest.raises(UserError, match="without a file MLmodel"):
        recognise(tmp_path)


def taken(path: Path, folder: Path) -> str:
    """Why a model is not taken in."""
    folder.mkdir()
    with pytest.raises(UserError) as caught:
        take(str(path), folder)
    return str(caught.value)


def test_links_are_not_followed(tmp_path: Path) -> None:
    """Neither to a model, nor inside its directory."""
    (tmp_path / "secret").write_text("key")
    (tmp_path / "link").symlink_to(tmp_path / "secret")
    assert "this is a link" in taken(tmp_path / "link", tmp_path / "a")
    model = tmp_path / "model"
    model.mkdir()
    (model / "MLmodel").symlink_to(tmp_path / "secret")
    assert "links may lead anywhere" in taken(model, tmp_path / "b")
    (model / "MLmodel").unlink()
    (model / "data").symlink_to(tmp_path)
    assert "links may lead anywhere" in taken(model, tmp_path / "c")


def test_what_is_no_file_is_not_taken_in(tmp_path: Path) -> None:
    """A pipe would wait for ever."""
    os.mkfifo(tmp_path / "pipe")
    assert "neither a file nor a directory" in taken(tmp_path / "pipe", tmp_path / "a")
    assert "there is no such file" in taken(tmp_path / "nowhere", tmp_path / "b")


def test_dots_in_a_path_name_the_same_model(tmp_path: Path) -> None:
    """A policy in a folder of its own may point beside it; the copy has a plain name."""
    (tmp_path / "m.pkl").write_bytes(PICKLE)
    (tmp_path / "policies").mkdir()
    (tmp_path / "copy").mkdir()
    found = take(str(tmp_path / "policies" / ".." / "m.pkl"), tmp_path / "copy")
    assert found.path == tmp_path / "copy" / "m.pkl"
    assert found.artifact.file == "m.pkl"


def test_a_path_of_dots_alone_has_a_name_too(tmp_path: Path) -> None:
    """A policy inside the model's own directory says ``artifact: .``; or ``..`` from below it."""
    model = tmp_path / "model"
    (model / "deep").mkdir(parents=True)
    (model / "MLmodel").write_text("flavors: {}")
    for number, path in enumerate((f"{model}/deep/..", f"{model}/.")):
        folder = tmp_path / str(number)
        folder.mkdir()
        found = take(path, folder)
        assert (found.path, found.artifact.file) == (folder / "model", "model")


@pytest.mark.parametrize("name", ["a\0b", "x" * 5000])
def test_a_name_that_no_file_can_have_is_refused(tmp_path: Path, name: str) -> None:
    """Not a traceback."""
    assert taken(tmp_path / name, tmp_path / "copy")


def test_what_is_digested_is_the_copy(tmp_path: Path) -> None:
    """A later change of the original changes nothing."""
    (tmp_path / "m.pkl").write_bytes(PICKLE)
    (tmp_path / "copy").mkdir()
    found = take(str(tmp_path / "m.pkl"), tmp_path / "copy")
    (tmp_path / "m.pkl").write_bytes(b"other")
    assert found.artifact == Artifact.of(found.path)
    assert found.path.read_bytes() == PICKLE


def test_the_digest_of_a_directory_can_be_had_with_coreutils(tmp_path: Path) -> None:
    """As the docstring says: names in the order of their bytes, at any depth."""
    for name in ("MLmodel", "data/a b.bin", "data-2", "data/deep/é.txt", "Z"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name)
    (tmp_path / "empty").mkdir()
    command = r"find . -type f -printf '%P\0' | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum"
    said = subprocess.run(["sh", "-c", command], cwd=tmp_path, capture_output=True, check=True)
    assert said.stdout.decode().split()[0] == sha256_directory(tmp_path)
    (tmp_path / "Z").write_text("changed")
    assert said.stdout.decode().split()[0] != sha256_directory(tmp_path)


def test_names_that_a_manifest_cannot_hold_are_refused(tmp_path: Path) -> None:
    """A line end in a name would make one file look like two."""
    (tmp_path / "a\nb").write_text("")
    with pytest.raises(UserError, match="no manifest can hold"):
        sha256_directory(tmp_path)
