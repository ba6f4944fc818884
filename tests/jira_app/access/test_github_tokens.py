"""Jobs at GitHub: the token that is taken, and all the attacks that are not."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from functools import cache
from http.server import BaseHTTPRequestHandler
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt.algorithms import RSAAlgorithm
from werkzeug.exceptions import ServiceUnavailable

from fairgate.errors import UserError
from jira_app.access.bearer import bearer
from jira_app.access.github import ISSUER, REST, Jobs, Repository, read_repositories
from jira_app.access.sender import Scope, Sender
from tests.servers.local import listening

AUDIENCE = "https://fairgate.example.org"
KID = "key-1"
MAIN = "refs/heads/main"
KNOWN = (
    Repository("bank/loans", MAIN, frozenset({"LOAN"})),
    Repository("bank/shop", "refs/heads/release", frozenset({"SHOP"})),
)


@cache
def key(name: str) -> RSAPrivateKey:
    """Make a key once a name."""
    assert name
    return generate_private_key(65537, 2048)


def jwks() -> dict[str, Any]:
    """Write GitHub's set of keys."""
    public = json.loads(RSAAlgorithm.to_jwk(key("github").public_key()))
    return {"keys": [{**public, "kid": KID, "use": "sig", "alg": "RS256"}]}


class Shelf:
    """Where GitHub's keys are served; counts who asks."""

    body = b""
    status = 200
    asked = 0


@pytest.fixture
def shelf() -> Iterator[tuple[Shelf, str]]:
    """Serve keys on this machine."""
    served = Shelf()
    served.body = json.dumps(jwks()).encode()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            served.asked += 1
            self.send_response(served.status)
            self.end_headers()
            self.wfile.write(served.body)

    with listening(Handler) as url:
        yield served, f"{url}/jwks"


class Hand:
    """A clock that is moved by hand."""

    now = 1000.0

    def __call__(self) -> float:
        """Tell the time."""
        return self.now


@pytest.fixture
def jobs(shelf: tuple[Shelf, str]) -> Jobs:
    """Give who checks."""
    return Jobs(AUDIENCE, KNOWN, Hand(), jwt.PyJWKClient(shelf[1], timeout=2))


def claims(**changes: Any) -> dict[str, Any]:
    """Write what GitHub says of a job; None leaves a claim out."""
    now = int(time.time())
    given = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": f"repo:bank/loans:ref:{MAIN}",
        "repository": "bank/loans",
        "ref": MAIN,
        "iat": now - 5,
        "nbf": now - 5,
        "exp": now + 300,
        **changes,
    }
    return {name: value for name, value in given.items() if value is not None}


def token(kid: str | None = KID, signer: str = "github", **changes: Any) -> str:
    """Sign a token as GitHub does."""
    headers = {"kid": kid} if kid else {}
    return jwt.encode(claims(**changes), key(signer), "RS256", headers)


def part(value: dict[str, Any]) -> str:
    """Encode a part of a token."""
    return urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def unsigned() -> str:
    """Make a token of algorithm none."""
    return f"{part({'alg': 'none', 'kid': KID, 'typ': 'JWT'})}.{part(claims())}."


def confused() -> str:
    """Sign with the public key as if it were a secret."""
    public = (
        key("github").public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    )
    text = f"{part({'alg': 'HS256', 'kid': KID, 'typ': 'JWT'})}.{part(claims())}"
    digest = hmac.new(public, text.encode(), hashlib.sha256).digest()
    return f"{text}.{urlsafe_b64encode(digest).rstrip(b'=').decode()}"


def own_keys() -> str:
    """Bring the key along, and the address of a set with it."""
    public = json.loads(RSAAlgorithm.to_jwk(key("eve").public_key()))
    headers = {"kid": KID, "jwk": public, "jku": "http://127.0.0.1:9/jwks"}
    return jwt.encode(claims(), key("eve"), "RS256", headers)


def test_a_job_of_a_known_repository_and_ref_is_taken(jobs: Jobs) -> None:
    """It may hand in evidence and read, in the projects of that repository."""
    found = bearer(jobs=jobs.whose)(f"Bearer {token()}")
    scopes = frozenset({Scope.EVIDENCE, Scope.READ})
    assert found == Sender("github:bank/loans", scopes, frozenset({"LOAN"}))


def test_names_of_repositories_ignore_case_as_github_does(jobs: Jobs) -> None:
    """Those of refs do not."""
    assert jobs.whose(token(repository="Bank/Loans")) is not None
    assert jobs.whose(token(ref="refs/heads/Main")) is None


ATTACKS: dict[str, Callable[[], str]] = {
    "expired": lambda: token(exp=int(time.time()) - 60),
    "not yet valid": lambda: token(nbf=int(time.time()) + 60),
    "issued in the future": lambda: token(iat=int(time.time()) + 60),
    "for another audience": lambda: token(aud="https://other.example.org"),
    "for many others": lambda: token(aud=["https://other.example.org", "sigstore"]),
    "of another issuer": lambda: token(iss="https://token.actions.example.org"),
    "of a longer issuer": lambda: token(iss=f"{ISSUER}/enterprise"),
    "signed with another key": lambda: token(signer="eve"),
    "of an unknown key": lambda: token(kid="key-2"),
    "of no key": lambda: token(kid=None),
    "not signed": unsigned,
    "signed with the public key": confused,
    "with a key of its own": own_keys,
    "of another repository": lambda: token(repository="eve/loans"),
    "of a fork by name": lambda: token(repository="bank/loans-fork"),
    "of a pull request": lambda: token(ref="refs/pull/7/merge"),
    "of another branch": lambda: token(ref="refs/heads/main2"),
    "of another repository's ref": lambda: token(ref="refs/heads/release"),
    "of a tag": lambda: token(ref="refs/tags/main"),
    "without an end": lambda: token(exp=None),
    "without a beginning": lambda: token(nbf=None),
    "without an issuer": lambda: token(iss=None),
    "without an audience": lambda: token(aud=None),
    "without a repository": lambda: token(repository=None),
    "without a ref": lambda: token(ref=None),
    "cut short": lambda: token()[:-8],
    "changed": lambda: ".".join(
        (token().split(".")[0], part(claims(repository="bank/shop")), token().split(".")[2])
    ),
    "no token": lambda: "a.b.c",
    "empty parts": lambda: "..",
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_is_refused(jobs: Jobs, attack: str) -> None:
    """Whatever is not exactly GitHub's word about a known job."""
    authenticate = bearer(jobs=jobs.whose)
    assert authenticate(f"Bearer {ATTACKS[attack]()}") is None
    assert authenticate(f"Bearer {token()}") is not None


def test_without_repositories_no_token_of_github_is_taken() -> None:
    """However genuine."""
    assert bearer()(f"Bearer {token()}") is None


def test_unknown_keys_do_not_have_github_asked_again_and_again(
    jobs: Jobs, shelf: tuple[Shelf, str]
) -> None:
    """Once for the first, and not once a guess."""
    for number in range(20):
        assert jobs.whose(token(kid=f"guess-{number}")) is None
    assert shelf[0].asked <= 2


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"keys": []}', b"\xff"])
def test_keys_that_are_none_let_nobody_in(
    jobs: Jobs, shelf: tuple[Shelf, str], body: bytes
) -> None:
    """A broken answer is no yes, and no crash."""
    shelf[0].body = body
    try:
        assert jobs.whose(token()) is None
    except ServiceUnavailable:
        assert shelf[0].asked == 1


def test_while_github_is_away_jobs_are_told_to_come_back(shelf: tuple[Shelf, str]) -> None:
    """Without asking it for each of them; afterwards it is asked again."""
    served, url = shelf
    hand = Hand()
    jobs = Jobs(AUDIENCE, KNOWN, hand, jwt.PyJWKClient(url, timeout=2))
    served.status = 503
    for _ in range(3):
        with pytest.raises(ServiceUnavailable):
            jobs.whose(token())
    assert served.asked == 1
    served.status = 200
    hand.now += REST
    assert jobs.whose(token()) is not None


def test_a_list_of_repositories_is_read() -> None:
    """With spaces or lines between the entries."""
    text = "bank/loans@refs/heads/main=LOAN\n  bank/shop@refs/heads/release=SHOP"
    assert read_repositories(text) == KNOWN


@pytest.mark.parametrize(
    "text",
    [
        "bank/loans",
        "bank/loans@main=LOAN",
        "bank/loans@refs/heads/main",
        "bank/loans@refs/heads/main=",
        "bank/loans@refs/heads/main=loan",
        "bank/*@refs/heads/main=LOAN",
        "loans@refs/heads/main=LOAN",
        "bank/loans@refs/heads/main=LOAN Bank/Loans@refs/heads/main=SHOP",
    ],
)
def test_an_entry_that_is_none_is_named(text: str) -> None:
    """There are no patterns, and no second entry for the same."""
    with pytest.raises(UserError, match="FAIRGATE_CI_OIDC_REPOSITORIES"):
        read_repositories(text)
