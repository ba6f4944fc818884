"""The stand-in speaks as GitHub describes itself, and notices what does not."""

from __future__ import annotations

import json

from servers.github import GitHub, Request, breaches, described, serving

CALLS = {"list_comments", "create_comment", "update_comment", "delete_comment", "list_pulls",
         "list_pulls_of_commit"}  # fmt: skip


def request(call: str, **values) -> Request:
    """Return a request with a token that may write."""
    path = described()["calls"][call]["path"].format(
        owner="acme", repo="loans", issue_number=7, comment_id=1, commit_sha="a" * 40
    )
    plain = {"query": {}, "headers": {"authorization": "Bearer fake"}, "body": None, **values}
    return Request(call, described()["calls"][call]["method"], path, **plain)


def test_the_description_has_every_call_and_githubs_own_example_fits_it():
    """A comment, as GitHub shows one."""
    assert set(described()["calls"]) == CALLS
    comment = {"$ref": "#/schemas/issue-comment"}
    assert breaches(described()["examples"]["comment"], comment) == []
    assert breaches({"id": "one"}, comment) != []


def test_what_the_stand_in_answers_is_as_described():
    """Every call that succeeds, and a refusal."""
    with serving(GitHub()) as github:
        github.add_pull(7, "a" * 40)
        for call in ("create_comment", "update_comment"):
            github.handle(request(call, body={"body": "x"}))
        for call in ("list_comments", "list_pulls", "list_pulls_of_commit", "delete_comment"):
            github.handle(request(call))
        github.handle(request("create_comment", body={}, headers={"authorization": "Bearer x"}))
    assert [r.status for r in github.requests] == [201, 200, 200, 200, 200, 204, 401]


def test_a_request_that_github_does_not_know_is_noticed():
    """A body without its text, a query that is no option, an address that is none."""
    github = GitHub()
    github.handle(request("create_comment", body={"text": "x"}))
    github.handle(request("list_pulls", query={"state": "opened"}))
    github.handle(request("list_pulls", query={"since": "x"}))
    github.handle(Request("", "GET", "/repos/acme/loans/issue", {}, {}, None))
    said = json.dumps(github.breaches)
    for words in (
        "'body' is a required property",
        "list_pulls?state",
        "list_pulls?since",
        "/issue",
    ):
        assert words in said
