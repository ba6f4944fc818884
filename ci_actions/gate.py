"""Judging a change: by the base's promise, against the base's model, with everything said."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from ci_actions.base import Promise, promise, settle
from ci_actions.baseline import Baseline, Search, find_baseline
from ci_actions.change import Change
from ci_actions.elsewhere import refuse_absent_rows, refuse_elsewhere, refuse_links_out
from ci_actions.git import Repository
from ci_actions.issuekeys import issue_keys
from ci_actions.outcome import Judged, Note
from ci_actions.people import moved
from ci_actions.queries import query_notes
from ci_actions.reach import Reach
from ci_actions.reports import key_file, refuse_detours, write_reports
from ci_actions.rows import row_notes
from ci_actions.settings import Settings
from fairgate.anypolicy import AnyPolicyFile
from fairgate.engine.base import Progress
from fairgate.errors import UserError
from fairgate.evaluation import Request, evaluate
from fairgate.evaluation.rankings import (
    AnyEvaluation,
    AnyRequest,
    RankingEvaluation,
    RankingRequest,
    evaluate_rankings,
)
from fairgate.gate import question
from fairgate.ranking.gate.policyfile import RankingPolicyFile
from fairgate.scoring.job import SandboxFinder
from fairgate.verdict import Outcome, Verdict

BLOCKED = 2
"""Exit code where no rule is broken, and something else blocks."""


def judge_change(
    settings: Settings,
    change: Change,
    repository: Repository,
    *,
    now: datetime,
    find_sandbox: SandboxFinder | None = None,
    progress: Progress | None = None,
) -> Judged:
    """Judge a change and write its reports.

    Parameters
    ----------
    settings : Settings
        Paths in it count from the working directory.
    change : Change
        From :func:`ci_actions.platforms.detect`.
    repository : Repository
        The checkout, of which the working directory is a part.
    now : datetime
        With a time zone.
    find_sandbox, progress
        As :func:`fairgate.evaluation.evaluate` takes them.

    Raises
    ------
    UserError, UserErrors
        If it can not be judged; then no report is written.
    """
    out = refuse_detours(repository, settings.out)
    change, notes = settle(change, repository)
    judge = promise(repository, change.base, settings.policy)
    issues = issue_keys(change, settings.issue_pattern)
    request = _request(settings, judge, repository, requested=change.kind != "push")
    asked = replace(request, commit=change.head, issues=issues)
    with tempfile.TemporaryDirectory(prefix="fairgate-base-") as folder:
        commit = change.base or _before(change, repository)
        baseline = find_baseline(
            Search(repository, commit, asked, settings, judge.used.path, Path(folder))
        )
        beside = baseline.beside(asked)
        if isinstance(beside, RankingRequest):
            found: AnyEvaluation = evaluate_rankings(beside, now=now)
        else:
            found = evaluate(beside, now=now, find_sandbox=find_sandbox, progress=progress)
        evidence, signing = _evidence(found, change, settings)
        people = _rows(found, baseline)
    verdict = _placed(found, judge, baseline)
    reach = Reach.of(repository, change, judge.used.path, request)
    files = write_reports(
        out, verdict, evidence, policy_path=judge.used.path, source=reach.shown(found)
    )
    said = (
        *notes,
        *judge.notes,
        *reach.judges(settings),
        *baseline.notes,
        *people,
        *(Note("notice", sentence) for sentence in found.notes),
        *signing,
        *reach.issue_notes(issues, required=settings.require_issue),
    )
    return Judged(
        verdict=verdict,
        policy=judge.used,
        baseline=baseline.sentence,
        notes=said,
        issues=issues,
        model=reach.inside(request.artifact or request.subject),
        files=files,
        exit_code=exit_code(verdict.outcome, said, settings.fail_on),
    )


def exit_code(outcome: Outcome, notes: tuple[Note, ...], fail_on: str) -> int:
    """Return the exit code of a run: the verdict's own, unless the settings are milder.

    Examples
    --------
    >>> exit_code(Outcome.UNKNOWN, (), "fail,unknown"), exit_code(Outcome.UNKNOWN, (), "fail")
    (4, 0)
    >>> exit_code(Outcome.PASS, (Note("error", "no issue"),), "fail")
    2
    """
    if fail_on == "never":
        return 0
    if outcome.blocks and outcome.value in fail_on.split(","):
        return outcome.exit_code
    return BLOCKED if any(note.level == "error" for note in notes) else 0


def _request(
    settings: Settings, judge: Promise, repository: Repository, *, requested: bool
) -> AnyRequest:
    """Say what is judged; nothing that the policy or the change names may lead elsewhere."""
    request = _named(settings, judge.file)
    declared = not request.scores
    if declared and settings.data:
        problem = "names evaluation data, but predictions are judged and no model is scored"
        raise UserError(problem, "remove it, or write model: in the policy", place="FAIRGATE_DATA")
    by_policy = [request.rows] if not (settings.predictions or settings.data) else []
    by_policy += [request.artifact] if request.artifact and not settings.model else []
    for path in by_policy:
        refuse_elsewhere(repository, path, merged=not requested or judge.used.source == "base")
    for path in filter(None, (settings.predictions, settings.data, settings.model)):
        refuse_links_out(repository, path)
    if "://" not in request.rows:
        refuse_absent_rows(request.rows, predicted=declared)
    return request


def _named(settings: Settings, file: AnyPolicyFile) -> AnyRequest:
    if isinstance(file, RankingPolicyFile):
        return RankingRequest(file, predictions=settings.predictions, subject=settings.model)
    declared = settings.predictions is not None or file.policy.model is None
    return Request(
        file,
        predictions=settings.predictions,
        model=None if declared else settings.model,
        data=None if declared else settings.data,
        subject=settings.model if declared else None,
    )


def _before(change: Change, repository: Repository) -> str | None:
    """The commit before a push, fetched; None for the first of all.

    Raises
    ------
    UserError
        If there is one and it can not be had.
    """
    parents = repository.parents(change.head) if repository.has(change.head) else ()
    for commit in (change.previous, *parents[:1]):
        if commit and repository.fetch(commit):
            return commit
    if not parents:
        return None
    raise UserError(
        f"the commit before this push, {parents[0][:12]}, is not in this checkout and can not be "
        "fetched",
        "check out two commits at least (fetch-depth: 0)",
        file=str(repository.root),
    )


def _placed(found: AnyEvaluation, judge: Promise, baseline: Baseline) -> Verdict:
    """Point findings to the lines that a reader of the change sees, and name the baseline."""
    lines = judge.rule_lines
    findings = (
        replace(finding, line=lines.get(finding.rule)) for finding in found.verdict.findings
    )
    compared = replace(found.verdict.compared_with, source=baseline.sentence)
    return replace(found.verdict, findings=tuple(findings), compared_with=compared)


def _rows(found: AnyEvaluation, baseline: Baseline) -> tuple[Note, ...]:
    if baseline.predictions is None:
        return ()
    if isinstance(found, RankingEvaluation):
        return tuple(query_notes(found.rankings, found.before)) if found.before else ()
    policy, rows = found.request.policy.policy, found.request.rows
    if policy.columns.row_id is None:
        return row_notes(found.tally, moved=None)
    asked = {name for grouping in question(policy).groupings for name in grouping}
    other = moved(policy.table(rows), policy.table(baseline.predictions), asked)
    return row_notes(found.tally, moved=other)


def _evidence(
    found: AnyEvaluation, change: Change, settings: Settings
) -> tuple[bytes, tuple[Note, ...]]:
    """State the verdict; signed only where nobody's change is still under judgement."""
    if settings.sign_key is None:
        return found.evidence(), ()
    if change.kind == "push" and change.protected:
        with key_file(settings.sign_key) as key:
            return found.evidence(key), ()
    what = "a push to a branch that is not protected" if change.kind == "push" else "a request"
    text = f"A key is given, but the evidence of {what} stays unsigned: only the main branch signs."
    return found.evidence(), (Note("notice", text),)
