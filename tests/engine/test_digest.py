"""Digests of files."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from fairgate.engine.digest import sha256_file
from fairgate.errors import UserError


def test_a_digest_is_that_of_all_bytes(tmp_path: Path) -> None:
    """A file of more than one block."""
    content = bytes(range(256)) * 5000
    path = tmp_path / "p.parquet"
    path.write_bytes(content)
    assert sha256_file(str(path)) == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize("name", ["missing.csv", "."])
def test_what_cannot_be_read_has_no_digest(name: str, tmp_path: Path) -> None:
    """A missing file and a directory are the user's to mend."""
    with pytest.raises(UserError, match="this file cannot be read: ") as error:
        sha256_file(str(tmp_path / name))
    assert error.value.file == str(tmp_path / name)


def test_a_remote_file_that_cannot_be_fetched_has_no_digest() -> None:
    """Whether the extension or the server is missing."""
    with pytest.raises(UserError) as error:
        sha256_file("https://localhost:1/p.csv")
    assert error.value.file == "https://localhost:1/p.csv"
