"""What ``fairgate check`` reads, and the evidence that it was read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from fairgate.cells import Tally
from fairgate.engine.digest import sha256_file
from fairgate.errors import UserError
from fairgate.policyfile import PolicyFile
from fairgate.verdict import Verdict

if TYPE_CHECKING:
    from fairgate.evidence import Artifact


@dataclass(frozen=True)
class Inputs:
    """What is judged: files by name, as the user wrote them, and where the change comes from."""

    predictions: str
    baseline: str | None
    subject: str | None
    first_model: bool
    commit: str | None
    issues: tuple[str, ...]


def find_predictions(file: PolicyFile, given: str | None) -> str:
    """Name the file to judge: the one given, else the policy's own."""
    found = given or file.predictions
    if found is None:
        cure = "give --predictions FILE, or write predictions: in the policy"
        if file.policy.model is not None:
            cure += "; this release does not score the artifact under model: itself"
        raise UserError("no predictions to judge", cure, file.path, place="predictions")
    return found


def spare_inputs(file: PolicyFile, inputs: Inputs, written: list[str | None]) -> None:
    """Never write a report over what is judged."""
    kept = {
        Path(path).resolve()
        for path in (file.path, inputs.predictions, inputs.baseline, inputs.subject)
        if path is not None
    }
    for path in written:
        if path is not None and Path(path).resolve() in kept:
            problem = "this file is read, so nothing is written over it"
            raise UserError(problem, "name another file", file=path)


def evidence_of(
    verdict: Verdict,
    tally: Tally,
    file: PolicyFile,
    inputs: Inputs,
    *,
    now: datetime,
    key: str | None,
) -> bytes:
    """State a verdict and all it rests on; signed if there is a private key."""
    from fairgate.evidence import make_statement  # noqa: PLC0415 - cryptography takes a while
    from fairgate.signing import IN_TOTO, sign, unsigned  # noqa: PLC0415 - likewise

    statement = make_statement(
        verdict,
        tally,
        policy=file.text,
        policy_file=file.path,
        data=_artifact(inputs.predictions),
        model=_artifact(inputs.subject) if inputs.subject else None,
        baseline=_artifact(inputs.baseline) if inputs.baseline else None,
        first_model=inputs.first_model,
        commit=inputs.commit,
        issues=inputs.issues,
        time=now,
    )
    payload = statement.to_bytes()
    return sign(payload, IN_TOTO, key) if key else unsigned(payload, IN_TOTO)


def _artifact(path: str) -> Artifact:
    from fairgate.evidence import Artifact  # noqa: PLC0415 - cryptography takes a while

    name = "".join(c if c.isprintable() else "?" for c in Path(path).name)
    return Artifact(file=name, sha256=sha256_file(path))
