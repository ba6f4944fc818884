"""A client of Unleash that suits a guard. Nothing else here imports UnleashClient."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from UnleashClient import UnleashClient  # type: ignore[attr-defined]  # no __all__ there
from UnleashClient.cache import FileCache
from UnleashClient.utils import InstanceAllowType

REFRESH = 15
"""Seconds between looks at the server; a revocation is seen after this at the latest."""

PATIENCE = 5
"""Seconds for an answer; a server that gives none must not hold up the start of an application."""


def offline_client(features: Sequence[Mapping[str, Any]], cache: str | Path) -> Any:
    """Make and start a client that was handed its flags, and asks no server.

    Parameters
    ----------
    features : sequence of mapping
        As ``GET /api/client/features`` gives them.
    cache : path
        A directory of its own.

    Returns
    -------
    UnleashClient.UnleashClient
        Started; call ``destroy()`` at the end.
    """
    kept = FileCache("fairgate", directory=str(cache))
    kept.bootstrap_from_dict({"version": 2, "features": [*features], "segments": []})
    client = UnleashClient(
        url="http://127.0.0.1:9/api",
        app_name="fairgate",
        cache=kept,
        disable_metrics=True,
        disable_registration=True,
        multiple_instance_mode=InstanceAllowType.SILENTLY_ALLOW,  # none asks a server
    )
    client.initialize_client(fetch_toggles=False)
    return client


def guarded_client(
    url: str,
    token: str,
    app_name: str,
    *,
    refresh: int = REFRESH,
    cache: str | Path | None = None,
    patience: int = PATIENCE,
) -> Any:
    """Make and start a client for :class:`fairgate.rollout.Guard`.

    Parameters
    ----------
    url : str
        Of the server, ending in ``/api``.
    token : str
        A client token of the environment.
    app_name : str
        Name of the application, as Unleash shows it.
    refresh : int
        Seconds between looks at the server.
    cache : path, optional
        Directory in which the last state is kept. After a restart without a server a feature
        is then on until its lease ends, and off without one.
    patience : int
        Seconds to wait for an answer; the next look at the server is the next try.

    Returns
    -------
    UnleashClient.UnleashClient
        Started; call ``destroy()`` at the end.
    """
    client = UnleashClient(
        url=url,
        app_name=app_name,
        custom_headers={"Authorization": token},
        refresh_interval=refresh,
        cache_directory=None if cache is None else str(cache),
        disable_metrics=True,
        disable_registration=True,
        request_timeout=patience,
        request_retries=0,
        verbose_log_level=logging.DEBUG,  # else a line a call about each flag that is not there
    )
    client.initialize_client()
    return client
