"""Commenting for a run that could not: its artifact is data, and GitHub says whose it is."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from judgements import HEAD, REQUEST, judged, surroundings
from servers.github import GitHub, serving

from ci_actions.publish import beside, publish
from ci_actions.publish.report import main

FORK = "mallory/loans"


@pytest.fixture
def github() -> Iterator[GitHub]:
    """Serve a stand-in; whatever is said must be as GitHub describes it."""
    with serving(GitHub()) as served:
        yield served
    assert served.breaches == []


@pytest.fixture
def artifact(tmp_path: Path) -> Path:
    """Return what a judging run uploads."""
    folder = tmp_path / "artifact"
    folder.mkdir()
    publish(judged(folder), REQUEST, surroundings())
    (folder / "evidence.json").unlink()
    return folder


def run(github: GitHub, artifact: Path, **values: Any) -> tuple[int, str]:
    """Run the reporting workflow's step; return its exit code and its log."""
    event = {
        "action": "completed",
        "workflow_run": {
            "event": "pull_request",
            "head_sha": HEAD,
            "head_branch": "better-model",
            "head_repository": {"full_name": FORK},
            "html_url": "https://github.example/acme/loans/actions/runs/12",
            **values,
        },
        "repository": {"full_name": "acme/loans"},
    }
    path = artifact.parent / "event.json"
    path.write_text(json.dumps(event), encoding="utf-8")
    environment = {
        "GITHUB_ACTIONS": "true", "GITHUB_API_URL": github.url, "GITHUB_TOKEN": "fake",
        "GITHUB_EVENT_PATH": str(path), "FAIRGATE_ARTIFACT": str(artifact),
    }  # fmt: skip
    log = io.StringIO()
    return main(environment, log), log.getvalue()


def test_a_forks_verdict_arrives_with_a_word_about_where_it_comes_from(github, artifact):
    """Rendered by us from the verdict: outcome, policy, loosening, and the warning."""
    github.add_pull(7, HEAD, repository=FORK)
    code, log = run(github, artifact)
    assert (code, log) == (0, "::notice title=Fairness gate::Commented on #7.\n")
    (comment,) = github.bodies(7)
    assert comment.startswith("<!-- fairgate: loan-approval -->\n## Fairness gate: fail")
    assert "> This verdict was reported by a run of the change's own workflow, in a fork" in comment
    assert "The change loosens four-fifths" in comment
    assert "https://github.example/acme/loans/actions/runs/12#artifacts" in comment


def test_reporting_twice_leaves_one_comment(github, artifact):
    """The same mark as the judging run's own comment."""
    github.add_pull(7, HEAD, repository=FORK)
    run(github, artifact)
    run(github, artifact)
    assert len(github.bodies(7)) == 1


def test_a_branch_of_the_repository_itself_needs_no_warning(github, artifact):
    """Its authors may write there anyway."""
    github.add_pull(7, HEAD)
    run(github, artifact, head_repository={"full_name": "acme/loans"})
    assert "in a fork" not in github.bodies(7)[0]


@pytest.mark.parametrize(
    ("sha", "repository", "state"),
    [
        ("c" * 40, FORK, "open"),
        (HEAD, "other/loans", "open"),
        (HEAD, FORK, "closed"),
    ],
    ids=["pushed since", "another repository", "closed"],
)
def test_only_an_open_request_that_ends_with_the_judged_commit_is_told(
    github, artifact, sha, repository, state
):
    """An artifact cannot choose whose comment it becomes."""
    github.add_pull(7, sha, repository=repository)["state"] = state
    code, log = run(github, artifact)
    assert code == 0
    assert "nothing to comment" in log
    assert github.comments == {}


def test_the_artifact_cannot_name_the_request(github, artifact):
    """Numbers, links and markup in it are not looked at."""
    github.add_pull(7, HEAD, repository=FORK)
    document = json.loads((artifact / "verdict.json").read_text(encoding="utf-8"))
    document |= {"number": 1, "pull_request": 1, "policy": "<img src=x> --> @team"}
    (artifact / "verdict.json").write_text(json.dumps(document), encoding="utf-8")
    (artifact / "report.md").write_text("# PASS <script>", encoding="utf-8")
    run(github, artifact)
    assert list(github.comments) == [7]
    (comment,) = github.bodies(7)
    assert "<img" not in comment
    assert "<script>" not in comment
    assert "@team" not in comment


def test_a_run_that_was_of_no_request_has_nowhere_to_comment(github, artifact):
    """A push is judged as well."""
    code, log = run(github, artifact, event="push")
    assert code == 0
    assert "was of no pull request" in log
    assert github.requests == []


def link(path: Path) -> None:
    """Put a link in place of a file."""
    path.unlink()
    path.symlink_to("/etc/passwd")


def pipe(path: Path) -> None:
    """Put a pipe in place of a file, which nobody writes to."""
    path.unlink()
    os.mkfifo(path)


def folder(path: Path) -> None:
    """Put a directory in place of a file."""
    path.unlink()
    path.mkdir()


def huge(path: Path) -> None:
    """Make a file of ten gigabytes, most of it nothing."""
    os.truncate(path, 10 * 1024**3)


@pytest.mark.parametrize("name", ["verdict.json", beside.FILE])
@pytest.mark.parametrize(
    "spoil",
    [Path.unlink, link, pipe, folder, huge, lambda path: path.write_text("{}")],
    ids=["missing", "link", "pipe", "directory", "huge", "empty document"],
)
def test_an_artifact_that_is_no_report_is_refused_and_nothing_is_posted(
    github, artifact, name, spoil
):
    """In one line, with an error, and without waiting."""
    github.add_pull(7, HEAD, repository=FORK)
    spoil(artifact / name)
    code, log = run(github, artifact)
    assert code == 2
    assert log.startswith("::error title=Fairness gate::")
    assert log.count("\n") == 1
    assert name in log
    assert github.requests == []


@pytest.mark.parametrize("values", [{"head_sha": "main"}, {"head_repository": {"full_name": "/"}}])
def test_an_event_that_github_would_not_write_is_refused(github, artifact, values):
    """Commit and repository go into addresses."""
    code, log = run(github, artifact, **values)
    assert code == 2
    assert "is no event of a finished run" in log
