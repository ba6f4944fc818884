"""Where notices go: the issue, by way of the Jira app, and a chat."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

import urllib3

from fairgate.rollout.notices import Channel, as_json, words
from fairgate.rollout.source import SourceDown, fetch

PATIENCE: Final = urllib3.Timeout(connect=2.0, read=5.0)


def issue(url: str, token: str, patience: urllib3.Timeout = PATIENCE) -> Channel:
    """Tell the Jira app, which comments once for each change; see ``POST /api/rollouts``."""
    headers = {"Authorization": f"Bearer {token}"}
    return _posting(f"{url.rstrip('/')}/api/rollouts", headers, as_json, patience)


def chat(url: str, patience: urllib3.Timeout = PATIENCE) -> Channel:
    """Post a sentence to a webhook that takes ``{"text": "..."}``, as most chats do."""
    return _posting(url, {}, lambda told: json.dumps({"text": words(told)}).encode(), patience)


def _posting(
    url: str,
    headers: Mapping[str, str],
    write: Callable[[Mapping[str, Any]], bytes],
    patience: urllib3.Timeout,
) -> Channel:
    pool = urllib3.PoolManager(timeout=patience, retries=False)
    sent = {"Content-Type": "application/json", **headers}

    def tell(told: Mapping[str, Any]) -> bool:
        answer = fetch(pool, "POST", url, sent, write(told))
        if answer.status >= 500 or answer.status in {401, 403, 408, 429}:
            raise SourceDown(f"answered {answer.status}")
        return True  # taken, or never will be

    return tell
