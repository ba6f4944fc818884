"""Bad days on demand, and the twin's own addresses to ask for them."""

from __future__ import annotations

import json
from typing import Any

import pytest
import urllib3

from jira_app.twin import JiraTwin, Trouble

LOGIN = {"Authorization": "Bearer ann-token", "Content-Type": "application/json"}


@pytest.fixture
def pool() -> urllib3.PoolManager:
    """Make requests without retries."""
    return urllib3.PoolManager(retries=False)


def test_a_429_says_why_and_how_long(twin: JiraTwin, pool: urllib3.PoolManager) -> None:
    """As Jira's page on rate limiting has it."""
    twin.trouble(Trouble("429", reason="jira-per-issue-on-write", retry_after=3))
    answer = pool.request("GET", f"{twin.url}/rest/api/3/myself", headers=LOGIN)
    assert answer.status == 429
    assert answer.headers["Retry-After"] == "3"
    assert answer.headers["RateLimit-Reason"] == "jira-per-issue-on-write"
    assert answer.headers["X-RateLimit-Remaining"] == "0"
    assert pool.request("GET", f"{twin.url}/rest/api/3/myself", headers=LOGIN).status == 200


def test_a_503_is_not_carried_out_and_a_lost_answer_is(
    twin: JiraTwin, pool: urllib3.PoolManager
) -> None:
    """Both look the same from outside."""
    twin.create_issue("ED", "Score")
    path = f"{twin.url}/rest/api/3/issue/ED-1/properties/x"
    for what, there in (("503", False), ("lost", True)):
        twin.trouble(Trouble(what))
        answer = pool.request("PUT", path, body=b"{}", headers=LOGIN)
        assert (answer.status, "x" in twin.issue("ED-1").properties) == (503, there)


def test_an_answer_is_cut_in_the_middle(twin: JiraTwin, pool: urllib3.PoolManager) -> None:
    """Carried out; even where there is nothing to say."""
    twin.create_issue("ED", "Score")
    twin.trouble(Trouble("cut", times=2))
    url = f"{twin.url}/rest/api/3/issue/ED-1"
    with pytest.raises(urllib3.exceptions.ProtocolError):
        pool.request("GET", url, headers=LOGIN)
    body = json.dumps({"fields": {"labels": ["ml"]}})
    with pytest.raises(urllib3.exceptions.ProtocolError):
        pool.request("PUT", url, body=body, headers=LOGIN)
    assert twin.issue("ED-1").values["labels"] == ["ml"]


def test_trouble_hits_each_nth_request_of_a_kind(twin: JiraTwin, pool: urllib3.PoolManager) -> None:
    """A tenth of all, say; others go through."""
    twin.trouble(Trouble("503", times=None, every=3, method="GET", path="/myself"))

    def ask(path: str) -> int:
        return pool.request("GET", f"{twin.url}/rest/api/3/{path}", headers=LOGIN).status

    assert [ask("myself") for _ in range(7)] == [200, 200, 503, 200, 200, 503, 200]
    assert [ask("field") for _ in range(3)] == [200, 200, 200]
    twin.calm()
    assert [ask("myself") for _ in range(3)] == [200, 200, 200]


def test_trouble_and_manners_are_asked_for_over_http(
    twin: JiraTwin, pool: urllib3.PoolManager
) -> None:
    """For tests in other languages, and for trying things by hand."""

    def control(path: str, body: Any, method: str = "POST") -> int:
        return pool.request(method, f"{twin.url}/twin/{path}", json=body).status

    def ask() -> int:
        return pool.request("GET", f"{twin.url}/rest/api/3/myself", headers=LOGIN).status

    assert control("trouble", {"what": "503", "times": None}) == 204
    assert [ask(), ask()] == [503, 503]
    assert control("trouble", None, "DELETE") == 204
    assert ask() == 200
    assert control("delivery", {"retries": [0.1], "duplicate_every": 2}) == 204
    assert twin.deliveries.manners.duplicate_every == 2
    assert control("index", {"hold": True}) == 204
    twin.create_issue("ED", "Score")
    state = json.loads(pool.request("GET", f"{twin.url}/twin/").data)
    assert [each["key"] for each in state["issues"]] == ["ED-1"]


@pytest.mark.parametrize(
    "body",
    [
        {"what": "fire"},
        {"what": "503", "colour": "red"},
        {"what": "429", "reason": "because"},
        {"what": "503", "every": 0},
        {"what": "slow", "seconds": 1e9},
        {},
        [],
    ],
)
def test_trouble_that_is_not_understood_is_refused(
    twin: JiraTwin, pool: urllib3.PoolManager, body: Any
) -> None:
    """400, and nothing is planned."""
    assert pool.request("POST", f"{twin.url}/twin/trouble", json=body).status == 400
    assert pool.request("GET", f"{twin.url}/rest/api/3/myself", headers=LOGIN).status == 200
