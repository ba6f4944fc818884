"""ID tokens that are not what they have to be: each is refused, whoever signed it."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from doors import Door, door
from liar import CLIENT, Liar, Make, key, lying, sign
from sqlalchemy import Engine

from jira_app.access import people
from jira_app.access.issuer import Issuer
from jira_app.access.oidc import Provider


@pytest.fixture
def liar() -> Iterator[Liar]:
    """Run a provider that says what it is told to."""
    with lying() as provider:
        yield provider


def come_back(engine: Engine, liar: Liar) -> tuple[Door, int]:
    """Go through a sign-in; gives the status of its end."""
    provider = Provider(Issuer(liar.url, CLIENT, "secret"))
    at = door(engine, development=None, provider=provider)
    begun = at.get("/sign-in/oidc")
    if begun.status_code != 302:
        return at, begun.status_code
    asked = parse_qs(urlsplit(begun.location).query)
    liar.nonce = asked["nonce"][0]
    answer = at.get("/sign-in/callback", query_string={"code": "c", "state": asked["state"][0]})
    return at, answer.status_code


def emails(engine: Engine) -> list[str]:
    """List the addresses of all who are stored."""
    with engine.connect() as db:
        return [person.email for person in people.everybody(db)]


def but(signer: str = "true", kid: str | None = "key-1", **changes: Any) -> Make:
    """Make true tokens but for these claims; None leaves one out."""

    def make(claims: dict[str, Any]) -> str:
        given = {name: value for name, value in (claims | changes).items() if value is not None}
        return sign(given, signer, kid)

    return make


def encoded(value: dict[str, Any]) -> str:
    """Encode a part of a token."""
    return urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def unsigned(claims: dict[str, Any]) -> str:
    """Make a token of algorithm none."""
    return f"{encoded({'alg': 'none', 'kid': 'key-1'})}.{encoded(claims)}."


def with_secret(secret: bytes) -> Make:
    """Sign with something that is no private key."""

    def make(claims: dict[str, Any]) -> str:
        text = f"{encoded({'alg': 'HS256', 'kid': 'key-1'})}.{encoded(claims)}"
        digest = hmac.new(secret, text.encode(), hashlib.sha256).digest()
        return f"{text}.{urlsafe_b64encode(digest).rstrip(b'=').decode()}"

    return make


PUBLIC = key("true").public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

LIES: dict[str, Make] = {
    "expired": but(exp=int(time.time()) - 3600),
    "never expires": but(exp=None),
    "issued in the future": but(iat=int(time.time()) + 3600),
    "not yet valid": but(nbf=int(time.time()) + 3600),
    "of another issuer": but(iss="https://login.example.org"),
    "of no issuer": but(iss=None),
    "for another app": but(aud="stranger"),
    "for another app, by way of this one": but(aud=["stranger"], azp=CLIENT),
    "for this app, by way of another": but(aud=[CLIENT, "stranger"], azp="stranger"),
    "for nobody": but(aud=None),
    "for another sign-in": but(nonce="another"),
    "for no sign-in": but(nonce=None),
    "about nobody": but(sub=None),
    "about nobody by name": but(sub=""),
    "about somebody with too long a name": but(sub="a" * 256),
    "signed by another key": but("eve"),
    "signed by an unknown key": but("eve", "key-2"),
    "not signed": unsigned,
    "signed with the public key": with_secret(PUBLIC),
    "signed with the app's secret": with_secret(b"secret"),
    "not there": lambda _: "",
    "no token": lambda _: "a.b.c",
}


def test_a_true_token_is_taken(engine: Engine, liar: Liar) -> None:
    """So that what is refused below is refused for its lie."""
    at, status = come_back(engine, liar)
    assert status == 303
    assert at.who() is not None
    assert emails(engine) == ["ann@example.org"]


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_is_refused(engine: Engine, liar: Liar, lie: str) -> None:
    """Nobody is stored, nobody is signed in."""
    liar.make = LIES[lie]
    at, status = come_back(engine, liar)
    assert status == 403
    assert at.who() is None
    assert emails(engine) == []


def test_secrets_are_no_signatures_even_if_the_provider_says_so(engine: Engine, liar: Liar) -> None:
    """Only keys with a public half count."""
    liar.described = {"id_token_signing_alg_values_supported": ["HS256", "none", "RS256"]}
    liar.make = with_secret(b"secret")
    assert come_back(engine, liar)[1] == 403
    liar.described = {"id_token_signing_alg_values_supported": ["HS256", "none"]}
    assert come_back(engine, liar)[1] == 403


@pytest.mark.parametrize("verified", [False, None, "false", 0, "yes"])
def test_an_address_counts_only_if_it_was_verified(
    engine: Engine, liar: Liar, verified: object
) -> None:
    """The person is signed in, without it."""
    liar.make = but(email_verified=verified)
    assert come_back(engine, liar)[1] == 303
    assert emails(engine) == [""]


def test_an_address_may_come_separately(engine: Engine, liar: Liar) -> None:
    """Many providers leave it out of the ID token."""
    liar.make = but(email=None, email_verified=None)
    liar.told = {"sub": "ann", "email": "ann@example.org", "email_verified": True}
    assert come_back(engine, liar)[1] == 303
    assert emails(engine) == ["ann@example.org"]


def test_an_address_of_somebody_else_is_refused(engine: Engine, liar: Liar) -> None:
    """https://openid.net/specs/openid-connect-core-1_0.html#UserInfoResponse."""
    liar.make = but(email=None, email_verified=None)
    liar.told = {"sub": "eve", "email": "eve@example.org", "email_verified": True}
    assert come_back(engine, liar)[1] == 403
    assert emails(engine) == []


@pytest.mark.parametrize(
    "described",
    [
        {"issuer": "https://login.example.org"},
        {"issuer": None},
        {"authorization_endpoint": None},
        {"token_endpoint": None},
        {"jwks_uri": None},
    ],
)
def test_a_provider_that_does_not_describe_itself_is_refused(
    engine: Engine, liar: Liar, described: dict[str, Any]
) -> None:
    """Without a crash."""
    liar.described = described
    assert come_back(engine, liar)[1] == 403
    assert emails(engine) == []
