"""Verifying an envelope: who signed it, does it judge again, is it about this file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fairgate.errors import UserError
from fairgate.evidence.artifact import Artifact
from fairgate.evidence.reading import AnyStatement, parse_statement
from fairgate.evidence.rejudge import rejudge
from fairgate.signing import PublicKey, open_envelope
from fairgate.verdict import Verdict


@dataclass(frozen=True)
class Verified:
    """Evidence that is authentic and true of its own counts.

    Attributes
    ----------
    statement : Statement or RankingStatement
        What was stated.
    verdict : Verdict
        As judged again just now.
    key_id : str
        Of the trusted key that signed it.
    subject : str or None
        The part that the given file plays: ``model`` or ``data``; None if none was given.
    """

    statement: AnyStatement
    verdict: Verdict
    key_id: str
    subject: str | None


def verify(
    envelope: bytes,
    public_keys: Sequence[PublicKey],
    subject: str | Path | None = None,
    *,
    name: str = "evidence",
) -> Verified:
    """Check the signature of an envelope, judge again, and compare with a file.

    Parameters
    ----------
    envelope : bytes
        As ``fairgate check --evidence --sign`` wrote it.
    public_keys : sequence of PublicKey
        From :func:`fairgate.signing.load_public_keys`; a signature by one is enough.
    subject : path, optional
        The model that is to be rolled out. Where the evidence names no model, the data.
    name : str
        What complaints call the envelope: its file name.

    Raises
    ------
    UserError
        If it is not authentic, does not re-judge, or is about another file.
    """
    opened = open_envelope(envelope, public_keys, name=name)
    statement = parse_statement(opened.payload, name=name)
    verdict = rejudge(statement, name=name)
    part = None if subject is None else _matching_part(statement, subject)
    return Verified(statement, verdict, opened.key_id, part)


def _matching_part(statement: AnyStatement, path: str | Path) -> str:
    part = "model" if statement.model else "data"
    stated, given = statement.model or statement.data, Artifact.of(path)
    if given.sha256 == stated.sha256:
        return part
    hint = "; this is its evaluation data" if given.sha256 == statement.data.sha256 else ""
    raise UserError(
        f"is not the {part} that the evidence is about: "
        f"sha256 {given.sha256[:12]}, stated {stated.sha256[:12]} ({stated.file}){hint}",
        f"give that {part}, or judge this one with fairgate check",
        file=str(path),
    )
