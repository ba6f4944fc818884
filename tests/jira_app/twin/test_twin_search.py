"""The twin's search: bounded, by token, ids only, and a small JQL that never guesses."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
import urllib3

from jira_app.twin import JiraTwin, seed

MakeTwin = Callable[..., JiraTwin]
Ask = Callable[..., tuple[int, Any]]


def asker(twin: JiraTwin, path: str = "/rest/api/3/search/jql") -> Ask:
    """Make a function that searches."""
    pool = urllib3.PoolManager(retries=False)
    headers = {"Authorization": "Bearer ann-token", "Content-Type": "application/json"}

    def ask(**body: Any) -> tuple[int, Any]:
        answer = pool.request("POST", twin.url + path, body=json.dumps(body), headers=headers)
        return answer.status, json.loads(answer.data)

    return ask


@pytest.fixture(scope="module")
def town() -> Any:
    """Fill one site for all queries; none of them changes it."""
    from jira_app.twin import Plan  # noqa: PLC0415

    with JiraTwin(Plan(projects=("ED", "LOAN"))) as twin:
        twin.create_issue("ED", "one", labels=["ml", "credit"])
        twin.create_issue("ED", "two", labels=["ml"])
        twin.create_issue("ED", "three")
        twin.create_issue("LOAN", "four", labels=["credit"])
        twin.issue("ED-1").properties["fairgate"] = {"risk": "high", "needs_assessment": True}
        twin.issue("ED-2").properties["fairgate"] = {"risk": "low", "tags": ["a", "b"]}
        twin.site.move(seed.ANN, twin.issue("ED-3"), "21")
        yield asker(twin)


@pytest.mark.parametrize(
    ("jql", "keys"),
    [
        ("project = ED", "ED-1 ED-2 ED-3"),
        ("project = ed and labels = ML", "ED-1 ED-2"),
        ("project in (ED, LOAN) AND labels = credit", "ED-1 LOAN-1"),
        ("project != ED", "LOAN-1"),
        ("key in (ED-2, 'LOAN-1')", "ED-2 LOAN-1"),
        ("issuekey = ED-2", "ED-2"),
        ('status = "In Progress"', "ED-3"),
        ("project = ED AND labels is EMPTY", "ED-3"),
        ("labels is not empty", "ED-1 ED-2 LOAN-1"),
        ("labels != ml", "LOAN-1"),
        ("labels not in (credit)", "ED-2"),
        ("project = ED AND NOT labels = ml", "ED-3"),
        ("project = LOAN OR (project = ED AND labels = credit)", "ED-1 LOAN-1"),
        ("project = LOAN OR project = ED AND labels = credit", "ED-1 LOAN-1"),
        ("issue.property[fairgate].risk = high", "ED-1"),
        ("issue.property[fairgate].tags = b", "ED-2"),
        ("fairgateRisk in (high, low)", "ED-1 ED-2"),
        ("fairgateNeedsAssessment = true", "ED-1"),
        ("project = NOWHERE", ""),
    ],
)
def test_a_query_finds_what_it_says(town: Ask, jql: str, keys: str) -> None:
    """``AND`` binds before ``OR``; negations leave out issues without a value."""
    status, found = town(jql=f"{jql} ORDER BY key ASC", fields=["key"])
    assert (status, " ".join(each["key"] for each in found["issues"])) == (200, keys)


def test_an_order_may_descend_and_newest_is_first_without_one(town: Ask) -> None:
    """Several keys, the first one first."""
    ordered = town(jql="project in (ED, LOAN) order by key desc, created", fields=["key"])[1]
    assert [each["key"] for each in ordered["issues"]] == ["LOAN-1", "ED-3", "ED-2", "ED-1"]
    newest = town(jql="project = ED", fields=["key"])[1]
    assert [each["key"] for each in newest["issues"]] == ["ED-3", "ED-2", "ED-1"]


@pytest.mark.parametrize("jql", ["", "order by created", "   "])
def test_a_query_without_a_bound_is_refused(town: Ask, jql: str) -> None:
    """Cloud answers 400."""
    status, said = town(jql=jql)
    assert (status, "Unbounded" in said["errorMessages"][0]) == (400, True)


@pytest.mark.parametrize(
    "jql",
    [
        "project",
        "project =",
        "project = ED AND",
        "project = ED labels = x",
        "(project = ED",
        "project in ED",
        "project in ()",
        "labels is high",
        "project = 'open",
        "= ED",
        "project = ED ORDER key",
        "project = ED %",
        "(" * 60 + "project = ED" + ")" * 60,
    ],
)
def test_what_is_no_jql_is_refused(town: Ask, jql: str) -> None:
    """400, never a guess and never a crash."""
    assert town(jql=jql)[0] == 400


@pytest.mark.parametrize(
    ("jql", "words"),
    [
        ("assignee = ann", "'assignee'"),
        ("project = ED AND summary ~ score", "'~'"),
        ("project = ED AND created > -1d", "'>'"),
        ("created = today", "'created'"),
        ("project = ED ORDER BY priority", "'priority'"),
    ],
)
def test_jql_that_the_twin_does_not_know_is_named(town: Ask, jql: str, words: str) -> None:
    """501: real Jira would answer."""
    status, said = town(jql=jql)
    assert (status, words in said["errorMessages"][0]) == (501, True)


def test_only_ids_come_unless_fields_are_named(town: Ask) -> None:
    """And no total at all."""
    found = town(jql="key = ED-1")[1]
    assert found == {"issues": [{"id": "10001"}], "isLast": True}
    named = town(jql="key = ED-1", fields=["summary"], properties=["fairgate", "other"])[1]
    assert named["issues"][0]["fields"] == {"summary": "one"}
    assert list(named["issues"][0]["properties"]) == ["fairgate"]


@pytest.mark.parametrize("size", [0, -1, 5001, True, "many"])
def test_a_page_of_an_impossible_size_is_refused(town: Ask, size: Any) -> None:
    """From 1 to 5,000."""
    assert town(jql="project = ED", maxResults=size)[0] == 400


def test_pages_follow_each_other_by_token(make_twin: MakeTwin) -> None:
    """A token fits its own query only."""
    twin = make_twin()
    for number in range(3):
        twin.create_issue("ED", f"Item {number}")
    ask = asker(twin)
    first = ask(jql="project = ED", maxResults=2)[1]
    assert (len(first["issues"]), first["isLast"]) == (2, False)
    token = first["nextPageToken"]
    last = ask(jql="project = ED", maxResults=2, nextPageToken=token)[1]
    assert (len(last["issues"]), last["isLast"], "nextPageToken" in last) == (1, True, False)
    assert ask(jql="key = ED-1", nextPageToken=token)[0] == 400
    assert ask(jql="project = ED", nextPageToken="!")[0] == 400


def test_search_falls_behind_and_catches_up(make_twin: MakeTwin) -> None:
    """Eventually consistent, but for issues that are to be reconciled."""
    twin = make_twin()
    twin.create_issue("ED", "one")
    twin.site.hold_index()
    late = twin.create_issue("ED", "two")
    ask = asker(twin)
    assert len(ask(jql="project = ED")[1]["issues"]) == 1
    assert len(ask(jql="project = ED", reconcileIssues=[int(late.id)])[1]["issues"]) == 2
    twin.site.hold_index(hold=False)
    assert len(ask(jql="project = ED")[1]["issues"]) == 2


def test_the_old_search_of_cloud_is_gone_and_data_centers_is_not(make_twin: MakeTwin) -> None:
    """410 on Cloud in both versions; a total on Data Center, and no ``search/jql``."""
    cloud = make_twin()
    for version in (2, 3):
        assert asker(cloud, f"/rest/api/{version}/search")(jql="project = ED")[0] == 410
    server = make_twin(deployment="Server", version="10.3.0")
    server.create_issue("ED", "one")
    found = asker(server, "/rest/api/2/search")(jql="", startAt=0)
    assert (found[0], found[1]["total"], found[1]["issues"][0]["key"]) == (200, 1, "ED-1")
    for path in ("/rest/api/2/search/jql", "/rest/api/3/search"):
        assert asker(server, path)(jql="project = ED")[0] == 501
