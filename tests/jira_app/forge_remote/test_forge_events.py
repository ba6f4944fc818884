"""Events and ticks: stored once, from Forge only, of one site only."""

from __future__ import annotations

import json
from typing import Any

import forgehouse
import pytest
from flask import Flask
from forge_side import APP, INSTALLATION, SITE, KeyServer, bearer, claims, on_page, sign
from sqlalchemy import Engine, select
from town import Clock

from jira_app.forge_remote import Tokens
from jira_app.jira import JiraError
from jira_app.store.records import installations
from jira_app.store.tables import inbox

SYSTEM = "system-token"


def event(name: str = "avi:jira:updated:issue", key: str = "ED-1", **more: Any) -> dict[str, Any]:
    """Write an event as Forge's documentation shows it."""
    return {"payload": {"eventType": name, "issue": {"id": "10001", "key": key}, **more}}


def rows(engine: Engine) -> list[tuple[str, str]]:
    """Read what was stored."""
    with engine.connect() as db:
        return [tuple(row) for row in db.execute(select(inbox.c.issue, inbox.c.event))]


def post(app: Flask, path: str = "/forge/events/issues", **given: Any) -> Any:
    """Call as Forge does."""
    given.setdefault("headers", bearer(claims(), system=SYSTEM))
    return app.test_client().post(path, **given)


def test_an_event_is_stored_and_the_worker_woken(
    app: Flask, engine: Engine, done: list[str]
) -> None:
    """Before the answer."""
    answer = post(app, json=event())
    assert (answer.status_code, answer.json) == (202, {"stored": True})
    assert rows(engine) == [("ED-1", "avi:jira:updated:issue")]
    assert done == ["wake"]


@pytest.mark.parametrize("path", ["/forge/events", "/forge/events/issues"])
@pytest.mark.parametrize("wrapped", [True, False])
def test_the_wrapper_may_be_there_or_not(
    app: Flask, engine: Engine, path: str, *, wrapped: bool
) -> None:
    """Documentation and practice differ."""
    body = event()
    assert post(app, path, json=body if wrapped else body["payload"]).status_code == 202
    assert rows(engine) == [("ED-1", "avi:jira:updated:issue")]


def test_a_delivery_that_is_repeated_is_known(app: Flask, engine: Engine) -> None:
    """Repetitions differ in their count, and in their tokens."""
    assert post(app, json=event(timestamp=1)).json == {"stored": True}
    for count in (1, 2, 3):
        again = event(timestamp=1, retryContext={"retryCount": count, "retryData": None})
        headers = bearer(claims(jti=f"another-{count}"))
        assert post(app, json=again, headers=headers).json == {"stored": False}
    assert len(rows(engine)) == 1
    assert post(app, json=event(timestamp=2)).json == {"stored": True}


def test_the_path_names_an_event_that_does_not_name_itself(app: Flask, engine: Engine) -> None:
    """As one endpoint a trigger makes possible."""
    assert post(app, "/forge/events/created", json={"issue": {"key": "ED-9"}}).status_code == 202
    assert rows(engine) == [("ED-9", "forge:created")]


@pytest.mark.parametrize(
    "body", [event("avi:jira:commented:issue"), event("avi:forge:installed:app"), {"a": 1}]
)
def test_other_events_are_taken_and_not_kept(
    app: Flask, engine: Engine, body: dict[str, Any]
) -> None:
    """So that they are not delivered again."""
    answer = post(app, json=body)
    assert (answer.status_code, answer.json, rows(engine)) == (202, {"stored": False}, [])


@pytest.mark.parametrize("key", ["../user", "ED-1/comment", "ed-1", "", None, 7, ["ED-1"]])
def test_a_key_that_is_none_is_refused(app: Flask, engine: Engine, key: Any) -> None:
    """Before it can become part of an address."""
    answer = post(app, json=event(key=key))
    assert (answer.status_code, rows(engine)) == (400, [])
    assert answer.mimetype == "application/problem+json"


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'{"payload": 3}', b"[" * 100_000])
def test_a_body_that_is_no_event_is_refused(app: Flask, body: bytes) -> None:
    """However deep."""
    assert post(app, data=body).status_code == 400


def test_a_body_of_five_megabytes_is_taken_and_a_larger_one_is_not(
    app: Flask, engine: Engine
) -> None:
    """Forge's own limit is 5 MB."""
    assert post(app, json=event(text="x" * 5 * 2**20)).status_code == 202
    assert post(app, json=event(text="x" * 7 * 2**20)).status_code == 413
    assert len(rows(engine)) == 1


def test_a_call_that_is_not_forges_is_refused_before_it_is_read(app: Flask, engine: Engine) -> None:
    """401, which Forge takes as: the token was not good."""
    for path in ("/forge/events/issues", "/forge/events", "/forge/tick", "/forge/ui"):
        for headers in ({}, bearer(claims(aud="other")), {"Authorization": "Bearer x"}):
            assert post(app, path, data=b"x" * 2**20, headers=headers).status_code == 401
    assert rows(engine) == []


def test_without_keys_the_event_is_delivered_again(atlassian: KeyServer, engine: Engine) -> None:
    """Soon: Forge waits five seconds, and comes again."""
    atlassian.mood = atlassian.mute
    app = forgehouse.make(engine, atlassian.url, Clock(), patience=0.2)
    answer = post(app, json=event())
    assert (answer.status_code, rows(engine)) == (503, [])
    assert answer.headers["Retry-After"]


@pytest.mark.parametrize("path", ["/forge/events/issues", "/forge/tick"])
def test_the_token_of_a_page_hands_in_no_event(
    app: Flask, engine: Engine, tokens: Tokens, path: str
) -> None:
    """Somebody who looks at a page could send it along with a token of their own."""
    headers = bearer(on_page("mallory"), system="mallory's")
    assert post(app, path, json=event(), headers=headers).status_code == 403
    assert rows(engine) == []
    with pytest.raises(JiraError):
        tokens.client()


def test_a_locked_database_has_the_event_delivered_again(app: Flask, engine: Engine) -> None:
    """Forge does so four times."""
    with engine.connect() as db:  # SQLite's only connection
        db.begin()
        engine.pool._timeout = 0.05
        assert post(app, json=event()).status_code == 503


def test_an_installation_is_remembered(app: Flask, engine: Engine, clock: Clock) -> None:
    """Data belong to the site, so an app that is installed anew finds them."""
    post(app, "/forge/events/lifecycle", json={"id": INSTALLATION})
    clock.pass_(60)
    renewed = claims()
    renewed["app"]["installationId"] = "ari:cloud:ecosystem::installation/second"
    headers = bearer(renewed)
    assert post(app, "/forge/events/lifecycle", json={}, headers=headers).status_code == 202
    with engine.connect() as db:
        wanted = (installations.c.id, installations.c.cloud_id, installations.c.app)
        found = db.execute(select(*wanted).order_by(installations.c.installed)).all()
    assert found == [
        (INSTALLATION, SITE, APP),
        ("ari:cloud:ecosystem::installation/second", SITE, APP),
    ]


def of_another_site() -> dict[str, Any]:
    """Give the claims of an event of another site with the same app."""
    found = claims()
    found["app"]["installation"] = {"contexts": [{"cloudId": "another-site"}]}
    found["app"]["installationId"] = "ari:cloud:ecosystem::installation/foreign"
    return found


def test_another_site_is_not_served(app: Flask, engine: Engine, tokens: Tokens) -> None:
    """Two sites may use the same keys of issues; one must not see the other's."""
    assert post(app, json=event()).status_code == 202
    for path in ("/forge/events/issues", "/forge/tick"):
        headers = bearer(of_another_site(), system="foreign")
        assert post(app, path, json=event(key="ED-2"), headers=headers).status_code == 403
    assert rows(engine) == [("ED-1", "avi:jira:updated:issue")]
    assert tokens.client().site.token == SYSTEM


def test_the_site_may_be_named_beforehand(engine: Engine, atlassian: KeyServer) -> None:
    """Then not even the first call of another one is taken."""
    app = forgehouse.make(engine, atlassian.url, Clock(), site=SITE)
    assert post(app, json=event(), headers=bearer(of_another_site())).status_code == 403
    assert post(app, json=event(), headers=bearer(claims())).status_code == 202


def test_a_tick_brings_a_token_and_has_chores_done(
    app: Flask, tokens: Tokens, done: list[str]
) -> None:
    """One that fails keeps no other from being done."""
    answer = post(app, "/forge/tick", json={})
    assert (answer.status_code, answer.json) == (202, {"token": True})
    answer.close()
    assert done == ["wake", "chore", "another"]
    site = tokens.client().site
    assert (site.url, site.token, site.version) == (
        f"https://api.atlassian.com/ex/jira/{SITE}", "system-token", 3,
    )  # fmt: skip


def test_a_tick_without_a_token_says_so(app: Flask) -> None:
    """Nothing is kept, and nobody is woken."""
    assert post(app, "/forge/tick", headers=bearer(claims())).json == {"token": False}


def test_no_token_reaches_the_log(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    """Neither the caller's nor Jira's."""
    caplog.set_level("DEBUG")
    fit = sign(claims())
    for path in ("/forge/events/issues", "/forge/tick", "/forge/ui"):
        headers = {"Authorization": f"Bearer {fit}", "x-forge-oauth-system": "system-token"}
        post(app, path, data=json.dumps(event()), headers=headers)
    assert caplog.records
    assert fit not in caplog.text
    assert "system-token" not in caplog.text
