"""``fairgate check`` where the policy is about rankings."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from fairgate.cli.inputs import spare
from fairgate.cli.options import Output
from fairgate.cli.terminal import wants_colour, width, write
from fairgate.errors import UserError
from fairgate.evaluation.rankings import RankingEvaluation, RankingRequest, evaluate_rankings
from fairgate.files import write_all
from fairgate.report import render


@dataclass(frozen=True)
class Proof:
    """Where evidence goes, and the private key that signs it; None: nowhere, unsigned."""

    path: str | None = None
    key: str | None = None


def refuse_scoring(policy: str, baseline_model: str | None) -> None:
    """Refuse a model that would be scored: rankers are not run.

    Raises
    ------
    UserError
        If there is one.
    """
    if baseline_model is not None:
        raise UserError(
            "rankings are judged as they are, so no model is scored",
            "give the ranking of the model in use with --baseline",
            file=policy,
            place="ranking",
        )


def check_and_write(
    request: RankingRequest, wanted: Sequence[Output], proof: Proof, now: datetime
) -> int:
    """Judge rankings, write reports and evidence, and return the exit code."""
    spare(request.reads, [*(output.path for output in wanted), proof.path])
    found = evaluate_rankings(request, now=now)
    pairs = [(output, _report(found, output)) for output in wanted]
    files = [(output.path, text.encode()) for output, text in pairs if output.path]
    if proof.path:
        files.append((proof.path, found.evidence(proof.key)))
    write_all(files)
    for output, text in pairs:
        if output.path is None:
            write(text if text.endswith("\n") else text + "\n")
    return found.verdict.outcome.exit_code


def _report(found: RankingEvaluation, output: Output) -> str:
    printed = output.path is None
    return render(
        found.verdict,
        output.format,
        policy_file=found.request.policy.path,
        predictions=found.request.rows,
        width=width() if printed else None,
        colour=printed and wants_colour(sys.stdout),
    )
