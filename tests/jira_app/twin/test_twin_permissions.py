"""The twin's answers about other people, and what it refuses as Jira does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import urllib3

from jira_app.twin import JiraTwin, seed
from jira_app.twin.model import Account

HIDING = replace(seed.REX, id="hid", email="hid@example.org", token="h", hidden={"ED-1"})  # noqa: S106
MakeTwin = Callable[..., JiraTwin]


def ask(
    twin: JiraTwin, method: str, path: str, by: Account = seed.APP, body: Any = None
) -> tuple[int, Any]:
    """Ask as an account of Cloud."""
    headers = urllib3.make_headers(basic_auth=f"{by.email}:{by.token}")
    answer = urllib3.request(method, f"{twin.url}/rest/api/3/{path}", headers=headers, json=body)
    return answer.status, answer.json()


def checked(account: str, permission: str, *ids: int) -> dict[str, Any]:
    """Ask for one permission."""
    asked = [{"issues": list(ids), "permissions": [permission]}]
    return {"accountId": account, "projectPermissions": asked}


def test_security_hides_an_issue_everywhere(make_twin: MakeTwin) -> None:
    """From reading, from searching, from asking in bulk, and from permissions."""
    twin = make_twin(accounts=(*seed.ACCOUNTS, HIDING))
    first, second = (twin.create_issue("ED", words) for words in ("One", "Two"))
    assert ask(twin, "GET", "issue/ED-1", HIDING)[0] == 404
    _, found = ask(twin, "POST", "search/jql", HIDING, {"jql": "project = ED", "fields": ["key"]})
    assert [each["id"] for each in found["issues"]] == [second.id]
    wanted = {"issueIdsOrKeys": ["ED-1", "ED-2"], "fields": ["project"]}
    _, found = ask(twin, "POST", "issue/bulkfetch", HIDING, wanted)
    assert [each["key"] for each in found["issues"]] == ["ED-2"]
    body = checked("hid", "BROWSE_PROJECTS", int(first.id), int(second.id), 999)
    _, found = ask(twin, "POST", "permissions/check", body=body)
    assert found["projectPermissions"][0]["issues"] == [int(second.id)]


def test_only_administrators_ask_about_others(make_twin: MakeTwin) -> None:
    """Everybody may ask about themselves."""
    twin = make_twin()
    issue = int(twin.create_issue("ED", "One").id)
    mine, others = (checked(name, "EDIT_ISSUES", issue) for name in ("rex", "ann"))
    status, found = ask(twin, "POST", "permissions/check", seed.REX, mine)
    assert (status, found["projectPermissions"][0]["issues"]) == (200, [])
    assert ask(twin, "POST", "permissions/check", seed.REX, others)[0] == 403
    assert ask(twin, "POST", "permissions/check", seed.ADA, others)[0] == 200


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("permissions/check", checked("ann", "FLY", 1)),
        ("permissions/check", checked("nobody", "EDIT_ISSUES", 1)),
        ("permissions/check", checked("ann", "EDIT_ISSUES", *range(1001))),
        ("issue/bulkfetch", {"issueIdsOrKeys": []}),
        ("issue/bulkfetch", {"issueIdsOrKeys": [str(number) for number in range(101)]}),
    ],
)
def test_what_jira_refuses_is_refused(twin: JiraTwin, path: str, body: Any) -> None:
    """Unknown permissions and people, too many issues, none."""
    assert ask(twin, "POST", path, body=body)[0] == 400


def test_people_are_found_by_the_beginning_of_name_or_address(twin: JiraTwin) -> None:
    """As in Jira, so that whoever asks has to compare."""
    for words, found in (("ann@", ["ann"]), ("Read", ["rex"]), ("a", ["app", "ann", "ada"])):
        status, users = ask(twin, "GET", f"user/search?query={words}")
        assert status == 200
        names = [each["accountId"] for each in users]
        assert set(found) <= set(names)
    assert ask(twin, "GET", "user/search")[0] == 400
