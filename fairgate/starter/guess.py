"""What the columns of a file probably mean, by their names and contents, and why.

A guess is printed with its reason and written into a file that a person reads. Where
names leave it open, there is no guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from fairgate.engine.base import Column, Profile
from fairgate.policy import Scalar
from fairgate.starter.columnnames import GOOD, LABEL, PREDICTION, ROW_ID, SCORE, SENSITIVE

MAX_GROUPS = 50
"""Values of a sensitive column, beyond which it is left to a person to map or bin them."""

MANY_NUMBERS = 12
"""Distinct numbers of a column, beyond which it is cut into bins."""


@dataclass(frozen=True)
class Role:
    """A column, what more is known of it, and why it was taken.

    Attributes
    ----------
    column : str
        Name in the file.
    why : str
        Reason, for the person who reads the guess.
    positive : str, int, float, bool or None
        Value of a label that counts as 1; None for a 0/1 column.
    threshold : float or None
        Score of a prediction from which on it is a yes; None for a 0/1 column.
    bins : tuple of float
        Edges of a numeric attribute; empty for one that names its groups.
    """

    column: str
    why: str
    positive: Scalar | None = None
    threshold: float | None = None
    bins: tuple[float, ...] = ()


@dataclass(frozen=True)
class Roles:
    """The meaning of a file's columns; None where it could not be told."""

    label: Role | None = None
    prediction: Role | None = None
    score: Role | None = None
    row_id: Role | None = None
    sensitive: tuple[Role, ...] = field(default=())


def guess(profile: Profile, given: Roles | None = None) -> Roles:
    """Guess every role that is not given.

    Parameters
    ----------
    profile : Profile
        The file at a glance.
    given : Roles, optional
        What a person said already.

    Examples
    --------
    >>> flag = Column("y_pred", "BIGINT", 2, 0, ("0", "1"))
    >>> sex = Column("sex", "VARCHAR", 2, 0, ("f", "m"))
    >>> roles = guess(Profile(10, (flag, sex)))
    >>> roles.prediction.column, roles.label, roles.sensitive[0].why
    ('y_pred', None, 'by its name; 2 values')
    """
    roles = given or Roles()
    taken = {
        role.column
        for role in (roles.label, roles.prediction, roles.score, roles.row_id)
        if role is not None
    } | {role.column for role in roles.sensitive}
    free = [column for column in profile.columns if column.name not in taken]
    score = roles.score or _score(free)
    free = _without(free, score)
    row_id = roles.row_id or _row_id(free, profile.rows)
    free = _without(free, row_id)
    sensitive = roles.sensitive or tuple(_sensitive(free))
    free = _without(free, *sensitive)
    prediction = roles.prediction or _prediction(free)
    free = _without(free, prediction)
    label = roles.label or _label(free)
    if prediction is None and score is not None:
        why = f"no column of decisions, so {score.column} cut at 0.5"
        prediction = Role(score.column, why, threshold=0.5)
    return Roles(label, prediction, score, row_id, sensitive)


def _without(columns: Iterable[Column], *roles: Role | None) -> list[Column]:
    taken = {role.column for role in roles if role is not None}
    return [column for column in columns if column.name not in taken]


def _score(columns: Sequence[Column]) -> Role | None:
    scores = [
        column
        for column in columns
        if is_number(column)
        and (column.low or 0) >= 0
        and (column.high or 0) <= 1
        and column.distinct > 2
    ]
    found = _by_name(scores, SCORE)
    return None if found is None else Role(found.name, "by its name; numbers from 0 to 1")


def _row_id(columns: Sequence[Column], rows: int) -> Role | None:
    unique = [c for c in columns if c.distinct == rows and not c.missing and c.type != "DOUBLE"]
    found = _by_name(unique, ROW_ID)
    return None if found is None else Role(found.name, "by its name; every value once")


def _prediction(columns: Sequence[Column]) -> Role | None:
    found = _by_name([column for column in columns if zero_or_one(column)], PREDICTION)
    return None if found is None else Role(found.name, "by its name; 0 or 1")


def _label(columns: Sequence[Column]) -> Role | None:
    usable = [c for c in columns if zero_or_one(c) or positive_value(c) is not None]
    found = _by_name(usable, LABEL)
    if found is None:
        return None
    if zero_or_one(found):
        return Role(found.name, "by its name; 0 or 1")
    positive = positive_value(found)
    return Role(found.name, f"by its name; {positive} taken for the good one", positive)


def _sensitive(columns: Sequence[Column]) -> Iterable[Role]:
    for column in columns:
        if matches(column.name, SENSITIVE) and column.distinct > 1:
            role = sensitive_role(column, "by its name; ")
            if role is not None:
                yield role


def sensitive_role(column: Column, why: str = "") -> Role | None:
    """Take a column for a sensitive attribute, in bins if it is a number; None if it can not be.

    Examples
    --------
    >>> sensitive_role(Column("age", "BIGINT", 60, 0, ("30",), 18, 90)).bins
    (25.0, 40.0, 65.0)
    """
    if is_number(column) and column.distinct > MANY_NUMBERS:
        assert column.low is not None
        assert column.high is not None
        bins = _edges(column.name, column.low, column.high)
        return Role(column.name, f"{why}{column.distinct} numbers, cut into bins", bins=bins)
    if column.distinct > MAX_GROUPS:
        return None
    return Role(column.name, f"{why}{column.distinct} values")


def _edges(name: str, low: float, high: float) -> tuple[float, ...]:
    """Edges of bins: for ages the usual ones, for other numbers thirds of the range."""
    if "age" in _words(name).split("_"):
        usual = tuple(edge for edge in (25.0, 40.0, 65.0) if low < edge <= high)
        if usual:
            return usual
    thirds = (low + (high - low) / 3, low + 2 * (high - low) / 3)
    return tuple(float(f"{edge:.3g}") for edge in thirds)


def is_number(column: Column) -> bool:
    """Whether every value is a number."""
    return column.type not in ("VARCHAR", "BOOLEAN") and column.low is not None


def zero_or_one(column: Column) -> bool:
    """Whether a column holds nothing but 0 and 1, or false and true."""
    values = {value.lower().removesuffix(".0") for value in column.values}
    return column.distinct <= 2 and bool(values) and values <= {"0", "1", "true", "false"}


def positive_value(column: Column) -> Scalar | None:
    """Return the one of two values that sounds good; None if none or both do.

    Examples
    --------
    >>> positive_value(Column("outcome", "VARCHAR", 2, 0, ("late", "repaid")))
    'repaid'
    """
    good = [value for value in column.values if re.fullmatch(GOOD, value.strip().lower())]
    return typed(column, good[0]) if column.distinct == 2 and len(good) == 1 else None


def typed(column: Column, value: str) -> Scalar:
    """Give a value of a column, written as text, the column's own type."""
    if is_number(column):
        return float(value) if "." in value else int(value)
    return value == "true" if column.type == "BOOLEAN" else value


def _by_name(columns: Sequence[Column], patterns: Sequence[str]) -> Column | None:
    """The only column that the first pattern to match anything matches."""
    for pattern in patterns:
        found = [column for column in columns if matches(column.name, pattern)]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def matches(name: str, pattern: str) -> bool:
    """Whether a column's name is of a kind, in whatever way its words are joined."""
    return re.fullmatch(pattern, _words(name)) is not None


def _words(name: str) -> str:
    """Write ``ageGroup``, ``Age group`` and ``age-group`` as ``age_group``."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name.strip())
    return re.sub(r"[^a-z0-9<>]+", "_", spaced.lower()).strip("_")
