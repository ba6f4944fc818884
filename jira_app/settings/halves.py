"""Features that need several variables: all of them, or none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

from fairgate.errors import UserError, UserErrors

T = TypeVar("T")


def missing(given: Mapping[str, str], feature: str, names: tuple[str, ...]) -> Iterator[UserError]:
    """Name each variable that a half-configured feature lacks.

    Examples
    --------
    >>> [error.place for error in missing({"A": "1"}, "Sign-in", ("A", "B"))]
    ['B']
    """
    there = [name for name in names if name in given]
    if not there:
        return
    for name in names:
        if name not in given:
            problem = f"{feature} is half configured: this one is missing"
            yield UserError(problem, f"set it, or unset {' and '.join(there)}", place=name)


def attempt(errors: list[UserError], read: Callable[[], T]) -> T | None:
    """Read something, or note every complaint about it."""
    try:
        return read()
    except UserError as error:
        errors.append(error)
    except UserErrors as several:
        errors.extend(several.errors)
    return None
