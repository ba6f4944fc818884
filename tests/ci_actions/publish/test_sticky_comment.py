"""One comment a gate: updated, never repeated, and nobody else's touched."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from judgements import WRITER
from servers.github import BOT, GitHub, limited, serving

from ci_actions.publish.github import GitHub as Api
from ci_actions.publish.github import PullRequestComments, ReadOnlyError
from ci_actions.publish.sticky import marker, stick
from ci_actions.publish.web import Http, TellingError

MARK = marker("loans")


@pytest.fixture
def github() -> Iterator[GitHub]:
    """Serve a stand-in; whatever is said must be as GitHub describes it."""
    with serving(GitHub()) as served:
        yield served
    assert served.breaches == []


def board(github: GitHub, token: str = WRITER, waits: list[float] | None = None):
    """Return the comments of pull request 7, as a client sees them."""
    waits = [] if waits is None else waits
    http = Http(waits.append, lambda: 1_000.0)
    return PullRequestComments(Api(http, github.url, "acme/loans", token), 7, BOT)


def test_the_first_verdict_creates_the_comment_and_the_next_updates_it(github):
    """Doing it twice is doing it once."""
    assert stick(board(github), MARK, f"{MARK}\nfail") == "created"
    assert stick(board(github), MARK, f"{MARK}\npass") == "updated"
    assert stick(board(github), MARK, f"{MARK}\npass\n") == "unchanged"
    assert github.bodies(7) == [f"{MARK}\npass"]
    assert len(github.called("update_comment")) == 1


def test_two_gates_keep_a_comment_each(github):
    """The name of the policy is part of the mark."""
    other = marker("loans-eu")
    for mark in (MARK, other, MARK):
        stick(board(github), mark, f"{mark}\nx")
    assert github.bodies(7) == [f"{MARK}\nx", f"{other}\nx"]


def test_a_comment_of_somebody_else_is_left_alone_whatever_it_says(github):
    """The mark can be copied; the author cannot."""
    github.add_comment(7, f"{MARK}\nI say it passes", login="mallory")
    github.add_comment(7, f"see {MARK}", login=BOT)
    stick(board(github), MARK, f"{MARK}\nfail")
    assert github.bodies(7) == [f"{MARK}\nI say it passes", f"see {MARK}", f"{MARK}\nfail"]


def test_the_comment_is_found_on_a_later_page(github):
    """A hundred at a time, as the Link header leads."""
    for at in range(230):
        github.add_comment(7, f"chat {at}", login="someone")
    github.add_comment(7, f"{MARK}\nold")
    assert stick(board(github), MARK, f"{MARK}\nnew") == "updated"
    assert [r.query["page"] for r in github.called("list_comments")[1:]] == ["2", "3"]


def test_two_runs_at_once_leave_one_comment(github):
    """Another run's comment lands just before ours: the older one stays, with our words."""
    other = f"{MARK}\nof the other run"

    def meanwhile(github: GitHub) -> None:
        github.before_create = lambda _: None
        github.add_comment(7, other)

    github.before_create = meanwhile
    assert stick(board(github), MARK, f"{MARK}\nours") == "updated"
    assert github.bodies(7) == [f"{MARK}\nours"]


def test_duplicates_of_an_earlier_accident_are_removed(github):
    """The oldest stays."""
    for text in ("one", "two", "three"):
        github.add_comment(7, f"{MARK}\n{text}")
    stick(board(github), MARK, f"{MARK}\nfour")
    assert github.bodies(7) == [f"{MARK}\nfour"]


def test_a_token_that_may_only_read_is_told_apart_from_other_refusals(github):
    """A fork's token gets 403, and no second try."""
    with pytest.raises(ReadOnlyError, match=r"403 to POST .*: Resource not accessible"):
        stick(board(github, "read-only"), MARK, f"{MARK}\nx")
    assert len(github.called("create_comment")) == 1


def test_a_refused_token_is_not_in_the_message(github):
    """Nor in anything that a log could print."""
    comments = board(github, "s3cret\nvalue")
    with pytest.raises(TellingError) as caught:
        list(comments.mine())
    assert "s3cret" not in f"{caught.value!r} {comments!r}"


@pytest.mark.parametrize(
    ("answer", "waited"),
    [
        (limited(retry_after="17"), [17.0]),
        (limited("API rate limit exceeded", x_ratelimit_remaining="0", x_ratelimit_reset="1030"),
         [31.0]),
        (limited(), [60.0]),
        ((429, {"message": "slow"}, {"Retry-After": "3"}), [3.0]),
        ((502, {"message": "bad gateway"}, {}), [1.0]),
    ],
    ids=["retry after", "reset", "secondary", "429", "bad gateway"],
)  # fmt: skip
def test_limits_and_outages_are_waited_for(github, answer, waited):
    """As long as GitHub says; a minute where it says nothing."""
    github.refusals = [answer]
    waits: list[float] = []
    assert stick(board(github, waits=waits), MARK, f"{MARK}\nx") == "created"
    assert waits == waited
    github.breaches.clear()  # these answers are described elsewhere


def test_a_limit_that_outlasts_our_patience_is_said(github):
    """A job does not hang for an hour."""
    github.refusals = [limited(retry_after="3600")]
    waits: list[float] = []
    with pytest.raises(TellingError, match="too many requests, and the wait is too long"):
        stick(board(github, waits=waits), MARK, f"{MARK}\nx")
    assert waits == []


def test_a_comment_that_may_have_been_written_is_not_written_again(github):
    """A server that fails after a POST may have kept it."""
    github.refusals = [(200, [], {}), (502, {"message": "bad gateway"}, {})]
    with pytest.raises(TellingError, match="502 to POST"):
        stick(board(github), MARK, f"{MARK}\nx")
    assert github.bodies(7) == []
    github.breaches.clear()


def test_a_next_page_at_another_address_is_not_followed(github):
    """The token would go along."""
    link = {"Link": '<https://evil.example/x>; rel="next"'}
    github.refusals = [(200, [], link)]
    with pytest.raises(TellingError, match="another address"):
        list(board(github).mine())


def test_a_redirect_is_not_followed(github):
    """The token would go along."""
    github.refusals = [(302, None, {"Location": "https://evil.example/"})]
    with pytest.raises(TellingError, match="answered 302"):
        list(board(github).mine())
    assert len(github.requests) == 1


def test_nobody_listening_is_said_in_one_sentence():
    """After a few tries, without a traceback of sockets."""
    waits: list[float] = []
    api = Api(Http(waits.append, lambda: 0.0), "http://127.0.0.1:1", "acme/loans", "fake")
    with pytest.raises(TellingError, match=r"^GET http://127.0.0.1/repos/.*: no answer \("):
        list(PullRequestComments(api, 7, BOT).mine())
    assert waits == [1.0, 2.0, 4.0]


@pytest.mark.parametrize("name", ["a-->b", "a--b", "\n::x", "<b>", "", "x" * 500, "a b"])
def test_a_mark_is_one_hidden_line_whatever_the_name(name):
    """And two names have two marks."""
    mark = marker(name)
    assert mark.startswith("<!-- fairgate: ")
    assert "--" not in mark[4:-3]
    assert len(mark.splitlines()) == 1
    assert mark != marker(f"{name}!")
