"""The rollout on a real Unleash, by the keeper that also serves in production."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from fairgate.demo.context import Context, FlagServer
from fairgate.demo.stage import ENVIRONMENT, FLAG, Shown, Stage
from fairgate.demo.team import Team
from fairgate.rollout.admin import UnleashAdmin
from fairgate.rollout.gathering import Gatherer, Trusted
from fairgate.rollout.guard import digest_of
from fairgate.rollout.keeper import Keeper
from fairgate.rollout.protection import Protection
from fairgate.rollout.source import LedgerSource
from fairgate.rollout.store import Ledger
from fairgate.rollout.tables import open_ledger_engine
from fairgate.rollout.unleash import guarded_client

PATIENCE = 15.0
"""Seconds within which clients see what was written; it takes about one."""


class ServerStage(Stage):
    """Writes to a flag server, logs what it decides, and asks a client of that server.

    Parameters
    ----------
    context : Context
        The story so far.
    server : FlagServer
        Where to.
    client : UnleashClient.UnleashClient
        Of an application.
    """

    def __init__(self, context: Context, server: FlagServer, client: Any) -> None:
        super().__init__(context)
        database = context.out / "rollout.db"
        for path in context.out.glob("rollout.db*"):
            path.unlink()  # of an earlier run
        address = f"sqlite:///{database}"
        self._client = client
        self._ledger = Ledger(open_ledger_engine(address))
        self._keeper = Keeper(
            self._ledger,
            UnleashAdmin(server.url, server.token),
            Gatherer(LedgerSource(self._ledger), Trusted(self.evidence_keys, self.assessment_keys)),
            grant_key=self.grant_key,
        )
        with self._ledger.begin() as db:
            self._ledger.save(db, self.kept, self.now)
        self.epilogue = (
            f"This was a real server. It has the flag {FLAG} and its parent now, which is closed. "
            "Why, and who was let in when, stands in a log whose lines hold one another:"
        )
        self.commands = (
            f"export FAIRGATE_ROLLOUT_DATABASE_URL={address}",
            f"fairgate flag status {FLAG}",
            f"fairgate flag log {FLAG}",
        )

    @classmethod
    @contextmanager
    def opened(cls, context: Context, server: FlagServer) -> Iterator[ServerStage]:
        """Do what the team does, and start an application.

        Raises
        ------
        UnleashError
            If the server is away, or the token may not.
        """
        team = Team(server.url, server.token)
        team.make_flag(FLAG, ENVIRONMENT)
        with team.client_token(ENVIRONMENT) as token:
            client = guarded_client(team.api, token, "fairgate-demo", refresh=1)
            try:
                stage = cls(context, server, client)
                yield stage
                stage._ledger.engine.dispose()
            finally:
                client.destroy()

    def hand_over(self, kind: str, envelope: bytes) -> None:
        """Keep it; the keeper verifies."""
        self._ledger.add_paper(self.kept.name, kind, envelope, time.time())

    def ask(self, model: Path) -> Shown:
        """Do what ``fairgate flag open`` does, and wait until the application has seen it."""
        wanted = digest_of(model)

        def change(kept: Protection) -> Protection:
            return replace(kept, model=wanted, progress=self.kept.progress)

        decision = self._keeper.reconcile(
            self.kept.name, change, actor="the demo", why="asked"
        ).decision
        return Shown(decision, self._settled(model, opened=decision.open))

    def _settled(self, model: Path, *, opened: bool) -> int:
        """Count until the application has seen what was written, in the middle of no count."""
        until, before = time.monotonic() + PATIENCE, -1
        while True:
            seen = self.count(self._client, model, time.time())
            settled = bool(seen) == opened and seen == before
            if settled or time.monotonic() > until:
                return seen
            before = seen
            time.sleep(0.2)
