"""Notes on merge requests, and findings for GitLab's code quality widget."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator

import pytest
from judgements import PROJECT, REQUEST, judged, log, surroundings
from report.samples import NASTY, sample
from servers.gitlab import GitLab, serving

from ci_actions.publish import codequality, publish

OLD = "glpat-old"
MERGE_REQUEST = dataclasses.replace(REQUEST, platform="gitlab", repository="acme/credit/loans")


@pytest.fixture
def gitlab() -> Iterator[GitLab]:
    """Serve a stand-in."""
    with serving(GitLab()) as served:
        yield served


def test_a_merge_request_gets_one_note_that_is_kept_up_to_date(gitlab, tmp_path):
    """On a later page, between those of other people."""
    for text in ("hello", "<!-- fairgate: loan-approval -->\nmine, says somebody else", "bye"):
        gitlab.add(text, user=3)
    where = surroundings(api=gitlab.url, token=PROJECT, project="42")
    publish(judged(tmp_path), MERGE_REQUEST, where)
    publish(judged(tmp_path, exit_code=0), MERGE_REQUEST, where)
    own = [note for note in gitlab.notes if note["author"]["id"] == 7]
    assert len(own) == 1
    assert "The merge is not blocked, as fail-on says." in own[0]["body"]
    assert len(gitlab.notes) == 4
    assert "The comment is created.\n" in log(where)
    assert "The comment is updated.\n" in log(where)


def test_a_project_is_named_by_its_path_where_there_is_no_id(gitlab, tmp_path):
    """With its slashes escaped."""
    publish(judged(tmp_path), MERGE_REQUEST, surroundings(api=gitlab.url, token=PROJECT))
    paths = [request.path for request in gitlab.requests if request.method == "POST"]
    assert paths == ["/projects/acme%2Fcredit%2Floans/merge_requests/7/notes"]


def test_a_job_without_a_token_of_its_own_is_told_which_one_it_needs(gitlab, tmp_path):
    """The job's token may not write notes."""
    where = surroundings(api=gitlab.url)
    publish(judged(tmp_path), MERGE_REQUEST, where)
    assert gitlab.requests == []
    assert "FAIRGATE_GITLAB_TOKEN" in log(where)


def test_a_token_that_gitlab_refuses_is_said_and_not_shown(gitlab, tmp_path):
    """The verdict stays what it is."""
    where = surroundings(api=gitlab.url, token=OLD, project="42")
    publish(judged(tmp_path), MERGE_REQUEST, where)
    assert "GitLab answered 401 to GET" in log(where)
    assert "glpat-old" not in log(where)


def test_code_quality_names_what_does_not_pass_by_a_fingerprint_that_lasts():
    """New numbers and moved lines are the same issue; passes are none."""
    issues = json.loads(codequality.render(sample(), "policies/fairgate.yaml"))
    assert [issue["severity"] for issue in issues] == [
        "critical", "critical", "major", "major", "minor", "minor",
    ]  # fmt: skip
    assert issues[0]["location"] == {"path": "policies/fairgate.yaml", "lines": {"begin": 14}}
    assert issues[0]["description"].startswith("four-fifths on race (fail): race=black: 61 %")
    moved = tuple(dataclasses.replace(f, line=99, estimate=0.5) for f in sample().findings)
    again = codequality.render(dataclasses.replace(sample(), findings=moved), "f.yaml")
    prints = [issue["fingerprint"] for issue in issues]
    assert [issue["fingerprint"] for issue in json.loads(again)] == prints
    assert len(set(prints)) == len(prints)


def test_code_quality_holds_no_control_characters():
    """Names are as hostile there as anywhere."""
    text = codequality.render(sample(), "f.yaml")
    assert not any(name in text for name in NASTY if "\x1b" in name or "::" in name)
