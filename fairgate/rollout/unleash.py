"""A client of Unleash that suits a guard. Nothing else here imports UnleashClient."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from UnleashClient import UnleashClient  # type: ignore[attr-defined]  # no __all__ there

REFRESH = 15
"""Seconds between looks at the server; a revocation is seen after this at the latest."""


def guarded_client(
    url: str,
    token: str,
    app_name: str,
    *,
    refresh: int = REFRESH,
    cache: str | Path | None = None,
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
    )
    client.initialize_client()
    return client
