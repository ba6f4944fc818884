"""The twin as Jira: each behaviour, over real HTTP, held against Atlassian's description."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
import urllib3
from jira_contract import CONTRACT, Checked
from werkzeug.test import Client

from jira_app.twin import JiraTwin, seed
from jira_app.twin.model import Step
from jira_app.twin.workflow import property_is

MakeTwin = Callable[..., JiraTwin]

DOC = {"type": "doc", "version": 1, "content": []}


class Caller:
    """Somebody with curl."""

    def __init__(self, twin: JiraTwin, account: Any = seed.ANN) -> None:
        self.root = twin.url
        self.login = urllib3.make_headers(basic_auth=f"{account.email}:{account.token}")
        self.pool = urllib3.PoolManager(retries=False)

    def __call__(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        """Make a request below ``/rest`` and give status and JSON."""
        headers = {**self.login, "Content-Type": "application/json"}
        data = None if body is None else json.dumps(body)
        answer = self.pool.request(method, f"{self.root}/rest{path}", body=data, headers=headers)
        return answer.status, json.loads(answer.data) if answer.data else None


@pytest.fixture
def ann(twin: JiraTwin) -> Caller:
    """Ask as a member."""
    return Caller(twin)


def fields(**more: Any) -> dict[str, Any]:
    """Give what an issue needs."""
    needed = {"project": {"key": "ED"}, "summary": "Score", "issuetype": {"name": "Story"}}
    return {"fields": needed | more}


@pytest.mark.skipif(not CONTRACT.is_file(), reason="no description of Jira's API beside this")
def test_the_check_against_atlassians_description_finds_what_is_wrong(twin: JiraTwin) -> None:
    """A check that finds nothing anywhere would prove nothing."""

    def wrong(_: Any, start: Any) -> list[bytes]:
        start("200 OK", [("Content-Type", "application/json")])
        return [b'{"accountId": 7}']

    check = Checked(wrong)
    Client(check).get("/rest/api/3/myself")
    Client(check).put("/rest/api/3/issue/ED-1", json=[])
    Client(check).get("/rest/api/3/issue/ED-1/worklog")
    assert len(check.violations) == 3
    right = Checked(twin.app.wsgi_app)
    Client(right).get("/rest/api/3/serverInfo")
    assert (right.violations, right.seen) == ([], {"GET /rest/api/3/serverInfo 200"})


def test_an_issue_is_created_edited_and_read_in_both_versions(ann: Caller) -> None:
    """Version 3 writes ADF, version 2 plain text; they show the same issue."""
    text = {"type": "paragraph", "content": [{"type": "text", "text": "By age."}]}
    status, made = ann("POST", "/api/3/issue", fields(description={**DOC, "content": [text]}))
    assert (status, made["key"], made["id"]) == (201, "ED-1", "10001")
    assert ann("GET", "/api/2/issue/ED-1")[1]["fields"]["description"] == "By age."
    edit = {"update": {"labels": [{"add": "ml"}, {"add": "ai"}]}, "fields": {"summary": "Rank"}}
    assert ann("PUT", "/api/3/issue/10001", edit) == (204, None)
    shown = ann("GET", "/api/3/issue/ED-1?fields=labels,summary,description")[1]["fields"]
    assert shown == {
        "labels": ["ai", "ml"],
        "summary": "Rank",
        "description": {**DOC, "content": [text]},
    }


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (fields(summary=" "), "summary"),
        (fields(summary="x" * 256), "summary"),
        (fields(description="plain"), "description"),
        (fields(labels=["two words"]), "labels"),
        (fields(components=[{"name": "Nowhere"}]), "components"),
        (fields(issuetype={"name": "Wish"}), "issuetype"),
        (fields(customfield_10050={"value": "enormous"}), "customfield_10050"),
        (fields(customfield_10060="none"), "customfield_10060"),
        (fields(customfield_99999=1), "customfield_99999"),
        (fields(status={"name": "Done"}), "status"),
        (fields(project={"key": "NO"}), "project"),
        ({"fields": {"project": {"key": "ED"}, "summary": "x"}}, "issuetype"),
    ],
)
def test_a_field_that_is_wrong_is_named(ann: Caller, given: Any, field: str) -> None:
    """400, and nothing is made."""
    status, said = ann("POST", "/api/3/issue", given)
    assert (status, list(said["errors"])) == (400, [field])
    assert ann("GET", "/api/3/issue/ED-1")[0] == 404


def test_credentials_are_asked_for_and_hidden_is_missing(twin: JiraTwin, ann: Caller) -> None:
    """401 without a token that fits its e-mail; 404 for what one may not browse."""
    ann("POST", "/api/3/issue", fields())
    ann.login = urllib3.make_headers(basic_auth="rex@example.org:ann-token")
    assert ann("GET", "/api/3/issue/ED-1")[0] == 401
    ann.login = {"authorization": "Bearer ann-token"}
    assert ann("GET", "/api/3/issue/ED-1")[0] == 200
    ned, rex = Caller(twin, seed.NED), Caller(twin, seed.REX)
    assert ned("GET", "/api/3/issue/ED-1") == ned("GET", "/api/3/issue/ED-9")
    assert ned("GET", "/api/3/project/ED")[0] == 404
    assert ned("GET", "/api/3/project/search")[1]["total"] == 0
    assert ned("POST", "/api/3/search/jql", {"jql": "project = ED"})[1]["issues"] == []
    assert rex("PUT", "/api/3/issue/ED-1", {"fields": {"summary": "x"}})[0] == 403
    assert rex("POST", "/api/3/issue", fields())[0] == 403
    assert rex("POST", "/api/3/issue/ED-1/comment", {"body": DOC})[0] == 400
    assert rex("POST", "/api/3/issue/ED-1/transitions", {"transition": {"id": "21"}})[0] == 400


def test_any_editor_can_write_a_property(twin: JiraTwin, ann: Caller) -> None:
    """Which is why a gate must not trust it; readers cannot."""
    ann("POST", "/api/3/issue", fields())
    path = "/api/3/issue/ED-1/properties/fairgate"
    assert ann("GET", path)[0] == 404
    assert ann("PUT", path, {"risk": "none"}) == (201, None)
    assert ann("PUT", path, {"risk": "low"}) == (200, None)
    assert ann("GET", path) == (200, {"key": "fairgate", "value": {"risk": "low"}})
    assert [each["key"] for each in ann("GET", path.rpartition("/")[0])[1]["keys"]] == ["fairgate"]
    found = ann("GET", "/api/3/issue/ED-1?properties=fairgate&fields=summary")[1]
    assert found["properties"] == {"fairgate": {"risk": "low"}}
    assert Caller(twin, seed.REX)("PUT", path, {})[0] == 403
    assert ann("DELETE", path) == (204, None)
    assert ann("DELETE", path)[0] == 404


def test_a_comment_comes_with_its_properties(twin: JiraTwin, ann: Caller) -> None:
    """In one request; its author may change them, others not."""
    ann("POST", "/api/3/issue", fields())
    given = {"body": DOC, "properties": [{"key": "fairgate", "value": {"marker": "m"}}]}
    made = ann("POST", "/api/3/issue/ED-1/comment", given)[1]
    path = f"/api/3/comment/{made['id']}/properties/fairgate"
    assert ann("GET", path)[1]["value"] == {"marker": "m"}
    assert ann("PUT", path, {"marker": "n"})[0] == 200
    assert Caller(twin, seed.ADA)("PUT", path, {})[0] == 403
    assert Caller(twin, seed.NED)("GET", path)[0] == 404
    assert ann("GET", f"/api/3/issue/ED-1/comment/{made['id']}")[1]["body"] == DOC
    assert ann("GET", "/api/3/issue/ED-1/comment/1")[0] == 404
    assert ann("POST", "/api/3/issue/ED-1/comment", {"body": "plain"})[0] == 400


def test_remote_links_are_known_by_their_global_id(ann: Caller) -> None:
    """201 the first time, 200 after; without an id each is new."""
    ann("POST", "/api/3/issue", fields())
    path = "/api/3/issue/ED-1/remotelink"
    link = {"globalId": "g=1", "object": {"url": "https://example.org", "title": "Report"}}
    assert [ann("POST", path, link)[0] for _ in range(2)] == [201, 200]
    assert [ann("POST", path, {"object": link["object"]})[0] for _ in range(2)] == [201, 201]
    assert len(ann("GET", path)[1]) == 3
    assert ann("GET", f"{path}?globalId=g%3D1")[1]["object"]["title"] == "Report"
    assert ann("GET", f"{path}?globalId=g")[0] == 404
    assert ann("POST", path, {"object": {"url": "https://example.org"}})[0] == 400


@pytest.mark.parametrize(
    ("properties", "status"),
    [
        ({"fairgate": {"assessment": {"state": "approved"}}}, 204),
        ({"fairgate": {"assessment": {"state": "draft"}}}, 400),
        ({"fairgate": {"assessment": "approved"}}, 400),
        ({"fairgate": {"assessment": {"state": ["approved"]}}}, 400),
        ({}, 400),
    ],
)
def test_a_transition_may_ask_for_a_property(
    make_twin: MakeTwin, properties: dict[str, Any], status: int
) -> None:
    """What cannot be read refuses."""
    rule = property_is("fairgate", "assessment.state", ("approved",), "Not approved.")
    twin = make_twin(steps=[*seed.steps(), Step("41", "Release", seed.DONE, (rule,))])
    issue = twin.create_issue("ED", "Score")
    issue.properties.update(properties)
    move = {"transition": {"id": 41}}
    assert Caller(twin)("POST", "/api/2/issue/ED-1/transitions", move)[0] == status


def test_a_rule_that_breaks_refuses(make_twin: MakeTwin) -> None:
    """As Forge's validators do."""
    twin = make_twin(steps=[Step("41", "Release", seed.DONE, (lambda _: str(1 // 0),))])
    twin.create_issue("ED", "Score")
    move = {"transition": {"id": "41"}}
    status, said = Caller(twin)("POST", "/api/3/issue/ED-1/transitions", move)
    assert (status, said["errorMessages"]) == (400, ["The validator of this transition failed."])


def test_permissions_must_be_named_and_known(ann: Caller) -> None:
    """As Cloud has it since 2019."""
    held = ann("GET", "/api/3/mypermissions?permissions=EDIT_ISSUES,ADMINISTER")[1]["permissions"]
    assert {name: each["havePermission"] for name, each in held.items()} == {
        "EDIT_ISSUES": True,
        "ADMINISTER": False,
    }
    assert ann("GET", "/api/3/mypermissions")[0] == 400
    assert ann("GET", "/api/3/mypermissions?permissions=FLY")[0] == 400
    assert ann("GET", "/api/3/mypermissions?permissions=EDIT_ISSUES&issueKey=ED-9")[0] == 404
    assert ann("GET", "/api/3/mypermissions?permissions=EDIT_ISSUES&projectKey=NO")[0] == 404


def test_the_site_shows_fields_statuses_and_labels(ann: Caller) -> None:
    """The flag is found by name and type."""
    ann("POST", "/api/3/issue", fields(labels=["b", "a"]))
    flagged = [each for each in ann("GET", "/api/3/field")[1] if each["name"] == "Flagged"]
    assert [each["schema"]["custom"].rpartition(":")[2] for each in flagged] == ["multicheckboxes"]
    assert ann("GET", "/api/3/status")[1][0]["name"] == "To Do"
    assert ann("GET", "/api/3/label")[1]["values"] == ["a", "b"]
    assert ann("GET", "/api/3/project/search")[1]["values"][0]["key"] == "ED"
    assert ann("GET", "/api/3/project/ED")[1]["id"] == "10000"


@pytest.mark.parametrize(
    ("method", "path", "words"),
    [
        ("GET", "/api/3/issue/ED-1/worklog", "GET /rest/api/3/issue/ED-1/worklog"),
        ("DELETE", "/api/3/issue/ED-1", "DELETE /rest/api/3/issue/ED-1"),
        ("POST", "/api/3/expression/analyse", "POST /rest/api/3/expression/analyse"),
        ("GET", "/agile/1.0/board", "GET /rest/agile/1.0/board"),
        ("GET", "/api/3/issue/ED-1?expand=names", "expand=names"),
        ("GET", "/api/3/issue/ED-1/comment?orderBy=author", "orderBy=author"),
    ],
)
def test_what_the_twin_does_not_play_it_says(
    ann: Caller, method: str, path: str, words: str
) -> None:
    """501 by name; never an answer made up."""
    ann("POST", "/api/3/issue", fields())
    status, said = ann(method, path)
    assert (status, said["errorMessages"]) == (501, [f"JiraTwin does not play {words}."])


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/api/3/issue", [], 400),
        ("/api/3/issue", {"fields": []}, 400),
        ("/api/3/issue", {**fields(), "transition": {"id": "1"}}, 501),
        ("/api/3/issue/ED-1/transitions", {"transition": {}}, 400),
        ("/api/3/issue/ED-1/transitions", {"transition": {"id": "99"}}, 400),
        ("/api/3/issue/ED-1/transitions", {"transition": {"id": "21"}, "fields": {"x": 1}}, 501),
        ("/api/3/issue/ED-1/comment", {"body": DOC, "visibility": {"type": "role"}}, 501),
        ("/api/3/issue/ED-1/comment", [], 400),
    ],
)
def test_requests_of_another_shape_are_refused(
    ann: Caller, path: str, body: Any, status: int
) -> None:
    """400 where Jira refuses, 501 where the twin cannot follow."""
    ann("POST", "/api/3/issue", fields())
    assert ann("POST", path, body)[0] == status


def test_a_body_that_is_no_json_is_refused(twin: JiraTwin, ann: Caller) -> None:
    """400, or 415 under another name."""
    for kind, status in (("application/json", 400), ("text/plain", 415)):
        headers = {**ann.login, "Content-Type": kind}
        answer = ann.pool.request(
            "POST", f"{twin.url}/rest/api/2/issue", body=b"{not json", headers=headers
        )
        assert answer.status == status


def test_the_same_deeds_give_the_same_site(make_twin: MakeTwin) -> None:
    """Clock and numbers are arguments."""
    now = seed_time()

    def story() -> Any:
        twin = make_twin(clock=lambda: now, ids=count(500))
        ann = Caller(twin)
        ann("POST", "/api/3/issue", fields())
        ann("POST", "/api/3/issue/ED-1/comment", {"body": DOC})
        found = ann("GET", "/api/3/issue/ED-1/comment")[1]["comments"][0]
        return found["id"], found["created"], twin.issue("ED-1").id

    assert story() == story() == ("501", "2026-11-02T09:30:00.000+0000", "500")


def seed_time() -> Any:
    """Give a time."""
    from datetime import UTC, datetime  # noqa: PLC0415

    return datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
