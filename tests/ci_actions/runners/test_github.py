"""The example's workflows, run by act: what merges, what is blocked, and what people read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from acting import Actor, need_act, pull_request
from lending import FAIR, UNFAIR, Project, project, training

BLACK_APPLICANTS = "race=black: 30 % of those who should get a yes are refused"


@pytest.fixture
def lending(tmp_path: Path) -> Project:
    """The example's repository."""
    need_act()
    return project(tmp_path / "lending")


@pytest.fixture
def actor(tmp_path: Path) -> Actor:
    """A runner without a network."""
    folder = tmp_path / "runner"
    folder.mkdir()
    return Actor(folder)


def test_a_fair_candidate_merges(lending: Project, actor: Actor) -> None:
    """It is compared row by row with the model of the main branch; its report is kept."""
    lending.branch("LOAN-1-fuller", "Ten more facts", training(FAIR))
    run = actor.act(lending, "pull_request", pull_request(lending, "Ten more facts"))
    assert run.jobs == {"predict": "success", "fairness": "success"}
    assert run.output("outcome") == "warn"
    assert "Compared row by row with the predictions" in run.summary
    kept = {path.name for path in (run.artifacts / "fairgate").iterdir()}
    assert {"verdict.json", "report.html", "fairness.xml"} <= kept


def test_an_unfair_candidate_is_blocked_and_the_sentence_says_for_whom(
    lending: Project, actor: Actor
) -> None:
    """On the rule's line in the policy, and on the page of the run."""
    lending.branch("LOAN-2-stricter", "Stricter", training(UNFAIR))
    run = actor.act(lending, "pull_request", pull_request(lending, "Stricter"))
    assert run.jobs == {"predict": "success", "fairness": "failure"}
    assert run.output("outcome") == "fail"
    errors = [note for note in run.annotations if note.level == "error"]
    (refused,) = [note for note in errors if "at most 10 points is promised" in note.text]
    assert refused.text.startswith(BLACK_APPLICANTS)
    policy = (lending.folder / "fairgate.yaml").read_text(encoding="utf-8").splitlines()
    assert refused.file == "fairgate.yaml"
    assert policy[int(refused.line or 0) - 1].strip() == "- id: wrongly-refused"
    assert BLACK_APPLICANTS in run.summary


def test_evidence_with_its_exact_counts_is_in_no_artifact(lending: Project, actor: Actor) -> None:
    """Whoever may read a public repository may read its artifacts."""
    lending.branch("LOAN-2-stricter", "Stricter", training(UNFAIR))
    run = actor.act(lending, "pull_request", pull_request(lending, "Stricter"))
    assert Path(run.output("evidence")).name == "evidence.json"
    assert list(run.artifacts.rglob("verdict.json"))
    assert not list(run.artifacts.rglob("evidence*"))


def test_a_change_that_loosens_the_policy_is_judged_by_the_old_one(
    lending: Project, actor: Actor
) -> None:
    """And the loosening is said."""
    text = (lending.folder / "fairgate.yaml").read_text(encoding="utf-8")
    loose = text.replace("at_least: 0.8, must_detect: 0.6", "at_least: 0.4")
    loose = loose.replace("at_most: 0.1, must_detect: 0.3", "at_most: 0.9")
    loose = loose[: loose.index("  # No group is wrongly refused more often")] + "\n"
    lending.branch("LOAN-3-loose", "Tidy up", {**training(UNFAIR), "fairgate.yaml": loose})
    run = actor.act(lending, "pull_request", pull_request(lending, "Tidy up"))
    assert run.jobs["fairness"] == "failure"
    judged = json.loads((run.artifacts / "fairgate" / "verdict.json").read_text(encoding="utf-8"))
    assert {finding["rule"] for finding in judged["findings"]} >= {"four-fifths", "no-step-back"}
    assert "[!CAUTION]" in run.summary
    assert "loosens" in run.summary


def test_a_candidate_without_predictions_is_blocked(lending: Project, actor: Actor) -> None:
    """The gate's job runs though the one before it failed, because skipped jobs pass."""
    lending.branch("LOAN-4-broken", "Broken", {"train.py": "raise SystemExit('no data')\n"})
    run = actor.act(lending, "pull_request", pull_request(lending, "Broken"))
    assert run.jobs == {"predict": "failure", "fairness": "failure"}


def test_the_merge_queue_is_judged_too(lending: Project, actor: Actor) -> None:
    """Its candidate is compared with the tip that it would be merged on."""
    head = lending.branch("gh-readonly-queue/main/pr-7", "Stricter", training(UNFAIR))
    group = {
        "base_ref": "refs/heads/main",
        "base_sha": lending.git("rev-parse", "main"),
        "head_ref": "refs/heads/gh-readonly-queue/main/pr-7",
        "head_sha": head,
    }
    run = actor.act(lending, "merge_group", {"merge_group": group})
    assert run.jobs["fairness"] == "failure"
    assert BLACK_APPLICANTS in run.summary


def test_names_in_a_title_start_no_workflow_command(lending: Project, actor: Actor) -> None:
    """Nor does a branch, a commit's message or a file's name."""
    attack = "LOAN-5 x\n::set-output name=outcome::pass\n::error file=a::b"
    lending.branch("LOAN-5-`id`", attack, {**training(UNFAIR), "::add-mask::a.txt": "x"})
    run = actor.act(lending, "pull_request", pull_request(lending, attack))
    assert run.jobs["fairness"] == "failure"
    assert run.output("outcome") == "fail"
    assert not [note for note in run.annotations if note.text == "b"]
