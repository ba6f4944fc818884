"""Forge invocation tokens (FIT): verified, or refused.

Verified are signature (RS256 only, by a key of Atlassian's set), issuer, audience and time; the
app's own id has to be ours, and a token of an Isolated Cloud is refused unless it is expected.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import jwt
from pydantic import ValidationError

from jira_app.forge_remote import claims
from jira_app.forge_remote.invocation import Invocation
from jira_app.forge_remote.keys import Keys
from jira_app.jira import JiraError

ISSUER: Final = "forge/invocation-token"
ALGORITHMS: Final = ["RS256"]
LEEWAY: Final = 5
"""Seconds by which two clocks may differ; a token lives for about 25."""

LONGEST: Final = 32 * 1024
SCHEME: Final = "bearer "


class Refused(Exception):  # noqa: N818 - says what is the case
    """The token does not show that Forge calls for this app; the text says why, and no secret."""


@dataclass(frozen=True)
class Verifier:
    """Verifies the tokens that are meant for one app.

    Attributes
    ----------
    app_id : str
        The app's ARI, ``ari:cloud:ecosystem::app/...``.
    keys : Keys
        Where Atlassian's public keys come from.
    isolated : str
        Label of the Isolated Cloud that the app serves; empty: the cloud that everybody has.
    """

    app_id: str
    keys: Keys
    isolated: str = ""

    def verify(
        self, authorization: str | None, system_token: str = "", user_token: str = ""
    ) -> Invocation:
        """Verify a call.

        Parameters
        ----------
        authorization : str or None
            Header of that name.
        system_token, user_token : str
            Headers ``x-forge-oauth-system`` and ``x-forge-oauth-user``.

        Raises
        ------
        Refused
            The call does not come from Forge for this app.
        KeysAway
            It cannot be told.
        """
        token = _token(authorization)
        found = self._decode(token)
        label = claims.isolated(found)
        if (label or "") != self.isolated:
            raise Refused("the token is of another cloud")
        try:
            invocation = claims.read(found, system_token, user_token)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            place = ".".join(str(part) for part in first["loc"])
            raise Refused(f"{place}: {first['msg']}") from None
        except (ValueError, JiraError) as error:
            raise Refused(str(error)) from None
        if invocation.app_id != self.app_id:
            raise Refused("the token is of another app")
        return invocation

    def _decode(self, token: str) -> dict[str, Any]:
        try:
            header = jwt.get_unverified_header(token)
            if header.get("alg") not in ALGORITHMS:  # before anything is fetched for it
                raise Refused("the token is not signed with RS256")
            key = self.keys.find(str(header.get("kid") or ""))
            if key is None or key.key_type != "RSA":
                raise Refused("no key of Atlassian's signed the token")
            found: dict[str, Any] = jwt.decode(
                token,
                key,
                algorithms=ALGORITHMS,
                audience=self.app_id,
                issuer=ISSUER,
                leeway=LEEWAY,
                options={"require": ["exp", "iat", "iss", "aud"], "strict_aud": True},
            )
        except (jwt.exceptions.PyJWTError, ValueError, RecursionError) as error:
            raise Refused(type(error).__name__) from None
        return found


def _token(authorization: str | None) -> str:
    given = (authorization or "").strip()
    if not given.lower().startswith(SCHEME):
        raise Refused("there is no bearer token")
    token = given[len(SCHEME) :].strip()
    if len(token) > LONGEST:
        raise Refused("the token is too long")
    return token
