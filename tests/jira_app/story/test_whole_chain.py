"""The whole chain: a model is scored, signed for, approved, rolled out, found unfair, taken back.

Every part is the real one: the sandbox, the command line, the app and its worker, Unleash, its
client; only Jira is the stand-in.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import Any
from unittest import mock
from urllib.request import Request, urlopen
from uuid import uuid4

import pytest
import urllib3
import yaml
from story_stage import CI_TOKEN, Stage

from fairgate.checklist.library import open_library
from fairgate.cli.main import main
from fairgate.rollout import Guard
from fairgate.rollout.unleash import guarded_client
from fairgate.signing import generate_keys
from jira_app.access import Person, Role
from jira_app.assessments.desk import Desk
from jira_app.assessments.scored import score
from tests.scoring.models import Lending, policy_text
from tests.servers.unleash import Unleash, running
from tests.waiting import eventually

CREDIT = Path(__file__).resolve().parents[2] / "cases" / "assessment" / "credit.yaml"
ROLLOUT = "rollout: {steps: [{ceiling: 10, hold: 1h}, {ceiling: 100}]}\n"
PEOPLE = [f"person-{number}" for number in range(500)]
ANN = Person("p-ann", "Ann")
REX = Person("p-rex", "Rex", roles=frozenset({Role.REVIEWER}))


@pytest.fixture
def unleash(tmp_path: Path) -> Any:
    """A real flag server."""
    with running(tmp_path) as server:
        yield server


@dataclass
class Release:
    """A team at its terminal, with a flag, a model and keys."""

    scene: Stage
    server: Unleash
    folder: Path
    flag: str
    issue: str

    def __call__(self, *words: str, code: int = 0) -> None:
        """Run a command."""
        trusted = self.folder / "trusted"
        variables = {
            "FAIRGATE_UNLEASH_URL": self.server.url,
            "FAIRGATE_UNLEASH_TOKEN": self.server.admin,
            "FAIRGATE_TRUSTED_KEYS": str(trusted),
            "FAIRGATE_GRANT_KEY": str(self.folder / "grant" / "fairgate.key"),
            "FAIRGATE_APP_URL": self.scene.url,
            "FAIRGATE_API_TOKEN": CI_TOKEN,
        }
        with contextlib.chdir(self.folder), mock.patch.dict(os.environ, variables):
            assert main(list(words)) == code

    def judge(self, *, strict: bool = False, code: int = 0) -> None:
        """Score and judge the model as the main branch does, and hand the evidence in."""
        text = policy_text("m.joblib") + ROLLOUT
        if strict:
            text = text.replace("at_least: 0.3, must_detect: 0.1", "at_least: 0.99")
        (self.folder / "fairgate.yaml").write_text(text)
        key = str(self.folder / "evidence" / "fairgate.key")
        words = ("--evidence", "e.json", "--sign", key, "--issue", self.issue)
        self("check", "--policy", "fairgate.yaml", "--out", "r.txt", *words, code=code)
        headers = {"Authorization": f"Bearer {CI_TOKEN}", "Content-Type": "application/json"}
        body = (self.folder / "e.json").read_bytes()
        with urlopen(Request(f"{self.scene.url}/api/evidence", body, headers), timeout=20) as done:  # noqa: S310 - our own server
            told = json.load(done)
        assert told["trusted"] is True
        self.scene.catch_up()

    def approve(self) -> None:
        """Fill the assessment in, submit it, and have a reviewer approve it."""
        library = open_library(kinds=("template", "checklist", "cases"))
        signing = self.folder / "approvals" / "fairgate.key"
        wake = self.scene.worker.wake
        desk = Desk(
            self.scene.engine, time.time, library, signing, wake, lambda _: frozenset(), token_hex
        )
        answers = yaml.safe_load(CREDIT.read_text(encoding="utf-8"))["answers"]
        case = desk.save(self.issue, "preflight", 0, score(desk.file("preflight"), answers), ANN)
        case = desk.submit(self.issue, "preflight", case.revision, ANN)
        case = desk.approve(self.issue, "preflight", case.revision, REX)
        assert case.envelope
        self.scene.catch_up()

    def make_flag(self) -> None:
        """Make the team's own flag, on for everybody."""
        features = f"{self.server.url}/admin/projects/default/features"
        headers = {"Authorization": self.server.admin}
        parameters = {"rollout": "100", "stickiness": "userId", "groupId": self.flag}
        inside = f"{features}/{self.flag}/environments/production"
        for url, body in (
            (features, {"name": self.flag, "type": "release"}),
            (f"{inside}/strategies", {"name": "flexibleRollout", "parameters": parameters}),
            (f"{inside}/on", None),
        ):
            assert urllib3.request("POST", url, headers=headers, json=body).status < 300


@pytest.fixture
def release(scene: Stage, unleash: Unleash, tmp_path: Path) -> Release:
    """Keys of three kinds, each trusted for its own; a model; an issue in Jira."""
    generate_keys(tmp_path / "grant")
    for kind, made in (("evidence", "evidence"), ("assessment", "approvals")):
        (tmp_path / "trusted" / kind).mkdir(parents=True)
        public = (tmp_path / made / "fairgate.pub").read_bytes()
        (tmp_path / "trusted" / kind / "a.pub").write_bytes(public)
    Lending().write(tmp_path, "m.joblib")
    summary = "Score applicants for a loan by age and postcode"
    issue = scene.twin.create_issue("LOAN", summary, description="Automatic credit decision.").key
    scene.catch_up()
    return Release(scene, unleash, tmp_path, f"scoring-{uuid4().hex[:8]}", issue)


def test_from_a_model_to_ten_percent_of_people_and_back(release: Release) -> None:
    """Nobody sees the feature before, one in ten while, nobody after."""
    release.make_flag()
    release.judge()
    protect = ("flag", "protect", release.flag, "--issue", release.issue)
    release(*protect, "--policy", "fairgate.yaml")
    client = guarded_client(release.server.url, release.server.client, "chain", refresh=1)
    guard = Guard(
        client,
        model=release.folder / "m.joblib",
        keys=release.folder / "grant" / "fairgate.pub",
        environment="production",
    )
    try:
        release("flag", "open", release.flag, "--model", "m.joblib", code=4)
        assert not any(guard.is_enabled(release.flag, person) for person in PEOPLE)

        release.approve()
        release("flag", "open", release.flag, "--model", "m.joblib")
        eventually(lambda: any(guard.is_enabled(release.flag, p) for p in PEOPLE))
        # Asked anew: the client may have heard of it in the middle of the first round.
        assert 25 <= sum(guard.is_enabled(release.flag, p) for p in PEOPLE) <= 80
        other = replace_model(guard, release.folder)
        assert not any(other.is_enabled(release.flag, person) for person in PEOPLE)

        release.judge(strict=True, code=3)
        release("flag", "reconcile")
        eventually(lambda: not any(guard.is_enabled(release.flag, p) for p in PEOPLE))
    finally:
        client.destroy()

    release("flag", "log", release.flag)
    release.scene.catch_up()
    shown = release.scene.property_of(release.issue)
    assert shown["gate"] == "closed"
    comments = release.scene.twin.issue(release.issue).comments
    assert sum(release.flag in json.dumps(comment.body) for comment in comments) >= 2


def replace_model(guard: Guard, folder: Path) -> Guard:
    """Make the guard of an application that loaded another model."""
    other = folder / "other.joblib"
    other.write_bytes(b"another")
    keys = folder / "grant" / "fairgate.pub"
    return Guard(guard._client, model=other, keys=keys, environment="production")
