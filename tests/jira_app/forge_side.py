"""Atlassian's side of Forge Remote: keys of its own, a server for them, and tokens it signs."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from functools import cache
from http.server import BaseHTTPRequestHandler
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.servers.local import listening

APP = "ari:cloud:ecosystem::app/8db33809-1f32-48bb-8c52-5877dab48107"
SITE = "d0d52620-3203-4cfa-8db5-f2587155f0dd"
INSTALLATION = "ari:cloud:ecosystem::installation/0a3a7799-53ae-4a5b-9e7e-03338980abb5"
KID = "forge/invocation-token/1"


@cache
def key(name: str = KID) -> rsa.RSAPrivateKey:
    """Make a key, the same for a name."""
    del name
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def jwks(kid: str = KID) -> dict[str, Any]:
    """Describe the public half."""
    public = jwt.algorithms.RSAAlgorithm.to_jwk(key(kid).public_key(), as_dict=True)
    return {"keys": [{**public, "kid": kid, "use": "sig", "alg": "RS256"}]}


def claims(**changes: Any) -> dict[str, Any]:
    """Give the claims of an event's token; ``changes`` replace whole parts, None leaves out."""
    now = int(time.time())
    found = {
        "app": {
            "id": APP,
            "version": "16",
            "appVersion": "16.0.1",
            "installationId": INSTALLATION,
            "apiBaseUrl": f"https://api.atlassian.com/ex/jira/{SITE}",
            "environment": {"type": "PRODUCTION", "id": "ari:cloud:ecosystem::environment/a/b"},
            "module": {"type": "core:endpoint", "key": "events"},
            "installation": {"id": INSTALLATION, "contexts": [{"name": "Jira", "cloudId": SITE}]},
        },
        "iss": "forge/invocation-token",
        "aud": APP,
        "iat": now,
        "nbf": now,
        "exp": now + 25,
        "jti": "d8a496253ec8c18a54631e4c82cbedd5d0ae8570",
    }
    found |= changes
    return {name: value for name, value in found.items() if value is not None}


def on_page(
    account: str = "ann",
    place: str = "jira:issuePanel",
    issue: str | None = "ED-1",
    url: str = "",
    **changes: Any,
) -> dict[str, Any]:
    """Give the claims of a token of somebody who looks at a page of Jira's."""
    extension: dict[str, Any] = {"type": place}
    if issue:
        extension["issue"] = {"key": issue, "id": "10001", "type": "Story", "typeId": "1"}
        extension["project"] = {"key": issue.partition("-")[0], "id": "10000"}
    context = {"cloudId": SITE, "moduleKey": "panel", "localId": "x", "extension": extension}
    found = deepcopy(claims(context=context, principal=account, **changes))
    if url:
        found["app"]["apiBaseUrl"] = url
    return found


def sign(found: dict[str, Any], kid: str = KID, by: str = KID) -> str:
    """Sign claims as Atlassian does."""
    return jwt.encode(found, key(by), algorithm="RS256", headers={"kid": kid})


def bearer(found: dict[str, Any], system: str = "", user: str = "") -> dict[str, str]:
    """Give the headers of a call."""
    given = {"Authorization": f"Bearer {sign(found)}"}
    tokens = {"x-forge-oauth-system": system, "x-forge-oauth-user": user}
    return given | {name: token for name, token in tokens.items() if token}


Answer = Callable[[BaseHTTPRequestHandler], None]


class KeyServer:
    """Serves the keys, in good and in bad moods.

    Attributes
    ----------
    asked : int
        Requests so far.
    mood : callable
        Answers a request; by default with the keys.
    leave : threading.Event
        Set when the test is over, so that whoever dawdles stops.
    """

    def __init__(self) -> None:
        self.asked = 0
        self.url = ""
        self.leave = threading.Event()
        self.mood: Answer = self.well

    def well(self, request: BaseHTTPRequestHandler) -> None:
        """Answer at once."""
        self._send(request, json.dumps(jwks()).encode())

    def mute(self, request: BaseHTTPRequestHandler) -> None:
        """Accept the connection and say nothing."""
        del request
        self.leave.wait(30)

    def trickle(self, request: BaseHTTPRequestHandler) -> None:
        """Send one byte now and then, so that no single one is late."""
        request.send_response(200)
        request.end_headers()
        while not self.leave.wait(0.02):
            request.wfile.write(b" ")
            request.wfile.flush()

    def broken(self, request: BaseHTTPRequestHandler) -> None:
        """Answer with something else."""
        self._send(request, b"<html>maintenance</html>")

    def elsewhere(self, request: BaseHTTPRequestHandler) -> None:
        """Lead to another place."""
        request.send_response(302)
        request.send_header("Location", f"{self.url}?again")
        request.end_headers()

    def _send(self, request: BaseHTTPRequestHandler, body: bytes) -> None:
        request.send_response(200)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)


@contextmanager
def key_server() -> Iterator[KeyServer]:
    """Run a server of keys on this machine."""
    served = KeyServer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            served.asked += 1
            try:
                served.mood(self)
            except OSError:
                self.close_connection = True

    with listening(Handler) as url:
        served.url = f"{url}/jwks.json"
        try:
            yield served
        finally:
            served.leave.set()
