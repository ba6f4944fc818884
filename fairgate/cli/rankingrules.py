"""``fairgate check`` where the policy is about rankings."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date

from fairgate.cli.inputs import spare
from fairgate.cli.options import Output
from fairgate.cli.terminal import wants_colour, width, write
from fairgate.errors import UserError
from fairgate.files import write_all
from fairgate.ranking.gate.check import check_rankings, rankings_of
from fairgate.ranking.gate.policyfile import RankingPolicyFile
from fairgate.report import render


def refuse_evidence(policy: str, *given: str | None) -> None:
    """Refuse what is about decisions, in this version.

    Raises
    ------
    UserError
        If anything of it is given.
    """
    if any(given):
        raise UserError(
            "rankings are judged without evidence, subject and baseline model in this version",
            "leave --evidence, --sign, --subject and --baseline-model out, keep the JSON report",
            file=policy,
            place="ranking",
        )


def check_and_write(
    file: RankingPolicyFile,
    predictions: str | None,
    baseline: str | None,
    wanted: Sequence[Output],
    today: date,
    *,
    first_model: bool,
) -> int:
    """Judge rankings, write the reports, and return the exit code."""
    rankings = rankings_of(file, predictions)
    read = [file.path, rankings, *([baseline] if baseline else [])]
    spare(read, [output.path for output in wanted])
    verdict = check_rankings(file, rankings, baseline, today=today, first_model=first_model)
    texts = [
        render(
            verdict,
            output.format,
            policy_file=file.path,
            predictions=rankings,
            width=None if output.path else width(),
            colour=output.path is None and wants_colour(sys.stdout),
        )
        for output in wanted
    ]
    pairs = list(zip(wanted, texts, strict=True))
    write_all([(output.path, text.encode()) for output, text in pairs if output.path])
    for output, text in pairs:
        if output.path is None:
            write(text if text.endswith("\n") else text + "\n")
    return verdict.outcome.exit_code
