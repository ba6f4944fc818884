"""Compare an issue with what it should show: only what differs, or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fairgate.triage import RiskFlag
from jira_app.assessments.case import State
from jira_app.display.changes import Changes, Note, RemoteLink
from jira_app.display.notes import remembered, topics
from jira_app.display.rising import comment
from jira_app.display.short import moment, short, tag
from jira_app.display.sight import Sight
from jira_app.display.value import fitting, report, shown, state_of, value_of
from jira_app.jira import Issue
from jira_app.triage import LABEL, LEVELS, read_override

LONGEST_ID = 240


def plan(
    issue: Issue, recorded: Mapping[str, Any] | None, found: RiskFlag, sight: Sight
) -> Changes | None:
    """Compare an issue with what it should show; None if nothing has to be written.

    Parameters
    ----------
    issue : Issue
        As just read from Jira.
    recorded : mapping or None
        Its property ``fairgate``, as just read.
    found : RiskFlag
        What triage says.
    sight : Sight
        How it stands; ``sight.standing.risk`` is a person's override, or what triage says.
    """
    recorded = recorded or {}
    risk, before = sight.standing.risk, remembered(recorded)
    said = tuple(topics(sight, before))
    rises = _rises(recorded, risk)
    value = value_of(recorded, found, sight, {each.topic: each.marker for each in said})
    approved = state_of(sight.standing.assessment, sight.now) == State.APPROVED
    wanted = (risk == "high" and not approved) or sight.held is not None
    value["flagged"] = _flag(issue, recorded, wanted=wanted)
    value["rises"] = _count(recorded.get("rises")) + rises
    judged = moment(sight.now)
    value = fitting(value)
    changed = value != {key: recorded[key] for key in recorded if key != "judged"}
    notes = [Note(f"triage-{value['rises']}-{risk}", comment(found))] if rises else []
    notes += [note for each in said if (note := each.note(before))]
    labels = _labels(issue, risk, has_field=sight.has_risk_field)
    changes = Changes(
        override=recorded.get("override"),
        value={**value, "judged": judged if changed else recorded.get("judged", judged)},
        add_labels=labels[0],
        remove_labels=labels[1],
        risk=risk if sight.has_risk_field and issue.risk != risk else None,
        flagged=_switched(issue, recorded, flagged=value["flagged"]),
        gate=value["gate"] if sight.has_gate_field and issue.gate != value["gate"] else None,
        issue_id=issue.id,
        notes=tuple(notes),
        links=_links(recorded, sight),
    )
    shown_ = (changes.risk, changes.flagged, changes.gate) != (None, None, None)
    return changes if changed or any(labels) or shown_ else None


def _rises(recorded: Mapping[str, Any], risk: str) -> bool:
    """Whether triage, and no person, finds more risk than the issue shows."""
    was = recorded.get("risk")
    was = was if was in LEVELS else "none"
    return LEVELS.index(risk) > LEVELS.index(was) and read_override(recorded) is None


def _labels(issue: Issue, risk: str, *, has_field: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give labels to add and to remove; a site with a risk field needs none."""
    wanted = set() if has_field or risk == "none" else {LABEL + risk}
    own = {label for label in issue.labels if label.startswith(LABEL)}
    return tuple(sorted(wanted - own)), tuple(sorted(own - wanted))


def _flag(issue: Issue, recorded: Mapping[str, Any], *, wanted: bool) -> bool:
    """Whether the flag is ours from now on; one that a person set before stays theirs.

    It is set and cleared once each time our mind changes: between times it is the people's.
    """
    return wanted and (_is_ours(recorded) or not issue.flagged)


def _switched(issue: Issue, recorded: Mapping[str, Any], *, flagged: bool) -> bool | None:
    return flagged if flagged not in {issue.flagged, _is_ours(recorded)} else None


def _is_ours(recorded: Mapping[str, Any]) -> bool:
    return recorded.get("flagged") is True


def _links(recorded: Mapping[str, Any], sight: Sight) -> tuple[RemoteLink, ...]:
    """Link to the reports of evidence that the property did not show yet."""
    found = recorded.get("evidence")
    known = [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []
    linked = {(each.get("policy"), each.get("outcome"), each.get("report")) for each in known}
    return tuple(
        RemoteLink(
            global_id(kept.policy),
            report(kept),
            short(f"Fairness report: {short(kept.policy, 120)} ({kept.outcome})"),
        )
        for kept in shown(sight.standing.evidence)
        if report(kept) and (short(kept.policy, 120), kept.outcome, report(kept)) not in linked
    )


def global_id(policy: str) -> str:
    """Name the link to a policy's report, the same for every run.

    Examples
    --------
    >>> global_id("loan-approval")
    'fairgate:loan-approval'
    """
    return f"fairgate:{policy if len(policy) <= LONGEST_ID else tag(policy)}"


def _count(value: Any) -> int:
    return value if isinstance(value, int) and 0 <= value < 2**31 else 0
