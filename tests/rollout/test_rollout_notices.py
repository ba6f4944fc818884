"""Notices: to the real app and a chat, one a change, in order, until they are taken."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import urllib3
from browsing import served
from rollout.protected import LOAN_1
from rollout.rude import rude
from sqlalchemy import text

from fairgate.rollout import channels
from fairgate.rollout.decision import RolloutDecision
from fairgate.rollout.notices import body, deliver, queue
from fairgate.rollout.source import SourceDown
from fairgate.rollout.store import Ledger
from fairgate.rollout.tables import open_ledger_engine
from jira_app.projects import Project, write_project
from tests.jira_app.apihouse import House
from tests.jira_app.databases import new_store
from tests.jira_app.town import NOON

KEPT = LOAN_1
SHUT = RolloutDecision(
    open=False,
    ceiling=0,
    until=NOON,
    progress=KEPT.progress,
    reasons=("The model fails loan-approval: mend what the report names.",),
)


def told(number: int = 1, **changes: Any) -> dict[str, Any]:
    """A notice of a flag that closed."""
    return {**body(KEPT, SHUT, by="fairgate", why="closed", line=number), **changes}


@pytest.fixture
def app(tmp_path: Path) -> Iterator[House]:
    """The app's API."""
    with new_store("sqlite", tmp_path) as engine:
        yield House(engine)


def test_the_app_keeps_what_it_is_told_once(app: House) -> None:
    """However often it is sent."""
    with served(app.app) as url:
        tell = channels.issue(f"{url}/", "all")
        assert (tell(told()), tell(told())) == (True, True)
    (kept,) = app.read("/api/issues/LOAN-1").json["rollout"]
    assert kept["body"]["decision"] == "closed"
    assert len(app.woken) == 1


def test_what_happens_twice_is_told_twice(app: House) -> None:
    """Closed, opened, and closed again for the same reason: the issue must not say open."""
    opened = replace(SHUT, open=True, ceiling=10)
    with served(app.app) as url:
        tell = channels.issue(url, "all")
        for line, decision in enumerate((SHUT, opened, SHUT), start=1):
            assert tell(body(KEPT, decision, by="fairgate", why="changed", line=line))
    (kept,) = app.read("/api/issues/LOAN-1").json["rollout"]
    assert kept["body"]["decision"] == "closed"
    assert len(app.woken) == 3


@pytest.mark.parametrize("token", ["nobody's", "sends"])
def test_a_token_that_may_not_tell_is_tried_again(app: House, token: str) -> None:
    """Somebody will mend it."""
    with served(app.app) as url, pytest.raises(SourceDown, match=r"answered 40[13]"):
        channels.issue(url, token)(told())


def test_a_project_that_is_switched_off_is_tried_again(app: House) -> None:
    """And told when it is on."""
    with app.engine.begin() as db:
        write_project(db, Project("LOAN", enabled=False), NOON)
    with served(app.app) as url:
        with pytest.raises(SourceDown, match="answered 403"):
            channels.issue(url, "all")(told())
        with app.engine.begin() as db:
            write_project(db, Project("LOAN"), NOON)
        assert channels.issue(url, "all")(told())


def test_what_will_never_be_taken_is_not_tried_again(app: House) -> None:
    """Such as an issue key that is none."""
    with served(app.app) as url:
        assert channels.issue(url, "all")(told(issue="no key"))


def test_a_chat_is_told_in_words() -> None:
    """The form that most chats take; and no token."""
    with rude() as server:
        assert channels.chat(f"{server.url}/hook")(told())
    ((path, headers, sent),) = server.heard
    assert path == "/hook"
    assert json.loads(sent) == {
        "text": "new-scoring in production is closed (LOAN-1, by fairgate: closed, line 1 of "
        "its log). The model fails loan-approval: mend what the report names."
    }
    assert headers["Content-Type"] == "application/json"
    assert "Authorization" not in headers


@pytest.mark.parametrize("status", [401, 403, 408, 429, 500, 503])
def test_a_chat_that_cannot_listen_now_is_tried_again(status: int) -> None:
    """The address is a secret, and in no message."""
    with rude() as server:
        server.status = status
        with pytest.raises(SourceDown) as said:
            channels.chat(f"{server.url}/secret-hook")(told())
    assert "secret" not in str(said.value)


def test_a_chat_that_hangs_or_is_gone_is_tried_again() -> None:
    """It is waited for a little while only."""
    with rude() as server:
        server.hangs = True
        patience = urllib3.Timeout(connect=1.0, read=0.2)
        with pytest.raises(SourceDown, match="ReadTimeoutError"):
            channels.chat(server.url, patience)(told())
    with pytest.raises(SourceDown, match="no answer"):
        channels.chat(server.url)(told())


class Listener:
    """Somebody who is told, and may be away, or not care for one flag."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.away = False
        self.deaf_to = ""

    def __call__(self, body: Mapping[str, Any]) -> bool:
        """Listen."""
        if self.away or body["flag"] == self.deaf_to:
            raise SourceDown("away")
        self.heard.append(f"{body['flag']} {body['why']}")
        return True


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """An empty one."""
    return Ledger(open_ledger_engine(f"sqlite:///{tmp_path}/rollout.db"))


def put(ledger: Ledger, flag: str, why: str, *names: str, now: float = 0.0) -> None:
    """Have somebody told."""
    with ledger.begin() as db:
        queue(db, f"{flag}@production", names or ("issue",), told(flag=flag, why=why), now)


def test_what_is_delivered_is_not_delivered_again(ledger: Ledger) -> None:
    """To each channel once."""
    issue, chat = Listener(), Listener()
    put(ledger, "a", "opened", "issue", "chat")
    listeners = {"issue": issue, "chat": chat}
    assert deliver(ledger, listeners, 0.0) == 2
    assert deliver(ledger, listeners, 99.0) == 0
    assert issue.heard == chat.heard == ["a opened"]


def test_of_one_flag_the_later_notice_waits_for_the_earlier(ledger: Ledger) -> None:
    """Or the issue would say open of what is closed."""
    listener = Listener()
    listener.away = True
    put(ledger, "a", "opened")
    assert deliver(ledger, {"issue": listener}, 0.0) == 0
    put(ledger, "a", "closed")
    listener.away = False
    assert deliver(ledger, {"issue": listener}, 0.5) == 0  # the first is due at 1.0
    assert deliver(ledger, {"issue": listener}, 1.0) == 2
    assert listener.heard == ["a opened", "a closed"]


def test_one_flag_that_is_not_taken_does_not_hold_up_the_others(ledger: Ledger) -> None:
    """Nor does one channel hold up another."""
    issue, chat = Listener(), Listener()
    issue.deaf_to, chat.away = "a", True
    for number in range(150):
        put(ledger, "a", str(number))
    put(ledger, "b", "opened", "issue", "chat")
    for moment in (0.0, 0.5):
        deliver(ledger, {"issue": issue, "chat": chat}, moment)
    assert issue.heard == ["b opened"]


def test_a_channel_that_is_away_is_tried_ever_more_rarely(ledger: Ledger) -> None:
    """After 1, 2, 4 seconds and so on, at most ten minutes, for ever."""
    listener, tried = Listener(), []
    listener.away = True
    put(ledger, "a", "opened")
    moment = 0.0
    for _ in range(12):
        deliver(ledger, {"issue": listener}, moment)
        with ledger.engine.connect() as db:
            due = db.scalar(text("SELECT due FROM fairgate_notices"))
        tried.append(due - moment)
        moment = due
    assert tried == [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 512.0, 600.0, 600.0]
    listener.away = False
    assert deliver(ledger, {"issue": listener}, moment) == 1


def test_a_channel_that_is_not_set_up_keeps_its_notices(ledger: Ledger) -> None:
    """They are told once it is."""
    put(ledger, "a", "opened", "chat")
    assert deliver(ledger, {}, 0.0) == 0
    assert deliver(ledger, {"chat": Listener()}, 0.0) == 1
