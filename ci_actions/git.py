"""The repository, through the git command line: what other commits hold, and how they differ.

Only plumbing is called, so nothing of the repository runs: no hook, filter, text conversion,
external diff or submodule. Names and refs come from whoever made the change: names are given
literally, refs are resolved to a commit before they are used.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ci_actions.gitfiles import Entry, entries, export_path
from fairgate.errors import UserError
from fairgate.files import write_atomically

MEBIBYTE = 1024 * 1024
LARGEST_FILE = 2048 * MEBIBYTE
MOST_COMMITS = 200
LFS = b"version https://git-lfs.github.com/spec/"

_SAFE = (
    *("-c", "core.hooksPath=/dev/null"),
    *("-c", "core.fsmonitor=false"),
    *("-c", "core.attributesFile=/dev/null"),
    *("-c", "protocol.ext.allow=never"),
    *("-c", "submodule.recurse=false"),
    *("-c", "fetch.recurseSubmodules=false"),
    *("-c", "log.showSignature=false"),
    *("-c", "gc.auto=0"),
    *("-c", "maintenance.auto=false"),
)
_KEPT = frozenset(
    {
        *("PATH", "HOME", "USER", "LOGNAME", "XDG_CONFIG_HOME", "TMPDIR", "SYSTEMROOT"),
        *("SSH_AUTH_SOCK", "SSL_CERT_FILE", "SSL_CERT_DIR"),
        *("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy"),
    }
)
"""Variables that git is given."""

_OURS = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "LC_ALL": "C",
}


@dataclass(frozen=True)
class Repository:
    """A checkout.

    Attributes
    ----------
    root : Path
        Its top directory; see :meth:`around`.
    environment : mapping
        Of the calling program. Git is given what it needs to find its settings and the
        network, and neither secrets nor ``GIT_...`` variables.
    """

    root: Path
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)

    @classmethod
    def around(cls, directory: Path, environment: Mapping[str, str]) -> Repository:
        """Find the repository that a directory is in.

        Raises
        ------
        UserError
            If it is in none, git refuses it, or there is no git.
        """
        here = cls(directory, environment)
        found = here._run("rev-parse", "--show-toplevel")
        if found.returncode:
            cure = "check the repository out, with git itself, before the gate runs"
            said = _last_line(found.stderr)
            if "dubious ownership" in found.stderr.decode(errors="replace"):
                cure = f"run: git config --global --add safe.directory {directory.resolve()}"
                said = "it belongs to another user"
            raise UserError(f"git finds no repository here: {said}", cure, file=str(directory))
        return cls(Path(found.stdout.decode().rstrip("\n")), environment)

    def relative(self, path: str | Path) -> str:
        """Write a path of the checkout from its root, with slashes.

        Raises
        ------
        UserError
            If it leads out of the repository, through ``..`` or through a link.
        """
        root, named = self.root.resolve(), _without_dots(path)
        try:
            real = named.resolve()
        except (OSError, RuntimeError, ValueError):  # a link to itself; no name of a file
            cure = "name a file of the repository"
            raise UserError("leads nowhere", cure, file=str(path)) from None
        if not real.is_relative_to(root):
            cure = "name a file of the repository, without .. and without links to elsewhere"
            raise UserError("leads out of the repository", cure, file=str(path))
        inside = named if named.is_relative_to(root) else real
        return inside.relative_to(root).as_posix()

    def named(self, path: str | Path) -> str | None:
        """Write a path from the root as it is called, wherever links lead; None for one outside.

        To look it up in another commit: a link of the change's own has no say there.
        """
        root, called = self.root.resolve(), _without_dots(path)
        return called.relative_to(root).as_posix() if called.is_relative_to(root) else None

    def resolve(self, name: str) -> str | None:
        """Return the commit that a name means here; None where it means none."""
        if not name or name.startswith("-") or not name.isprintable():
            return None
        wanted = f"{name}^{{commit}}"
        found = self._run("rev-parse", "--verify", "--quiet", "--end-of-options", wanted)
        return found.stdout.decode().strip() or None if found.returncode == 0 else None

    def has(self, commit: str) -> bool:
        """Whether a commit is here, with everything in it."""
        return self.resolve(commit) is not None

    def fetch(self, commit: str) -> bool:
        """Fetch a commit from ``origin`` if it is missing; return whether it is here now."""
        if self.has(commit):
            return True
        if not is_commit(commit):
            return False
        how = ["--no-tags", "--no-recurse-submodules", "--no-write-fetch-head", "--quiet"]
        depth = ["--depth=1"] if self._shallow else []  # a whole history stays whole
        self._run("fetch", *how, *depth, "--end-of-options", "origin", commit, seconds=300)
        return self.has(commit)

    def tip(self, branch: str) -> str | None:
        """Return the commit that a branch of ``origin`` is at, fetched; None where nobody says."""
        ref = f"refs/heads/{branch}"
        if self._run("check-ref-format", ref).returncode:
            return None
        listed = self._run("ls-remote", "--quiet", "--end-of-options", "origin", ref, seconds=60)
        lines = listed.stdout.decode(errors="replace").splitlines()
        found = [line.split("\t")[0] for line in lines if line.endswith(f"\t{ref}")]
        if listed.returncode == 0 and found and self.fetch(found[0]):
            return found[0]
        return None

    def parents(self, commit: str) -> tuple[str, ...]:
        """Parents of a commit, first the branch it was made on; they need not be here."""
        head, _, _ = self._output("cat-file", "commit", commit).partition(b"\n\n")
        lines = head.decode(errors="replace").splitlines()
        return tuple(line.split()[1] for line in lines if line.startswith("parent "))

    def is_ancestor(self, commit: str, of: str) -> bool:
        """Whether a commit is known to be another one, or a part of its history."""
        found = self.resolve(commit)
        return (
            found is not None and not self._run("merge-base", "--is-ancestor", found, of).returncode
        )

    def entries(self, commit: str, path: str) -> tuple[Entry, ...]:
        """List everything at or below a path in a commit, names in full; empty where nothing is."""
        found = self._output("ls-tree", "-r", "-z", "-l", "--full-tree", commit, "--", path)
        return entries(found)

    def links(self) -> tuple[str, ...]:
        """Names of all links that are checked out."""
        found = entries(self._output("ls-tree", "-r", "-z", "-l", "--full-tree", "HEAD"))
        return tuple(entry.path for entry in found if entry.mode == "120000")

    def show(self, commit: str, path: str, limit: int = LARGEST_FILE) -> bytes | None:
        """Read a file as it is in a commit; None where it is not there.

        Raises
        ------
        UserError
            If it is a link, a directory or a submodule, larger than ``limit`` bytes, or kept
            elsewhere (Git LFS).
        """
        found = self.entries(commit, path)
        if not found:
            return None
        (entry, *more) = found
        if more or entry.path != path:
            raise UserError("is a directory", "name one file", file=path, place=commit[:12])
        return self._read(entry, commit, limit)

    def same_as_here(self, commit: str, path: str) -> bool:
        """Whether a file of the checkout is byte by byte what it is in a commit."""
        found = self.entries(commit, path)
        here = self.root / path
        if len(found) != 1 or here.is_symlink() or not here.is_file():
            return False
        digest = self._output("hash-object", "--no-filters", "--", str(here)).decode().strip()
        return found[0].digest == digest

    def changed(self, base: str, head: str) -> tuple[str, ...]:
        """List the files that differ between two commits, from the root, in order."""
        how = ("-r", "-z", "--name-only", "--no-renames", "--no-ext-diff", "--no-textconv")
        found = self._output("diff-tree", *how, "--end-of-options", base, head)
        return tuple(name.decode(errors="replace") for name in found.split(b"\0") if name)

    def messages(self, base: str, head: str) -> tuple[str, ...]:
        """Messages of the commits that ``head`` has and ``base`` has not, newest first.

        In a shallow checkout nobody can tell which these are: then only that of ``head``.
        """
        joined = self._run("merge-base", base, head).returncode == 0
        how = ["-z", "--format=%B", f"--max-count={MOST_COMMITS}"]
        how += [] if joined else ["--no-walk"]
        wanted = [head, f"^{base}"] if joined else [head]
        found = self._output("log", *how, "--end-of-options", *wanted, "--")
        return tuple(text.decode(errors="replace") for text in found.split(b"\0") if text.strip())

    def export(self, commit: str, paths: Iterable[str], directory: Path) -> None:
        """Write files and directories of a commit below a directory, by their names in git.

        Raises
        ------
        UserError
            For a link, a submodule, a name that leads elsewhere, or more than
            2 GiB in all; the directory may then hold a part.
        """
        found = [entry for path in paths for entry in self.entries(commit, path)]
        if sum(entry.size for entry in found) > LARGEST_FILE:
            cure = "keep large models elsewhere, and compare by signed predictions"
            raise UserError("holds more than 2 GiB of these files", cure, place=commit[:12])
        for entry in found:
            target = export_path(directory, entry)
            target.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(target, self._read(entry, commit, LARGEST_FILE))

    def _read(self, entry: Entry, commit: str, limit: int) -> bytes:
        entry.refuse_all_but_files(commit)
        if entry.size > limit:
            problem = f"has {entry.size:,} bytes, expected at most {limit:,}"
            raise UserError(problem, "check its name", file=entry.path, place=commit[:12])
        content = self._output("cat-file", "blob", entry.digest)
        if content.startswith(LFS):
            cure = "keep it in git itself, or compare by signed predictions (FAIRGATE_BASELINE)"
            raise UserError("is kept in Git LFS", cure, file=entry.path, place=commit[:12])
        return content

    @property
    def _shallow(self) -> bool:
        return self._output("rev-parse", "--is-shallow-repository").strip() == b"true"

    def _output(self, *words: str) -> bytes:
        done = self._run(*words)
        if done.returncode:
            problem = f"git {words[0]} failed: {_last_line(done.stderr)}"
            cure = "check out the whole history (fetch-depth: 0)"
            raise UserError(problem, cure, file=str(self.root))
        return done.stdout

    def _run(self, *words: str, seconds: float = 120) -> subprocess.CompletedProcess[bytes]:
        kept = {name: text for name, text in self.environment.items() if name in _KEPT}
        command = ["git", *_SAFE, "-C", str(self.root), *words]
        try:
            return subprocess.run(  # noqa: S603 - a list of words, no shell
                command,
                env={**kept, **_OURS},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=seconds,
                check=False,
            )
        except FileNotFoundError:
            raise UserError("there is no git", "install git") from None
        except subprocess.TimeoutExpired:
            problem = f"git {words[0]} took more than {seconds:g} seconds"
            cure = "check out the whole history (fetch-depth: 0), so that nothing is fetched"
            raise UserError(problem, cure, file=str(self.root)) from None


def is_commit(text: str) -> bool:
    """Whether a text is a commit's full name, as SHA-1 or SHA-256."""
    return re.fullmatch(r"[0-9a-f]{40}([0-9a-f]{24})?", text) is not None


def _without_dots(path: str | Path) -> Path:
    return Path(os.path.normpath(Path(path).absolute()))


def _last_line(said: bytes) -> str:
    """The last thing git said, without passwords of addresses."""
    lines = said.decode(errors="replace").strip().splitlines()
    text = re.sub(r"//[^/@\s]+@", "//***@", lines[-1] if lines else "it said nothing")
    return "".join(c if c.isprintable() else "?" for c in text)[:300]
