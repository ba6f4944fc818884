"""The files that a run leaves: reports for people and machines, and evidence."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

from pydantic import SecretStr

from ci_actions.git import Repository
from ci_actions.outcome import Report
from fairgate.errors import UserError
from fairgate.files import user_error, write_all
from fairgate.report import render
from fairgate.verdict import Verdict

NAMES: Mapping[Report, str] = MappingProxyType(
    {
        "verdict": "verdict.json",
        "evidence": "evidence.json",
        "report": "report.html",
        "markdown": "report.md",
        "sarif": "fairness.sarif",
        "junit": "fairness.xml",
    }
)
_FORMATS: Mapping[Report, str] = MappingProxyType(
    {
        "verdict": "json",
        "report": "html",
        "markdown": "markdown",
        "sarif": "sarif",
        "junit": "junit",
    }
)


def write_reports(
    directory: Path, verdict: Verdict, evidence: bytes, *, policy_path: str, source: str
) -> Mapping[Report, Path]:
    """Write every report and the evidence into a directory, all of them or none.

    Parameters
    ----------
    directory : Path
        Made where it is missing.
    verdict : Verdict
    evidence : bytes
        The envelope.
    policy_path : str
        Of the policy, from the root of the repository, as reports show it.
    source : str
        What was judged, as reports show it.

    Raises
    ------
    UserError
        Where a file can not be written, or a link stands in its place.
    """
    files = {name: directory / file for name, file in NAMES.items()}
    texts = {
        name: render(verdict, format_, policy_file=policy_path, predictions=source).encode()
        for name, format_ in _FORMATS.items()
    }
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise user_error(error, directory, "make") from None
    for path in files.values():
        if path.is_symlink():
            raise UserError(
                "is a link, and what it leads to is not written", "remove it", str(path)
            )
    contents = {**texts, "evidence": evidence}
    write_all((files[name], contents[name]) for name in files)
    return MappingProxyType(files)


def refuse_detours(repository: Repository, directory: str) -> Path:
    """Return the directory for reports, unless a link of the checkout would lead elsewhere.

    Raises
    ------
    UserError
        Where a part of it inside the repository is a link.
    """
    path, root = Path(os.path.normpath(Path(directory).absolute())), repository.root.resolve()
    if ".git" in (part.lower() for part in path.parts):
        raise UserError("is git's own directory", "name another directory", file=directory)
    if path.is_relative_to(root) and path.resolve() != path:
        raise UserError("a part of it is a link", "name another directory", file=directory)
    return path


@contextmanager
def key_file(key: SecretStr | None) -> Iterator[str | None]:
    """Offer a private key as a file: the one that is named, or the PEM in one of its own.

    The latter can be read by nobody else and is gone afterwards.
    """
    secret = key.get_secret_value() if key else ""
    if "-----BEGIN" not in secret:
        if secret and not _is_file(secret):
            raise UserError(
                "is neither a key in PEM nor the name of a file (what it holds is not shown)",
                "paste the whole of fairgate.key, its first and last line included",
                place="FAIRGATE_SIGN_KEY",
            )
        yield secret or None
        return
    with tempfile.TemporaryDirectory(prefix="fairgate-key-") as folder:
        path = Path(folder, "fairgate.key")
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii", errors="replace") as file:
            file.write(secret.replace("\\n", "\n"))
        yield str(path)


def _is_file(name: str) -> bool:
    try:
        return Path(name).is_file()
    except (OSError, ValueError):  # too long for a name, or none
        return False
