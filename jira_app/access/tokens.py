"""Tokens of programs: the file that lists them, by digest, and a new one for it.

The file may be read by whoever runs the app; it holds nothing to sign in with.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Final, Literal, TypeAlias

from pydantic import Field

from fairgate.content.reading import read
from fairgate.modelfile import Complaint
from fairgate.strict import Strict
from jira_app.access.sender import Scope, Sender

PREFIX: Final = "fgt_"
"""Begins every token, so that scanners for lost secrets know one when they see it."""

Name: TypeAlias = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$",
        json_schema_extra={"patternErrorMessage": "1 to 64 letters, digits, dots, - and _"},
    ),
]
Digest: TypeAlias = Annotated[
    str,
    Field(
        pattern=r"^[0-9a-f]{64}$",
        json_schema_extra={"patternErrorMessage": "64 hexadecimal digits, as printed with it"},
    ),
]
ProjectKey: TypeAlias = Annotated[
    str,
    Field(
        pattern=r"^[A-Z][A-Z0-9_]{1,254}$",
        json_schema_extra={"patternErrorMessage": "the key of a project, such as LOAN"},
    ),
]


class Token(Strict):
    """What is known of one token."""

    name: Name = Field(description="a name for the history and the logs")
    sha256: Digest = Field(description="digest of the token, printed when it was made")
    scopes: list[Literal["evidence", "rollouts", "read"]] = Field(
        min_length=1, description="evidence, rollouts, read"
    )
    projects: list[ProjectKey] = Field(
        min_length=1, description="keys of the projects whose issues it may touch"
    )

    def sender(self) -> Sender:
        """Give whose token it is."""
        return Sender(self.name, frozenset(map(Scope, self.scopes)), frozenset(self.projects))


class TokensFile(Strict):
    """The file that FAIRGATE_API_TOKENS_FILE names."""

    version: Literal[1] = Field(description="1")
    tokens: list[Token] = Field(description="one entry a token")


def read_tokens(path: str | Path) -> tuple[Token, ...]:
    """Read the file.

    Raises
    ------
    UserError
        If it cannot be read or is no YAML.
    UserErrors
        Everything that is wrong with it, at once.
    """
    return tuple(read(TokensFile, path, lint=_twice).content.tokens)


def _twice(file: TokensFile) -> Iterator[Complaint]:
    """Find names that mean two tokens, and tokens with two names."""
    for key, cure in (
        ("name", "give each token a name of its own"),
        ("sha256", "make a token for each with: fairgate jira token"),
    ):
        seen: set[str] = set()
        for at, token in enumerate(file.tokens):
            value = str(getattr(token, key))
            if value in seen:
                yield Complaint(("tokens", at, key), "another entry has the same", cure)
            seen.add(value)


def new_token() -> tuple[str, str]:
    """Make a token and its digest.

    Examples
    --------
    >>> token, digest = new_token()
    >>> len(token), digest == digest_of(token)
    (47, True)
    """
    token = PREFIX + secrets.token_urlsafe(32)
    return token, digest_of(token)


def digest_of(token: str) -> str:
    """Digest a token; it is random enough to need no salt and no slow hash."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def whose(token: str, known: Sequence[Token]) -> Sender | None:
    """Find whose token this is, in a time that does not depend on how near it comes."""
    given, found = digest_of(token), None
    for each in known:
        if hmac.compare_digest(given, each.sha256):
            found = each
    return found.sender() if found else None
