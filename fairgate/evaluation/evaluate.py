"""Score, count, judge: from a request to a verdict with all it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from fairgate.cells import Tally
from fairgate.engine.base import Progress
from fairgate.engine.duckdb import DuckDBEngine
from fairgate.engine.placed import ROW
from fairgate.errors import UserError
from fairgate.evaluation.request import Request, refuse_contradictions
from fairgate.evaluation.result import Evaluation
from fairgate.gate import judge, question
from fairgate.scoring.job import SandboxFinder
from fairgate.table import PredictionTable

if TYPE_CHECKING:
    from fairgate.scoring.score import Scored


def evaluate(
    request: Request,
    *,
    now: datetime,
    find_sandbox: SandboxFinder | None = None,
    progress: Progress | None = None,
) -> Evaluation:
    r"""Score where there is a model to score, count, and judge.

    Parameters
    ----------
    request : Request
        What is to be judged.
    now : datetime
        With a time zone; its day in UTC decides which waivers have ended.
    find_sandbox : callable, optional
        Finds what keeps a model in, or raises a ``UserError`` that says what to do.
        Without it, only models that run no code of their own are scored.
    progress : callable, optional
        Called from another thread with the share of the counting that is done.

    Returns
    -------
    Evaluation
        Files made on the way are gone.

    Raises
    ------
    UserError
        For whatever the user can mend.

    Examples
    --------
    >>> from datetime import UTC
    >>> from fairgate.policyfile import parse_policy
    >>> policy = parse_policy(b'''
    ... version: 1
    ... name: loans
    ... columns: {label: repaid, prediction: approved, sensitive: {sex: sex}}
    ... groups: [sex]
    ... rules: [{id: fair, metric: selection_rate, ratio: {at_least: 0.8}}]
    ... ''', "fairgate.yaml")
    >>> with TemporaryDirectory() as folder:
    ...     rows = Path(folder, "p.csv")
    ...     _ = rows.write_text("sex,repaid,approved" + "\nf,1,1\nm,1,1\nm,0,0" * 9)
    ...     found = evaluate(Request(policy, str(rows)), now=datetime(2026, 11, 22, tzinfo=UTC))
    >>> found.verdict.rows, found.verdict.outcome.value
    (27, 'unknown')
    """
    policy = request.policy
    counted = count(request, find_sandbox=find_sandbox, progress=progress)
    verdict = judge(
        policy.policy,
        counted.tally,
        today=now.date(),
        first_model=request.first_model,
        lines=policy.rule_lines,
    )
    return Evaluation(request, counted.tally, verdict, now, counted.scored, counted.baseline)


@dataclass(frozen=True)
class Counted:
    """What was counted, and the models that were scored for it."""

    tally: Tally
    scored: Scored | None
    baseline: Scored | None


def count(
    request: Request,
    *,
    find_sandbox: SandboxFinder | None = None,
    progress: Progress | None = None,
) -> Counted:
    """Score where there is a model to score, and count; the first half of :func:`evaluate`."""
    refuse_contradictions(request)
    policy = request.policy.policy
    scored = baseline = None
    with TemporaryDirectory(prefix="fairgate-") as folder:
        if request.scores:
            scored, baseline = _score(request, find_sandbox, Path(folder))
        table = scored.table if scored else policy.table(request.rows)
        other = policy.table(request.baseline) if request.baseline else None
        if baseline is not None:
            table, other = _paired(table), _paired(baseline.table)
        with _named(table.path, request.rows):
            tally = DuckDBEngine().tally(table, question(policy), other, progress)
    if request.recorded is not None:
        tally = _beside(tally, request.recorded.tally, request)
    return Counted(tally, scored, baseline)


def _paired(table: PredictionTable) -> PredictionTable:
    """Two models that were scored on the same rows need no row ids to be paired."""
    return replace(table, row_id=table.row_id or ROW)


@contextmanager
def _named(path: str, given: str) -> Iterator[None]:
    """Complain about the file that was given, not about one that is gone by then."""
    try:
        yield
    except UserError as error:
        raise (replace(error, file=given) if error.file == path else error) from None


def _score(
    request: Request, find_sandbox: SandboxFinder | None, folder: Path
) -> tuple[Scored, Scored | None]:
    """Score the candidate, and the model in use now on the same rows."""
    from fairgate.scoring.score import (  # noqa: PLC0415 - only where there is a model
        read_rows,
        score_model,
    )

    policy = request.policy.policy
    assert policy.model is not None
    assert request.artifact is not None
    rows = read_rows(request.rows, policy, folder)
    candidate = score_model(request.artifact, rows, policy, folder / "candidate", find_sandbox)
    _refuse_another(request, candidate)
    if request.baseline_model is None:
        return candidate, None
    return candidate, score_model(
        request.baseline_model, rows, policy, folder / "baseline", find_sandbox
    )


def _refuse_another(request: Request, scored: Scored) -> None:
    """Evidence can be about no other model than the one that was scored."""
    from fairgate.evidence import Artifact  # noqa: PLC0415 - as above

    if request.subject is None:
        return
    given = Artifact.of(request.subject).sha256
    if given != scored.model.sha256:
        raise UserError(
            f"is not the model that is scored: sha256 {given[:12]}, "
            f"scored {scored.model.sha256[:12]} ({scored.model.file})",
            "leave the subject out: evidence names the model that is scored",
            file=request.subject,
        )


def _beside(tally: Tally, recorded: Tally, request: Request) -> Tally:
    """Put recorded counts where an unpaired baseline's are."""
    wanted = question(request.policy.policy).groupings
    lacking = [grouping for grouping in wanted if grouping not in recorded.cells]
    if lacking:
        raise UserError(
            f"the recorded counts do not cover {','.join(lacking[0])}",
            "judge the model in use now by this policy first",
            file=request.policy.path,
        )
    cells = {grouping: recorded.cells[grouping] for grouping in wanted}
    return replace(tally, baseline=cells, baseline_rows=recorded.rows)
