"""Sign-in with OpenID Connect: authorization code, PKCE, state and nonce, through Authlib.

Stricter than the library in three things: the issuer is the one that an administrator named, the
audience is this app alone, and only signatures with a public key count.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import FlaskIntegration, FlaskOAuth2App
from flask import request, session
from joserfc.errors import JoseError
from requests.exceptions import RequestException
from werkzeug.wrappers import Response

from jira_app.access.issuer import Issuer

ALGORITHMS: Final = frozenset(
    {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"}
)
NAME: Final = "oidc"
ENDS: Final = ("authorization_endpoint", "token_endpoint", "jwks_uri")
LEEWAY: Final = 10
"""Seconds by which clocks may differ."""

TIMEOUT: Final = 5
MOST_BEGUN: Final = 3
"""Sign-ins that one browser may have begun at once; each takes room in the cookie."""

LONGEST: Final = 255


class Unvouched(Exception):  # noqa: N818 - what the person is
    """The provider, or what came back from it, does not vouch for anybody; the text says why."""


class Unreachable(Exception):  # noqa: N818 - what the provider is
    """The provider cannot be asked at the moment."""


@dataclass(frozen=True)
class Vouched:
    """A person as the provider vouches for them; ``email`` is empty unless it was verified."""

    issuer: str
    subject: str
    name: str
    email: str


class Provider:
    """An OpenID provider, asked through Authlib's client for Flask.

    Parameters
    ----------
    issuer : Issuer
        Which one, and what it knows this app by.
    """

    def __init__(self, issuer: Issuer) -> None:
        self._issuer = issuer
        self._client = FlaskOAuth2App(
            FlaskIntegration(NAME),
            name=NAME,
            client_id=issuer.client_id,
            client_secret=issuer.client_secret,
            server_metadata_url=issuer.discovery,
            client_kwargs={
                "scope": "openid email profile",
                "code_challenge_method": "S256",
                "default_timeout": TIMEOUT,
            },
        )

    def send_there(self, back: str) -> Response:
        """Lead the browser to the provider; ``back`` is the address it returns to."""
        with _asking():
            self._described()
            _forget_old_beginnings()
            answer: Response = self._client.authorize_redirect(back)
            return answer

    def receive(self) -> Vouched:
        """Read who comes back, from this request and the session of its beginning.

        Raises
        ------
        Unvouched
            State, code, signature, issuer, audience, nonce or time are wrong.
        Unreachable
            The provider does not answer.
        """
        with _asking():
            described = self._described()
            _from(described)
            token = self._client.authorize_access_token(
                claims_options={
                    "iss": {"essential": True, "value": described["issuer"]},
                    "aud": {"essential": True, "validate": self._is_for_this_app},
                },
                leeway=LEEWAY,
            )
            claims = token.get("userinfo")
            if not isinstance(claims, dict):
                raise Unvouched("there is no ID token in the answer")
            if "email" not in claims and "userinfo_endpoint" in described:
                claims = {**self._told(token, claims["sub"]), **claims}
        return _vouched(described["issuer"], claims)

    def _is_for_this_app(self, _claims: Any, audience: Any) -> bool:
        """An ID token may name other audiences beside this app; one for others only is theirs."""
        named = audience if isinstance(audience, list) else [audience]
        return self._issuer.client_id in named

    def _described(self) -> dict[str, Any]:
        """Read the provider's description of itself, once, and refuse what is not its own."""
        described: dict[str, Any] = self._client.load_server_metadata()
        if str(described.get("issuer", "")).rstrip("/") != self._issuer.url.rstrip("/"):
            self._client.server_metadata.clear()
            raise Unvouched("the provider calls itself by another name")
        if not all(isinstance(described.get(name), str) for name in ENDS):
            self._client.server_metadata.clear()
            raise Unvouched("the provider does not describe itself")
        offered = described.get("id_token_signing_alg_values_supported") or ["RS256"]
        accepted = [name for name in offered if name in ALGORITHMS]
        if not accepted:
            raise Unvouched("the provider signs with nothing that can be trusted")
        described["id_token_signing_alg_values_supported"] = accepted
        return described

    def _told(self, token: dict[str, Any], subject: str) -> dict[str, Any]:
        """Ask for e-mail and name, which many providers leave out of the ID token."""
        told = dict(self._client.userinfo(token=token))
        if told.get("sub") != subject:
            raise Unvouched("the provider speaks of somebody else")
        return told


@contextmanager
def _asking() -> Iterator[None]:
    try:
        yield
    except RequestException as error:
        raise Unreachable(type(error).__name__) from error
    except (AuthlibBaseError, JoseError) as error:
        raise Unvouched(str(error)[:200]) from error
    except (KeyError, TypeError, ValueError, RuntimeError) as error:
        raise Unvouched(f"an answer of the provider was not understood: {error!r}"[:200]) from error


def _from(described: dict[str, Any]) -> None:
    """Refuse an answer that another provider sent here: https://www.rfc-editor.org/rfc/rfc9207."""
    said = request.args.get("iss")
    named = described.get("authorization_response_iss_parameter_supported") is True
    if (named or said is not None) and said != described["issuer"]:
        raise Unvouched("the answer comes from another provider")


def _vouched(issuer: str, claims: dict[str, Any]) -> Vouched:
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST or len(issuer) > LONGEST:
        raise Unvouched("the provider does not name the person")
    verified = claims.get("email_verified") in {True, "true"}
    email = str(claims.get("email") or "") if verified else ""
    names = (claims.get("name"), claims.get("preferred_username"), email)
    return Vouched(issuer, subject, next((str(name) for name in names if name), "?"), email)


def _forget_old_beginnings() -> None:
    begun = sorted(
        (name for name in session if name.startswith(f"_state_{NAME}_")),
        key=lambda name: session[name].get("exp", 0),
    )
    for name in begun[: max(0, len(begun) + 1 - MOST_BEGUN)]:
        del session[name]
