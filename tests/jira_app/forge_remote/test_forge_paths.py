"""Addresses inside Jira: pages, of one issue, and nothing that can be read as anything else."""

from __future__ import annotations

import pytest
from werkzeug.routing import Map, Rule

from jira_app.forge_remote import paths

ROUTES = Map(
    [
        Rule("/issues/<key>/assessment", endpoint="assessments.show", methods=["GET", "POST"]),
        Rule("/board", endpoint="board.show", methods=["GET"]),
        Rule("/board/<key>/<path:rest>", endpoint="board.part", methods=["GET"]),
        Rule("/register/", endpoint="register.index", methods=["GET"]),
        Rule("/admin", endpoint="admin.show", methods=["GET"]),
        Rule("/api/issues/<key>", endpoint="api.issue", methods=["GET"]),
        Rule("/webhooks/jira", endpoint="webhooks.jira", methods=["POST"]),
        Rule("/forge/ui", endpoint="forge.ui", methods=["POST"]),
        Rule("/static/<path:filename>", endpoint="pages.static", methods=["GET"]),
        Rule("/healthz", endpoint="health.healthz", methods=["GET"]),
        Rule("/sign-in", endpoint="access.sign_in", methods=["GET", "POST"]),
    ]
)


def find(address: str, method: str = "GET", bound: str = "") -> paths.Page:
    """Find a page of this app."""
    return paths.find(ROUTES, address, method, bound)


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("/board", paths.Page("/board", "", "board")),
        ("/board?project=ED&sort=age", paths.Page("/board", "project=ED&sort=age", "board")),
        ("/issues/ED-1/assessment#risk", paths.Page("/issues/ED-1/assessment", "", "assessments")),
    ],
)
def test_a_page_is_found(address: str, page: paths.Page) -> None:
    """With its query, without its fragment."""
    assert find(address) == page
    assert find(address, bound="ED-1") == page


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/board",
        "//example.org/board",
        "///board",
        "/\\example.org/board",
        "/%5cexample.org/board",
        "javascript:alert(1)",
        "board",
        "",
        "/board\n",
        "/board /x",
        "/board%0a",
        "/b\u00f6ard",
        "/../board",
        "/./board",
        "//board",
        "/board//ED-1/x",
        "/%2e%2e/board",
        "/%252e%252e/board",
        "/%25252525252525252e/board",
        "/issues/ED-1%2f..%2fED-2/assessment",
        "/" + "x" * 5000,
    ],
)
def test_what_may_be_read_as_something_else_leads_nowhere(address: str) -> None:
    """Browsers, proxies and frameworks do not agree on such addresses."""
    with pytest.raises(paths.Elsewhere):
        find(address)


@pytest.mark.parametrize(
    "address",
    [
        "/api/issues/ED-1", "/webhooks/jira", "/forge/ui", "/static/fairgate.css", "/healthz",
        "/sign-in", "/nowhere", "/board/", "/register", "/board/ED-1",
    ],
)  # fmt: skip
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_is_no_page_leads_nowhere(address: str, method: str) -> None:
    """Programs, files, sign-in, and other spellings of an address."""
    with pytest.raises(paths.Elsewhere):
        find(address, method)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "TRACE", "X"])
def test_another_method_leads_nowhere(method: str) -> None:
    """A page says itself which it takes."""
    with pytest.raises(paths.Elsewhere):
        find("/board", method)


@pytest.mark.parametrize(
    "address",
    [
        "/issues/ED-2/assessment",
        "/issues/ED%2D2/assessment",
        "/issues/%45D-2/assessment",
        "/issues/%2545D-2/assessment",
        "/issues/ED-11/assessment",
        "/board/ED-2/x",
        "/board/ED-1/x/ED-2",
        "/board/ED-1/x%2FED-2",
    ],
)
def test_another_issues_page_leads_nowhere(address: str) -> None:
    """Wherever in the path it is named, and however it is written."""
    with pytest.raises(paths.Elsewhere):
        find(address, bound="ED-1")


@pytest.mark.parametrize(
    ("place", "issue", "project", "address"),
    [
        ("jira:issueContext", "ED-1", "ED", "/issues/ED-1"),
        ("jira:issuePanel", "ED-1", "ED", "/issues/ED-1/assessment"),
        ("jira:projectPage", None, "ED", "/board?project=ED"),
        ("jira:globalPage", None, None, "/board"),
        ("jira:adminPage", None, None, "/admin"),
        ("jira:issuePanel", None, None, "/board"),
        ("jira:projectPage", None, None, "/board"),
        ("", None, None, "/board"),
    ],
)
def test_each_module_begins_somewhere(
    place: str, issue: str | None, project: str | None, address: str
) -> None:
    """One that is new, or without what it is about, with the board."""
    assert paths.start(place, issue, project) == address
