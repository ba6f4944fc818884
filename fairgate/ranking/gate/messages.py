"""A finding about rankings in words: who, how far, how sure, what was promised, what lacks."""

from __future__ import annotations

from collections.abc import Sequence

from fairgate import sentences
from fairgate.ranking.gate.answers import Answer
from fairgate.ranking.gate.policy import RankingRule
from fairgate.verdict import Outcome


def message(
    rule: RankingRule,
    grouping: str,
    lead: Answer,
    outcome: Outcome,
    *,
    lacking: Sequence[Answer] = (),
    confidence: float,
) -> str:
    """Say a finding in a sentence or two; ``lead`` is the answer with the worst estimate.

    Examples
    --------
    >>> rule = RankingRule(id="r", metric="rnd", value={"at_most": 0.2})
    >>> lead = Answer("sex=f", 0.31, (0.24, 0.4), shown=True, over=120)
    >>> print(message(rule, "sex", lead, Outcome.FAIL, confidence=0.95))
    sex=f: the discounted difference from parity (rND) is 0.31 (mean over 120 queries); at least \
0.24 with 95 % confidence; at most 0.2 is promised.
    """
    parts = []
    if lead.estimate is not None or lead.interval is not None:
        clauses = [_who(rule, grouping, lead), *_sure(rule, lead, outcome, confidence)]
        side = "at least" if rule.at_least else "at most"
        clauses.append(f"{side} {_number(rule.limit)} is promised")
        parts.append("; ".join(clauses) + ".")
    if outcome is Outcome.UNKNOWN:
        reasons = dict.fromkeys(
            f"{answer.group}: {answer.lacking}."
            if answer.group
            else f"{sentences.capital(answer.lacking)}."
            for answer in lacking
        )
        parts.extend(list(reasons)[:4])
    if lead.left_out and lead.over:
        one = lead.left_out == 1
        verbs = ("query has", "is") if one else ("queries have", "are")
        parts.append(f"{lead.left_out:,} {verbs[0]} no value and {verbs[1]} left out.")
    return " ".join(parts)


def _number(value: float) -> str:
    return sentences.number(value)


def _who(rule: RankingRule, grouping: str, lead: Answer) -> str:
    what = rule.measure.phrase + (f" {rule.k}" if rule.metric == "fair_star_ir" else "")
    what += f" in the best {rule.k}" if rule.metric == "skew_at_k" else ""
    who = lead.group or grouping
    over = f" (mean over {lead.over:,} queries)" if lead.over > 1 else ""
    if lead.estimate is None:
        return f"{who}: nobody is in the best {rule.k}{over}"
    if rule.kind == "regression":
        if abs(lead.estimate) < 5e-5:
            moved = "is the same as the baseline's"
        else:
            direction = "worse" if lead.estimate > 0 else "better"
            moved = f"is {_number(abs(lead.estimate))} {direction} than the baseline's"
        return f"{who}: {what} {moved}{over}"
    against = ""
    if len(lead.worst) > 1:
        low, high = lead.worst
        against = f"; {low} {_number(lead.values[low])}, {high} {_number(lead.values[high])}"
    return f"{who}: {what} is {_number(lead.estimate)}{over}{against}"


def _sure(rule: RankingRule, lead: Answer, outcome: Outcome, confidence: float) -> list[str]:
    if outcome is Outcome.FAIL:
        if not lead.shown or lead.interval is None:
            return ["the estimate is beyond the limit, and decide: estimate blocks on it"]
        end = lead.interval[1] if rule.at_least else lead.interval[0]
        side = "most" if rule.at_least else "least"
        worse = "worse by at least" if rule.kind == "regression" else f"at {side}"
        return [f"{worse} {_number(end)} with {sentences.percent(confidence)} confidence"]
    if outcome is Outcome.WARN:
        return ["beyond the limit on the estimate, though not shown with confidence"]
    if outcome is Outcome.PASS:
        end = (lead.interval or (0.0, 0.0))[0 if rule.at_least else 1]
        if end > rule.limit if rule.at_least else end < rule.limit:
            return [f"the limit is kept with {sentences.percent(confidence)} confidence"]
        what = "a step back of" if rule.kind == "regression" else "a value of"
        seen = f"{what} {_number(rule.must_detect)}"
        return [f"no violation is shown, and {seen} would have shown in 4 of 5 cases or more"]
    return []
