"""The client on Jira's bad days: what it tries again, what it never does twice, what it says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from werkzeug.routing import Rule

from fairgate.errors import UserError
from jira_app.jira import ONCE, JiraClient, JiraError, JiraSite, Pace, Patience, to_adf
from jira_app.jira.errors import from_answer, seconds
from jira_app.jira.search import search
from jira_app.twin import JiraTwin, Trouble, seed

Make = Callable[..., JiraClient]

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize("what", ["429", "503", "cut", "lost"])
def test_reading_and_setting_go_on_after_trouble(
    twin: JiraTwin, client: JiraClient, what: str
) -> None:
    """Three bad answers are borne, the fourth would not be."""
    twin.create_issue("ED", "Score applicants")
    twin.trouble(Trouble(what, times=3, method="PUT"))
    client.set_property("ED-1", "fairgate", {"risk": "high"})
    twin.trouble(Trouble(what, times=3, path="/properties"))
    assert client.get_property("ED-1", "fairgate") == {"risk": "high"}


@pytest.mark.parametrize("what", ["cut", "lost"])
def test_a_comment_whose_answer_was_lost_is_not_posted_again(
    twin: JiraTwin, client: JiraClient, what: str
) -> None:
    """The error comes at once, and the next call finds the comment there."""
    twin.create_issue("ED", "Score applicants")
    twin.trouble(Trouble(what, method="POST", path="/comment"))
    with pytest.raises(JiraError) as caught:
        client.add_comment("ED-1", to_adf("High risk."), "triage-1")
    assert caught.value.kind == "down"
    there = client.add_comment("ED-1", to_adf("High risk."), "triage-1")
    assert [comment.id for comment in twin.issue("ED-1").comments] == [there]


def test_a_comment_that_was_throttled_is_posted_in_the_end(
    twin: JiraTwin, client: JiraClient
) -> None:
    """A 429 says that nothing was done."""
    twin.create_issue("ED", "Score applicants")
    twin.trouble(Trouble("429", times=2, method="POST", path="/comment", retry_after=1))
    client.add_comment("ED-1", to_adf("High risk."), "triage-1")
    assert len(twin.issue("ED-1").comments) == 1


@pytest.mark.parametrize("reason", ["jira-quota-tenant-based", "jira-quota-global-based"])
def test_a_spent_quota_pauses_everything_at_once(
    twin: JiraTwin, client: JiraClient, reason: str
) -> None:
    """No second request is made."""
    twin.create_issue("ED", "Score applicants")
    twin.trouble(Trouble("429", times=1, reason=reason, retry_after=1740))
    with pytest.raises(JiraError) as caught:
        client.issue("ED-1")
    error = caught.value
    assert (error.kind, error.pause_all, error.retry_after) == ("throttled", True, 1740.0)
    assert client.issue("ED-1").key == "ED-1"


def test_a_burst_concerns_this_request_only(twin: JiraTwin, make_client: Make) -> None:
    """Who keeps times himself is told them."""
    twin.create_issue("ED", "Score applicants")
    twin.trouble(Trouble("429", reason="jira-per-issue-on-write", retry_after=2))
    with pytest.raises(JiraError) as caught:
        make_client(patience=ONCE).issue("ED-1")
    error = caught.value
    assert (error.kind, error.pause_all, error.retry_after) == ("throttled", False, 2.0)


def test_a_long_wait_is_left_to_the_caller(twin: JiraTwin, client: JiraClient) -> None:
    """The library alone would sleep for half an hour in the request."""
    twin.create_issue("ED", "Score applicants")
    twin.trouble(Trouble("503", times=1, retry_after=1800))
    with pytest.raises(JiraError) as caught:
        client.issue("ED-1")
    assert (caught.value.kind, caught.value.retry_after) == ("down", 1800.0)


def test_a_late_answer_is_not_waited_for(twin: JiraTwin, make_client: Make) -> None:
    """The answer waits until the client has gone."""
    twin.create_issue("ED", "Score applicants")
    client = make_client(patience=ONCE, timeout=3)
    twin.trouble(Trouble("slow", path="/issue/ED-1"))
    client.fields()
    with pytest.raises(JiraError, match="ReadTimeout") as caught:
        client.issue("ED-1")
    twin.calm()
    assert caught.value.kind == "down"


def test_nobody_there_is_down() -> None:
    """As is a name that does not resolve, and a connection that is refused."""
    client = JiraClient(JiraSite("http://127.0.0.1:9", "hidden-token"), Pace(ONCE))
    with pytest.raises(JiraError) as caught:
        client.issue("ED-1")
    assert caught.value.kind == "down"
    assert "hidden-token" not in f"{caught.value}{client.site!r}"


def test_a_page_that_is_not_jiras_is_invalid(twin: JiraTwin) -> None:
    """A sign-in page, for one: the address is wrong, and waiting does not help."""
    for path, answer in (
        ("elsewhere", "<html>Sign in</html>"),
        ("moved", ("", 302, {"Location": "https://example.org/login"})),
    ):
        twin.app.view_functions[path] = lambda answer=answer: answer
        twin.app.url_map.add(Rule(f"/{path}/rest/api/2/myself", endpoint=path))
    for path, words in (("elsewhere", "is this Jira"), ("moved", "is the address of Jira right")):
        client = JiraClient(JiraSite(f"{twin.url}/{path}", "app-token"), Pace(ONCE))
        with pytest.raises(JiraError, match=words) as caught:
            client.myself()
        assert caught.value.kind == "invalid"
        client.close()


def test_a_search_whose_pages_repeat_ends() -> None:
    """A token that comes back would go round for ever."""

    class Looping:
        def send(self, *_: object, **__: object) -> dict[str, object]:
            return {"issues": [{"id": "1"}], "nextPageToken": "same", "isLast": False}

    with pytest.raises(JiraError, match="repeats a page"):
        list(search(Looping(), "project = ED", (), (), cloud=True))


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, "invalid"),
        (401, "forbidden"),
        (403, "forbidden"),
        (404, "gone"),
        (408, "down"),
        (409, "conflict"),
        (410, "gone"),
        (413, "invalid"),
        (422, "invalid"),
        (429, "throttled"),
        (500, "down"),
        (502, "down"),
        (503, "down"),
        (504, "down"),
    ],
)
def test_each_status_has_its_kind(status: int, kind: str) -> None:
    """The kinds are what a worker acts on."""
    assert from_answer("GET x", status, {}, None, NOON).kind == kind


@pytest.mark.parametrize(
    ("header", "wait"),
    [
        ("0", 0.0),
        ("1.5", 1.5),
        ("-3", 0.0),
        ("Mon, 02 Nov 2026 11:59:00 GMT", 0.0),
        ("inf", None),
        ("nan", None),
        ("", None),
        ("Mon, 99 Nov", None),
        (None, None),
    ],
)
def test_retry_after_is_read_whatever_it_says(header: str | None, wait: float | None) -> None:
    """Neither a negative nor an endless wait comes of it."""
    assert seconds(header, NOON) == wait


def test_patience_ends_and_grows_and_has_a_bound() -> None:
    """At most four tries; waits double; what is longer is the caller's."""
    patience, error = Patience(), JiraError("throttled", "")
    assert [patience.wait(error, tried, 1.0) for tried in (1, 2, 3, 4)] == [0.5, 1.0, 2.0, None]
    assert patience.wait(JiraError("down", "", retry_after=9.0), 1, 0.0) is None
    for kind in ("gone", "forbidden", "invalid"):
        assert patience.wait(JiraError(kind, ""), 1, 0.0) is None


@pytest.mark.parametrize(
    ("url", "token", "place"),
    [
        ("http://jira.example.org", "t", "FAIRGATE_JIRA_URL"),
        ("jira.example.org", "t", "FAIRGATE_JIRA_URL"),
        ("http://localhost.example.org", "t", "FAIRGATE_JIRA_URL"),
        ("https://", "t", "FAIRGATE_JIRA_URL"),
        ("https://[", "t", "FAIRGATE_JIRA_URL"),
        ("https://jira.example.org", " ", "FAIRGATE_JIRA_TOKEN"),
        ("https://jira.example.org", "tökén", "FAIRGATE_JIRA_TOKEN"),
        ("https://jira.example.org", "a\nb", "FAIRGATE_JIRA_TOKEN"),
    ],
)
def test_a_site_that_cannot_be_right_is_refused(url: str, token: str, place: str) -> None:
    """Before a token goes anywhere."""
    with pytest.raises(UserError) as caught:
        JiraSite(url, token)
    assert caught.value.place == place


def test_ann_is_somebody_else_than_the_app() -> None:
    """What the tests of permissions rest on."""
    assert seed.APP.app
    assert not seed.ANN.app
