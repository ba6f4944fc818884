"""The entity property ``fairgate``: for searching and display. Any editor can change it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from fairgate.render.words import address
from fairgate.triage import RiskFlag
from jira_app.assessments.case import Case, State
from jira_app.display.rolled import rolled
from jira_app.display.short import NAME, SENTENCE, day, short
from jira_app.display.sight import Sight
from jira_app.evidence.kept import Kept
from jira_app.standing import Rollout

PROPERTY: Final = "fairgate"
VERSION: Final = 1
OPEN: Final = "open"
CLOSED: Final = "closed"

LARGEST: Final = 32_000
"""Bytes; Jira refuses more than 32,768."""

MOST_SIGNALS: Final = 6
MOST_REASONS: Final = 6
MOST_POLICIES: Final = 10
MOST_FLAGS: Final = 10
LONGEST_ADDRESS: Final = 500
WORST: Final = ("fail", "unknown", "warn", "pass")

_SPARED: Final = ("rollout", "evidence", "reasons", "signals")
"""Parts that are left out, in this order, where people's own part leaves them no room."""


def value_of(
    recorded: Mapping[str, Any], found: RiskFlag, sight: Sight, said: Mapping[str, str]
) -> dict[str, Any]:
    """Write the property, but for what triage counts and sets itself."""
    standing, decision = sight.standing, sight.decision
    value: dict[str, Any] = {
        "version": VERSION,
        "risk": standing.risk,
        "triaged": found.risk,
        "needs_assessment": standing.needs_assessment,
        "assessment_state": state_of(standing.assessment, sight.now) or "none",
        "evidence_outcome": worst(kept.outcome for kept in standing.evidence),
        "gate": OPEN if decision.open else CLOSED,
        "reasons": [short(reason) for reason in decision.reasons[:MOST_REASONS]],
        "signals": [
            {"id": signal.id, "why": short(signal.why), "text": short(signal.text, NAME)}
            for signal in found.signals[:MOST_SIGNALS]
        ],
        "evidence": [_evidence(kept) for kept in shown(standing.evidence)],
        "rollout": [_rollout(each) for each in standing.rollout[:MOST_FLAGS]],
        "said": dict(said),
    }
    if standing.assessment:
        value["assessment"] = _assessment(standing.assessment, sight.now)
    if "override" in recorded:
        value["override"] = recorded["override"]
    return value


def fitting(value: dict[str, Any]) -> dict[str, Any]:
    """Leave out parts until Jira takes it."""
    for name in ("", *_SPARED):
        if name:
            value = {**value, name: []}
        if len(json.dumps(value)) <= LARGEST:
            break
    return value


def worst(outcomes: Iterable[str]) -> str:
    """Give the worst of some outcomes; ``none`` where there is none.

    Examples
    --------
    >>> worst(["pass", "unknown"]), worst([])
    ('unknown', 'none')
    """
    found = set(outcomes)
    return next((each for each in WORST if each in found), "none")


def state_of(case: Case | None, now: float) -> str:
    """Say how an assessment stands; an approval whose time is over has lapsed."""
    if case is None:
        return ""
    ended = case.state is State.APPROVED and not (case.until is not None and now < case.until)
    return State.LAPSED.value if ended else case.state.value


def shown(evidence: Iterable[Kept]) -> list[Kept]:
    """Choose what is shown where there is much: the worst, then by name of the policy."""
    order = {outcome: place for place, outcome in enumerate(WORST)}
    ordered = sorted(evidence, key=lambda kept: (order.get(kept.outcome, 0), kept.policy))
    return sorted(ordered[:MOST_POLICIES], key=lambda kept: kept.policy)


def report(kept: Kept) -> str:
    """Give the address of a report; empty if it is none to link to."""
    found = address(kept.report_url)
    return found if len(found) <= LONGEST_ADDRESS else ""


def _evidence(kept: Kept) -> dict[str, Any]:
    entry = {
        "policy": short(kept.policy, NAME),
        "outcome": kept.outcome,
        "commit": short(kept.commit, NAME),
    }
    return {**entry, "report": report(kept)} if report(kept) else entry


def _assessment(case: Case, now: float) -> dict[str, Any]:
    return {
        "template": case.template,
        "state": state_of(case, now),
        "level": case.level,
        "until": day(case.until) if case.state is State.APPROVED else None,
    }


def _rollout(rollout: Rollout) -> dict[str, Any]:
    said = rolled(rollout.body)
    return {
        "flag": short(rollout.flag, NAME),
        "environment": short(rollout.environment, NAME),
        "decision": said.state,
        "ceiling": said.ceiling,
        "by": said.by,
        "why": short(said.why, SENTENCE),
    }
