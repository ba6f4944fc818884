"""Jobs at GitHub Actions, by the token that GitHub signs for each of them.

https://docs.github.com/actions/security-for-github-actions/security-hardening-your-deployments
describes the claims. No secret is kept anywhere: the job asks GitHub for a token with this app's
audience, and GitHub says which repository and which ref it runs for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from werkzeug.exceptions import ServiceUnavailable

from fairgate.errors import UserError
from jira_app.access.sender import Scope, Sender

if TYPE_CHECKING:
    from jwt import PyJWKClient

ISSUER: Final = "https://token.actions.githubusercontent.com"
KEYS: Final = f"{ISSUER}/.well-known/jwks"
TIMEOUT: Final = 2.0
LEEWAY: Final = 10
REST: Final = 10.0
"""Seconds for which GitHub is left alone after it did not answer."""

SCOPES: Final = frozenset({Scope.EVIDENCE, Scope.READ})
"""What a job may do: hand in evidence, and see what became of it."""

REPOSITORIES: Final = "FAIRGATE_CI_OIDC_REPOSITORIES"

_ENTRY = re.compile(
    r"(?P<repository>[A-Za-z0-9._-]+/[A-Za-z0-9._-]+)@(?P<ref>refs/[^\s=,]+)"
    r"=(?P<projects>[A-Z][A-Z0-9_]+(,[A-Z][A-Z0-9_]+)*)"
)


@dataclass(frozen=True)
class Repository:
    """A repository, the one ref whose jobs count, and the projects that they may touch."""

    name: str
    ref: str
    projects: frozenset[str]


def read_repositories(text: str) -> tuple[Repository, ...]:
    """Read a list such as ``owner/name@refs/heads/main=LOAN,CARD other/app@refs/heads/main=SHOP``.

    Raises
    ------
    UserError
        An entry is none, or stands there twice.

    Examples
    --------
    >>> read_repositories("bank/loans@refs/heads/main=LOAN")[0].ref
    'refs/heads/main'
    """
    found: dict[tuple[str, str], Repository] = {}
    for entry in re.split(r"[\s;]+", text.strip()):
        match = _ENTRY.fullmatch(entry)
        if match is None:
            problem = f"expected owner/name@refs/heads/main=PROJECT,PROJECT, got {entry[:100]!r}"
            cure = "one entry a repository, with spaces between them"
            raise UserError(problem, cure, place=REPOSITORIES)
        name, ref = match["repository"], match["ref"]
        if (name.lower(), ref) in found:
            cure = "put all of its projects into one entry"
            raise UserError(f"{name}@{ref} stands there twice", cure, place=REPOSITORIES)
        projects = frozenset(match["projects"].split(","))
        found[name.lower(), ref] = Repository(name, ref, projects)
    return tuple(found.values())


class Jobs:
    """Tells whose job a token of GitHub's is for.

    Parameters
    ----------
    audience : str
        What jobs ask GitHub to put into the token: this app's address, say.
    repositories : iterable of Repository
        Whose jobs count.
    clock : callable
        Seconds that only grow.
    keys : PyJWKClient or None
        Where GitHub's keys come from; None: from GitHub.
    """

    def __init__(
        self,
        audience: str,
        repositories: Iterable[Repository],
        clock: Callable[[], float],
        keys: PyJWKClient | None = None,
    ) -> None:
        from jwt import PyJWKClient as Client  # noqa: PLC0415 - for those who use it

        self._audience = audience
        self._known = {(each.name.lower(), each.ref): each for each in repositories}
        self._clock = clock
        self._keys = keys or Client(KEYS, timeout=TIMEOUT)
        self._silent_since = float("-inf")

    def whose(self, token: str) -> Sender | None:
        """Check a token; None: expired, forged, for somebody else, or of another repository.

        Raises
        ------
        ServiceUnavailable
            If GitHub's keys cannot be had.
        """
        import jwt  # noqa: PLC0415

        try:
            claims = jwt.decode(
                token,
                self._key(token),
                algorithms=["RS256"],
                audience=self._audience,
                issuer=ISSUER,
                leeway=LEEWAY,
                options={"require": ["exp", "iat", "nbf", "iss", "aud", "repository", "ref"]},
            )
        except jwt.PyJWTError:
            return None
        return self._sender(claims)

    def _key(self, token: str) -> Any:
        import jwt  # noqa: PLC0415

        if self._clock() - self._silent_since < REST:
            raise ServiceUnavailable("GitHub's keys cannot be had at the moment.")
        try:
            return self._keys.get_signing_key_from_jwt(token)
        except (jwt.PyJWKClientConnectionError, OSError, ValueError, RecursionError) as error:
            self._silent_since = self._clock()
            raise ServiceUnavailable("GitHub's keys cannot be had at the moment.") from error

    def _sender(self, claims: dict[str, Any]) -> Sender | None:
        repository, ref = str(claims["repository"]), str(claims["ref"])
        found = self._known.get((repository.lower(), ref))
        return Sender(f"github:{found.name}", SCOPES, found.projects) if found else None
