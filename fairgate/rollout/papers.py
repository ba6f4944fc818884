"""What was signed, as far as a decision needs it: an approval, and proofs."""

from __future__ import annotations

from dataclasses import dataclass

from fairgate.verdict import Outcome


@dataclass(frozen=True)
class Approval:
    """An assessment that a reviewer approved.

    Attributes
    ----------
    issue : str
        Key of the issue it is about.
    level : str
        Risk that was found.
    model : str or None
        SHA-256 of the model it is about; None: of any, because none was known then.
    until : float
        When it ends, in seconds since 1970.
    digest : str
        SHA-256 of its envelope.
    """

    issue: str
    level: str
    model: str | None
    until: float
    digest: str


@dataclass(frozen=True)
class Proof:
    """Evidence: a verdict that was signed, and re-judged just now.

    Attributes
    ----------
    policy : str
        Name of the policy that judged.
    outcome : Outcome
        What it came to.
    model : str or None
        SHA-256 of the model it is about.
    scored : bool
        Whether fairgate scored this very model itself.
    issues : frozenset of str
        Keys of the issues it names.
    judged : float
        When, in seconds since 1970.
    waived_until : float or None
        When the first waiver ends that it rests on.
    digest : str
        SHA-256 of its envelope.
    """

    policy: str
    outcome: Outcome
    model: str | None
    scored: bool
    issues: frozenset[str]
    judged: float
    waived_until: float | None
    digest: str
