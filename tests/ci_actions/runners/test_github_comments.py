"""Comments on pull requests: by the reporting workflow, which may write where a fork may not."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from acting import MAY_READ, MAY_WRITE, Actor, finished, need_act, pull_request
from lending import ROOT, UNFAIR, Project, project, training

BLACK_APPLICANTS = "race=black: 30 % of those who should get a yes are refused"
FORK = "stranger/lending"


def stand_in() -> ModuleType:
    """Load the stand-in for GitHub's API."""
    name = "stand_in_for_github"
    spec = importlib.util.spec_from_file_location(name, ROOT / "tests" / "servers" / "github.py")
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def github() -> Iterator[Any]:
    """GitHub's API with a token that may write and one that may only read."""
    server = stand_in()
    state = server.GitHub(writers={MAY_WRITE: server.BOT}, readers={MAY_READ})
    with server.serving(state):
        yield state


@pytest.fixture
def lending(tmp_path: Path) -> Project:
    """The example's repository, at a change that is unfair."""
    need_act()
    made = project(tmp_path / "lending")
    made.branch("LOAN-2-stricter", "Stricter", training(UNFAIR))
    return made


@pytest.fixture
def actor(tmp_path: Path, github: Any) -> Actor:
    """A runner with a token that may write."""
    folder = tmp_path / "runner"
    folder.mkdir()
    return Actor(folder, github.url)


def test_the_report_of_a_fork_arrives_though_its_own_token_cannot_comment(
    lending: Project, actor: Actor, github: Any
) -> None:
    """The run is refused with 403 and its verdict stands; the reporting workflow comments."""
    told = pull_request(lending, "Stricter", source=FORK)
    head = told["pull_request"]["head"]
    github.add_pull(7, head["sha"], repository=FORK, branch=head["ref"])
    workflow = lending.folder / ".github" / "workflows" / "fairness.yml"
    workflow.write_text(workflow.read_text(encoding="utf-8").replace("comment: false", ""))
    judging = replace(actor, token=MAY_READ).act(lending, "pull_request", told)
    assert judging.jobs["fairness"] == "failure"
    assert judging.output("outcome") == "fail"
    assert [request.status for request in github.requests if request.method == "POST"] == [403]
    assert not [
        note for note in judging.annotations if "403" in note.text and note.level != "notice"
    ]

    reporting = actor.act(lending, "workflow_run", finished(told), workflow="fairness-report")
    assert reporting.jobs == {"comment": "success"}
    (comment,) = github.bodies(7)
    assert BLACK_APPLICANTS in comment
    assert "in a fork" in comment
    assert github.breaches == []


def test_a_second_run_updates_the_comment_of_the_first(
    lending: Project, actor: Actor, github: Any
) -> None:
    """One comment, whatever happens; what people write stays."""
    told = pull_request(lending, "Stricter")
    head = told["pull_request"]["head"]
    github.add_pull(7, head["sha"], repository="acme/lending", branch=head["ref"])
    github.add_comment(7, "Why?", login="a-person")
    actor.act(lending, "pull_request", told)
    for _ in range(2):
        actor.act(lending, "workflow_run", finished(told), workflow="fairness-report")
    why, comment = github.bodies(7)
    assert why == "Why?"
    assert BLACK_APPLICANTS in comment
    assert "in a fork" not in comment


def test_an_artifact_that_is_no_verdict_is_told_to_nobody(
    lending: Project, actor: Actor, github: Any
) -> None:
    """What a fork uploads is data: neither run nor shown unless it is what a gate writes."""
    told = pull_request(lending, "Stricter", source=FORK)
    github.add_pull(
        7, told["pull_request"]["head"]["sha"], repository=FORK, branch="LOAN-2-stricter"
    )
    artifact = actor.folder / "artifacts" / "fairgate"
    artifact.mkdir(parents=True)
    (artifact / "verdict.json").write_text('{"outcome": "pass <script>"}', encoding="utf-8")
    (artifact / "sitecustomize.py").write_text("raise SystemExit(0)", encoding="utf-8")
    run = actor.act(lending, "workflow_run", finished(told), workflow="fairness-report")
    assert run.jobs == {"comment": "failure"}
    assert github.bodies(7) == []


def test_a_run_that_ended_before_a_verdict_is_passed_over(
    lending: Project, actor: Actor, github: Any
) -> None:
    """There is no artifact, and nothing to tell."""
    told = pull_request(lending, "Stricter")
    run = actor.act(lending, "workflow_run", finished(told), workflow="fairness-report")
    assert run.jobs == {"comment": "success"}
    assert github.requests == []
