"""Pages: their address, the key of their cookies, and who vouches for people."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from fairgate.errors import UserError
from jira_app.access.issuer import Issuer
from jira_app.intake.local import is_loopback
from jira_app.settings.halves import missing
from jira_app.settings.names import (
    ADMINS,
    OIDC_CLIENT_ID,
    OIDC_CLIENT_SECRET,
    OIDC_ISSUER,
    SECRET_KEY,
    URL,
)

OIDC = (OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET)
SHORTEST_KEY = 32


def half_sign_in(given: Mapping[str, str], host: str | None) -> Iterator[UserError]:
    """Name what is missing for people to sign in."""
    yield from missing(given, "Sign-in", OIDC)
    if ADMINS in given and not any(name in given for name in OIDC):
        cure = f"set {', '.join(OIDC)}, or unset it"
        yield UserError("nobody vouches for these e-mail addresses", cure, place=ADMINS)
    reachable = host is not None and not is_loopback(host)
    if reachable and OIDC_ISSUER in given and URL not in given:
        cure = "set the address that browsers find this app under, https://fairgate.example.org"
        yield UserError("Sign-in is half configured: this one is missing", cure, place=URL)


def secret_key(given: Mapping[str, str], host: str | None) -> Iterator[UserError]:
    """Say whether cookies can be signed."""
    key = given.get(SECRET_KEY, "")
    cure = "make one with: openssl rand -hex 32"
    if host is not None and not key and not is_loopback(host):
        problem = f"{host} can be reached from elsewhere, so cookies need a key of their own"
        yield UserError(problem, cure, place=SECRET_KEY)
    if key and len(key) < SHORTEST_KEY:
        problem = f"expected {SHORTEST_KEY} characters or more, got {len(key)}"
        yield UserError(problem, cure, place=SECRET_KEY)


def url(given: Mapping[str, str]) -> str:
    """Read where browsers find the app."""
    text = given.get(URL, "").rstrip("/")
    if not text:
        return ""
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError:
        parts, host = urlsplit(""), ""
    secure = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host))
    if not host or not secure or parts.path or parts.query or parts.fragment or "@" in parts.netloc:
        problem = f"expected an https:// address without a path, got {text[:200]!r}"
        raise UserError(problem, "write it as https://fairgate.example.org", place=URL)
    return text


def issuer(given: Mapping[str, str]) -> Issuer | None:
    """Read who vouches for people; half of it was complained about before."""
    if any(name not in given for name in OIDC):
        return None
    return Issuer(*(given[name] for name in OIDC))


def admins(given: Mapping[str, str]) -> tuple[str, ...]:
    """Read e-mail addresses, with commas or spaces between them."""
    found = tuple(each for each in re.split(r"[\s,;]+", given.get(ADMINS, "")) if each)
    for each in found:
        if "@" not in each.strip("@"):
            problem = f"expected e-mail addresses, got {each[:100]!r}"
            raise UserError(problem, "write ann@example.org,bob@example.org", place=ADMINS)
    return found
