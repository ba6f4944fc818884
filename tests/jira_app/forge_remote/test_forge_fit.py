"""Tokens of Forge: the true one is read, everything else is refused."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Iterator
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from forge_side import (
    APP,
    INSTALLATION,
    KID,
    SITE,
    KeyServer,
    claims,
    key,
    key_server,
    on_page,
    sign,
)

from jira_app.forge_remote import Keys, KeysAway, Refused, Verifier


@pytest.fixture
def atlassian() -> Iterator[KeyServer]:
    """Run Atlassian's server of keys."""
    with key_server() as served:
        yield served


@pytest.fixture
def verifier(atlassian: KeyServer) -> Verifier:
    """Make a verifier that fetches its keys from there."""
    return Verifier(APP, Keys(atlassian.url, timeout=30))


def changed(part: str, **values: Any) -> dict[str, Any]:
    """Give an event's claims with something else in one part."""
    found = claims()
    return {**found, part: {**found[part], **values}}


def named(site: str) -> dict[str, Any]:
    """Give an installation on a site."""
    return {"contexts": [{"cloudId": site}]}


def unsigned(found: dict[str, Any], algorithm: str) -> str:
    """Write a token whose signature is empty."""
    parts = ({"alg": algorithm, "kid": KID, "typ": "JWT"}, found)
    written = (base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in parts)
    return ".".join(part.decode() for part in written) + "."


def by_public_key(found: dict[str, Any]) -> str:
    """Sign with the public key as if it were a shared secret."""
    public = key().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    signing = unsigned(found, "HS256").rstrip(".").encode()
    algorithm = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256)
    signature = base64.urlsafe_b64encode(algorithm.sign(signing, public)).rstrip(b"=")
    return f"{signing.decode()}.{signature.decode()}"


def test_an_event_is_read(verifier: Verifier) -> None:
    """Who calls, from where, with which token; nobody looks at a page."""
    found = verifier.verify(f"Bearer {sign(claims())}", "system")
    assert (found.installation_id, found.cloud_id, found.app_id) == (INSTALLATION, SITE, APP)
    assert found.api_base_url == f"https://api.atlassian.com/ex/jira/{SITE}"
    assert (found.account, found.place, found.issue_key, found.system_token) == (
        "", "", None, "system",
    )  # fmt: skip


def test_a_page_is_read(verifier: Verifier) -> None:
    """The issue is the one that Jira's page is about."""
    found = verifier.verify(f"bearer {sign(on_page('ann', issue='LOAN-7'))}", "", "user")
    assert (found.account, found.place) == ("ann", "jira:issuePanel")
    assert (found.issue_key, found.project_key, found.user_token) == ("LOAN-7", "LOAN", "user")


def test_no_token_is_ever_shown(verifier: Verifier) -> None:
    """Neither of those that open Jira."""
    found = verifier.verify(f"Bearer {sign(claims())}", "sys-secret", "user-secret")
    assert "secret" not in repr(found)


NOW = int(time.time())
ATTACKS = {
    "expired": lambda: sign(claims(iat=NOW - 90, nbf=NOW - 90, exp=NOW - 30)),
    "not yet valid": lambda: sign(claims(iat=NOW, nbf=NOW + 3600, exp=NOW + 3625)),
    "another audience": lambda: sign(claims(aud="ari:cloud:ecosystem::app/other")),
    "another issuer": lambda: sign(claims(iss="forge/remote-token")),
    "another key": lambda: sign(claims(), by="somebody's"),
    "an unknown key": lambda: sign(claims(), kid="unknown"),
    "no algorithm": lambda: unsigned(claims(), "none"),
    "the public key as a secret": lambda: by_public_key(claims()),
    "another app": lambda: sign(changed("app", id="ari:cloud:ecosystem::app/other")),
    "an Isolated Cloud": lambda: sign(claims(icLabel="gov")),
    # beyond the ten
    "several audiences": lambda: sign(claims(aud=[APP, "ari:cloud:ecosystem::app/other"])),
    "no end": lambda: sign(claims(exp=None)),
    "no audience": lambda: sign(claims(aud=None)),
    "no app": lambda: sign(claims(app=None)),
    "a label inside": lambda: sign(changed("app", icLabel="gov")),
    "two sites": lambda: sign(claims(context={"cloudId": "other"})),
    "a path as a site": lambda: sign(changed("app", installation=named("../x"))),
    "an address that is none": lambda: sign(changed("app", apiBaseUrl="file:///etc/passwd")),
    "a path as an issue": lambda: sign(on_page(issue="ED-1/../ED-2")),
    "a number as an issue": lambda: sign(claims(context={"extension": {"issue": {"key": 1}}})),
    "a signature cut off": lambda: sign(claims())[:-20],
    "no token": lambda: "",
    "a lot of text": lambda: "x" * 40_000,
    "deep nonsense": lambda: f"{base64.urlsafe_b64encode(b'[' * 9000).decode()}.e30.e30",
}  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS)
def test_is_refused(verifier: Verifier, attack: str) -> None:
    """The ten attacks, and some more."""
    with pytest.raises(Refused):
        verifier.verify(f"Bearer {ATTACKS[attack]()}")


@pytest.mark.parametrize("header", [None, "", "Basic YTpi", "Bearer", "Bearer  "])
def test_a_call_without_a_bearer_token_is_refused(verifier: Verifier, header: str | None) -> None:
    """Whatever else stands in the header."""
    with pytest.raises(Refused, match=r"bearer|Decode"):
        verifier.verify(header)


def test_no_key_is_fetched_for_another_algorithm(verifier: Verifier, atlassian: KeyServer) -> None:
    """Whoever has no token at all cannot make the app ask Atlassian for something."""
    with pytest.raises(Refused, match="RS256"):
        verifier.verify(f"Bearer {unsigned(claims(), 'none')}")
    assert atlassian.asked == 0


def test_an_isolated_cloud_may_be_expected(atlassian: KeyServer) -> None:
    """Then it is the only one that is let in."""
    verifier = Verifier(APP, Keys(atlassian.url), isolated="gov")
    assert verifier.verify(f"Bearer {sign(claims(icLabel='gov'))}").cloud_id == SITE
    with pytest.raises(Refused, match="another cloud"):
        verifier.verify(f"Bearer {sign(claims())}")


def test_clocks_may_differ_by_some_seconds(verifier: Verifier) -> None:
    """A token that ended two seconds ago is still good."""
    late = int(time.time()) - 27
    found = verifier.verify(f"Bearer {sign(claims(iat=late, nbf=late, exp=late + 25))}")
    assert found.cloud_id == SITE


def test_a_site_is_named_by_where_it_is_asked(verifier: Verifier) -> None:
    """Events carry no context; older tokens no cloud id of their own either."""
    found = verifier.verify(f"Bearer {sign(changed('app', installation={'contexts': []}))}")
    assert found.cloud_id == SITE


def test_keys_are_fetched_once(verifier: Verifier, atlassian: KeyServer) -> None:
    """And then remembered for a quarter of an hour."""
    for _ in range(3):
        verifier.verify(f"Bearer {sign(claims())}")
    assert atlassian.asked == 1


def test_unknown_keys_have_them_fetched_again_only_now_and_then(
    verifier: Verifier, atlassian: KeyServer
) -> None:
    """Somebody who makes up ids cannot make the app ask without end."""
    for number in range(5):
        with pytest.raises(Refused):
            verifier.verify(f"Bearer {sign(claims(), kid=f'made-up-{number}')}")
    assert atlassian.asked == 1


@pytest.mark.parametrize("mood", ["mute", "trickle", "broken", "elsewhere"])
def test_without_keys_nothing_is_decided(atlassian: KeyServer, mood: str) -> None:
    """Neither let in nor called a forger, and the next caller does not wait at all."""
    atlassian.mood = getattr(atlassian, mood)
    hasty = Verifier(APP, Keys(atlassian.url, timeout=0.3))
    for _ in range(3):
        with pytest.raises(KeysAway):
            hasty.verify(f"Bearer {sign(claims())}")
    assert atlassian.asked == 1


def test_keys_are_fetched_from_atlassian_unless_told_otherwise() -> None:
    """From one fixed place, and not waited for long."""
    assert Keys()._client.uri == ("https://forge.cdn.prod.atlassian-dev.net/.well-known/jwks.json")
    assert Keys()._client.timeout == 2
