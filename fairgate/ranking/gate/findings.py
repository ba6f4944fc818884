"""One ranking rule on one grouping: from rankings to a finding."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from fairgate.judging import promise
from fairgate.ranking.gate import messages
from fairgate.ranking.gate.answers import Answer
from fairgate.ranking.gate.asked import Case, answers
from fairgate.ranking.gate.policy import RankingRule
from fairgate.ranking.gate.table import Grouped
from fairgate.verdict import Finding, Outcome, Shown

__all__ = ["Case", "find"]


def find(case: Case) -> Finding:
    """Judge one rule on one grouping."""
    rule = case.rule
    blank = promise.blank(rule, case.name, case.line)
    if rule.regression is not None and case.before is None:
        return _without_baseline(case, blank)
    grouped = case.now.by(case.attributes)
    rows = {grouped.everybody.groups[at]: int(grouped.rows[at]) for at in grouped.complete}
    blank = replace(blank, rows={str(k): n for k, n in rows.items()}, notes=_notes(case, grouped))
    told = tuple(promise.waived(waiver, case.today) for waiver in case.waivers)
    blank = replace(blank, waived=told)
    found = answers(case, grouped)
    if not found:
        words = "Everybody whom this rule could find at a disadvantage is waived."
        return replace(blank, outcome=Outcome.PASS, message=words)
    return _conclude(case, found, blank)


def _without_baseline(case: Case, blank: Finding) -> Finding:
    if case.first_model:
        words = "Not applicable: there is no ranking in use to compare with."
        return replace(blank, outcome=Outcome.PASS, message=words)
    words = (
        "There is no baseline to compare with: give one with --baseline, or say --first-model "
        "if there is none yet."
    )
    outcome, words = promise.softened(case.rule, blank.outcome, words)
    return replace(blank, outcome=outcome, message=words)


def _conclude(case: Case, found: list[Answer], blank: Finding) -> Finding:
    rule = case.rule
    lead = max(found, key=lambda one: _badness(rule, one))
    lacking = [one for one in found if one.lacking]
    outcome = promise.outcome(
        rule,
        lead.estimate,
        shown=any(one.shown for one in found),
        lacking=bool(lacking),
        suspicious=any(one.suspicious for one in found),
    )
    words = messages.message(
        rule, case.name, lead, outcome, lacking=lacking, confidence=case.policy.confidence
    )
    outcome, words = promise.softened(rule, outcome, words)
    worst = lead.worst or ((lead.group,) if lead.group else ())
    return replace(
        blank,
        outcome=outcome,
        message=words,
        estimate=lead.estimate,
        interval=lead.interval if lead.estimate is not None else None,
        worst=worst,
        values=lead.values or _own(rule, lead),
        shown=tuple(_shown(one) for one in found if one.shown and one.estimate is not None),
    )


def _badness(rule: RankingRule, one: Answer) -> tuple[bool, float]:
    """What is shown comes first, then the worst estimate; no number for nobody is the worst."""
    if one.interval is None:
        return False, -np.inf
    value = one.estimate if one.estimate is not None else -np.inf
    return one.shown, -value if rule.at_least else value


def _own(rule: RankingRule, lead: Answer) -> dict[str, float]:
    if lead.group is None or lead.estimate is None or rule.kind == "regression":
        return {}
    return {lead.group: lead.estimate}


def _shown(one: Answer) -> Shown:
    assert one.estimate is not None
    assert one.interval is not None
    names = one.worst or (one.group or "all groups",)
    return Shown(names[0], names[-1], one.estimate, one.interval)


def _notes(case: Case, grouped: Grouped) -> tuple[str, ...]:
    notes = [promise.ended(waiver) for waiver in case.waivers if waiver.until < case.today]
    if grouped.missing:
        left = case.name.replace(",", " or ")
        notes.append(f"Items without {left} are left out, and ranks close up over them.")
    return (*notes, *promise.settings(case.rule))
