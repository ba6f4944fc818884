"""Grants in signed envelopes, so that an application need not trust the flag server.

A DSSE envelope with an Ed25519 signature, carried as the payload of the variant of the parent
flag. docs/reference/grant.md describes it for other languages, with test vectors.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import Field, ValidationError

from fairgate.errors import UserError
from fairgate.evidence.canonical import canonical, parse
from fairgate.rollout.grant import Grant
from fairgate.signing import PublicKey, open_envelope, sign
from fairgate.strict import Strict

PAYLOAD_TYPE: Final = "application/vnd.fairgate.grant.v1+json"

_Name = Annotated[str, Field(min_length=1, max_length=255)]
_Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
_Moment = Annotated[int, Field(ge=0, lt=2**53)]


class _Document(Strict):
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

    Whether it holds here and now is for :func:`fairgate.rollout.grant.refusal` to say.

    Raises
    ------
    UserError
        If it is no envelope, not signed by a trusted key, or not a grant.
    """
    return _parse(open_envelope(envelope.encode(), keys, PAYLOAD_TYPE, name="grant").payload)


def read_own_grant(envelope: str) -> Grant:
    """Read a grant that we signed ourselves and kept; its signature is not checked."""
    return _parse(base64.b64decode(json.loads(envelope)["payload"]))


def _parse(payload: bytes) -> Grant:
    try:
        document = _Document.model_validate(parse(payload)).model_dump(by_alias=True)
    except (ValidationError, ValueError):
        cure = "take the grant as fairgate wrote it"
        raise UserError("is no grant", cure, file="grant") from None
    document.pop("schema")
    return Grant(**document)
