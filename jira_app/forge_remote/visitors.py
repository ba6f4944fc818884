"""Who looks at a page inside Jira, and what Jira lets them see."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Final

from sqlalchemy import Engine

from jira_app.access import people
from jira_app.access.authority import Permission
from jira_app.access.memory import Memory
from jira_app.access.person import Person, Role
from jira_app.access.visit import Visit
from jira_app.forge_remote.invocation import Invocation
from jira_app.jira import ONCE, JiraClient, JiraError, JiraSite, Pace
from jira_app.store.engine import reading

ADMIN_PAGE: Final = "jira:adminPage"
ADMINISTER: Final = "ADMINISTER"
TIMEOUT: Final = 5
"""Seconds for one answer of Jira's; a page has 25 in all."""

NAMED: Final = 3600.0
"""Seconds after which a name is read again."""

MOST: Final = 10_000


@dataclass(frozen=True)
class UserAuthority:
    """Asks Jira with the visitor's own token.

    Attributes
    ----------
    client : JiraClient
        Jira, seen as the visitor.
    account : str
        The visitor's.
    """

    client: JiraClient
    account: str

    def allowed(
        self,
        person: Person,  # noqa: ARG002 - the token says who asks
        keys: Iterable[str],
        permission: Permission = Permission.BROWSE,
    ) -> frozenset[str]:
        """Give those issues that the visitor may browse or edit.

        Raises
        ------
        JiraError
            If Jira cannot be asked.
        """
        return self.client.permitted(self.account, keys, permission)


@dataclass(frozen=True)
class Visitors:
    """Turns invocations into visits.

    Attributes
    ----------
    engine : sqlalchemy.Engine
        The store.
    clock : callable
        Seconds since 1970.
    known : Memory
        Ids of people whose names were read of late, by site and account.
    """

    engine: Engine
    clock: Callable[[], float]
    known: Memory[tuple[str, str], str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "known", Memory(self.clock, NAMED, MOST))

    @contextmanager
    def visit(self, invocation: Invocation) -> Iterator[Visit]:
        """Give the visit of an invocation; Jira is asked as the visitor as long as it lasts.

        Raises
        ------
        JiraError
            If Jira cannot say who it is.
        """
        site = JiraSite(invocation.api_base_url, invocation.user_token, cloud=True, timeout=TIMEOUT)
        client = JiraClient(site, Pace(ONCE))
        try:
            yield Visit(
                person=self._person(invocation, client),
                bound=invocation.issue_key or "",
                authority=UserAuthority(client, invocation.account),
                embedded=True,
            )
        finally:
            client.close()

    def _person(self, invocation: Invocation, client: JiraClient) -> Person:
        """Find the person; on Jira's administration page whoever administers Jira is an admin.

        The role is Jira's and is asked for each time; it is not stored.
        """
        person = self._find(invocation) or self._arrive(invocation, client)
        if invocation.place == ADMIN_PAGE and client.my_permissions(ADMINISTER).get(ADMINISTER):
            return replace(person, roles=person.roles | {Role.ADMIN})
        return person

    def _find(self, invocation: Invocation) -> Person | None:
        known = self.known.get((invocation.issuer, invocation.account))
        if known is None:
            return None
        with reading(self.engine).begin() as db:
            return people.find(db, known)

    def _arrive(self, invocation: Invocation, client: JiraClient) -> Person:
        user = client.myself()
        if user.id != invocation.account:
            raise JiraError("forbidden", "the user's token is somebody else's")
        with self.engine.begin() as db:
            person = people.arrive(
                db,
                invocation.issuer,
                invocation.account,
                self.clock(),
                name=user.name,
                account=invocation.account,
            )
        self.known.put((invocation.issuer, invocation.account), person.id)
        return person
