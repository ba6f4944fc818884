"""Who sends a request to the API, by its ``Authorization`` header."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from jira_app.access.sender import Authenticate, Sender
from jira_app.access.tokens import Token, whose

LONGEST: Final = 8192


def bearer(
    tokens: Sequence[Token] = (), jobs: Callable[[str], Sender | None] | None = None
) -> Authenticate:
    """Make what tells senders apart.

    Parameters
    ----------
    tokens : sequence of Token
        Those of the tokens file.
    jobs : callable or None
        Checks tokens of jobs at GitHub; None: there are none.

    Examples
    --------
    >>> from jira_app.access.tokens import Token, digest_of
    >>> known = Token(name="ci", sha256=digest_of("abc"), scopes=["read"], projects=["LOAN"])
    >>> authenticate = bearer([known])
    >>> authenticate("Bearer abc").name, authenticate("Bearer abd"), authenticate("")
    ('ci', None, None)
    """

    def authenticate(header: str) -> Sender | None:
        scheme, _, token = header.strip().partition(" ")
        token = token.strip()
        if scheme.lower() != "bearer" or not token or len(token) > LONGEST:
            return None
        if token.count(".") == 2:  # a JSON Web Token; ours have no dots
            return jobs(token) if jobs else None
        return whose(token, tokens)

    return authenticate
