"""Whether an issue may go on: a decision by its standing and the time alone.

Two things are asked: an approved assessment, where the risk needs one, and evidence that does
not block, where there is any. A risk that a product manager accepted opens what evidence blocks,
and stands in for an approval below high; on high there is no way around a reviewer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from jira_app.assessments.case import Case, State
from jira_app.evidence.kept import Kept
from jira_app.standing.reason import N_, Reason
from jira_app.standing.standing import Standing

BELOW_HIGH: Final = frozenset({"", "none", "low", "medium"})
"""Risks and levels at which an acceptance stands in for an approval; unknown words are high."""

_UNSEEN: Final = N_("Its risk is not known yet. Edit and save the issue, and it is looked at.")
_MISSING: Final = N_(
    "The risk is %(risk)s and nobody assessed it yet. Fill in the impact assessment and submit it."
)
_STATES: Final = {
    State.DRAFT: N_("The impact assessment is a draft. Finish it and submit it."),
    State.SUBMITTED: N_(
        "The impact assessment waits for a decision. Ask a reviewer to look at it."
    ),
    State.CHANGES_REQUESTED: N_(
        "A reviewer asked for changes to the impact assessment. Make them and submit it again."
    ),
    State.LAPSED: N_(
        "The approval lapsed: it came to its end, or the answers, the model or the template "
        "changed. Look through the impact assessment and submit it again."
    ),
}
_ENDED: Final = N_(
    "The approval ended on %(day)s. Look through the impact assessment and submit it again."
)
_FAILS: Final = N_(
    "Evidence of %(day)s shows that the model fails the policy %(policy)s. Mend the model and "
    "send new evidence, or have a product manager accept the risk until a day."
)
_UNKNOWN: Final = N_(
    "Evidence of %(day)s cannot tell whether the model keeps the policy %(policy)s. Judge more "
    "rows and send new evidence, or have a product manager accept the risk until a day."
)


@dataclass(frozen=True)
class Decision:
    """Whether an issue may go on.

    Attributes
    ----------
    open : bool
        Whether it may.
    reasons : tuple of str
        Why not, in words, each with what to do; empty where it may. Each is a
        :class:`~jira_app.standing.reason.Reason`, which can be translated.
    """

    open: bool
    reasons: tuple[str, ...] = ()


def decide(standing: Standing, now: float) -> Decision:
    """Decide whether an issue may go on.

    Examples
    --------
    >>> from jira_app.projects import Project
    >>> decide(Standing("LOAN-1", Project("LOAN"), "none", needs_assessment=False), 0.0)
    Decision(open=True, reasons=())
    >>> decide(Standing("LOAN-1", Project("LOAN"), "low"), 0.0).reasons[0]
    'The risk is low and nobody assessed it yet. Fill in the impact assessment and submit it.'
    """
    if not standing.project.enabled:
        return Decision(open=True)
    reasons = tuple(_reasons(standing, now))
    return Decision(not reasons, reasons)


def is_accepted(standing: Standing, now: float) -> bool:
    """Whether somebody accepted the risk, and that has not ended."""
    return standing.acceptance is not None and standing.acceptance.holds(now)


def is_approved(case: Case | None, now: float) -> bool:
    """Whether an approval holds: not lapsed, and with an end that is not reached.

    Examples
    --------
    >>> is_approved(None, 0.0)
    False
    """
    approved = case is not None and case.state is State.APPROVED
    return approved and case is not None and case.until is not None and now < case.until


def _reasons(standing: Standing, now: float) -> Iterator[Reason]:
    accepted = is_accepted(standing, now)
    if not (standing.risk or standing.assessment):
        yield Reason(_UNSEEN)
    elif not (_is_cleared(standing, now) or (accepted and _is_below_high(standing))):
        yield _unapproved(standing)
    if not accepted:
        yield from (_blocked(kept) for kept in standing.evidence if kept.trusted and kept.blocks)


def _is_cleared(standing: Standing, now: float) -> bool:
    return not standing.needs_assessment or is_approved(standing.assessment, now)


def _is_below_high(standing: Standing) -> bool:
    level = standing.assessment.level if standing.assessment else ""
    return standing.risk in BELOW_HIGH and level in BELOW_HIGH


def _unapproved(standing: Standing) -> Reason:
    case = standing.assessment
    if case is None:
        return Reason(_MISSING, risk=standing.risk)
    if case.state is State.APPROVED:
        return Reason(_ENDED, day=_day(case.until or 0.0))
    return Reason(_STATES[case.state])


def _blocked(kept: Kept) -> Reason:
    words = _FAILS if kept.outcome == "fail" else _UNKNOWN
    return Reason(words, day=_day(kept.judged), policy=kept.policy)


def _day(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).date().isoformat()
