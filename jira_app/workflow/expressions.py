"""Jira expressions for ``jira:workflowValidator`` and ``jira:workflowCondition``.

Jira evaluates them itself, and refuses the transition on an error, on anything but true, and when
the app is uninstalled. They read the field that only the app can set: the entity property of the
same content can be changed by anybody who may edit the issue, and guards nothing.
"""

from __future__ import annotations

import re
from typing import Final

from fairgate.errors import UserError

OPEN: Final = "open"
CLOSED: Final = "closed"

FIELD: Final = "fairness-gate"
"""Key of the app's field in the manifest; ``readOnly: true``."""

MESSAGE: Final = (
    "The fairness gate of this issue is closed. Open the fairness panel of the issue: it says what "
    "is missing and who can help."
)
"""What people read when the validator refuses; no longer than Jira shows."""

MANIFEST: Final = f"issue.${{FAIRGATE_JIRA_GATE_FIELD}} == '{OPEN}'"
"""As it stands in the manifest; ``forge deploy`` puts the field's id in, which differs from site to
site. Not tried on a live site: check it at install with
``POST /rest/api/3/expression/analyse?check=type``."""

_FIELD_ID = re.compile(r"customfield_[0-9]{1,10}", re.ASCII)


def gate_is_open(field_id: str) -> str:
    """Write the expression for a site, where the field's id is known.

    Raises
    ------
    UserError
        If this is no id of a custom field: nothing else gets into an expression.

    Examples
    --------
    >>> gate_is_open("customfield_10061")
    "issue.customfield_10061 == 'open'"
    """
    if not _FIELD_ID.fullmatch(field_id):
        cure = "give it as Jira's list of fields does, such as customfield_10061"
        raise UserError(f"{field_id[:60]!r} is not the id of a custom field", cure)
    return f"issue.{field_id} == '{OPEN}'"
