"""What comes home is plain files with plain names, or nothing."""

from __future__ import annotations

import io
import os
import struct
from pathlib import Path

import pytest

from fairgate.scoring.sandbox.inside.parcel import MOST_FILES, BadParcelError, pack, unpack


def record(name: bytes, content: bytes, size: int | None = None) -> bytes:
    """One file as it is sent, with the size it claims."""
    return struct.pack(">Hq", len(name), len(content) if size is None else size) + name + content


END = record(b"", b"", 0)


def test_files_and_the_exit_code_arrive(tmp_path: Path) -> None:
    """Names may be any bytes that a file may have."""
    there, here = tmp_path / "there", tmp_path / "here"
    there.mkdir()
    here.mkdir()
    (there / "scores.npy").write_bytes(bytes(range(256)))
    (there / os.fsdecode(b"\xff\n")).write_bytes(b"")
    (there / "link").symlink_to("scores.npy")
    (there / "folder").mkdir()
    sent = io.BytesIO()
    pack(-9, str(there), sent)
    sent.seek(0)
    assert unpack(sent, here, 256) == -9
    assert {path.name: path.read_bytes() for path in here.iterdir()} == {
        "scores.npy": bytes(range(256)),
        os.fsdecode(b"\xff\n"): b"",
    }


def test_nothing_at_all_is_no_exit_code(tmp_path: Path) -> None:
    """The supervisor ended before it said a word."""
    assert unpack(io.BytesIO(), tmp_path, 10) is None


@pytest.mark.parametrize(
    ("sent", "complaint"),
    [
        (record(b"../up", b"x") + END, "not the name"),
        (record(b"/etc/passwd", b"x") + END, "not the name"),
        (record(b"..", b"x") + END, "not the name"),
        (record(b".", b"x") + END, "not the name"),
        (record(b"a\0b", b"x") + END, "not the name"),
        (record(b"n" * 256, b"x") + END, "not the name"),
        (record(b"large", b"x" * 11) + END, "too large"),
        (record(b"a", b"x" * 6) + record(b"b", b"x" * 6) + END, "too large"),
        (record(b"negative", b"", -1) + END, "too large"),
        (record(b"endless", b"", 2**62) + END, "too large"),
        (record(b"short", b"x", 5), "cut short"),
        (record(b"no end", b"x"), "cut short"),
        (b"\x00", "cut short"),
        (b"".join(record(b"%d" % n, b"") for n in range(MOST_FILES + 1)) + END, "more than"),
    ],
)
def test_a_crooked_parcel_is_refused(tmp_path: Path, sent: bytes, complaint: str) -> None:
    """Whoever sends it may have been overcome by the program."""
    here = tmp_path / "here"
    here.mkdir()
    with pytest.raises(BadParcelError, match=complaint):
        unpack(io.BytesIO(sent), here, 10)
    assert [path.name for path in tmp_path.iterdir()] == ["here"]


def test_a_link_that_waits_at_the_name_is_not_followed(tmp_path: Path) -> None:
    """Nobody else writes there; if somebody does, it is an error."""
    (tmp_path / "scores").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match="symbolic link"):
        unpack(io.BytesIO(record(b"scores", b"x") + END), tmp_path, 10)
    assert not (tmp_path / "elsewhere").exists()
