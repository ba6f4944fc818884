"""Platforms: from what a CI system says to the change under judgement."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from ci_actions.change import Change
from ci_actions.platforms import detect
from fairgate.errors import UserError

BASE, HEAD, OTHER = "b" * 40, "a" * 40, "c" * 40


def request(source: str | None = "acme/loans", **more: Any) -> dict[str, Any]:
    """A pull request's event, as far as the gate reads it."""
    return {
        "number": 7,
        "pull_request": {
            "title": "LOAN-1: mend\n::error::no",
            "base": {"ref": "main", "sha": BASE, "repo": {"full_name": "acme/loans"}},
            "head": {"ref": "mend", "sha": HEAD, "repo": source and {"full_name": source}},
        },
        **more,
    }


def github(folder: Path, name: str, event: Mapping[str, Any], **more: str) -> Change:
    """Detect the change of a GitHub run."""
    (folder / "event.json").write_text(json.dumps(event))
    environment = {
        "GITHUB_ACTIONS": "true",
        "GITHUB_EVENT_NAME": name,
        "GITHUB_EVENT_PATH": str(folder / "event.json"),
        "GITHUB_REPOSITORY": "acme/loans",
        "GITHUB_SHA": OTHER,
        **more,
    }
    return detect(environment)


def test_a_pull_request_is_judged_by_the_base_of_its_event(tmp_path: Path) -> None:
    """And what is judged is the request's own commit."""
    assert github(tmp_path, "pull_request", request()) == Change(
        "github",
        "request",
        "acme/loans",
        7,
        title="LOAN-1: mend\n::error::no",
        branch="mend",
        base_branch="main",
        base=BASE,
        head=HEAD,
    )


@pytest.mark.parametrize("source", ["mallory/loans", None])
def test_a_fork_is_another_repository_or_one_that_is_gone(
    tmp_path: Path, source: str | None
) -> None:
    """A deleted fork has no repository in the event."""
    assert github(tmp_path, "pull_request", request(source)).from_fork
    assert not github(tmp_path, "pull_request", request()).from_fork


def test_a_merge_queue_has_its_own_base(tmp_path: Path) -> None:
    """The commit that the candidate would be merged onto."""
    group = {
        "base_sha": BASE,
        "head_sha": HEAD,
        "base_ref": "refs/heads/main",
        "head_ref": "refs/heads/gh-readonly-queue/main/pr-7-b",
        "head_commit": {"message": "Merge LOAN-1"},
    }
    change = github(tmp_path, "merge_group", {"merge_group": group})
    assert (change.kind, change.base, change.head) == ("queue", BASE, HEAD)
    assert (change.base_branch, change.messages) == ("main", ("Merge LOAN-1",))


@pytest.mark.parametrize(
    ("more", "protected"),
    [
        ({"GITHUB_REF_NAME": "main"}, True),
        ({"GITHUB_REF_NAME": "topic"}, False),
        ({"GITHUB_REF_NAME": "release", "GITHUB_REF_PROTECTED": "true"}, True),
        ({"GITHUB_REF_NAME": "main", "GITHUB_REF_TYPE": "tag"}, False),
    ],
)
def test_only_pushes_to_guarded_branches_may_be_signed(
    tmp_path: Path, more: dict[str, str], *, protected: bool
) -> None:
    """The default branch, and what somebody protects."""
    event = {"before": BASE, "repository": {"default_branch": "main"}}
    change = github(tmp_path, "push", event, **more)
    assert (change.kind, change.head, change.previous) == ("push", OTHER, BASE)
    assert (change.base, change.protected) == (None, protected)


def test_a_new_branch_was_at_no_commit_before(tmp_path: Path) -> None:
    """GitHub writes forty zeros."""
    assert github(tmp_path, "push", {"before": "0" * 40}).previous is None
    assert github(tmp_path, "workflow_dispatch", {}).previous is None


@pytest.mark.parametrize(
    ("name", "event", "complaint"),
    [
        ("pull_request_target", request(), "beside a token that may write"),
        ("issues", {}, "this event is not judged, got 'issues'"),
        ("pull_request", {}, "pull_request.base.sha: expected a commit, got ''"),
        ("pull_request", {"pull_request": {"base": {"sha": "--upload-pack=x"}}}, "got '--upload"),
    ],
)
def test_events_that_can_not_be_judged_are_refused(
    tmp_path: Path, name: str, event: dict[str, Any], complaint: str
) -> None:
    """In words, never by a traceback."""
    with pytest.raises(UserError, match=complaint):
        github(tmp_path, name, event)


@pytest.mark.parametrize("text", ["", "[]", "{", "[" * 100_000, "\x00"])
def test_a_broken_event_file_is_refused(tmp_path: Path, text: str) -> None:
    """Whatever is in it."""
    path = tmp_path / "event.json"
    path.write_text(text)
    with pytest.raises(UserError, match="is no event of GitHub's"):
        detect({"GITHUB_ACTIONS": "true", "GITHUB_EVENT_PATH": str(path)})


def gitlab(**more: str) -> Change:
    """Detect the change of a GitLab job; gitlab-ci-local says that it is none."""
    return detect({"GITLAB_CI": "false", "CI_COMMIT_SHA": HEAD, **more})


REQUEST = {
    "CI_MERGE_REQUEST_IID": "7",
    "CI_MERGE_REQUEST_TITLE": "LOAN-1",
    "CI_MERGE_REQUEST_PROJECT_PATH": "acme/loans",
    "CI_MERGE_REQUEST_SOURCE_PROJECT_PATH": "acme/loans",
    "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME": "mend",
    "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
    "CI_MERGE_REQUEST_DIFF_BASE_SHA": BASE,
}


def test_a_merge_request_of_gitlab() -> None:
    """Its diff's base, until the target branch's tip is fetched."""
    assert gitlab(**REQUEST) == Change(
        "gitlab",
        "request",
        "acme/loans",
        7,
        title="LOAN-1",
        branch="mend",
        base_branch="main",
        base=BASE,
        head=HEAD,
    )


def test_a_merged_results_pipeline_knows_the_tip() -> None:
    """Then the target's commit judges, and the source's is judged."""
    tips = {
        "CI_MERGE_REQUEST_TARGET_BRANCH_SHA": OTHER,
        "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA": "d" * 40,
        "CI_MERGE_REQUEST_EVENT_TYPE": "merge_train",
    }
    change = gitlab(**REQUEST, **tips)
    assert (change.base, change.head, change.kind) == (OTHER, "d" * 40, "queue")


def test_a_fork_on_gitlab() -> None:
    """Its pipeline may run in the fork."""
    assert gitlab(**{**REQUEST, "CI_MERGE_REQUEST_SOURCE_PROJECT_PATH": "m/loans"}).from_fork


@pytest.mark.parametrize(
    ("more", "protected"),
    [
        ({"CI_COMMIT_BRANCH": "main", "CI_DEFAULT_BRANCH": "main"}, True),
        ({"CI_COMMIT_BRANCH": "topic", "CI_DEFAULT_BRANCH": "main"}, False),
        ({"CI_COMMIT_BRANCH": "release", "CI_COMMIT_REF_PROTECTED": "true"}, True),
        ({"CI_COMMIT_TAG": "v1", "CI_COMMIT_REF_PROTECTED": "true"}, False),
    ],
)
def test_a_push_on_gitlab(more: dict[str, str], *, protected: bool) -> None:
    """The default branch and protected ones may be signed, tags not."""
    change = gitlab(CI_COMMIT_BEFORE_SHA=BASE, **more)
    assert (change.kind, change.previous, change.protected) == ("push", BASE, protected)


def jenkins(**more: str) -> Change:
    """Detect the change of a Jenkins build."""
    return detect({"JENKINS_URL": "https://ci.example.org/", "GIT_COMMIT": HEAD, **more})


def test_a_change_of_jenkins_names_its_target_only() -> None:
    """The gate fetches the tip."""
    change = jenkins(
        CHANGE_ID="7", CHANGE_TARGET="main", CHANGE_BRANCH="mend", CHANGE_TITLE="t", CHANGE_FORK="m"
    )
    assert (change.kind, change.number, change.base, change.base_branch) == (
        "request",
        7,
        None,
        "main",
    )
    assert (change.branch, change.title, change.head, change.from_fork) == ("mend", "t", HEAD, True)


def test_only_the_primary_branch_of_a_multibranch_job_is_signed() -> None:
    """A job of one branch signs what its author built."""
    assert not jenkins(BRANCH_NAME="topic").protected
    assert jenkins(BRANCH_NAME="main", BRANCH_IS_PRIMARY="true").protected
    assert jenkins(GIT_BRANCH="origin/main").protected


def test_any_other_ci_says_it_in_two_variables() -> None:
    """Or nothing, and is judged by itself."""
    change = detect({"FAIRGATE_BASE": "origin/main", "FAIRGATE_HEAD": "topic"})
    assert (change.kind, change.base, change.base_branch, change.head) == (
        "request",
        "origin/main",
        "main",
        "topic",
    )
    assert (detect({}).kind, detect({}).head) == ("push", "HEAD")


def test_on_jenkins_ones_own_words_win() -> None:
    """Freestyle jobs have no CHANGE_ID."""
    assert jenkins(FAIRGATE_BASE="origin/main").platform == "other"
