"""``fairgate flag status`` and ``log`` as somebody reads them at three in the morning."""

from __future__ import annotations

import contextlib
import io
import json
import os
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from fairgate.cli.main import main
from fairgate.rollout.decision import Emergency, Progress
from fairgate.rollout.plan import Ramp
from fairgate.rollout.protection import Protection
from fairgate.rollout.store import Ledger
from fairgate.rollout.tables import open_ledger_engine

HOUR = 3600.0
RAMP = Ramp.model_validate(
    {"steps": [{"ceiling": 5, "hold": "1h"}, {"ceiling": 25, "hold": "24h"}, {"ceiling": 100}]}
)
WHY = [
    "LOAN-12 is approved at level high.",
    "loan-approval passes for the model 085ca372a087.",
]


@dataclass
class Night:
    """A ledger, and somebody who reads it in a terminal."""

    folder: Path

    def __post_init__(self) -> None:
        self.ledger = Ledger(open_ledger_engine(f"sqlite:///{self.folder}/fairgate-rollout.db"))
        self.now = time.time()
        self.kept = Protection(
            "new-scoring", "production", "LOAN-12", "loan-approval", declared=False, ramp=RAMP
        )

    def happens(self, event: str, ago: float, by: str = "ada", **facts: Any) -> None:
        """Log something."""
        with self.ledger.begin() as db:
            self.ledger.append(db, self.kept.name, event, actor=by, at=self.now - ago, facts=facts)

    def keep(self, **changes: Any) -> None:
        """Set what is kept."""
        self.kept = replace(self.kept, **changes)
        with self.ledger.begin() as db:
            self.ledger.save(db, self.kept, self.now)

    def opens(self, ago: float = 0.5 * HOUR, lease: float = 0.2 * HOUR) -> None:
        """Have it open since a while."""
        self.keep(
            model="085ca372a087" + "0" * 52,
            progress=Progress(0, self.now - ago),
            envelope="{}",
            until=self.now + lease,
        )
        self.happens("opened", ago, ceiling=5, reasons=WHY, waits_for="25 % in 1h")

    def reads(self, *words: str, columns: int = 80, code: int = 0) -> str:
        """Type a command."""
        said = io.StringIO()
        variables = {"COLUMNS": str(columns), "FAIRGATE_ROLLOUT_DATABASE_URL": ""}
        with (
            contextlib.chdir(self.folder),
            mock.patch.dict(os.environ, variables),
            contextlib.redirect_stdout(said),
            contextlib.redirect_stderr(said),
        ):
            assert main(["flag", *words]) == code
        return said.getvalue()


@pytest.fixture
def night(tmp_path: Path) -> Night:
    """Nothing kept yet."""
    return Night(tmp_path)


def test_without_any_flag_it_says_how_to_begin(night: Night) -> None:
    """Not just an empty line."""
    assert "fairgate flag protect FLAG" in night.reads("status")


def test_what_is_open_says_for_how_long_and_what_comes_next(night: Night) -> None:
    """Counted from now, whatever the log said then."""
    night.opens()
    text = night.reads("status")
    assert text.startswith("new-scoring in production: OPEN at 5 %\n")
    assert "  ramp          [5] -> 25 -> 100 %\n" in text
    assert "  next          25 % in 29m\n" in text
    assert "ends in 11m unless it is renewed" in text
    assert "opened 30m ago, by ada" in text
    assert "get it back" not in text


def test_a_lease_that_ran_out_is_off_and_says_so(night: Night) -> None:
    """The ledger's last word was open; people see nothing, and the watcher is dead."""
    night.opens(ago=5 * HOUR, lease=-3 * HOUR)
    assert night.ledger.hold("watch", "web-1:4711:ab", night.now - 3 * HOUR, 10.0)
    text = night.reads("status")
    assert text.startswith("new-scoring in production: OFF, because its lease ended 3h ago\n")
    assert "\n                fairgate flag reconcile\n" in text
    assert "NO WATCHER RUNS (the last one was seen 2h 59m ago)" in text
    document = json.loads(night.reads("status", "--format", "json"))
    assert document["watched"] is False
    (flag,) = document["flags"]
    assert (flag["open"], flag["ceiling"], flag["waits_for"]) == (False, 0, None)


def test_a_watcher_that_works_is_named(night: Night) -> None:
    """Where it runs, and as which process."""
    night.opens()
    assert night.ledger.hold("watch", "web-1:4711:ab", night.now, 600.0)
    text = night.reads("status")
    assert "Kept by web-1:4711:ab." in text
    assert "NO WATCHER" not in text
    assert json.loads(night.reads("status", "--format", "json"))["watched"] is True


def test_an_edit_that_was_put_back_is_told_for_a_day(night: Night) -> None:
    """With who it was; somebody may not know of fairgate."""
    night.opens()
    night.happens("undone", 1.5 * HOUR, by="eve@example.org", what="the parent was on")
    assert "put back      the parent was on (by eve@example.org, 1h 30m ago)" in night.reads(
        "status"
    )
    night.now -= 25 * HOUR
    night.happens("undone", 0.0, by="old@example.org", what="the parent was off")
    assert "old@example.org" not in night.reads("status")


def test_an_emergency_is_seen_first(night: Night) -> None:
    """Who, why, and until when."""
    ahead = Emergency(50, "Ada Admin", "the old model is wrong", night.now + 2 * HOUR)
    night.opens()
    night.keep(emergency=ahead)
    text = night.reads("status")
    assert "EMERGENCY     50 % by Ada Admin, ends in 1h 59m: the old model is wrong" in text
    assert text.index("EMERGENCY") < text.index("ramp")


@pytest.mark.parametrize("columns", [40, 80, 120])
def test_it_fits_the_terminal_and_commands_stay_whole(night: Night, columns: int) -> None:
    """A command that is folded cannot be copied."""
    reason = "The model fails loan-approval: mend what the report names. " * 3
    night.keep(model="ab" * 32)
    night.happens("closed", 60.0, by="fairgate", reasons=[reason])
    lines = night.reads("status", columns=columns).splitlines()
    commands = [line for line in lines if line.strip().startswith("fairgate flag ")]
    assert [line.strip() for line in commands] == [
        "fairgate flag open new-scoring",
        "fairgate flag watch",
    ]
    assert max(len(line) for line in lines if line not in commands) <= columns
    logged = night.reads("log", "new-scoring", columns=columns).splitlines()
    assert max(map(len, logged)) <= columns


def test_names_from_elsewhere_cannot_write_to_the_terminal(night: Night) -> None:
    """Whoever edits flags chooses a name in Unleash."""
    night.opens()
    name, what = "\x1b[2Jeve\u202e", "the parent was on"
    night.happens("undone", 60.0, by=name, what=what, events=[{"type": "x", "by": name, "at": ""}])
    for text in (night.reads("status"), night.reads("log", "new-scoring")):
        assert "\\x1b[2Jeve\\u202e" in text
        assert "\x1b" not in text
        assert "\u202e" not in text


def test_renewals_in_a_row_are_one_line_of_the_log(night: Night) -> None:
    """There are hundreds a day, and they say nothing new."""
    night.opens()
    for number in range(40):
        night.happens("renewed", 1000.0 - number, by="fairgate", ceiling=5, reasons=WHY)
    night.happens("closed", 5.0, by="bo", why="complaints from Lyon", reasons=["Somebody did."])
    lines = night.reads("log", "new-scoring").splitlines()
    assert [line[25:] for line in lines if "renewed" in line] == [
        " UTC  lease renewed 40 times since line 1"
    ]
    assert "complaints from Lyon" in "\n".join(lines)
    document = json.loads(night.reads("log", "new-scoring", "--format", "json"))
    assert len(document["entries"]) == 42
