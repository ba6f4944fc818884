"""An application with a guard, for tests: a model, keys, and whatever flags one wants."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from rollout.offline import client_of

from fairgate.rollout import Guard
from fairgate.rollout.grant import Grant
from fairgate.rollout.guard import digest_of
from fairgate.rollout.sealing import sign_grant
from fairgate.rollout.wanted import strategy
from fairgate.signing import generate_keys

FLAG, NOW = "new-scoring", 1_800_000_000.0
PEOPLE = [f"person-{number}" for number in range(400)]


class Site:
    """A model, keys, and clients with whatever flags a test wants."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.model = folder / "model.skops"
        self.model.write_bytes(b"weights")
        self.key, self.public = generate_keys(folder / "keys")
        self.now = NOW

    def grant(self, **changes: Any) -> Grant:
        """A grant for ten percent, good for a quarter of an hour."""
        given = Grant(
            flag=FLAG,
            environment="production",
            model=digest_of(self.model),
            ceiling=10,
            group=FLAG,
            issued=int(NOW),
            until=int(NOW) + 900,
            issue="LOAN-12",
            approval="01" * 32,
            evidence="02" * 32,
            serial=1,
        )
        return replace(given, **changes)

    def strategy(self, **changes: Any) -> dict[str, Any]:
        """The parent's strategy under that grant."""
        grant = self.grant(**changes)
        return strategy(grant, sign_grant(grant, self.key))

    def guard(self, client: Any, **changes: Any) -> Guard:
        """The guard of an application that loaded the model."""
        given = {"model": self.model, "keys": self.public, "environment": "production", **changes}
        return Guard(client, clock=lambda: self.now, **given)

    def seen_by(self, *features: dict[str, Any], **changes: Any) -> list[str]:
        """Who sees the feature."""
        with client_of(self.folder, *features) as client:
            guard = self.guard(client, **changes)
            return [person for person in PEOPLE if guard.is_enabled(FLAG, person)]
