"""People and what they may do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody does here; one may have several roles."""

    SQUAD = "squad"
    REVIEWER = "reviewer"
    PRODUCT_MANAGER = "product-manager"
    TRAINER = "trainer"
    ADMIN = "admin"


@dataclass(frozen=True)
class Person:
    """Somebody who signed in, or whom Jira vouches for.

    Attributes
    ----------
    id : str
        The app's own name for the person, which says nothing about them.
    name, email : str
        For people to read; never in a log or the history.
    account : str
        Account id (Cloud) or user name (Data Center) in Jira; empty if there is none.
    roles : frozenset of Role
        What they may do, wherever Jira lets them look.
    """

    id: str
    name: str
    email: str = ""
    account: str = ""
    roles: frozenset[Role] = frozenset({Role.SQUAD})

    def is_a(self, *roles: Role) -> bool:
        """Whether the person has one of these roles."""
        return not self.roles.isdisjoint(roles)
