"""The envelope that a CI job sends: DSSE, with an in-toto statement inside.

https://github.com/secure-systems-lab/dsse. Only its shape is read here.
"""

from __future__ import annotations

import base64
import binascii
from http import HTTPStatus
from typing import Annotated, Any, Final, Literal

from pydantic import Field, ValidationError

from fairgate.evidence.canonical import parse
from fairgate.strict import Strict
from jira_app.evidence.refused import Refused

LARGEST: Final = 16 * 2**20
"""Bytes of an envelope; one with a thousand groups and their scores is smaller."""

Base64 = Annotated[str, Field(max_length=LARGEST, pattern=r"^[A-Za-z0-9+/]*={0,2}$")]


class Signature(Strict):
    """One signature."""

    keyid: Annotated[str, Field(max_length=200)]
    sig: Annotated[str, Field(max_length=2_000)]


class Envelope(Strict):
    """A statement of fairgate, signed or not, as ``fairgate check --evidence`` writes it."""

    payload: Base64
    payloadType: Literal["application/vnd.in-toto+json"]  # noqa: N815 - DSSE's word
    signatures: Annotated[list[Signature], Field(max_length=10)]

    @property
    def statement(self) -> bytes:
        """What is inside.

        Raises
        ------
        Refused
            If it is not base64 after all.
        """
        try:
            return base64.b64decode(self.payload, validate=True)
        except binascii.Error:
            raise Refused(HTTPStatus.BAD_REQUEST, "payload: it is not base64.") from None


def read_json(body: bytes) -> Any:
    """Read JSON; what readers disagree about is none.

    Raises
    ------
    Refused
        With 400.
    """
    try:
        return parse(body)
    except ValueError as error:
        raise Refused(HTTPStatus.BAD_REQUEST, f"The body is not JSON: {error}.") from None


def read_envelope(body: bytes) -> Envelope:
    """Read an envelope.

    Raises
    ------
    Refused
        With 400, naming the place.

    Examples
    --------
    >>> read_envelope(b'{"payload": ""}')
    Traceback (most recent call last):
    ...
    jira_app.evidence.refused.Refused: payloadType: Field required
    """
    document = read_json(body)
    try:
        return Envelope.model_validate(document)
    except ValidationError as error:
        raise malformed(error) from None


def malformed(error: ValidationError) -> Refused:
    """Name the first fault by its place; the value is somebody else's and is not repeated."""
    first = error.errors(include_url=False, include_input=False)[0]
    place = ".".join(str(part) for part in first["loc"])[:200] or "body"
    said = first["msg"].removeprefix("Value error, ")[:300]
    return Refused(HTTPStatus.BAD_REQUEST, f"{place}: {said}")
