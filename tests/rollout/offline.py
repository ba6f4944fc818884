"""A real UnleashClient that was handed its flags, and needs no server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from UnleashClient import UnleashClient
from UnleashClient.cache import FileCache

from fairgate.rollout.wanted import parent_of


def child(flag: str, rollout: str = "100", **more: Any) -> dict[str, Any]:
    """The team's own flag, on for everybody, below its parent."""
    parameters = {"rollout": rollout, "stickiness": "userId", "groupId": flag}
    return {
        "name": flag,
        "enabled": True,
        "strategies": [{"name": "flexibleRollout", "parameters": parameters, "constraints": []}],
        "dependencies": [{"feature": parent_of(flag), "enabled": True}],
        **more,
    }


def parent(flag: str, *strategies: dict[str, Any], enabled: bool = True) -> dict[str, Any]:
    """The flag that fairgate writes."""
    return {"name": parent_of(flag), "enabled": enabled, "strategies": list(strategies)}


@contextmanager
def client_of(folder: Path, *features: dict[str, Any]) -> Iterator[UnleashClient]:
    """Start a client with these flags."""
    cache = FileCache("fairgate-test", directory=str(folder / uuid4().hex))
    cache.bootstrap_from_dict({"version": 2, "features": list(features), "segments": []})
    client = UnleashClient(
        url="http://127.0.0.1:9/api",
        app_name=f"test-{uuid4().hex[:8]}",
        cache=cache,
        disable_metrics=True,
        disable_registration=True,
    )
    client.initialize_client(fetch_toggles=False)
    try:
        yield client
    finally:
        client.destroy()
