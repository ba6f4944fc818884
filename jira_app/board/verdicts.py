"""Where many issues stand: the rows of one bulk read, put together for the one decision."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Row

from fairgate.errors import UserError
from jira_app.assessments.case import Case, State
from jira_app.evidence.kept import Kept
from jira_app.evidence.shelf import seconds
from jira_app.projects import Project
from jira_app.standing import Acceptance, Standing

LARGE: Final = ("answers", "envelope", "public_tiers")
"""Columns of an assessment that nothing on the board is decided by."""


def standing(
    issue: Row[Any],
    case: Row[Any] | None,
    proofs: Sequence[Row[Any]],
    accepted: Row[Any] | None,
    project: Project,
) -> Standing:
    """Put together where an issue stands, as ``read_standing`` would, without what is large."""
    return Standing(
        issue.key,
        project,
        risk=issue.risk,
        needs_assessment=issue.needs_assessment,
        assessment=None if case is None else read_case(case),
        evidence=tuple(_kept(row) for row in proofs),
        acceptance=accepted
        and Acceptance(accepted.by, accepted.words, accepted.at, accepted.until),
    )


def read_case(row: Row[Any]) -> Case:
    """Read an assessment; columns that were not asked for are empty."""
    empty: dict[str, Any] = {"answers": {}, "envelope": None, "public_tiers": {}}
    return Case(**{**empty, **row._asdict(), "state": State(row.state)})


def _kept(row: Row[Any]) -> Kept:
    given = row._asdict()
    return Kept(**{**given, "judged": _judged(given["judged"]), "report": {}})


def _judged(text: str | None) -> float:
    try:
        return seconds(text or "")
    except (ValueError, UserError):
        return 0.0
