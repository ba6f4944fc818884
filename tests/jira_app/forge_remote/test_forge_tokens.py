"""Tokens of the app: the newest is used, and none is used too long."""

from __future__ import annotations

from dataclasses import replace

import pytest
from town import Clock

from jira_app.forge_remote import Invocation, Tokens
from jira_app.jira import JiraError
from jira_app.twin import JiraTwin, seed

OTHER = "another-token"


@pytest.fixture
def call(twin: JiraTwin) -> Invocation:
    """Make a call that brings the app's token."""
    return Invocation("one", "site", "app", "PRODUCTION", twin.url, system_token=seed.APP.token)


def test_jira_is_asked_with_the_newest_token(tokens: Tokens, call: Invocation) -> None:
    """By whoever holds the relay, call by call."""
    jira = tokens.relay()
    tokens.keep(replace(call, system_token=OTHER))
    tokens.keep(call)
    assert jira.issue("ED-1").summary == "Change 1"
    assert jira.site.token == seed.APP.token


def test_the_same_token_keeps_its_client(tokens: Tokens, call: Invocation) -> None:
    """So that connections, and what was read about the site, are used again."""
    tokens.keep(call)
    first = tokens.client()
    tokens.keep(call)
    assert tokens.client() is first


def test_before_the_first_token_work_waits(tokens: Tokens) -> None:
    """It counts as Jira being away."""
    with pytest.raises(JiraError) as refused:
        tokens.relay().issue("ED-1")
    assert (refused.value.kind, refused.value.retry_after) == ("down", 60)


def test_an_old_token_is_not_used(tokens: Tokens, call: Invocation, clock: Clock) -> None:
    """Until it comes once more, which promises another two hours."""
    tokens.keep(call)
    clock.pass_(2 * 3600)
    with pytest.raises(JiraError, match="no token"):
        tokens.client()
    tokens.keep(call)
    assert tokens.client().site.url == call.api_base_url


def test_a_token_that_jira_no_longer_takes_is_dropped_and_work_waits(
    tokens: Tokens, call: Invocation
) -> None:
    """Work is not given up because a token ended early: the next one comes by itself."""
    tokens.keep(replace(call, system_token=OTHER))
    with pytest.raises(JiraError) as refused:
        tokens.relay().myself()
    assert refused.value.kind == "down"
    with pytest.raises(JiraError, match="no token"):
        tokens.client()


def test_other_refusals_stay_what_they_are(tokens: Tokens, call: Invocation) -> None:
    """Only an ended token is special."""
    tokens.keep(call)
    with pytest.raises(JiraError) as refused:
        tokens.relay().issue("ED-404")
    assert refused.value.kind == "gone"


def test_a_call_without_a_token_changes_nothing(tokens: Tokens, call: Invocation) -> None:
    """The one that is there stays in use."""
    tokens.keep(call)
    assert not tokens.keep(replace(call, system_token=""))
    assert tokens.client().site.token == seed.APP.token
