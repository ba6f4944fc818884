"""Who may do what, in tests: a dictionary, and people of every role."""

from __future__ import annotations

from collections.abc import Iterable

from jira_app.access import Permission, Person, Role
from jira_app.jira import JiraError

ANN = Person("a" * 32, "Ann Author", "ann@example.org", "ann", frozenset({Role.SQUAD}))
REX = Person("b" * 32, "Rex Reader", "rex@example.org", "rex", frozenset({Role.SQUAD}))
NED = Person("c" * 32, "Ned Nobody", "ned@example.org", "ned", frozenset({Role.SQUAD}))


class Neighbours:
    """An authority of a few lines: by account, what may be done with which issue."""

    def __init__(self, may: dict[str, dict[str, set[Permission]]]) -> None:
        self.may = may
        self.away = False

    def allowed(
        self, person: Person, keys: Iterable[str], permission: Permission = Permission.BROWSE
    ) -> frozenset[str]:
        """Look it up."""
        if self.away:
            raise JiraError("down", "no answer")
        rights = self.may.get(person.account, {})
        return frozenset(key for key in keys if permission in rights.get(key, ()))


class Everything:
    """An authority that allows all."""

    def allowed(
        self, _person: Person, keys: Iterable[str], _permission: Permission = Permission.BROWSE
    ) -> frozenset[str]:
        """Allow."""
        return frozenset(keys)
