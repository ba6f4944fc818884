"""Meanings of columns that a person says, as options of ``fairgate init`` do."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from fairgate.engine.base import Column, Profile
from fairgate.errors import UserError, UserErrors, did_you_mean
from fairgate.starter.guess import (
    MAX_GROUPS,
    Role,
    Roles,
    is_number,
    positive_value,
    sensitive_role,
    typed,
    zero_or_one,
)

SAID = "as you say"


@dataclass(frozen=True)
class Said:
    """The options, as they were given.

    Attributes
    ----------
    label, prediction : str or None
        ``COLUMN``, ``COLUMN=POSITIVE`` and ``COLUMN=THRESHOLD``.
    score, row_id : str or None
        Columns.
    sensitive : sequence of str
        Columns, or several with commas between.
    """

    label: str | None = None
    prediction: str | None = None
    score: str | None = None
    row_id: str | None = None
    sensitive: Sequence[str] = ()


def roles_given(profile: Profile, said: Said, file: str) -> Roles:
    """Read what a person says about columns.

    Raises
    ------
    UserErrors
        For columns that are not there, cannot be what is said, or are named twice.

    Examples
    --------
    >>> outcome = Column("outcome", "VARCHAR", 2, 0, ("late", "repaid"))
    >>> roles_given(Profile(9, (outcome,)), Said(label="outcome=late"), "p.csv").label.positive
    'late'
    """
    reader = _Reader({column.name: column for column in profile.columns}, file, [])
    roles = Roles(
        reader.read("label", said.label, _label),
        reader.read("prediction", said.prediction, _prediction),
        reader.read("score", said.score, _score),
        reader.read("row-id", said.row_id, _plain),
        tuple(
            role
            for word in reader.apart(said.sensitive)
            if (role := reader.read("sensitive", word, _sensitive)) is not None
        ),
    )
    reader.refuse_doubles(roles)
    if reader.errors:
        raise UserErrors(reader.errors)
    return roles


@dataclass(frozen=True)
class _Reader:
    columns: dict[str, Column]
    file: str
    errors: list[UserError]

    def read(
        self, option: str, word: str | None, role: Callable[[Column, str], Role]
    ) -> Role | None:
        """Find the column of ``COLUMN`` or ``COLUMN=SETTING``, and give it its role."""
        if word is None:
            return None
        name, setting = (word, "") if word in self.columns else _split(word)
        if name not in self.columns:
            cure = did_you_mean(name, self.columns)
            self._complain(option, f"there is no column {name!r}", cure)
            return None
        try:
            return role(self.columns[name], setting)
        except UserError as error:
            self._complain(option, error.problem, error.cure)
            return None

    def apart(self, words: Iterable[str]) -> Iterable[str]:
        """Take ``race,sex`` apart, unless a column bears that name."""
        for word in words:
            yield from [word] if word in self.columns else word.split(",")

    def refuse_doubles(self, roles: Roles) -> None:
        """No column means two things, but for a score that is cut into a prediction."""
        plain = [roles.label, roles.score, roles.row_id, *roles.sensitive]
        cut = roles.prediction is not None and roles.prediction.threshold is not None
        names = [role.column for role in (*plain, None if cut else roles.prediction) if role]
        for name in dict.fromkeys(name for name in names if names.count(name) > 1):
            problem = f"the column {name} is given two meanings"
            self.errors.append(UserError(problem, "name another column", self.file))

    def _complain(self, option: str, problem: str, cure: str) -> None:
        self.errors.append(UserError(problem, cure, self.file, place=f"--{option}"))


def _split(word: str) -> tuple[str, str]:
    name, _, setting = word.rpartition("=") if "=" in word else (word, "", "")
    return name, setting


def _plain(column: Column, _setting: str) -> Role:
    return Role(column.name, SAID)


def _label(column: Column, setting: str) -> Role:
    if setting:
        if column.values and setting not in column.values:
            cure = did_you_mean(setting, column.values)
            raise UserError(f"{column.name} has no value {setting!r}", cure)
        return Role(column.name, SAID, positive=typed(column, setting))
    if zero_or_one(column):
        return Role(column.name, SAID)
    positive = positive_value(column)
    if positive is None:
        values = ", ".join(column.values[:5])
        cure = f"say which value counts as 1: --label {column.name}=VALUE"
        raise UserError(f"{column.name} is not 0/1, its values are {values}", cure)
    return Role(column.name, f"{SAID}; {positive} taken for the good one", positive)


def _prediction(column: Column, setting: str) -> Role:
    if setting:
        try:
            threshold = float(setting)
        except ValueError:
            threshold = math.nan
        if not math.isfinite(threshold) or not is_number(column):
            cure = f"name a column of scores and a number: --prediction {column.name}=0.5"
            raise UserError(f"expected a number to cut {column.name} at, got {setting!r}", cure)
        return Role(column.name, SAID, threshold=threshold)
    if zero_or_one(column):
        return Role(column.name, SAID)
    cure = f"name a 0/1 column, or say where to cut a score: --prediction {column.name}=0.5"
    raise UserError(f"{column.name} is not 0/1", cure)


def _score(column: Column, _setting: str) -> Role:
    if is_number(column):
        return Role(column.name, SAID)
    raise UserError(f"{column.name} holds no numbers", "name a column of scores")


def _sensitive(column: Column, _setting: str) -> Role:
    role = sensitive_role(column, f"{SAID}; ")
    if role is None:
        cure = f"map them to at most {MAX_GROUPS} groups that mean something"
        raise UserError(f"{column.name} has {column.distinct:,} values", cure)
    return role
