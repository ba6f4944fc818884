"""How long things take around a flag: to go off, to be undone, to be asked."""

from __future__ import annotations

import time
from contextlib import ExitStack
from datetime import datetime
from statistics import median

from fairgate.rollout.wanted import parent_of
from tests.rollout.attacks.audience import PEOPLE, Audience, audience
from tests.rollout.attacks.editors import MALLORY, OURS
from tests.rollout.attacks.mischief import inside
from tests.rollout.attacks.stage import ENVIRONMENT, Stage
from tests.waiting import eventually


def revocations(stage: Stage, refresh: int, times: int, clients: int) -> list[float]:
    """Measure from the moment somebody closes a flag to nobody's seeing it, in seconds."""
    measured: list[float] = []
    flag = stage.open(ceiling=100)
    with ExitStack() as stack:
        crew = []
        for number in range(clients):  # out of step, as clients are
            time.sleep(refresh / clients if number else 0.0)
            crew.append(stack.enter_context(audience(stage, refresh=refresh)))
        for _ in range(times):
            stage.reconcile(flag, stopped="")
            eventually(lambda: all(each.guard.is_enabled(flag, "ada") for each in crew))
            begun = time.perf_counter()
            stage.reconcile(flag, stopped="complaints")
            left = list(crew)
            while left:
                on = [each for each in left if each.guard.is_enabled(flag, "ada")]
                measured += [time.perf_counter() - begun] * (len(left) - len(on))
                left = on
                time.sleep(0.005)
    return measured


def undoings(stage: Stage, edits: int) -> list[float]:
    """Measure from a rogue edit to its undoing, by the server's own event log, in seconds."""
    flag = stage.open()
    path = f"{inside(parent_of(flag))}/strategies"
    with stage.process():
        for number in range(edits):
            assert stage.call("POST", path, {"name": "default"}) == 200
            eventually(lambda number=number: stage.events(flag).count("undone") > number)
            time.sleep(0.013 * (number % 31))  # anywhere between two looks of the watcher
    return _between(stage, flag)


def _between(stage: Stage, flag: str) -> list[float]:
    """Read when a strategy was added by somebody, and when it was removed by fairgate."""
    query = f"//search/events?feature=IS%3A{parent_of(flag)}&environment=IS%3A{ENVIRONMENT}"
    found, offset = [], 0
    while page := stage.ask("GET", f"{query}&limit=100&offset={offset}").json()["events"]:
        found += page
        offset += len(page)
    told = sorted(found, key=lambda event: event["id"])
    seconds, begun = [], None
    for event in told:
        at = datetime.fromisoformat(event["createdAt"]).timestamp()
        if event["type"] == "feature-strategy-add" and event["createdBy"].startswith(MALLORY):
            begun = at
        elif event["type"] == "feature-strategy-remove" and event["createdBy"].startswith(OURS):
            assert begun is not None
            seconds.append(at - begun)
    return seconds


def costs(stage: Stage, rounds: int, calls: int) -> dict[str, float]:
    """Measure a call of the guard and one of the bare client in turns, in processor ms."""
    flag = stage.open(ceiling=50)
    with audience(stage) as people:
        people.catches_up()
        seen = [p for p in PEOPLE if people.guard.is_enabled(flag, p)]
        unseen = [p for p in PEOPLE if p not in set(seen)]
        found: dict[str, list[float]] = {}
        for _ in range(rounds):
            for name, persons in (("who sees it", seen), ("who does not", unseen)):
                for kind in ("bare", "guard"):
                    spent = _spent(people, flag, persons, calls, kind)
                    found.setdefault(f"{kind}, {name}", []).append(spent)
    return {name: median(times) for name, times in found.items()}


def _spent(people: Audience, flag: str, persons: list[str], calls: int, kind: str) -> float:
    guard, client, digest = people.guard, people.client, people.guard.model
    begun = time.thread_time()
    if kind == "guard":
        for number in range(calls):
            guard.is_enabled(flag, persons[number % len(persons)])
    else:
        for number in range(calls):
            person = persons[number % len(persons)]
            client.is_enabled(flag, {"userId": person, "properties": {"modelDigest": digest}})
    return (time.thread_time() - begun) / calls * 1000.0
