"""Entries of a git tree, as ``git ls-tree -r -z -l`` lists them, and where they may be written."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from fairgate.errors import UserError

_FILES = ("100644", "100755")
_KINDS = {"120000": "a link", "160000": "a submodule"}


@dataclass(frozen=True)
class Entry:
    """A file, a link or a submodule in a commit.

    Attributes
    ----------
    mode : str
        ``100644`` or ``100755`` for a file, ``120000`` for a link, ``160000`` for a submodule.
    digest : str
        Of its content, as git names it.
    size : int
        Bytes; 0 for a submodule.
    path : str
        From the root.
    """

    mode: str
    digest: str
    size: int
    path: str

    def refuse_all_but_files(self, commit: str) -> None:
        """Raise a UserError for anything but a regular file."""
        if self.mode not in _FILES:
            kind = _KINDS.get(self.mode, "no file")
            problem = f"is {kind} there, expected a file"
            raise UserError(problem, "put the file itself there", self.path, place=commit[:12])


def entries(listed: bytes) -> tuple[Entry, ...]:
    r"""Read what ``git ls-tree -r -z -l`` wrote.

    Examples
    --------
    >>> entries(b"100644 blob 8ab686e      3\ta name\0")
    (Entry(mode='100644', digest='8ab686e', size=3, path='a name'),)
    """
    return tuple(_entry(line) for line in listed.split(b"\0") if line)


def _entry(line: bytes) -> Entry:
    facts, _, name = line.partition(b"\t")
    mode, _, digest, size = facts.decode().split()
    path = name.decode("utf-8", errors="surrogateescape")
    return Entry(mode, digest, int(size) if size.isdigit() else 0, path)


def export_path(directory: Path, entry: Entry) -> Path:
    """Say where an entry is written; a name that leads elsewhere is refused.

    Examples
    --------
    >>> export_path(Path("/out"), Entry("100644", "8ab686e", 3, "../../etc/passwd"))
    Traceback (most recent call last):
    fairgate.errors.UserError: ../../etc/passwd: leads elsewhere (rename it)
    """
    parts = entry.path.split("/")
    if any(part in ("", ".", "..") or part.lower() == ".git" or "\0" in part for part in parts):
        raise UserError("leads elsewhere", "rename it", file=entry.path)
    return directory.joinpath(*parts)
