"""All that is known when it is decided what an issue should show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from jira_app.display.changes import Note
from jira_app.standing import Decision, Standing


@dataclass(frozen=True)
class Sight:
    """How an issue stands, and what has to be told about how it came there.

    Attributes
    ----------
    standing : Standing
        As it is in the store; its ``risk`` is the one to show.
    decision : Decision
        Of that standing.
    now : float
        Seconds since 1970.
    verdicts : mapping of str to int
        By policy: id of the evidence with which its outcome became what it is.
    rollouts : mapping of (str, str) to int
        By flag and environment: id of the row with which the decision became what it is.
    approver : str
        Name of who decided on the assessment; empty if it is not known any more.
    held : Note or None
        What to say of an issue that is where it may not be and cannot be moved back.
    has_risk_field, has_gate_field : bool
        Whether the site has these; without the first the risk is a label.
    """

    standing: Standing
    decision: Decision
    now: float
    verdicts: Mapping[str, int] = field(default_factory=dict)
    rollouts: Mapping[tuple[str, str], int] = field(default_factory=dict)
    approver: str = ""
    held: Note | None = None
    has_risk_field: bool = False
    has_gate_field: bool = False
