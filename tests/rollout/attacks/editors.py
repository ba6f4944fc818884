"""People with the right to edit every flag."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from uuid import uuid4

import urllib3

OURS, MALLORY = "fairgate", "mallory"
ROLE = 2
"""Unleash's number of the role."""


@dataclass(frozen=True)
class Editor:
    """Somebody with the right to edit every flag, and a token of theirs."""

    number: int
    token: str


@cache
def editor(url: str, admin_token: str, name: str) -> Editor:
    """Make an editor, once a server: it lets people sign in ten times a minute only."""
    known, password = f"{name}-{uuid4().hex[:6]}", f"{uuid4()}-Aa1!"
    site, admin = url.removesuffix("/api"), {"Authorization": admin_token}
    person = {"username": known, "password": password, "rootRole": ROLE, "sendEmail": False}
    made = urllib3.request("POST", f"{url}/admin/user-admin", headers=admin, json=person)
    assert made.status == 201, made.data
    signed_in = {"username": known, "password": password}
    visit = urllib3.request("POST", f"{site}/auth/simple/login", json=signed_in)
    cookie = {"Cookie": visit.headers["Set-Cookie"].partition(";")[0]}
    asked = {"description": name, "expiresAt": "2100-01-01T00:00:00Z"}
    token = urllib3.request("POST", f"{url}/admin/user/tokens", headers=cookie, json=asked)
    assert token.status == 201, token.data
    return Editor(int(made.json()["id"]), str(token.json()["secret"]))
