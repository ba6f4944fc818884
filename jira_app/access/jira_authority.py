"""Who may see what where there is no Forge: the person's e-mail is their Jira account's.

Only an e-mail that the sign-in vouches for counts, and only if exactly one active account shows
it. Everything else is a no: an address that Jira hides cannot be told from somebody else's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, Protocol

from jira_app.access.authority import Permission
from jira_app.access.memory import Memory
from jira_app.access.person import Person
from jira_app.jira import Account, JiraError, issue_key

SECONDS: Final = 60.0
"""For how long an answer of Jira's stands."""

MOST: Final = 20_000
"""Answers that are remembered at once; each is some hundred bytes."""


class Directory(Protocol):
    """What is needed of a :class:`jira_app.jira.JiraClient`."""

    def accounts(self, email: str) -> tuple[Account, ...]:
        """Find the active accounts with exactly this address."""

    def permitted(self, account: str, keys: Iterable[str], permission: str) -> frozenset[str]:
        """Say for which issues an account has a permission."""


class JiraAuthority:
    """Asks Jira, as the app, what a person's own account may do.

    Parameters
    ----------
    jira : Directory
        Jira, seen as the app's account, which has to be an administrator's.
    clock : callable
        Seconds that only grow.
    """

    def __init__(self, jira: Directory, clock: Callable[[], float]) -> None:
        self._jira = jira
        self._accounts: Memory[str, str] = Memory(clock, SECONDS, MOST)
        self._answers: Memory[tuple[str, str, str, Permission], bool] = Memory(clock, SECONDS, MOST)

    def allowed(
        self, person: Person, keys: Iterable[str], permission: Permission = Permission.BROWSE
    ) -> frozenset[str]:
        """Give those issues that a person may browse or edit; who edits has to see, too.

        Raises
        ------
        JiraError
            If Jira cannot be asked.
        """
        wanted = frozenset(filter(_is_key, keys))
        account = self._account(person.email) if wanted else ""
        if not account:
            return frozenset()
        found = self._ask(person, account, wanted, Permission.BROWSE)
        if permission is not Permission.BROWSE and found:
            found = self._ask(person, account, found, permission)
        return found

    def _account(self, email: str) -> str:
        """Find whose address this is; empty: nobody's, or several people's."""
        email = email.strip()
        if "@" not in email:
            return ""
        known = self._accounts.get(email)
        if known is None:
            found = self._jira.accounts(email)
            known = found[0].id if len(found) == 1 else ""
            self._accounts.put(email, known)
        return known

    def _ask(
        self, person: Person, account: str, keys: frozenset[str], permission: Permission
    ) -> frozenset[str]:
        known = {key: self._answers.get((person.id, account, key, permission)) for key in keys}
        unknown = frozenset(key for key, answer in known.items() if answer is None)
        if unknown:
            granted = self._jira.permitted(account, unknown, permission)
            for key in unknown:
                known[key] = key in granted
                self._answers.put((person.id, account, key, permission), key in granted)
        return frozenset(key for key, answer in known.items() if answer)


class Nobody:
    """The authority where no Jira is configured: nobody may see anything."""

    def allowed(
        self,
        person: Person,  # noqa: ARG002 - it does not matter who asks
        keys: Iterable[str],  # noqa: ARG002
        permission: Permission = Permission.BROWSE,  # noqa: ARG002
    ) -> frozenset[str]:
        """Give none."""
        return frozenset()


def _is_key(text: str) -> bool:
    try:
        issue_key(text)
    except JiraError:
        return False
    return True
