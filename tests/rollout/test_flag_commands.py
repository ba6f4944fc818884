"""``fairgate flag`` on a real server: protect, open, status, close, log."""

from __future__ import annotations

import contextlib
import io
import json
import os
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest import mock
from uuid import uuid4

import pytest
from sqlalchemy import text

from fairgate.cli.main import main
from fairgate.rollout.guard import digest_of
from fairgate.rollout.store import Ledger
from fairgate.rollout.tables import open_ledger_engine
from fairgate.signing import IN_TOTO, generate_keys, sign
from tests import approvals
from tests.jira_app import envelopes

POLICY = """\
version: 1
name: loan-approval
predictions: p.csv
columns: {label: repaid, prediction: approved, sensitive: {sex: sex}}
groups: [sex]
rules:
  - {id: four-fifths, metric: selection_rate, ratio: {at_least: 0.8, must_detect: 0.6}}
accept: declared
rollout: {steps: [{ceiling: 10, hold: 1h}, {ceiling: 100}]}
"""


@dataclass
class Desk:
    """Somebody at a terminal, with files and variables."""

    folder: Path
    variables: dict[str, str]
    flag: str

    def __call__(self, *words: str, code: int = 0) -> str:
        """Run a command in this process, and give what it printed."""
        said = io.StringIO()
        with (
            contextlib.chdir(self.folder),
            mock.patch.dict(os.environ, self.variables),
            contextlib.redirect_stdout(said),
            contextlib.redirect_stderr(said),
        ):
            done = main(["flag", *words])
        assert done == code, said.getvalue()
        return said.getvalue()


@pytest.fixture
def desk(tmp_path: Path, team: Any) -> Desk:
    """A flag on the server, keys, a policy, a model, an approval and evidence as files."""
    pairs = {k: generate_keys(tmp_path / "made" / k) for k in ("evidence", "assessment", "grant")}
    for kind in ("evidence", "assessment"):
        (tmp_path / "trusted" / kind).mkdir(parents=True)
        pairs[kind][1].rename(tmp_path / "trusted" / kind / "a.pub")
    (tmp_path / "fairgate.yaml").write_text(POLICY)
    (tmp_path / "model.skops").write_bytes(uuid4().bytes)
    now = time.time()
    parts = {"model": "", "decided": now - 60, "until": now + 9000}
    envelope = approvals.signed(pairs["assessment"][0], **parts)
    (tmp_path / "approval.json").write_bytes(envelope)
    for outcome in ("pass", "fail"):
        statement = envelopes.statement(outcome, time=datetime.fromtimestamp(now - 60, UTC))
        document = json.loads(statement.to_bytes())
        document["subject"][0]["digest"]["sha256"] = digest_of(tmp_path / "model.skops")
        if outcome == "fail":
            document["predicate"]["time"] = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        signed = sign(json.dumps(document).encode(), IN_TOTO, pairs["evidence"][0])
        (tmp_path / f"{outcome}.json").write_bytes(signed)
    variables = {
        "FAIRGATE_UNLEASH_URL": team.server.url,
        "FAIRGATE_UNLEASH_TOKEN": team.server.admin,
        "FAIRGATE_TRUSTED_KEYS": str(tmp_path / "trusted"),
        "FAIRGATE_GRANT_KEY": str(pairs["grant"][0]),
    }
    return Desk(tmp_path, variables, team.flag)


def test_the_whole_way_of_a_release(desk: Desk) -> None:
    """Closed, opened at 10 %, evidence fails, closed; every step is in the log."""
    protected = desk("protect", desk.flag, "--issue", "LOAN-1", "--policy", "fairgate.yaml")
    assert "which is closed" in protected
    refused = desk("open", desk.flag, "--model", "model.skops", code=4)
    assert "no approved assessment" in refused
    assert "CLOSED" in desk("status", desk.flag)
    papers = ("--approval", "approval.json", "--evidence", "pass.json")
    assert "open at 10 %" in desk("open", desk.flag, *papers, "--by", "ada")
    shown = desk("status", desk.flag)
    assert "OPEN at 10 %" in shown
    assert "[10] -> 100" in shown
    assert desk("reconcile").count("open at 10 %") == 1
    failed = desk("open", desk.flag, "--evidence", "fail.json", code=4)
    assert "fails loan-approval" in failed
    status = json.loads(desk("status", "--format", "json"))
    assert [flag["open"] for flag in status["flags"]] == [False]
    told = json.loads(desk("log", desk.flag, "--format", "json"))
    assert [entry["event"] for entry in told["entries"]] == [
        "protected",
        "asked",
        "opened",
        "closed",
    ]
    assert told["holds"]
    assert "opened at 10 %, by ada" in desk("log", desk.flag)


RANKING = """\
version: 1
name: search
predictions: rankings.csv
ranking: {score: relevance, query_id: query, sensitive: {sex: sex}}
groups: [sex]
rules:
  - {id: exposure, metric: exposure_ratio, value: {at_least: 0.8, must_detect: 0.4}}
rollout: {steps: [{ceiling: 10, hold: 1h}, {ceiling: 100}]}
"""


def test_a_ranker_is_released_by_evidence_of_its_rankings(desk: Desk) -> None:
    """Policy, evidence and flag as for any model; the next ranking, which is unfair, ends it."""
    (desk.folder / "rankings.yaml").write_text(RANKING)
    private = str(desk.folder / "made" / "evidence" / "fairgate.key")
    for name, lead, code in (("fair", 0, 0), ("unfair", 9, 3)):
        rows = [
            f"{query},{at + lead * (at % 2)},{'fm'[(at + query * (not lead)) % 2]}"
            for query in range(60)
            for at in range(20)
        ]
        text = "\n".join(["query,relevance,sex", *rows])
        (desk.folder / "rankings.csv").write_text(f"{text}\n")
        with contextlib.chdir(desk.folder), contextlib.redirect_stdout(io.StringIO()):
            words = "check --policy rankings.yaml --subject model.skops --issue LOAN-1"
            assert main([*words.split(), "--evidence", f"{name}.json", "--sign", private]) == code
    desk("protect", desk.flag, "--issue", "LOAN-1", "--policy", "rankings.yaml")
    papers = ("--approval", "approval.json", "--model", "model.skops")
    assert "open at 10 %" in desk("open", desk.flag, *papers, "--evidence", "fair.json")
    closed = desk("open", desk.flag, "--evidence", "unfair.json", code=4)
    assert "fails search" in closed


def test_a_closed_flag_says_how_to_get_it_back(desk: Desk) -> None:
    """By whom, why, and the command."""
    desk("protect", desk.flag, "--issue", "LOAN-1", "--policy", "fairgate.yaml")
    papers = ("--approval", "approval.json", "--evidence", "pass.json")
    desk("open", desk.flag, "--model", "model.skops", *papers)
    desk("close", desk.flag, "--reason", "complaints from Lyon", "--by", "ada")
    shown = " ".join(desk("status", desk.flag).split())
    assert "Somebody closed it: ada: complaints from Lyon" in shown
    assert f"fairgate flag open {desk.flag}" in shown
    emergency = ("--emergency", "--by", "bo", "--ceiling", "50", "--reason", "outage")
    assert "open at 50 %" in desk("open", desk.flag, *emergency, "--until", "4h")
    assert "50 % by bo, ends in 3h 59m: outage" in desk("status", desk.flag)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("open", "{flag}", "--model", "model.skops"), "is not kept by fairgate"),
        (("protect", "nothing", "--issue", "LOAN-1", "--policy", "fairgate.yaml"), "has no flag"),
        (("protect", "{flag}", "--issue", "LOAN-1", "--policy", "none.yaml"), "none.yaml"),
        (("open", "{flag}", "--ceiling", "50"), "add --emergency"),
        (("open", "{flag}", "--emergency", "--by", "bo"), "add --ceiling, --reason, --until"),
        (("watch", "--listen", "8090"), "expected HOST:PORT"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_wrong_request_is_refused_with_a_cure(
    desk: Desk, words: tuple[str, ...], said: str
) -> None:
    """Exit code 2, and nothing is written."""
    assert said in desk(*[word.format(flag=desk.flag) for word in words], code=2)


def test_missing_settings_are_named_all_at_once(desk: Desk) -> None:
    """And no secret is shown."""
    desk.variables = dict.fromkeys(desk.variables, "") | {"FAIRGATE_API_TOKEN": "tell-nobody"}
    said = desk("reconcile", code=2)
    assert said.count("is not set") == 5
    assert "tell-nobody" not in said


def test_a_server_that_is_away_is_said_so(desk: Desk) -> None:
    """With what happens to what is open."""
    desk("protect", desk.flag, "--issue", "LOAN-1", "--policy", "fairgate.yaml")
    desk.variables["FAIRGATE_UNLEASH_URL"] = "http://127.0.0.1:9"
    said = desk("close", desk.flag, "--reason", "x", code=2)
    assert "Unleash is away" in said
    assert "ends with its lease" in said


def test_a_log_that_was_altered_is_found(desk: Desk) -> None:
    """Exit code 3."""
    desk("protect", desk.flag, "--issue", "LOAN-1", "--policy", "fairgate.yaml")
    ledger = Ledger(open_ledger_engine(f"sqlite:///{desk.folder}/fairgate-rollout.db"))
    with ledger.begin() as db:
        db.execute(text("UPDATE fairgate_rollout_log SET actor = 'nobody'"))
    assert "does not hold from line 1 on" in desk("log", desk.flag, code=3)
