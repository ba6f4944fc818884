"""A finding in words: who, what happens to them, how sure, what was promised, what lacks."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from fairgate import sentences
from fairgate.judging.case import Case
from fairgate.metrics import Kind, Metric
from fairgate.policy import Rule
from fairgate.verdict import Finding, Outcome


@dataclass(frozen=True)
class Lacking:
    """What the data lack to answer a rule.

    Attributes
    ----------
    undefined : sequence of str
        Groups whose value is 0/0.
    reasons : sequence of str
        Why nothing could be compared, in words.
    needed : mapping of str to float
        More rows by group; infinite where no number would do.
    """

    undefined: Sequence[str] = ()
    reasons: Sequence[str] = ()
    needed: Mapping[str, float] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.undefined or self.reasons or self.needed)


def message(
    case: Case,
    finding: Finding,
    metric: Metric,
    outcome: Outcome,
    lacking: Lacking,
) -> str:
    """Say a finding in a sentence or two.

    Parameters
    ----------
    case : Case
        The rule and grouping.
    finding : Finding
        With its numbers; its own outcome and message are not looked at.
    metric : Metric
        The metric, or the member of a composite, that the numbers are of.
    outcome : Outcome
        Before ``on_unknown`` is applied.
    lacking : Lacking
        What the data lack.
    """
    if not finding.rows:
        return f"There are no rows with a known {case.name.replace(',', ' and ')} to judge."
    parts = []
    if finding.estimate is not None:
        parts.append(_comparison(case, finding, metric, outcome))
    if outcome is Outcome.UNKNOWN:
        parts.extend(_why_unknown(case.rule, finding, metric, lacking))
    return " ".join(parts)


def _comparison(case: Case, finding: Finding, metric: Metric, outcome: Outcome) -> str:
    """Who, what happens to them, how far apart, how sure, what is promised."""
    rule = case.rule
    clauses = [sentences.both_groups(metric, finding.worst, finding.values)]
    clauses[0] += _extent(rule, metric, finding)
    if outcome is Outcome.FAIL:
        clauses.extend(_demonstrated(case, finding, metric))
    elif outcome is Outcome.WARN:
        clauses.append("beyond the limit on the estimate, though not shown with confidence")
    elif outcome is Outcome.PASS:
        seen = sentences.violation(metric, rule.kind, rule.must_detect)
        clauses.append(
            f"no violation is shown, and {seen} would have shown in 4 of 5 cases or more"
        )
    clauses.append(sentences.promised(metric, rule.kind, rule.limit, at_least=rule.at_least))
    return "; ".join(clauses) + "."


def _extent(rule: Rule, metric: Metric, finding: Finding) -> str:
    """How far apart, or how far back, in brackets; and within which strata."""
    assert finding.estimate is not None
    if rule.within:  # the rates over all strata may point the other way
        pair = " against ".join(finding.worst)
        size = sentences.violation(metric, rule.kind, finding.estimate)
        return f"; compared within {sentences.enumeration(rule.within)}, {pair}: {size}"
    if rule.regression:
        what = "the largest gap" if rule.regression.of == "gap" else "its rate"
        return f" ({what} {sentences.moved(metric, finding.estimate)})"
    size = sentences.amount(metric, rule.kind, finding.estimate)
    return {"ratio": f" (ratio {size})", "difference": f" (gap {size})"}.get(rule.kind, "")


def _demonstrated(case: Case, finding: Finding, metric: Metric) -> list[str]:
    """What is shown with confidence, and by whom if not by the worst pair."""
    rule = case.rule
    if not finding.shown:
        return ["the estimate alone is beyond the limit, and decide: estimate blocks on it"]
    assert finding.interval is not None
    clause = sentences.shown_clause(
        metric,
        rule.kind,
        finding.interval,
        case.confidence,
        rule.limit,
        at_least=rule.at_least,
    )
    first = finding.shown[0]
    if set(finding.worst) == {first.disadvantaged, first.advantaged}:
        return [clause]
    return [clause, sentences.most_telling(rule.kind, metric, first)]


def _why_unknown(rule: Rule, finding: Finding, metric: Metric, lacking: Lacking) -> list[str]:
    parts = []
    if lacking.undefined:
        parts.append(_undefined(rule, sentences.enumeration(lacking.undefined)))
    parts.extend(f"{sentences.capital(reason)}." for reason in dict.fromkeys(lacking.reasons))
    if lacking.needed:
        hopeless = [name for name, rows in lacking.needed.items() if not math.isfinite(rows)]
        parts.append(
            sentences.too_few(
                metric,
                rule.kind,
                rule.must_detect,
                finding.rows_needed or {},
                hopeless,
            )
        )
    return parts


def _undefined(rule: Rule, groups: str) -> str:
    """Say for whom a metric is 0/0."""
    where = " under the baseline, the candidate or both" if rule.regression else ""
    why = "nobody there counts towards it"
    if rule.measure.kind is Kind.AUC:
        why = "it takes people of both outcomes"
    elif rule.measure.of:
        why = "nobody there counts towards one of its rates"
    elif not rule.regression:
        why += f" ({rule.measure.formula} is 0/0)"
    return f"{rule.metric} is undefined for {groups}{where}: {why}."
