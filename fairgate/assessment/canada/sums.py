"""The score of Canada's Algorithmic Impact Assessment, exactly as the original computes it.

Weights of the answers are added up: those of risk questions to the raw impact, those of
mitigation questions to the mitigation. At 80 % of a phase's mitigation or more, 15 % comes off
the raw impact. Levels II, III and IV begin above 25, 50 and 75 % of the largest raw impact.

The original takes a missing answer for no risk. So does this score; what is missing, and how
far it could move the score, is said beside it.

Source: https://github.com/canada-ca/aia-eia-js, b900dc7d of 2025-10-03.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fairgate.assessment.branching import Path
from fairgate.assessment.questions import Question
from fairgate.assessment.template import Template
from fairgate.assessment.values import NotApplicable, Value

QUARTERS = (1, 2, 3)
"""A level ends at each of these quarters of the largest raw impact."""


@dataclass(frozen=True)
class Counted:
    """A question whose answer has a weight.

    Attributes
    ----------
    question : str
        Its id.
    counts_as : str
        ``risk`` or ``mitigation``.
    answer : str
        Texts of the choices; empty where it is missing.
    weight : int
        What the answer adds; 0 where it is missing.
    most : int
        What it could add.
    """

    question: str
    counts_as: str
    answer: str
    weight: int
    most: int


@dataclass(frozen=True)
class Sums:
    """What the answers add up to.

    Attributes
    ----------
    risk, risk_most : int
        Raw impact, and the largest that the form can give.
    mitigation, mitigation_most : int
        Mitigation, and the largest over both phases, of which only one is asked.
    score : int
        Raw impact, less 15 % where mitigation is enough.
    least, most : int
        Between these the score will be when nothing is missing.
    counted, missing : tuple of Counted
        Answers that count, and questions that are or may be asked and have no answer.
    """

    risk: int
    risk_most: int
    mitigation: int
    mitigation_most: int
    score: int
    least: int
    most: int
    counted: tuple[Counted, ...]
    missing: tuple[Counted, ...]

    @property
    def deducted(self) -> bool:
        """Whether mitigation is enough to take 15 % off."""
        return enough(self.mitigation, self.mitigation_most)

    @property
    def per_phase(self) -> float:
        """Largest mitigation of one phase."""
        return self.mitigation_most / 2

    @property
    def needed(self) -> float:
        """Mitigation from which on 15 % comes off."""
        return 2 * self.mitigation_most / 5


def add_up(path: Path) -> Sums:
    """Add up the weights of the answers that are asked for.

    Parameters
    ----------
    path : Path
        Answers and their way through a template with ``scoring: canada-aia``.
    """
    questions = list(path.template.by_id.values())
    counted = tuple(
        _counted(question, path.values[question.id])
        for question in questions
        if question.counts_as and path.asked[question.id] and question.id in path.values
    )
    missing = tuple(
        Counted(question.id, question.counts_as, "", 0, most(question))
        for question in questions
        if question.counts_as and most(question) and _is_open(path, question)
    )
    risk, mitigation = _sum(counted, "risk"), _sum(counted, "mitigation")
    risk_most, mitigation_most = largest(path.template)
    more_risk = sum(each.most for each in missing if each.counts_as == "risk")
    more_mitigation = sum(each.most for each in missing if each.counts_as == "mitigation")
    return Sums(
        risk=risk,
        risk_most=risk_most,
        mitigation=mitigation,
        mitigation_most=mitigation_most,
        score=final(risk, mitigation, mitigation_most),
        least=final(risk, mitigation + more_mitigation, mitigation_most),
        most=final(risk + more_risk, mitigation, mitigation_most),
        counted=counted,
        missing=missing,
    )


def final(risk: int, mitigation: int, mitigation_most: int) -> int:
    """Compute the score from the sums.

    Parameters
    ----------
    risk : int
        Raw impact.
    mitigation : int
        Mitigation.
    mitigation_most : int
        Largest mitigation over both phases.

    Examples
    --------
    >>> final(98, 61, 154), final(98, 62, 154), final(10, 62, 154)
    (98, 83, 9)
    """
    # 0.85 x risk, rounded half up, in whole numbers: (17 x risk / 20) + 1/2.
    return (17 * risk + 10) // 20 if enough(mitigation, mitigation_most) else risk


def enough(mitigation: int, mitigation_most: int) -> bool:
    """Whether mitigation reaches 80 % of what one of the two phases can give.

    Examples
    --------
    >>> enough(61, 154), enough(62, 154)
    (False, True)
    """
    return 5 * mitigation >= 2 * mitigation_most


def cut_offs(risk_most: int) -> tuple[int, ...]:
    """Smallest scores of levels II, III and IV: whole, and above a quarter, half, three quarters.

    Examples
    --------
    >>> cut_offs(167)
    (42, 84, 126)
    """
    return tuple(quarter * risk_most // 4 + 1 for quarter in QUARTERS)


def largest(template: Template) -> tuple[int, int]:
    """Largest raw impact and mitigation that a form can give, asked or not."""
    found = {"risk": 0, "mitigation": 0}
    for question in template.by_id.values():
        if question.counts_as:
            found[question.counts_as] += most(question)
    return found["risk"], found["mitigation"]


def most(question: Question) -> int:
    """Largest weight of an answer: all choices where several may be made, else one."""
    weights = [choice.weight for choice in question.choices]
    return sum(weights) if question.kind == "multiple" else max(weights, default=0)


def _is_open(path: Path, question: Question) -> bool:
    """Whether an answer is missing, or will be once others are given."""
    asked = path.asked[question.id]
    return asked is None or (asked and question.id not in path.values)


def _counted(question: Question, value: Value) -> Counted:
    assert question.counts_as is not None
    if isinstance(value, NotApplicable):
        words = f"does not apply: {value.reason}"
        return Counted(question.id, question.counts_as, words, 0, most(question))
    names = value if isinstance(value, tuple) else (value,)
    made = [choice for choice in question.choices if choice.id in names]
    return Counted(
        question=question.id,
        counts_as=question.counts_as,
        answer="; ".join(choice.text for choice in made),
        weight=sum(choice.weight for choice in made),
        most=most(question),
    )


def _sum(counted: Iterable[Counted], kind: str) -> int:
    return sum(each.weight for each in counted if each.counts_as == kind)
