"""What is concluded alike of every promise, whether it is about predictions or about rankings."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from fairgate.policy import Waiver
from fairgate.verdict import Finding, Outcome, Waived


class Promise(Protocol):
    """A rule, as far as conclusions look at it."""

    @property
    def id(self) -> str:
        """Its name."""

    @property
    def metric(self) -> str:
        """What is measured."""

    @property
    def kind(self) -> str:
        """How it is compared, such as ``ratio``."""

    @property
    def limit(self) -> float:
        """The limit."""

    @property
    def at_least(self) -> bool:
        """Whether the limit is a floor."""

    @property
    def must_detect(self) -> float:
        """The smallest violation that matters."""

    @property
    def decide(self) -> str:
        """``confident``, or ``estimate``."""

    @property
    def on_unknown(self) -> str:
        """``block``, or ``warn``."""


def blank(rule: Promise, groups: str, line: int | None) -> Finding:
    """Begin a finding on one grouping: unknown, until something is found."""
    return Finding(
        rule.id,
        rule.metric,
        groups,
        rule.kind,
        Outcome.UNKNOWN,
        rule.limit,
        rule.must_detect,
        rule.at_least,
        message="",
        line=line,
    )


def outcome(
    rule: Promise, estimate: float | None, *, shown: bool, lacking: bool, suspicious: bool
) -> Outcome:
    """Conclude from what the data say.

    Parameters
    ----------
    rule : Promise
        The rule.
    estimate : float or None
        The worst one.
    shown : bool
        Whether a violation is demonstrated.
    lacking : bool
        Whether a violation that matters could have stayed hidden.
    suspicious : bool
        Whether something is worth a warning.

    Examples
    --------
    >>> from fairgate.policy import Rule
    >>> rule = Rule(id="r", metric="accuracy", difference={"at_most": 0.1})
    >>> outcome(rule, 0.2, shown=False, lacking=False, suspicious=True).value
    'warn'
    """
    beyond = estimate is not None and (
        estimate < rule.limit if rule.at_least else estimate > rule.limit
    )
    if shown or (rule.decide == "estimate" and beyond):
        return Outcome.FAIL
    if lacking:
        return Outcome.UNKNOWN
    return Outcome.WARN if suspicious else Outcome.PASS


def softened(rule: Promise, found: Outcome, words: str) -> tuple[Outcome, str]:
    """Turn an unknown into a warning where the rule says so, and say that."""
    if found is not Outcome.UNKNOWN or rule.on_unknown != "warn":
        return found, words
    said = " Reported as a warning because the rule says on_unknown: warn."
    return Outcome.WARN, words + said


def settings(rule: Promise) -> tuple[str, ...]:
    """Tell which settings make a rule stricter or looser than others."""
    notes = []
    if rule.decide == "estimate":
        notes.append("Stricter: decide: estimate blocks on the estimate, without error control.")
    if rule.on_unknown == "warn":
        notes.append("Looser: on_unknown: warn lets an unknown pass with a warning.")
    return tuple(notes)


def waived(waiver: Waiver, today: date) -> Waived:
    """Tell of a waiver, as it stands today."""
    day, expired = waiver.until.isoformat(), waiver.until < today
    return Waived(waiver.groups, day, waiver.owner, waiver.why, waiver.issue, expired=expired)


def ended(waiver: Waiver) -> str:
    """Say that a waiver has ended.

    Examples
    --------
    >>> given = {"rule": "r", "groups": "sex=f", "until": date(2026, 1, 1), "owner": "Ann"}
    >>> ended(Waiver(**given, why="too few rows"))
    'The waiver for sex=f ended on 2026-01-01 (Ann) and removes nothing.'
    """
    return (
        f"The waiver for {waiver.groups} ended on {waiver.until} ({waiver.owner}) and removes "
        "nothing."
    )
