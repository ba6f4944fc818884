"""An OpenID provider that says whatever a test has it say."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from jwt.algorithms import RSAAlgorithm

from tests.servers.local import listening

KID = "key-1"
CLIENT = "fairgate"

Make = Callable[[dict[str, Any]], str]
"""Makes an ID token of the claims that a true one would have."""


@cache
def key(name: str) -> RSAPrivateKey:
    """Make a key once a name."""
    assert name
    return generate_private_key(65537, 2048)


def sign(claims: dict[str, Any], signer: str = "true", kid: str | None = KID) -> str:
    """Sign an ID token."""
    return jwt.encode(claims, key(signer), "RS256", {"kid": kid} if kid else {})


class Liar:
    """What the provider says."""

    def __init__(self) -> None:
        self.url = ""
        self.nonce = ""
        self.make: Make = sign
        self.told: dict[str, Any] = {"sub": "ann", "email": "ann@example.org"}
        self.described: dict[str, Any] = {}
        self.keys = json.loads(RSAAlgorithm.to_jwk(key("true").public_key())) | {"kid": KID}

    def claims(self) -> dict[str, Any]:
        """Give the claims of a true ID token."""
        now = int(time.time())
        return {
            "iss": self.url,
            "aud": CLIENT,
            "sub": "ann",
            "name": "Ann",
            "email": "ann@example.org",
            "email_verified": True,
            "nonce": self.nonce,
            "iat": now,
            "exp": now + 300,
        }

    def answer(self, path: str) -> dict[str, Any]:
        """Answer a request."""
        if path.endswith("openid-configuration"):
            names = {"authorization": "auth", "token": "token", "userinfo": "me"}
            ends = {f"{name}_endpoint": f"{self.url}/{end}" for name, end in names.items()}
            known = {"issuer": self.url, "jwks_uri": f"{self.url}/jwks"}
            return known | ends | self.described
        if path == "/jwks":
            return {"keys": [self.keys]}
        if path == "/token":
            made = {"id_token": self.make(self.claims())}
            return {"access_token": "a", "token_type": "Bearer"} | {
                k: v for k, v in made.items() if v
            }
        return self.told


@contextmanager
def lying() -> Iterator[Liar]:
    """Run the provider."""
    liar = Liar()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps(liar.answer(self.path)).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.do_GET()

    with listening(Handler) as liar.url:
        yield liar
