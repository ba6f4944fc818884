"""Where attacks are played: flags in fairgate's keeping on a real server, and a watcher."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from threading import Thread
from typing import Any
from uuid import uuid4

import urllib3

from fairgate.rollout.admin import UnleashAdmin
from fairgate.rollout.gathering import Gatherer, Trusted
from fairgate.rollout.granting import wanted_strategy
from fairgate.rollout.guard import digest_of
from fairgate.rollout.keeper import Keeper, Round
from fairgate.rollout.plan import Ramp
from fairgate.rollout.protection import Protection
from fairgate.rollout.repair import repairs
from fairgate.rollout.source import LedgerSource
from fairgate.rollout.store import Entry, Ledger
from fairgate.rollout.tables import open_ledger_engine
from fairgate.rollout.watch import Rhythm, Watcher
from fairgate.signing import IN_TOTO, generate_keys, load_public_keys, sign
from tests import approvals
from tests.jira_app import envelopes
from tests.rollout.attacks.editors import MALLORY, OURS, editor
from tests.servers.unleash import Unleash
from tests.waiting import PATIENCE

ISSUE, POLICY, ENVIRONMENT = "LOAN-1", "loan-approval", "production"
QUICK = Rhythm(poll=0.1, round=0.5, lease=2.0, longest_wait=0.5)


class Stage:
    """One ledger, one model, and as many flags as are wanted.

    Parameters
    ----------
    folder : Path
        For keys, model and ledger.
    server : Unleash
        A running one.
    url : str, optional
        By which fairgate and applications reach it; attackers always reach it directly.
    """

    def __init__(self, folder: Path, server: Unleash, url: str = "") -> None:
        self.folder, self.server, self.url = folder, server, url or server.url
        self.keys = {
            kind: generate_keys(folder / kind) for kind in ("evidence", "assessment", "grant")
        }
        self.model = folder / "model.skops"
        self.model.write_bytes(uuid4().bytes)
        self.digest = digest_of(self.model)
        self.address = f"sqlite:///{folder}/rollout.db"
        self.ledger = Ledger(open_ledger_engine(self.address))
        self.skew = 0.0
        self.ours, self.mallory = (
            editor(server.url, server.admin, name) for name in (OURS, MALLORY)
        )

    def clock(self) -> float:
        """Tell the time by the watcher's clock."""
        return time.time() + self.skew

    def call(self, method: str, path: str, body: object = None) -> int:
        """Do what somebody who may edit everything does by hand."""
        return self.ask(method, path, body).status

    def ask(self, method: str, path: str, body: object = None) -> urllib3.BaseHTTPResponse:
        """Call the admin API; ``path`` begins below the project's flags, or with ``//`` above."""
        below = "projects/default/features"
        where = path[2:] if path.startswith("//") else below + path
        headers = {"Authorization": self.mallory.token}
        url = f"{self.server.url}/admin/{where}"
        return urllib3.request(method, url, headers=headers, json=body, timeout=20.0)

    def team_flag(self, name: str = "") -> str:
        """Make a team's flag that is on for everybody."""
        flag = name or f"flag-{uuid4().hex[:10]}"
        assert self.call("POST", "", {"name": flag, "type": "release"}) == 201
        self.on_for_everybody(flag)
        return flag

    def on_for_everybody(self, flag: str) -> None:
        """Let everybody through a flag."""
        inside = f"/{flag}/environments/{ENVIRONMENT}"
        assert self.call("POST", f"{inside}/strategies", {"name": "default"}) == 200
        assert self.call("POST", f"{inside}/on") == 200

    def keep(self, *, ceiling: int = 10, lease: str = "15m") -> str:
        """Have a new flag kept by fairgate; it is closed."""
        flag = self.team_flag()
        ramp = Ramp.model_validate({"steps": [{"ceiling": ceiling}], "lease": lease})
        kept = Protection(flag, ENVIRONMENT, ISSUE, POLICY, declared=False, ramp=ramp)
        with self.ledger.begin() as db:
            self.ledger.save(db, kept, self.clock())
        self.reconcile(flag)
        return flag

    def prove(self, flag: str) -> None:
        """Hand a signed approval and passing, signed evidence over."""
        for kind, envelope in self._papers.items():
            self.ledger.add_paper(f"{flag}@{ENVIRONMENT}", kind, envelope, self.clock())

    @cached_property
    def _papers(self) -> dict[str, bytes]:
        now = time.time()
        parts = {"issue": ISSUE, "model": self.digest, "decided": now - 60, "until": now + 9000}
        judged = datetime.fromtimestamp(now - 60, UTC).replace(microsecond=0)
        document = json.loads(envelopes.statement("pass", time=judged).to_bytes())
        document["subject"][0]["digest"]["sha256"] = self.digest
        evidence = json.dumps(document).encode()
        return {
            "approval": approvals.signed(self.keys["assessment"][0], **parts),
            "evidence": sign(evidence, IN_TOTO, self.keys["evidence"][0]),
        }

    def keeper(self, admin: UnleashAdmin | None = None) -> Keeper:
        """Make a keeper, as each process has one."""
        trusted = Trusted(*(load_public_keys(self.keys[k][1]) for k in ("evidence", "assessment")))
        return Keeper(
            self.ledger,
            admin or UnleashAdmin(self.url, self.ours.token),
            Gatherer(LedgerSource(self.ledger), trusted),
            grant_key=self.keys["grant"][0],
            channels=("issue",),
            clock=self.clock,
        )

    @cached_property
    def _desk(self) -> Keeper:
        return self.keeper()

    def reconcile(self, flag: str, keeper: Keeper | None = None, **asked: Any) -> Round:
        """Do one round for a flag, as somebody at a terminal does."""
        return (keeper or self._desk).reconcile(
            f"{flag}@{ENVIRONMENT}", lambda kept: replace(kept, **asked), actor="ada", why="asked"
        )

    def open(self, *, ceiling: int = 10, lease: str = "15m") -> str:
        """Have a new flag kept, approved, proven and opened."""
        flag = self.keep(ceiling=ceiling, lease=lease)
        self.prove(flag)
        assert self.reconcile(flag, model=self.digest).decision.open
        return flag

    def watcher(self, rhythm: Rhythm = QUICK, admin: UnleashAdmin | None = None) -> Watcher:
        """Make a watcher."""
        return Watcher(
            self.keeper(admin),
            UnleashAdmin(self.url, self.ours.token).events,
            uuid4().hex,
            channels={"issue": lambda _: True},
            clock=self.clock,
            rhythm=rhythm,
        )

    @contextmanager
    def watched_later(
        self, rhythm: Rhythm = QUICK, admin: UnleashAdmin | None = None
    ) -> Iterator[Callable[[], None]]:
        """Give something that starts a watcher, which stops at the end."""
        watcher = self.watcher(rhythm, admin)
        thread = Thread(target=watcher.run)
        try:
            yield thread.start
        finally:
            watcher.stop()
            if thread.ident is not None:
                thread.join(timeout=PATIENCE)

    @contextmanager
    def watched(self, rhythm: Rhythm = QUICK) -> Iterator[None]:
        """Have a watcher run for a while."""
        with self.watched_later(rhythm) as start:
            start()
            yield

    @contextmanager
    def process(self, *options: str) -> Iterator[subprocess.Popen[bytes]]:
        """Have a real process run ``fairgate flag watch`` for a while."""
        trusted = self.folder / "trusted"
        for kind in ("evidence", "assessment"):
            (trusted / kind).mkdir(parents=True, exist_ok=True)
            (trusted / kind / "a.pub").write_bytes(self.keys[kind][1].read_bytes())
        environment = {
            **os.environ,
            "FAIRGATE_UNLEASH_URL": self.url,
            "FAIRGATE_UNLEASH_TOKEN": self.ours.token,
            "FAIRGATE_TRUSTED_KEYS": str(trusted),
            "FAIRGATE_GRANT_KEY": str(self.keys["grant"][0]),
            "FAIRGATE_ROLLOUT_DATABASE_URL": self.address,
        }
        command = [str(Path(sys.executable).parent / "fairgate"), "flag", "watch", *options]
        with (self.folder / "watch.log").open("wb") as log:
            running = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            yield running
        finally:
            running.kill()
            running.wait()

    def kept(self, flag: str) -> Protection:
        """Read a flag from the ledger."""
        found = self.ledger.get(f"{flag}@{ENVIRONMENT}")
        assert found is not None
        return found

    def entries(self, flag: str) -> tuple[Entry, ...]:
        """Read a flag's log, whose chain has to hold."""
        assert self.ledger.broken_at(f"{flag}@{ENVIRONMENT}") is None
        return self.ledger.entries(f"{flag}@{ENVIRONMENT}")

    def events(self, flag: str) -> list[str]:
        """Name what a flag's log tells, oldest first."""
        return [entry.event for entry in self.entries(flag)]

    def is_mended(self, flag: str) -> bool:
        """Whether the server has what the ledger says."""
        kept = self.kept(flag)
        opened = bool(kept.envelope)
        found = UnleashAdmin(self.server.url, self.server.admin).read(flag, ENVIRONMENT)
        return not repairs(flag, found, wanted_strategy(kept), opened=opened)
