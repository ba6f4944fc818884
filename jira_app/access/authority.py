"""Who may see and change which issue: Jira decides, every time."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Protocol

from jira_app.access.person import Person


class Permission(StrEnum):
    """Jira's own permissions."""

    BROWSE = "BROWSE_PROJECTS"
    EDIT = "EDIT_ISSUES"


class Authority(Protocol):
    """Asks Jira on behalf of a person. No answer is a no."""

    def allowed(
        self, person: Person, keys: Iterable[str], permission: Permission = Permission.BROWSE
    ) -> frozenset[str]:
        """Give those issues that a person may browse or edit.

        Raises
        ------
        JiraError
            If Jira cannot be asked.
        """
