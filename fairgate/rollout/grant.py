"""A grant: the decision, signed, so that an application need not trust the flag server.

A DSSE envelope with an Ed25519 signature, carried as the payload of the variant of the parent
flag. docs/reference/grant.md describes it for other languages, with test vectors.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from fairgate.errors import UserError
from fairgate.evidence.canonical import canonical, parse
from fairgate.signing import PublicKey, open_envelope, sign

PAYLOAD_TYPE: Final = "application/vnd.fairgate.grant.v1+json"
PARENT: Final = "fairgate."
"""What the name of the parent flag begins with; the rest is the name of the team's flag."""

_Name = Annotated[str, Field(min_length=1, max_length=255)]
_Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
_Moment = Annotated[int, Field(ge=0, lt=2**53)]


@dataclass(frozen=True)
class Grant:
    """Leave to show a feature.

    Attributes
    ----------
    flag, environment : str
        Name of the team's flag, and where.
    model : str
        SHA-256 of the model that has to be loaded.
    ceiling : int
        Largest share of people, in percent, 1 to 100.
    group : str
        What people are drawn by, with their id: Unleash's ``groupId``.
    issued, until : int
        Seconds since 1970; it holds before ``until``.
    issue : str
        Key of the issue that answers for it.
    approval, evidence : str
        SHA-256 of the envelopes it rests on.
    serial : int
        Counts the grants of one flag and environment.
    """

    flag: str
    environment: str
    model: str
    ceiling: int
    group: str
    issued: int
    until: int
    issue: str
    approval: str
    evidence: str
    serial: int


class _Document(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    schema_: Literal["fairgate/grant/v1"] = Field(alias="schema")
    flag: _Name
    environment: _Name
    model: _Digest
    ceiling: Annotated[int, Field(ge=1, le=100)]
    group: _Name
    issued: _Moment
    until: _Moment
    issue: _Name
    approval: _Digest
    evidence: _Digest
    serial: _Moment


def sign_grant(grant: Grant, key: str | Path) -> str:
    """Write a grant as an envelope, signed with the private key in a file.

    Raises
    ------
    UserError
        If the file holds no Ed25519 private key.
    """
    document = canonical({"schema": "fairgate/grant/v1", **asdict(grant)})
    return sign(document, PAYLOAD_TYPE, key).decode().strip()


def read_grant(envelope: str, keys: Sequence[PublicKey]) -> Grant:
    """Check the signature of an envelope and read the grant in it.

    Whether it holds here and now is for :func:`refusal` to say.

    Raises
    ------
    UserError
        If it is no envelope, not signed by a trusted key, or not a grant.
    """
    payload = open_envelope(envelope.encode(), keys, PAYLOAD_TYPE, name="grant").payload
    try:
        document = _Document.model_validate(parse(payload)).model_dump(by_alias=True)
    except (ValidationError, ValueError):
        cure = "take the grant as fairgate wrote it"
        raise UserError("is no grant", cure, file="grant") from None
    document.pop("schema")
    return Grant(**document)


def refusal(grant: Grant, flag: str, environment: str, model: str, now: float) -> str:
    """Say why a grant does not hold for a flag, environment and model at a time; empty: it does.

    Examples
    --------
    >>> grant = Grant("f", "production", "ab" * 32, 10, "f", 0, 900, "L-1", "", "", 1)
    >>> refusal(grant, "f", "production", "ab" * 32, now=899.0)
    ''
    >>> refusal(grant, "f", "production", "ab" * 32, now=900.0)
    'the grant ended 0s ago'
    """
    if grant.flag != flag:
        return f"the grant is for the flag {grant.flag}"
    if grant.environment != environment:
        return f"the grant is for {grant.environment}"
    if grant.model != model:
        return f"the grant is for the model {grant.model[:12]}, loaded is {model[:12]}"
    if now >= grant.until:
        return f"the grant ended {round(now - grant.until)}s ago"
    return ""
