"""Sentences about a result that every format shares."""

from __future__ import annotations

from fairgate.assessment.assess import Result
from fairgate.assessment.canada.words import level_words, sum_lines, weight_lines
from fairgate.assessment.points import Range, Reason
from fairgate.assessment.rescore import Difference
from fairgate.assessment.scoring import Risk
from fairgate.assessment.template import Obligation, Template

ROUGH = 10
"""Hours from which an estimate is written without quarters."""

_SPACE = "\u00a0"
"""Keeps a number and its sign on one line."""


def level_line(result: Result) -> str:
    """Say the level, and how sure it is."""
    if not result.level:
        return "recorded: this form keeps answers and gives no level"
    if result.sums:
        return level_words(result.template, result.sums)
    if result.level == result.at_most:
        sure = "" if result.complete else ", whatever the missing answers are"
        return f"{result.level}{sure}"
    return f"at least {result.level}, at most {result.at_most}: answers are missing"


def level_meaning(result: Result) -> str:
    """Say what the level means for those who go on."""
    levels = {level.id: level.text for level in result.template.levels}
    return levels.get(result.level, "")


def risk_name(template: Template, risk: Risk) -> str:
    """Name a risk in the words of the matrix.

    Examples
    --------
    >>> from fairgate.assessment.reading import read_template
    >>> from fairgate.assessment.points import Range
    >>> nothing = Range(0, 0)
    >>> risk = Risk("users", "safety", (), (), nothing, nothing, nothing)
    >>> risk_name(read_template("preflight").content, risk)
    'People who use it, safety'
    """
    rows = {r.id: r.text for q in template.by_id.values() for r in q.rows}
    columns = {c.id: c.text for q in template.by_id.values() for c in q.columns}
    column = columns[risk.harm]
    return f"{rows[risk.stakeholder]}, {column[:1].lower()}{column[1:]}"


def risk_sum(risk: Risk) -> str:
    """Write how a risk was computed."""
    product = " x ".join(str(factor.value) for factor in risk.factors)
    if not risk.credit.high:
        return f"{product} = {risk.residual}"
    return f"{product} = {risk.inherent}, less {percent(risk.credit)} = {risk.residual}"


def percent(share: Range) -> str:
    """Write a share, or the range of one.

    Examples
    --------
    >>> percent(Range(0.0, 0.5)) == f"0 to 50{_SPACE}%"
    True
    """
    return f"{Range(round(100 * share.low, 4), round(100 * share.high, 4))}{_SPACE}%"


def reason_lines(risk: Risk) -> list[str]:
    """Explain every point of a risk: factor by factor, then what was taken off."""
    lines = []
    for factor in risk.factors:
        because = "; ".join(map(_because, factor.reasons)) or "no question asks about it"
        lines.append(f"{factor.dimension} {factor.value}: {because}")
    return lines + [f"less {percent(r.amount)}: {_because(r)}" for r in risk.mitigations]


def _because(reason: Reason) -> str:
    return f"{reason.answer} ({reason.question})"


def duty_words(result: Result, duty: Obligation) -> str:
    """Write a duty; one that hangs on a missing answer says so."""
    unless = " (unless missing answers say otherwise)" if duty.id in result.undecided else ""
    return f"{duty.text}{unless}"


def weighed(result: Result) -> list[str]:
    """Explain a score that is a sum of weights; nothing for other forms."""
    return [*sum_lines(result.sums), *weight_lines(result.sums)] if result.sums else []


def notable(result: Result) -> tuple[Risk, ...]:
    """Risks worth telling: those that are not nothing, largest first."""
    return tuple(risk for risk in result.risks if risk.residual.high > 0)


def effort(result: Result) -> str:
    """Say how much work the obligations are, and who has to agree."""
    hours = f"about {_rough(result.hours)} of work" if result.hours else "effort not estimated"
    agree = f"; agreed by {', '.join(result.approvers)}" if result.approvers else ""
    return f"{hours}{agree}"


def _rough(hours: float) -> str:
    """Write an estimate no finer than it is: quarters of an hour below ten, then whole ones."""
    return f"{hours:g} hours" if hours < ROUGH else f"{hours:.0f} hours"


def difference_lines(found: Difference) -> list[str]:
    """Tell what scoring anew changed."""
    before = found.level_before or "not recorded"
    lines = [
        f"template {found.before} -> {found.after}",
        f"level {before} -> {found.level_after or 'none given'}",
    ]
    lines += [f"- {name}: no longer asked, so its answer is left out" for name in found.gone]
    lines += [f"~ {name}: its answer no longer fits, so it is missing" for name in found.unfit]
    lines += [
        f"+ {name}: asked now, not answered" for name in found.unanswered if name not in found.unfit
    ]
    return lines
