"""The result of an assessment, as its page shows it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from fairgate.assessment.dates import deadline_lines, overdue
from fairgate.assessment.policy import policy_text
from fairgate.assessment.scoring import Risk
from fairgate.assessment.values import Answers
from fairgate.assessment.words import duty_words, level_meaning, notable, risk_name, weighed
from fairgate.errors import UserError
from jira_app.assessments.scored import Scored

FEW = 5
"""Risks that the page shows; the answers file has all."""


@dataclass(frozen=True)
class Duty:
    """Something that the level asks for."""

    text: str
    approves: tuple[str, ...]
    hours: float


@dataclass(frozen=True)
class Outcome:
    """A result in words of the template.

    Attributes
    ----------
    level, at_most : str
        The level, and the highest that missing answers leave possible.
    meaning : str
        What the level means.
    red_lines, possible : tuple of (str, str)
        What was found, and the level it sets at least; and what may be.
    duties : tuple of Duty
        What to do.
    hours : float
        Of work, all in all.
    risks : tuple of (str, str)
        The largest, with their sizes.
    reasons : tuple of str
        How a sum of weights came about.
    notes : tuple of str
        Days that are too long ago, and those that a law names.
    policy : str
        The starter policy; empty where the level asks for none.
    """

    level: str
    at_most: str
    meaning: str
    red_lines: tuple[tuple[str, str], ...]
    possible: tuple[tuple[str, str], ...]
    duties: tuple[Duty, ...]
    hours: float
    risks: tuple[tuple[str, str], ...]
    reasons: tuple[str, ...]
    notes: tuple[str, ...]
    policy: str


def outcome(scored: Scored, subject: str, now: float) -> Outcome:
    """Put a result into words."""
    result, template = scored.result, scored.template
    return Outcome(
        level=result.level,
        at_most=result.at_most,
        meaning=level_meaning(result),
        red_lines=tuple((line.text, line.floor) for line in result.red_lines),
        possible=tuple((line.text, line.floor) for line in result.possible_red_lines),
        duties=tuple(
            Duty(duty_words(result, duty), tuple(duty.approves), duty.hours)
            for duty in result.obligations
        ),
        hours=result.hours,
        risks=tuple((risk_name(template, r), _size(r)) for r in notable(result)[:FEW]),
        reasons=tuple(weighed(result)),
        notes=(*overdue(template, scored.values, day(now)), *deadline_lines(template)),
        policy=policy(scored, subject),
    )


def policy(scored: Scored, subject: str) -> str:
    """Write the starter policy; empty where the result asks for no promise."""
    try:
        return policy_text(scored.result, Answers(scored.values, subject))
    except UserError:
        return ""


def day(now: float) -> date:
    """Give the day of a moment, in UTC."""
    return datetime.fromtimestamp(now, UTC).date()


def _size(risk: Risk) -> str:
    return str(risk.residual)
