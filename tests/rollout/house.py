"""A team's flag in the keeping of fairgate: ledger, keys, approval and evidence, a real server."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rollout.conftest import Team

from fairgate.rollout.gathering import Gatherer, Trusted
from fairgate.rollout.keeper import Keeper, Round
from fairgate.rollout.plan import Ramp
from fairgate.rollout.protection import Protection
from fairgate.rollout.source import LedgerSource
from fairgate.rollout.store import Ledger
from fairgate.rollout.tables import open_ledger_engine
from fairgate.signing import PublicKey, generate_keys, load_public_keys
from tests import approvals
from tests.jira_app import envelopes

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC).timestamp()
HOUR = 3600.0
MODEL = "a" * 64
RAMP = {"steps": [{"ceiling": 10, "hold": "1h"}, {"ceiling": 100}], "lease": "15m"}


@dataclass
class House:
    """What a keeper works with, and a clock that a test sets."""

    folder: Path
    team: Team
    channels: Sequence[str] = ("issue",)
    now: float = NOW
    keys: dict[str, tuple[Path, tuple[PublicKey, ...]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for kind in ("evidence", "assessment", "grant"):
            private, public = generate_keys(self.folder / kind)
            self.keys[kind] = (private, load_public_keys(public))
        self.ledger = Ledger(open_ledger_engine(f"sqlite:///{self.folder}/rollout.db"))
        self.keeper = self.another_keeper()
        self.name = f"{self.team.flag}@production"
        self.protect()

    def another_keeper(self, admin: Any = None) -> Keeper:
        """Make a keeper on the same ledger, as a second process would have."""
        trusted = Trusted(self.keys["evidence"][1], self.keys["assessment"][1])
        return Keeper(
            self.ledger,
            admin or self.team.admin,
            Gatherer(LedgerSource(self.ledger), trusted),
            grant_key=self.keys["grant"][0],
            channels=self.channels,
            clock=lambda: self.now,
        )

    def protect(self, **changes: Any) -> None:
        """Have the flag kept."""
        ramp = Ramp.model_validate(RAMP)
        kept = Protection(
            self.team.flag, "production", "LOAN-1", "loan-approval", declared=False, ramp=ramp
        )
        with self.ledger.begin() as db:
            self.ledger.save(db, replace(kept, **changes), self.now)

    def approve(self, *, until: float = NOW + 90 * 24 * HOUR, **changes: Any) -> None:
        """Hand a signed approval over."""
        parts = {"model": MODEL, "decided": NOW - HOUR, "until": until, **changes}
        envelope = approvals.signed(self.keys["assessment"][0], **parts)
        self.ledger.add_paper(self.name, "approval", envelope, self.now)

    def prove(self, outcome: str = "pass", *, hours_ago: float = 1.0, **parts: Any) -> None:
        """Hand signed evidence over."""
        time = datetime.fromtimestamp(self.now - hours_ago * HOUR, UTC)
        envelope = envelopes.signed(self.keys["evidence"][0], outcome, time=time, **parts)
        self.ledger.add_paper(self.name, "evidence", envelope, self.now)

    def ask_to_open(self, **changes: Any) -> Round:
        """Do what ``fairgate flag open`` does."""
        asked = {"model": MODEL, "stopped": "", **changes}
        return self.keeper.reconcile(
            self.name, lambda kept: replace(kept, **asked), actor="ada", why="asked to open"
        )

    def ready(self) -> Round:
        """Approve, prove and open."""
        self.approve()
        self.prove()
        return self.ask_to_open()

    @property
    def events(self) -> list[str]:
        """What the log tells, oldest first."""
        return [entry.event for entry in self.ledger.entries(self.name)]
