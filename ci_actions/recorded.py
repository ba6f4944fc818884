"""What the main branch recorded of its model: signed predictions, and counts in evidence."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ci_actions.git import Repository
from fairgate.anypolicy import AnyPolicyFile, parse_any_policy
from fairgate.errors import UserError
from fairgate.evaluation import Recorded
from fairgate.evidence import (
    AnyStatement,
    Artifact,
    Statement,
    parse_statement,
    rejudge,
    verify,
)
from fairgate.evidence.statement import Predicate
from fairgate.files import read_bytes
from fairgate.gate import question
from fairgate.policy import Policy
from fairgate.signing import PublicKey

EVIDENCE = ".fairgate/evidence.json"
"""Where a base branch may keep the evidence of its model; it holds exact counts."""

LARGEST_EVIDENCE = 64 * 1024 * 1024


@dataclass(frozen=True)
class Signed:
    """A baseline that a trusted key signed.

    Attributes
    ----------
    commit : str or None
        As the evidence states it.
    day : str
        Of the verdict.
    predictions : str or None
        The file; None where only counts are given.
    recorded : Recorded or None
        The counts, where there are no predictions.
    """

    commit: str | None
    day: str
    predictions: str | None = None
    recorded: Recorded | None = None


def signed(
    given: str,
    repository: Repository,
    commit: str,
    *,
    folder: Path,
    keys: Sequence[PublicKey],
    policy: AnyPolicyFile,
) -> Signed:
    """Believe predictions, or evidence alone, because a trusted key signed them.

    Parameters
    ----------
    given : str
        Path of the predictions, or of the evidence.
    repository, commit
        The base.
    folder : Path
        Where files of the base are put.
    keys : sequence of PublicKey
        Trusted.
    policy : PolicyFile or RankingPolicyFile
        The policy that judges.

    Notes
    -----
    A file that git tracks is read from the base commit; only one that it does not, such as a
    download, is read as it lies there.

    Raises
    ------
    UserError
        If no key is trusted, the evidence is missing or not authentic, or it is about other
        predictions or another policy.
    """
    if not keys:
        raise UserError(
            "is compared with only if a trusted key signed it, and no key is trusted",
            "put fairgate.pub below .fairgate/keys on the base branch, or set "
            "FAIRGATE_TRUSTED_KEYS",
            file=given,
        )
    path, beside = _files(given, repository, commit, folder)
    envelope = read_bytes(beside or path, LARGEST_EVIDENCE)
    statement = verify(envelope, keys, name=str(beside or path)).statement
    _refuse_other_policy(statement, policy, given)
    stated = (statement.predicate.commit, str(statement.day))
    if beside is None:
        artifact = Artifact.of(path)
        tally = _counts(statement, given).statistics.tally()
        return Signed(*stated, recorded=Recorded(tally, artifact))
    found = Artifact.of(path).sha256
    if found != statement.data.sha256:
        raise UserError(
            f"is not what the evidence beside it is about: sha256 {found[:12]}, "
            f"stated {statement.data.sha256[:12]} ({statement.data.file})",
            "give the predictions that the main branch judged and signed, as they were",
            file=given,
        )
    return Signed(*stated, predictions=str(path))


def at_commit(
    envelope: bytes, keys: Sequence[PublicKey], commit: str, policy: AnyPolicyFile
) -> tuple[Recorded, str]:
    """Read the evidence that a base commit holds; say whether a trusted key signed it.

    Its counts are those of a reviewed branch, so a signature is welcome and not demanded; that
    they add up to the verdict they state is demanded.
    """
    name = f"{EVIDENCE} at {commit[:12]}"
    by = "signed"
    try:
        found = verify(envelope, keys, name=name).statement
    except UserError:
        by = "not signed by a trusted key"
        found = parse_statement(_payload(envelope, name), name=name)
        rejudge(found, name=name)
    _refuse_other_policy(found, policy, name)
    artifact = Artifact(file="evidence.json", sha256=hashlib.sha256(envelope).hexdigest())
    return Recorded(_counts(found, name).statistics.tally(), artifact), by


def covers(recorded: Recorded, policy: Policy) -> bool:
    """Whether the counts have every grouping that a policy asks for."""
    return all(grouping in recorded.tally.cells for grouping in question(policy).groupings)


def _files(
    given: str, repository: Repository, commit: str, folder: Path
) -> tuple[Path, Path | None]:
    """Find the file and the evidence beside it; None where the file is evidence itself."""
    names = [f"{given}.evidence.json", str(Path(given).with_name("evidence.json"))]
    try:
        inside = repository.relative(given)
    except UserError:
        inside = None
    if inside and (repository.entries(commit, inside) or repository.entries("HEAD", inside)):
        beside = [repository.relative(name) for name in names]
        repository.export(commit, [inside, *dict.fromkeys(beside)], folder)
        path, places = folder / inside, [folder / name for name in beside]
    else:
        path, places = Path(given), [Path(name) for name in names]
    if _is_envelope(path):
        return path, None
    found = next((place for place in places if place.is_file()), None)
    if found is None:
        cure = f"put it beside it, as {Path(names[0]).name} or evidence.json"
        raise UserError("the evidence that signs it is missing", cure, file=given)
    return path, found


def _is_envelope(path: Path) -> bool:
    if path.suffix != ".json":
        return False
    return read_bytes(path, LARGEST_EVIDENCE).lstrip()[:1] == b"{"


def _payload(envelope: bytes, name: str) -> bytes:
    try:
        return base64.b64decode(json.loads(envelope)["payload"], validate=True)
    except (ValueError, KeyError, TypeError, RecursionError):
        cure = "commit what fairgate check --evidence wrote"
        raise UserError("is no DSSE envelope", cure, file=name) from None


def _counts(statement: AnyStatement, file: str) -> Predicate:
    """Take the counts of decisions; an order of groups has no names of queries to compare by."""
    if isinstance(statement, Statement):
        return statement.predicate
    problem = "is evidence of rankings, which does not say which query is which"
    raise UserError(problem, "give the rankings themselves, with this beside them", file=file)


def _refuse_other_policy(statement: AnyStatement, policy: AnyPolicyFile, file: str) -> None:
    """Refuse evidence of another name, and of another kind: its rows are others."""
    stated, name = statement.predicate.policy, policy.policy.name
    found = parse_any_policy(stated.data, f"{file}: {stated.file}")
    cure = "give the evidence of this policy's model in use"
    if found.policy.name != name:
        problem = f"is evidence of the policy {found.policy.name}, expected {name}"
        raise UserError(problem, cure, file=file)
    if type(found) is not type(policy):
        problem = f"is evidence of another kind of policy than {name} is now"
        raise UserError(problem, cure, file=file)
