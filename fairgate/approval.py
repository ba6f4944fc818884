"""An approval: who agreed to which answers about which issue, until when; signed.

An in-toto Statement v1 (https://github.com/in-toto/attestation) in the same envelope as
evidence, made by the app in which assessments are decided, so that whoever opens a feature flag
need not trust the network between. The format is described in docs/reference/approval.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, model_validator

from fairgate.errors import UserError
from fairgate.evidence.artifact import Digest
from fairgate.evidence.intoto import (
    STATEMENT_TYPE,
    Signable,
    expect_past,
    read_statement,
    read_time,
    write_time,
)
from fairgate.evidence.strict import OneLine, Sha256, Time
from fairgate.signing import PublicKey, open_envelope
from fairgate.strict import Strict

PREDICATE_TYPE = "urn:fairgate:assessment:v1"

NOBODY = "fairgate"
"""Approver where the level asked for nobody: the app itself recorded it."""

Issue: TypeAlias = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9_]+-[0-9]+$", max_length=255)]


class ApprovedTemplate(Strict):
    """What was asked."""

    id: OneLine
    version: OneLine
    digest: Annotated[str, Field(pattern=r"^sha256:[0-9a-f]{64}$")]


class ApprovedSubject(Strict):
    """An in-toto resource descriptor: the answers."""

    name: Literal["assessment"]
    digest: Digest


class Approved(Strict):
    """What was agreed to.

    ``level`` is null where the template is a record without levels, ``model`` where no model
    was linked yet. ``approver`` is the app's own name for a person and says nothing about them.
    """

    issue: Issue
    template: ApprovedTemplate
    level: OneLine | None
    answers: Sha256
    model: Sha256 | None
    approver: OneLine
    decided: Time
    until: Time

    @model_validator(mode="after")
    def _in_order(self) -> Approved:
        if self.decided >= self.until:  # one format, so texts are in the order of time
            raise ValueError("until is not after decided")
        return self


class ApprovalStatement(Signable):
    """An in-toto Statement v1 about an approval."""

    type_: Literal["https://in-toto.io/Statement/v1"] = Field(alias="_type")
    subject: Annotated[list[ApprovedSubject], Field(min_length=1, max_length=1)]
    predicate_type: Literal["urn:fairgate:assessment:v1"] = Field(alias="predicateType")
    predicate: Approved

    @model_validator(mode="after")
    def _about_its_subject(self) -> ApprovalStatement:
        if self.subject[0].digest.sha256 != self.predicate.answers:
            raise ValueError("the subject is not the answers that were approved")
        return self


@dataclass(frozen=True)
class Approval:
    """An approval that is authentic and holds.

    Attributes
    ----------
    approved : Approved
        What was agreed to.
    key_id : str
        Of the trusted key that signed it.
    """

    approved: Approved
    key_id: str

    @property
    def until(self) -> float:
        """End of the approval, in seconds since 1970."""
        return read_time(self.approved.until)


def make_approval(
    *,
    issue: str,
    template: tuple[str, str, str],
    level: str,
    answers: str,
    model: str,
    approver: str,
    decided: float,
    until: float,
) -> ApprovalStatement:
    """State an approval.

    Parameters
    ----------
    issue : str
        Key of the issue.
    template : tuple of str
        Id, version and digest (``sha256:...``) of the template.
    level : str
        Level of risk; empty where the template is a record.
    answers, model : str
        SHA-256 in hex; ``model`` is empty where none is linked.
    approver : str
        Opaque id of a person, or :data:`NOBODY`.
    decided, until : float
        Seconds since 1970; written in whole seconds, rounded down.

    Raises
    ------
    ValueError
        If a part has another form, or the end is not after the beginning.

    Examples
    --------
    >>> made = make_approval(issue="LOAN-12", template=("preflight", "1.0.0", "sha256:" + "0" * 64),
    ...     level="high", answers="1" * 64, model="", approver="p-1", decided=0.0, until=86400.0)
    >>> made.predicate.until
    '1970-01-02T00:00:00Z'
    """
    name, version, digest = template
    return ApprovalStatement.model_validate(
        {
            "_type": STATEMENT_TYPE,
            "subject": [{"name": "assessment", "digest": {"sha256": answers}}],
            "predicateType": PREDICATE_TYPE,
            "predicate": {
                "issue": issue,
                "template": {"id": name, "version": version, "digest": digest},
                "level": level or None,
                "answers": answers,
                "model": model or None,
                "approver": approver,
                "decided": write_time(decided),
                "until": write_time(until),
            },
        }
    )


def parse_approval(payload: bytes, *, name: str = "approval") -> ApprovalStatement:
    """Read a statement, strictly: nothing missing, nothing extra.

    Raises
    ------
    UserError
        For anything else, naming the place.
    """
    return read_statement(
        ApprovalStatement, payload, name=name, cure="take the approval as the app wrote it"
    )


def verify_approval(
    envelope: bytes,
    public_keys: Sequence[PublicKey],
    now: float,
    *,
    issue: str = "",
    name: str = "approval",
) -> Approval:
    """Check the signature of an approval, that it holds now, and whose it is.

    Parameters
    ----------
    envelope : bytes
        As the app signed it.
    public_keys : sequence of PublicKey
        Keys that are trusted for assessments, and no others.
    now : float
        Seconds since 1970.
    issue : str
        Key of the issue it must be about; empty: any.
    name : str
        What complaints call the envelope.

    Raises
    ------
    UserError
        If it is not authentic, over, from the future, or about another issue.

    Notes
    -----
    The app lets an approval lapse earlier than ``until``, for example when answers change; ask
    it for the approval of today rather than keep one.
    """
    opened = open_envelope(envelope, public_keys, name=name)
    approved = parse_approval(opened.payload, name=name).predicate
    if issue and approved.issue != issue:
        problem = f"is about {approved.issue}, expected {issue}"
        raise UserError(problem, f"take the approval of {issue}", file=name)
    if now >= read_time(approved.until):
        cure = "submit the assessment of the issue again"
        raise UserError(f"was over at {approved.until}", cure, file=name)
    expect_past(approved.decided, "decided", now, name=name)
    return Approval(approved, opened.key_id)
