"""One assessment of one issue, as it is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class State(StrEnum):
    """Where an assessment is on its way."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    CHANGES_REQUESTED = "changes-requested"
    LAPSED = "lapsed"


@dataclass(frozen=True)
class Case:
    """An assessment.

    Attributes
    ----------
    id, issue, project : str
        Its own id, and where it belongs.
    template, template_version, template_digest : str
        What is asked.
    state : State
        Where it is on its way.
    answers : mapping
        By id of the question, in the form of an answers file.
    revision : int
        Counts changes; a change names the one it was made on.
    level : str
        As the answers give it; empty where a template is a record.
    inherent, residual, likelihood, severity : float or None
        Of the largest risk: before and after mitigation, and its place in the matrix
        (likelihood is reach, both 0 to 4).
    author, submitted_by, decided_by : str or None
        Ids of people.
    submitted, decided, until : float or None
        Seconds since 1970; ``until`` is the end of the approval.
    answers_digest : str
        SHA-256 of the answers in canonical JSON, in hex.
    model_digest : str
        SHA-256 of the model it is about, in hex; empty where there is none.
    envelope : str or None
        The approval, signed.
    public : bool
        Whether the register shows it.
    public_tiers : mapping
        ``short`` and ``detail``: what the register says.
    created, updated : float
        Seconds since 1970.
    """

    id: str
    issue: str
    project: str
    template: str
    template_version: str
    template_digest: str
    state: State
    answers: Mapping[str, Any]
    revision: int
    level: str
    inherent: float | None
    residual: float | None
    likelihood: float | None
    severity: float | None
    author: str
    submitted_by: str | None
    submitted: float | None
    decided_by: str | None
    decided: float | None
    until: float | None
    answers_digest: str
    model_digest: str
    envelope: str | None
    public: bool
    public_tiers: Mapping[str, Any]
    created: float
    updated: float
