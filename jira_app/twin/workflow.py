"""Rules of the workflow, which let an issue take a step or say why not.

They play what an administrator sets up in Jira: a field rule on a select list, or a
``jira:workflowValidator`` whose expression reads a field or an entity property. As there, what
cannot be read refuses.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from jira_app.twin.model import Issue, Validator


def field_is(field_id: str, allowed: Collection[str], message: str) -> Validator:
    """Let pass if a field has one of these values; an empty field refuses.

    Parameters
    ----------
    field_id : str
        Id of a select list or an app field.
    allowed : collection of str
        Values that let pass.
    message : str
        What the person who tries reads otherwise.
    """
    return lambda issue: None if issue.values.get(field_id) in allowed else message


def property_is(
    name: str, path: str, allowed: Collection[str | int | bool], message: str
) -> Validator:
    """Let pass if an entity property has one of these values at a path (``assessment.state``)."""

    def refuse(issue: Issue) -> str | None:
        found = at(issue.properties.get(name), path)
        fine = isinstance(found, str | int | bool) and found in allowed
        return None if fine else message

    return refuse


def at(value: Any, path: str) -> Any:
    """Follow a dotted path into JSON; None where it leads nowhere.

    Examples
    --------
    >>> at({"assessment": {"state": "approved"}}, "assessment.state")
    'approved'
    """
    for name in path.split(".") if path else ():
        value = value.get(name) if isinstance(value, dict) else None
    return value
