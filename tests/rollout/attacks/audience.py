"""An application: people who look for a feature, through the guard and past it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from fairgate.rollout import Guard
from fairgate.rollout.ceiling import within
from fairgate.rollout.unleash import guarded_client
from tests.rollout.attacks.stage import ENVIRONMENT, Stage
from tests.waiting import eventually

PEOPLE = [f"person-{number}" for number in range(200)]


class Audience:
    """A client, a guard over it, and a look at the same flags without the guard."""

    def __init__(
        self, stage: Stage, client: Any, clock: Callable[[], float] = time.time, **changes: Any
    ) -> None:
        self.stage, self.client = stage, client
        given = {"model": stage.model, "environment": ENVIRONMENT, **changes}
        self.guard = Guard(client, keys=stage.keys["grant"][1], clock=clock, **given)

    def guarded(self, flag: str, context: dict[str, Any] | None = None) -> str:
        """Say who sees a feature through the guard."""
        return who(flag, {p for p in PEOPLE if self.guard.is_enabled(flag, p, context)})

    def plain(self, flag: str, **context: Any) -> str:
        """Say who sees it in an application that names its model and asks the client alone."""
        given = {"properties": {"modelDigest": self.stage.digest}, **context}
        return who(flag, {p for p in PEOPLE if self.client.is_enabled(flag, given | {"userId": p})})

    def both(self, flag: str) -> tuple[str, str]:
        """Say who sees it through the guard, and without it."""
        return self.guarded(flag), self.plain(flag)

    def catches_up(self) -> None:
        """Wait until the client knows everything that was written before."""
        canary = self.stage.team_flag(f"canary-{uuid4().hex[:10]}")
        eventually(lambda: self.client.is_enabled(canary), "the client's refresh")


def who(flag: str, seen: set[str]) -> str:
    """Name a set of people."""
    granted = {person for person in PEOPLE if within(10, flag, person)}
    if seen == granted:
        return "10 %"
    if seen == set(PEOPLE) - granted:
        return "the other 90 %"
    return {0: "nobody", len(PEOPLE): "everybody"}.get(len(seen), f"{len(seen)} people")


@contextmanager
def audience(
    stage: Stage,
    cache: Path | None = None,
    token: str = "",
    refresh: int = 1,
    **changes: Any,
) -> Iterator[Audience]:
    """Run an application for a while, which looks at the server every so many seconds."""
    client = guarded_client(
        stage.url,
        token or stage.server.client,
        f"app-{uuid4().hex[:8]}" if cache is None else cache.name,
        refresh=refresh,
        cache=cache or stage.folder / uuid4().hex,
    )
    try:
        yield Audience(stage, client, **changes)
    finally:
        client.destroy()
