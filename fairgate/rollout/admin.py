"""Unleash's admin API, as far as the hook needs it.

https://docs.getunleash.io/reference/api/unleash. Tested against real servers, 7 and 8.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote

import urllib3

from fairgate.rollout.repair import Repair
from fairgate.rollout.state import Dependency, Event, Found, Trouble, UnleashError
from fairgate.rollout.wanted import parent_of

PATIENCE: Final = urllib3.Timeout(connect=2.0, read=5.0)
PAGE: Final = 50


class UnleashAdmin:
    """A connection to the admin API.

    Parameters
    ----------
    url : str
        Of the server, with or without ``/api``.
    token : str
        Of a user of fairgate's own, so that the event log tells its writes from others'.
    project : str
        Unleash's project.
    """

    def __init__(self, url: str, token: str, project: str = "default") -> None:
        self._base = url.rstrip("/").removesuffix("/api") + "/api/admin/"
        self._features = f"projects/{quote(project, safe='')}/features"
        self._project = project
        self._headers = {"Authorization": token, "Content-Type": "application/json"}
        self._pool = urllib3.PoolManager(timeout=PATIENCE, retries=False)

    def read(self, flag: str, environment: str) -> Found:
        """Read a team's flag and its parent.

        Raises
        ------
        UnleashError
            If the server is away or does not let us look.
        """
        child, parent = self._feature(flag), self._feature(parent_of(flag))
        there = parent is not None and not parent.get("archived")
        archived = not there and self._is_archived(parent_of(flag))
        inside = _environment(parent if there else None, environment)
        return Found(
            exists=child is not None and not child.get("archived"),
            on=bool(_environment(child, environment).get("enabled")),
            dependencies=tuple(map(_dependency, (child or {}).get("dependencies") or ())),
            parent="there" if there else "archived" if archived else "missing",
            open=bool(inside.get("enabled")),
            strategies=tuple(inside.get("strategies") or ()),
        )

    def write(self, flag: str, environment: str, repair: Repair) -> None:
        """Do one repair. Doing it twice is doing it once.

        Raises
        ------
        UnleashError
            If it was not done.
        """
        parent = parent_of(flag)
        inside = f"{self._path(parent)}/environments/{quote(environment, safe='')}"
        one = f"{inside}/strategies/{quote(repair.strategy_id, safe='')}"
        if repair.kind == "create":
            words = f"Written by fairgate alone: it opens {flag} when its assessment allows."
            self._post(self._features, {"name": parent, "type": "permission", "description": words})
        elif repair.kind == "revive":
            self._post(f"archive/revive/{quote(parent, safe='')}")
        elif repair.kind == "depend":
            self._post(
                f"{self._path(flag)}/dependencies",
                {"feature": parent, "enabled": True, "variants": []},
            )
        elif repair.kind == "remove":
            self._ask("DELETE", one)
        elif repair.kind == "update":
            self._ask("PUT", one, repair.strategy)
        elif repair.kind == "add":
            self._post(f"{inside}/strategies", repair.strategy)
        else:
            self._post(f"{inside}/{repair.kind}")

    def events(self, after: int, most: int = 500) -> tuple[Event, ...]:
        """Read what happened in the project after an event, oldest first.

        Raises
        ------
        UnleashError
            If the server is away or does not let us look.
        """
        found: list[Event] = []
        for offset in range(0, most, PAGE):
            query = f"project=IS%3A{quote(self._project, safe='')}&limit={PAGE}&offset={offset}"
            page = self._ask("GET", f"search/events?{query}").get("events", [])
            found += [_event(one) for one in page if one["id"] > after]
            if len(page) < PAGE or page[-1]["id"] <= after:
                break
        return tuple(sorted(found, key=lambda event: event.id))

    def _feature(self, name: str) -> dict[str, Any] | None:
        try:
            return self._ask("GET", self._path(name))
        except UnleashError as error:
            if error.kind == "gone":
                return None
            raise

    def _is_archived(self, name: str) -> bool:
        query = f"query={quote(name, safe='')}&archived=IS%3Atrue&limit=50"
        found = self._ask("GET", f"search/features?{query}").get("features", [])
        return any(one.get("name") == name for one in found)

    def _path(self, name: str) -> str:
        return f"{self._features}/{quote(name, safe='')}"

    def _post(self, path: str, body: Mapping[str, Any] | None = None) -> None:
        self._ask("POST", path, body)

    def _ask(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
        sent = None if body is None else json.dumps(body).encode()
        try:
            answer = self._pool.request(
                method, self._base + path, body=sent, headers=self._headers, redirect=False
            )
            status, data = answer.status, answer.data
        except urllib3.exceptions.HTTPError as error:
            raise UnleashError("down", f"Unleash is away: {type(error).__name__}") from None
        if status >= 400 or 300 <= status < 400:
            raise _error(status, method, path, data)
        return _document(data)


def _error(status: int, method: str, path: str, data: bytes) -> UnleashError:
    kinds: dict[int, Trouble] = {401: "refused", 403: "refused", 404: "gone", 429: "down"}
    kind: Trouble = "down" if status >= 500 else kinds.get(status, "invalid")
    try:
        said = str(json.loads(data).get("message", ""))[:200]
    except (ValueError, AttributeError):
        said = ""
    where = path.partition("?")[0]
    return UnleashError(kind, f"Unleash answered {status} to {method} {where}: {said}".rstrip(": "))


def _document(data: bytes) -> dict[str, Any]:
    if not data:
        return {}
    try:
        document = json.loads(data)
    except ValueError:
        raise UnleashError("down", "Unleash answered with something other than JSON") from None
    return document if isinstance(document, dict) else {}


def _environment(feature: Mapping[str, Any] | None, name: str) -> Mapping[str, Any]:
    environments = (feature or {}).get("environments") or ()
    return next((one for one in environments if one.get("name") == name), {})


def _dependency(found: Mapping[str, Any]) -> Dependency:
    variants = tuple(map(str, found.get("variants") or ()))
    return Dependency(str(found.get("feature")), found.get("enabled") is not False, variants)


def _event(found: Mapping[str, Any]) -> Event:
    return Event(
        id=int(found["id"]),
        type=str(found.get("type", "")),
        feature=str(found.get("featureName") or ""),
        environment=str(found.get("environment") or ""),
        by=str(found.get("createdBy") or ""),
        at=str(found.get("createdAt") or ""),
    )
