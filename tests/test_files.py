"""Files: read whole with a cure for what is wrong, written whole or not at all."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from fairgate.errors import UserError
from fairgate.files import read_bytes, write_all, write_atomically


def test_a_file_is_written_whole_and_nothing_else_is_left(tmp_path: Path) -> None:
    """No temporary file stays behind."""
    write_atomically(tmp_path / "a.txt", b"one")
    write_atomically(str(tmp_path / "a.txt"), b"two")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.txt", b"two")]


def test_permissions_follow_the_umask_and_an_existing_file_keeps_its_own(tmp_path: Path) -> None:
    """As if it had been opened and written."""
    plain, secret, kept = (tmp_path / name for name in ("plain", "secret", "kept"))
    plain.write_bytes(b"")
    usual = plain.stat().st_mode
    kept.write_bytes(b"")
    kept.chmod(0o640)
    write_atomically(tmp_path / "new", b"x")
    write_atomically(secret, b"x", mode=0o600)
    write_atomically(kept, b"x")
    modes = [(tmp_path / name).stat().st_mode & 0o777 for name in ("new", "secret", "kept")]
    assert modes == [usual & 0o777, 0o600, 0o640]


def test_a_link_is_followed(tmp_path: Path) -> None:
    """The file it points to changes; the link stays a link."""
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_bytes(b"old")
    link.symlink_to(target)
    write_atomically(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


def test_a_device_is_written_to_and_stays_a_device() -> None:
    """Moving a file over /dev/null would be a bad day for the machine."""
    write_atomically(os.devnull, b"x")
    assert Path(os.devnull).is_char_device()


@pytest.mark.parametrize(
    ("name", "problem", "cure"),
    [
        ("missing/a.txt", "no such file or directory", "make the directory first"),
        ("file/a.txt", "not a directory", "a part of this path is a file"),
        ("folder", "is a directory", "name a file in it"),
        ("x" * 300, "file name too long", "choose a shorter name"),
    ],
)
def test_a_place_that_cannot_be_written_is_named_with_a_cure(
    tmp_path: Path, name: str, problem: str, cure: str
) -> None:
    """The user's mistake, not a traceback."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_bytes(b"x")
    with pytest.raises(UserError) as caught:
        write_atomically(tmp_path / name, b"x")
    assert problem in caught.value.problem
    assert caught.value.cure.startswith(cure)
    assert caught.value.file == str(tmp_path / name)


@pytest.mark.skipif(not Path("/sys").is_dir(), reason="no sysfs here")
def test_a_directory_that_takes_no_files_is_named() -> None:
    """Not even for root: /sys is read-only or refuses."""
    with pytest.raises(UserError, match=r"name another place|can be written to"):
        write_atomically("/sys/fairgate.txt", b"x")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write to anything")
def test_a_file_without_permission_to_write_is_left_alone(tmp_path: Path) -> None:
    """Although its directory would allow a new file in its place."""
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    path.chmod(0o400)
    with pytest.raises(UserError, match="permission denied"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_said() -> None:
    """A device that takes nothing."""
    with pytest.raises(UserError) as caught:
        write_atomically("/dev/full", b"x")
    assert str(caught.value) == (
        "/dev/full: could not write it: no space left on device (make room on the disk)"
    )


def test_no_half_file_is_left_where_room_ends(tmp_path: Path) -> None:
    """The old report stays as it was, and no temporary file takes up what room there is."""
    path = tmp_path / "report.html"
    path.write_bytes(b"old")
    program = (
        "import resource, sys\n"
        "from fairgate.files import write_all\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "try:\n"
        "    write_all([(sys.argv[1], b'x' * 10), (sys.argv[2], b'x' * 5000)])\n"
        "except Exception as error:\n"
        "    print(type(error).__name__, error)\n"
    )
    first = tmp_path / "first"
    result = subprocess.run(
        [sys.executable, "-c", program, str(first), str(path)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout.startswith(f"UserError {path}: could not write it: file too large")
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("report.html", b"old")]


def test_several_files_are_written_all_or_none(tmp_path: Path) -> None:
    """A report without its evidence would be half a truth."""
    good, bad = tmp_path / "good", tmp_path / "missing" / "bad"
    with pytest.raises(UserError):
        write_all([(good, b"x"), (bad, b"x")])
    assert list(tmp_path.iterdir()) == []
    write_all([(good, b"x"), (tmp_path / "also", b"y")])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["also", "good"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_device_that_fails_keeps_files_from_being_written(tmp_path: Path) -> None:
    """What cannot wait is tried before the rest is made final."""
    with pytest.raises(UserError):
        write_all([(tmp_path / "report", b"x"), ("/dev/full", b"x")])
    assert list(tmp_path.iterdir()) == []


def test_reading_names_the_nearest_file(tmp_path: Path) -> None:
    """Files only: a directory of a similar name is no help."""
    (tmp_path / "fairgate").mkdir()
    with pytest.raises(UserError) as caught:
        read_bytes(tmp_path / "fairgate.yaml", 10)
    assert (caught.value.problem, caught.value.cure) == ("there is no such file", "check its name")
    (tmp_path / "fairgate.yml").write_bytes(b"")
    with pytest.raises(UserError) as caught:
        read_bytes(tmp_path / "fairgate.yaml", 10)
    assert caught.value.cure == f"did you mean {tmp_path / 'fairgate.yml'}?"


def test_reading_from_nowhere_says_so(tmp_path: Path) -> None:
    """The directory is missing, too."""
    with pytest.raises(UserError) as caught:
        read_bytes(tmp_path / "nowhere" / "a.txt", 10)
    assert caught.value.cure == f"there is no directory {tmp_path / 'nowhere'} either"


def test_reading_stops_at_the_limit(tmp_path: Path) -> None:
    """Two gigabytes of predictions given as a policy are not read to the end."""
    path = tmp_path / "a"
    path.write_bytes(b"x" * 11)
    with pytest.raises(UserError, match="larger than 10 bytes"):
        read_bytes(path, 10)
    with pytest.raises(UserError, match="larger than 10 bytes"):
        read_bytes("/dev/zero", 10)
    assert read_bytes(path, 11) == b"x" * 11


@pytest.mark.parametrize("path", ["a\0b", "."])
def test_what_is_no_file_is_refused_for_reading(path: str) -> None:
    """A null byte, a directory."""
    with pytest.raises(UserError):
        read_bytes(path, 10)


def test_a_null_byte_is_no_name_for_writing() -> None:
    """Said, not thrown."""
    with pytest.raises(UserError, match="no name of a file"):
        write_atomically("a\0b", b"x")
