"""What the gate answers: outcomes, findings, verdicts. Plain values, no arithmetic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Outcome(StrEnum):
    """One of four, ordered from good to bad.

    Examples
    --------
    >>> max([Outcome.PASS, Outcome.UNKNOWN, Outcome.WARN]).value
    'unknown'
    >>> Outcome.UNKNOWN.exit_code, Outcome.WARN.exit_code
    (4, 0)
    """

    PASS = "pass"  # noqa: S105 - an outcome, not a password
    WARN = "warn"
    UNKNOWN = "unknown"
    FAIL = "fail"

    @property
    def rank(self) -> int:
        """Position from good (0) to bad (3)."""
        return list(Outcome).index(self)

    def __lt__(self, other: object) -> bool:
        return self.rank < other.rank if isinstance(other, Outcome) else NotImplemented

    def __gt__(self, other: object) -> bool:
        return self.rank > other.rank if isinstance(other, Outcome) else NotImplemented

    @property
    def blocks(self) -> bool:
        """Whether a merge or a rollout must wait."""
        return self in (Outcome.UNKNOWN, Outcome.FAIL)

    @property
    def exit_code(self) -> int:
        """Exit code of ``fairgate check``: 0, 3 (fail) or 4 (unknown)."""
        return {Outcome.FAIL: 3, Outcome.UNKNOWN: 4}.get(self, 0)


Interval = tuple[float, float]


@dataclass(frozen=True)
class Waived:
    """A promise that a named person suspended for one group until a day."""

    groups: str
    until: str
    owner: str
    why: str
    issue: str | None = None
    expired: bool = False


@dataclass(frozen=True)
class Excluded:
    """A group too rare to be compared under the rule's ``min_share``; published all the same."""

    group: str
    rows: int
    value: float | None
    reason: str


@dataclass(frozen=True)
class Stratum:
    """One stratum of a conditional rule: its own contrast, for the reader."""

    name: str
    rows: int
    estimate: float | None


@dataclass(frozen=True)
class Shown:
    """A group that demonstrably breaks the limit, against whom, by how much."""

    disadvantaged: str
    advantaged: str
    estimate: float
    interval: Interval


@dataclass(frozen=True)
class Finding:
    """One rule judged on one grouping.

    Attributes
    ----------
    rule, metric, groups : str
        Rule id; metric; grouping as in the policy, ``"race"`` or ``"race,sex"``.
    comparison : str
        ``ratio``, ``difference``, ``value`` or ``regression``.
    outcome : Outcome
        After ``decide``, ``on_unknown`` and waivers.
    estimate : float or None
        Of the worst contrast; None where undefined.
    interval : (float, float) or None
        Simultaneous limits of the same quantity, over all groups, pairs and rules.
    limit, must_detect : float
        On the scale of ``estimate``.
    at_least : bool
        Whether the limit is a floor (ratio, some values) or a ceiling.
    worst : tuple of str
        Disadvantaged group, then the one it is compared with (if any).
    values : mapping of str to float
        The metric's value for the groups in ``worst``.
    rows : mapping of str to int
        Rows of every compared group.
    rows_needed : mapping of str to int or None
        More rows of a group until the data could show a violation that matters.
    message : str
        One sentence for a product manager.
    shown : tuple of Shown
        Every contrast that is beyond the limit with confidence, worst first.
    waived, excluded, strata : tuples
        What was left out, and the strata of a conditional rule.
    heterogeneity : float or None
        p-value that the strata differ among themselves (Cochran's Q).
    notes : tuple of str
        Further sentences: settings that make the rule stricter or looser, rows not given.
    critical : mapping of str to float
        Normal quantiles the decision used, by family; stored in the evidence.
    line : int or None
        Line of the rule in the policy file.
    """

    rule: str
    metric: str
    groups: str
    comparison: str
    outcome: Outcome
    limit: float
    must_detect: float
    at_least: bool
    message: str
    estimate: float | None = None
    interval: Interval | None = None
    worst: tuple[str, ...] = ()
    values: Mapping[str, float] = field(default_factory=dict)
    rows: Mapping[str, int] = field(default_factory=dict)
    rows_needed: Mapping[str, int] | None = None
    shown: tuple[Shown, ...] = ()
    waived: tuple[Waived, ...] = ()
    excluded: tuple[Excluded, ...] = ()
    strata: tuple[Stratum, ...] = ()
    heterogeneity: float | None = None
    notes: tuple[str, ...] = ()
    critical: Mapping[str, float] = field(default_factory=dict)
    line: int | None = None


@dataclass(frozen=True)
class Measured:
    """A metric of one group, with its own 95 % (or policy confidence) interval."""

    value: float | None
    interval: Interval | None
    baseline: float | None = None
    reason: str = ""


@dataclass(frozen=True)
class GroupReport:
    """Every metric that the rules name, for one group of one grouping.

    ``group`` maps attribute to value; None means not given.
    """

    group: Mapping[str, str | None]
    rows: int
    metrics: Mapping[str, Measured]


@dataclass(frozen=True)
class Comparison:
    """How the baseline came in: ``paired``, ``unpaired`` or ``none``, and on how many rows.

    ``source`` says in a sentence what it was, where whoever asked knows: the base branch's model
    scored on the same rows, its signed predictions, ...
    """

    kind: str
    rows: int
    source: str = ""


@dataclass(frozen=True)
class Verdict:
    """All findings of a policy, and every group's values.

    Attributes
    ----------
    policy : str
        Name of the policy.
    outcome : Outcome
        The worst of the findings.
    rows : int
        Rows judged.
    confidence : float
        Of the whole verdict: P(some finding fails though no rule is violated) is at
        most one minus this.
    min_cell : int
        Counts below it are suppressed in reports.
    compared_with : Comparison
        The baseline.
    findings, by_group : tuples
        In the order of the policy.
    """

    policy: str
    outcome: Outcome
    rows: int
    confidence: float
    min_cell: int
    compared_with: Comparison
    findings: tuple[Finding, ...]
    by_group: tuple[GroupReport, ...]

    @property
    def blocks(self) -> bool:
        """Whether a merge or a rollout must wait."""
        return self.outcome.blocks
