"""Sentences about the sums of Canada's Algorithmic Impact Assessment."""

from __future__ import annotations

from fairgate.assessment.canada.sums import Counted, Sums
from fairgate.assessment.template import Template


def level_words(template: Template, sums: Sums) -> str:
    """Say the level, and between which levels it will be once nothing is missing.

    Examples
    --------
    >>> from fairgate.assessment import assess, read_template
    >>> form = read_template("canada-aia").content
    >>> result = assess(form, {})
    >>> level_words(form, result.sums)
    'I so far, because this form takes missing answers for no risk; I to IV once they are given'
    """
    level = template.level_at(sums.score).id
    if not sums.missing:
        return level
    low, high = template.level_at(sums.least).id, template.level_at(sums.most).id
    between = low if low == high else f"{low} to {high}"
    reason = "because this form takes missing answers for no risk"
    return f"{level} so far, {reason}; {between} once they are given"


def sum_lines(sums: Sums) -> list[str]:
    """Explain the score: the sums, every weight, and what is missing."""
    need = f"{sums.needed:g} of {sums.per_phase:g} take 15\u00a0% off"
    lines = [
        f"raw impact {sums.risk} of {sums.risk_most}",
        f"mitigation {sums.mitigation}: {need}, so it {_is(sums)} enough",
        f"score {sums.score}" + (f" = {sums.risk} less 15\u00a0%" if sums.deducted else ""),
    ]
    if sums.missing:
        risk = sum(each.most for each in sums.missing if each.counts_as == "risk")
        lines.append(
            f"{len(sums.missing)} weighted answers are missing and count as 0: up to {risk} points "
            f"of risk; with them the score is between {sums.least} and {sums.most}"
        )
    return lines


def weight_lines(sums: Sums) -> list[str]:
    """List the answers that weigh something, heaviest first, risks before mitigations."""
    heavy = [each for each in sums.counted if each.weight]
    heavy.sort(key=lambda each: (each.counts_as != "risk", -each.weight))
    return [_line(each) for each in heavy]


def _line(each: Counted) -> str:
    return f"{each.counts_as} {each.weight} of {each.most}: {each.answer} ({each.question})"


def _is(sums: Sums) -> str:
    return "is" if sums.deducted else "is not"
