"""What every in-toto Statement v1 of ours shares: its type, its bytes, its times, how it is read.

https://github.com/in-toto/attestation describes the format. Evidence, approvals and certificates
are statements; what each says is in its own module.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final, TypeVar

from pydantic import ValidationError

from fairgate.errors import UserError
from fairgate.evidence.canonical import canonical, parse
from fairgate.evidence.strict import TIME_FORMAT
from fairgate.strict import Strict

STATEMENT_TYPE: Final = "https://in-toto.io/Statement/v1"

LEEWAY: Final = 300.0
"""Seconds by which the clock of a signer may be ahead."""


class Signable(Strict):
    """A statement, which is signed as canonical JSON."""

    def to_bytes(self) -> bytes:
        """Canonical JSON, ready to be signed."""
        return canonical(self.model_dump(by_alias=True))


AnyStatement = TypeVar("AnyStatement", bound=Signable)


def read_statement(
    model: type[AnyStatement], payload: bytes, *, name: str, cure: str
) -> AnyStatement:
    """Read a statement, strictly: nothing missing, nothing extra.

    Parameters
    ----------
    model : type
        Which kind of statement.
    payload : bytes
        Canonical JSON, as it was signed.
    name, cure : str
        What complaints call it, and advise.

    Raises
    ------
    UserError
        For anything else, naming the place.
    """
    try:
        return model.model_validate(parse(payload))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        problem = first["msg"].removeprefix("Value error, ")
        raise UserError(problem, cure, file=name, place=place) from None
    except ValueError as error:
        raise UserError(f"is no statement: {error}", cure, file=name) from None


def write_time(seconds: float) -> str:
    """Write a moment in whole seconds, rounded down.

    Examples
    --------
    >>> write_time(86400.9)
    '1970-01-02T00:00:00Z'
    """
    return datetime.fromtimestamp(int(seconds), UTC).strftime(TIME_FORMAT)


def read_time(text: str) -> float:
    """Read a moment, in seconds since 1970.

    Examples
    --------
    >>> read_time("1970-01-02T00:00:00Z")
    86400.0
    """
    return datetime.strptime(text, TIME_FORMAT).replace(tzinfo=UTC).timestamp()


def expect_past(time: str, happened: str, now: float, *, name: str) -> None:
    """Refuse what happened in the future, but for a little that clocks may differ.

    Raises
    ------
    UserError
        If ``time`` has not come yet.
    """
    if read_time(time) > now + LEEWAY:
        problem = f"was {happened} at {time}, which has not come yet"
        raise UserError(problem, "set the clocks of both machines", file=name)
