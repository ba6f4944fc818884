"""From answers to a result: level, score, red lines, obligations, and what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fairgate.assessment.branching import Path, path
from fairgate.assessment.canada.sums import Sums, add_up
from fairgate.assessment.points import Range
from fairgate.assessment.questions import Question
from fairgate.assessment.scoring import Risk, risks, score
from fairgate.assessment.template import Obligation, RedLine, Template
from fairgate.assessment.values import Value


@dataclass(frozen=True)
class Result:
    """What an assessment found.

    Attributes
    ----------
    template : Template
        What was asked.
    level, at_most : str
        The level is at least ``level`` and at most ``at_most``; they differ only while
        answers are missing. Both are empty where a template is a record, not a score.
    score : Range
        The largest residual risk; or what weights add up to, and may at most.
    risks : tuple of Risk
        Every risk, largest first.
    red_lines, possible_red_lines : tuple of RedLine
        Those that are drawn, and those that missing answers may draw.
    obligations : tuple of Obligation
        What the level asks for.
    undecided : frozenset of str
        Ids of those whose condition hangs on a missing answer.
    missing : tuple of Question
        Questions that are asked and not answered.
    ignored : tuple of str
        Answers to questions that are not asked.
    sums : Sums or None
        Where weights are added up: every weight, and what is missing.
    """

    template: Template
    level: str
    at_most: str
    score: Range
    risks: tuple[Risk, ...]
    red_lines: tuple[RedLine, ...]
    possible_red_lines: tuple[RedLine, ...]
    obligations: tuple[Obligation, ...]
    missing: tuple[Question, ...]
    ignored: tuple[str, ...]
    sums: Sums | None = None
    undecided: frozenset[str] = frozenset()

    @property
    def complete(self) -> bool:
        """Whether every question that is asked is answered."""
        return not self.missing

    @property
    def hours(self) -> float:
        """Effort that the obligations ask for."""
        return sum(obligation.hours for obligation in self.obligations)

    @property
    def approvers(self) -> tuple[str, ...]:
        """Roles that have to agree, each once."""
        roles = (role for obligation in self.obligations for role in obligation.approves)
        return tuple(dict.fromkeys(roles))


def assess(template: Template, values: Mapping[str, Value]) -> Result:
    """Judge answers.

    Parameters
    ----------
    template : Template
        A linted template.
    values : mapping of str to Value
        Answers by id of the question, checked by :mod:`fairgate.assessment.answers`.

    Returns
    -------
    Result
        With every point explained by its risks.
    """
    taken = path(template, values)
    found = risks(taken) if template.scoring == "risk" else ()
    sums = add_up(taken) if template.scoring == "canada-aia" else None
    total = Range(sums.score, sums.most) if sums else score(found)
    drawn = tuple(line for line in template.red_lines if taken.holds(line.when))
    possible = tuple(line for line in template.red_lines if taken.holds(line.when) is None)
    level = _level(template, total.low, drawn)
    owed = _owed(taken, level)
    return Result(
        template=template,
        level=level,
        at_most=_level(template, total.high, (*drawn, *possible)),
        score=total,
        risks=tuple(sorted(found, key=lambda r: (-r.residual.high, -r.residual.low))),
        red_lines=drawn,
        possible_red_lines=possible,
        obligations=tuple(owed),
        missing=taken.missing,
        ignored=taken.ignored,
        sums=sums,
        undecided=frozenset(duty.id for duty in owed if taken.holds(duty.when) is None),
    )


def _level(template: Template, reached: float, lines: tuple[RedLine, ...]) -> str:
    """The score's level, or the highest floor of a red line."""
    if not template.levels:
        return ""
    return max([template.level_at(reached).id, *(line.floor for line in lines)], key=template.rank)


def _owed(taken: Path, level: str) -> list[Obligation]:
    """Obligations of a level; a condition that is still open counts as met."""
    return [
        obligation
        for obligation in taken.template.obligations
        if level in (obligation.levels or [level]) and taken.holds(obligation.when) is not False
    ]
