"""What the twin refuses: Jira's own refusals, and what it does not play at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(eq=False)
class Refusal(Exception):  # noqa: N818 - Jira's word is ErrorCollection; this is its cause
    """An answer of 400 and above, as Jira's ErrorCollection.

    Attributes
    ----------
    status : int
        HTTP status.
    message : str
        Goes to ``errorMessages``.
    errors : mapping of str to str
        Field to what is wrong with it.
    """

    status: int
    message: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)

    def body(self) -> dict[str, Any]:
        """Give the answer's JSON.

        Examples
        --------
        >>> Refusal(404, "Gone.").body()
        {'errorMessages': ['Gone.'], 'errors': {}}
        """
        messages = [self.message] if self.message else []
        return {"errorMessages": messages, "errors": dict(self.errors)}


def invisible() -> Refusal:
    """Refuse what is not there, in the words for what one may not see: they do not differ."""
    return Refusal(404, "Issue does not exist or you do not have permission to see it.")


def unsettable(field_id: str) -> Refusal:
    """Refuse a field that is unknown, or not this account's to set."""
    words = f"Field '{field_id}' cannot be set. It is not on the appropriate screen, or unknown."
    return Refusal(400, errors={field_id: words})


def unplayed(what: str) -> Refusal:
    """Say by name what real Jira answers and the twin does not.

    Examples
    --------
    >>> unplayed("GET /rest/api/3/worklog").body()["errorMessages"]
    ['JiraTwin does not play GET /rest/api/3/worklog.']
    """
    return Refusal(501, f"JiraTwin does not play {what}.")
