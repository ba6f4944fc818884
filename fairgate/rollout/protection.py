"""A flag that fairgate keeps: what was asked for, and how far its ramp has come."""

from __future__ import annotations

from dataclasses import dataclass, field

from fairgate.rollout.decision import Emergency, Progress, Request
from fairgate.rollout.plan import Ramp


@dataclass(frozen=True)
class Protection:
    """One flag in one environment.

    Attributes
    ----------
    flag, environment : str
        Which flag, where.
    issue : str
        Key of the issue that answers for it.
    policy : str
        Name of the policy whose evidence counts.
    declared : bool
        Whether evidence counts that fairgate did not score itself.
    ramp : Ramp
        The plan.
    model : str
        SHA-256 of the model that was last asked for; empty: none yet, so it is closed.
    progress : Progress
        How far the ramp has come.
    stopped : str
        Why a person closed it; empty if nobody did.
    emergency : Emergency or None
        If somebody went ahead of the plan.
    serial : int
        Number of the last grant.
    envelope : str
        The last grant, signed; empty while closed.
    until : float
        End of its lease, in seconds since 1970.
    """

    flag: str
    environment: str
    issue: str
    policy: str
    declared: bool
    ramp: Ramp
    model: str = ""
    progress: Progress = field(default_factory=Progress)
    stopped: str = ""
    emergency: Emergency | None = None
    serial: int = 0
    envelope: str = ""
    until: float = 0.0

    @property
    def name(self) -> str:
        """What people and logs call it.

        Examples
        --------
        >>> ramp = Ramp.model_validate({"steps": [{"ceiling": 100}]})
        >>> Protection("new-scoring", "production", "LOAN-12", "loans", False, ramp).name
        'new-scoring@production'
        """
        return f"{self.flag}@{self.environment}"

    @property
    def request(self) -> Request:
        """What a decision is asked about."""
        return Request(
            self.flag, self.environment, self.issue, self.model, self.policy, self.declared
        )
