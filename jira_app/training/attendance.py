"""Who was there: marks that a trainer sets, so that two forms open at once lose nothing. Pure.

A form says what was ticked when it was opened and what is ticked now. Only the difference is
stored: somebody who joined meanwhile, or who was ticked in another window or by an administrator,
is not touched by it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TypeAlias

Mark: TypeAlias = tuple[str, str]
"""Ids of person and module: this person was at this module."""


@dataclass(frozen=True)
class Change:
    """Marks to set, and marks to take away."""

    added: frozenset[Mark] = frozenset()
    removed: frozenset[Mark] = frozenset()

    def of(self, person: str, attended: Collection[str]) -> frozenset[str]:
        """Change the modules at which one person was.

        Examples
        --------
        >>> change = Change(added=frozenset({("ann", "02")}), removed=frozenset({("ann", "01")}))
        >>> sorted(change.of("ann", {"01", "03"})), sorted(change.of("ben", {"01"}))
        (['02', '03'], ['01'])
        """
        more = {module for who, module in self.added if who == person}
        less = {module for who, module in self.removed if who == person}
        return (frozenset(attended) | more) - less

    @property
    def people(self) -> frozenset[str]:
        """Ids of all whom it is about."""
        return frozenset(who for who, _ in self.added | self.removed)


def change(was: Iterable[str], now: Iterable[str], modules: Collection[str]) -> Change:
    """Read what a form changes.

    Parameters
    ----------
    was, now : iterable of str
        Marks as the form has them, module before person: ``01:ann``.
    modules : collection of str
        Modules of the cohort; all others are left alone.

    Examples
    --------
    >>> change(["01:ann"], ["01:ann", "02:ann", "99:ann", "nonsense"], ["01", "02"]).added
    frozenset({('ann', '02')})
    """
    before, after = _marks(was, modules), _marks(now, modules)
    return Change(after - before, before - after)


def _marks(written: Iterable[str], modules: Collection[str]) -> frozenset[Mark]:
    split = (text.partition(":") for text in written)
    return frozenset((person, module) for module, _, person in split if module in modules)
