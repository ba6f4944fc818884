"""A run in which somebody edits everything at random while applications ask, and fairgate works."""

from __future__ import annotations

import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from subprocess import PIPE, Popen
from threading import Thread

from urllib3.exceptions import HTTPError

from fairgate.rollout.ceiling import within
from fairgate.rollout.keeper import Busy
from fairgate.rollout.state import UnleashError
from tests.rollout.attacks import mischief as by_hand
from tests.rollout.attacks.stage import Stage
from tests.waiting import eventually

ROOT = Path(__file__).resolve().parents[2]
LEASE = "6s"
START = 2.0
"""Seconds in which clients see what is granted before the attacker begins."""

EDITS = (
    by_hand.team_flag_at_all,
    by_hand.gate_on,
    by_hand.extra_default,
    by_hand.no_dependency,
    by_hand.another_parent,
    by_hand.turned_round,
    by_hand.ceiling("100"),
    by_hand.ceiling("101"),
    by_hand.ceiling("abc"),
    by_hand.no_constraints,
    by_hand.copied(environment="development"),
    by_hand.copied(model="cd" * 32),
    by_hand.copied(until=1),
    by_hand.forged,
    by_hand.archived_and_revived,
    by_hand.team_flag_revived,
    by_hand.imported,
)


@dataclass(frozen=True)
class Outcome:
    """What came of a run.

    Attributes
    ----------
    asked, granted, exposed : int
        Evaluations through the guard; those that showed the feature under a grant that held,
        and those without one.
    plainly : int
        Evaluations past the guard that showed it without a grant; as many were made.
    edits, undone : int
        What the attacker wrote, and lines of the log that say so.
    named : int
        Of those, the ones that name the attacker.
    """

    asked: int
    granted: int
    exposed: int
    plainly: int
    edits: int
    undone: int
    named: int


def attack(stage: Stage, seconds: float, clients: int) -> Outcome:
    """Run it: a flag that is never assessed, one that is open, two that go up and down."""
    flags = [stage.keep(lease=LEASE) for _ in range(4)]
    assessed, changing = flags[1:], flags[2:]
    edits = Counter[str]()
    with ExitStack() as stack:
        stack.enter_context(stage.process("--poll", "0.25"))
        crew = [
            stack.enter_context(_client(stage, n, flags, START + seconds)) for n in range(clients)
        ]
        for each in crew:
            assert each.stdout is not None
            assert each.stdout.readline().strip() == "ready"
        for flag in assessed:
            stage.prove(flag)
            eventually(lambda flag=flag: _asks_to_open(stage, flag))
        time.sleep(START)
        ends = time.monotonic() + seconds
        jobs = (_attacker(stage, flags, edits), _manager(stage, changing))
        threads = [Thread(target=_until, args=(ends, job)) for job in jobs]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [each.wait(timeout=60) for each in crew] == [0] * clients
    told = [json.loads(_answers(stage, number).read_text()) for number in range(clients)]
    return _judged(stage, flags, told, edits)


def _asks_to_open(stage: Stage, flag: str) -> bool:
    """Try once: the watcher may have the flag in hand."""
    try:
        return stage.reconcile(flag, model=stage.digest).decision.open
    except Busy:
        return False


def _client(stage: Stage, number: int, flags: list[str], seconds: float) -> Popen[str]:
    document = {
        "url": stage.url,
        "token": stage.server.client,
        "name": f"client-{number}-{stage.digest[:8]}",
        "cache": str(stage.folder / f"cache-{number}"),
        "model": str(stage.model),
        "key": str(stage.keys["grant"][1]),
        "flags": flags,
        "seconds": seconds,
        "out": str(_answers(stage, number)),
    }
    command = [sys.executable, "-m", "benchmarks.tools.flag_clients", json.dumps(document)]
    return Popen(command, stdout=PIPE, text=True, cwd=ROOT)


def _answers(stage: Stage, number: int) -> Path:
    return stage.folder / f"client-{number}.json"


def _until(ends: float, job: Callable[[], None]) -> None:
    while time.monotonic() < ends:
        job()


def _attacker(stage: Stage, flags: list[str], edits: Counter[str]) -> Callable[[], None]:
    """Write something at random; what is refused, because fairgate was quicker, does not count."""
    draw = random.Random(7)  # noqa: S311 - a benchmark

    def edit() -> None:
        what, flag = draw.choice(EDITS), draw.choice(flags)
        try:
            what(stage, flag)
            edits[flag] += 1
        except (AssertionError, LookupError, HTTPError):
            time.sleep(0.01)

    return edit


def _manager(stage: Stage, flags: list[str]) -> Callable[[], None]:
    """Close a flag, or open it again."""
    draw, closed = random.Random(8), set[str]()  # noqa: S311 - a benchmark

    def change() -> None:
        flag = draw.choice(flags)
        try:
            stage.reconcile(flag, stopped="" if flag in closed else "complaints")
            closed.symmetric_difference_update({flag})
        except (Busy, UnleashError):
            pass  # somebody else has it in hand, or writes it all the time
        time.sleep(draw.uniform(0.2, 2.0))

    return change


def _judged(
    stage: Stage, flags: list[str], told: list[dict[str, object]], edits: Counter[str]
) -> Outcome:
    """Compare what was seen with the grants in the log; the guard's own code is not asked."""
    grants = {flag: list(_grants(stage, flag)) for flag in flags}

    def holds(flag: str, person: str, at: float) -> bool:
        return any(
            begins <= at < ends and within(ceiling, flag, person)
            for begins, ends, ceiling in grants[flag]
        )

    saw = [holds(*each) for one in told for each in one["saw"]]
    plainly = [holds(*each) for one in told for each in one["saw_plainly"]]
    undone = [e for f in flags for e in stage.entries(f) if e.event == "undone"]
    return Outcome(
        asked=sum(one["guarded"] for one in told),
        granted=sum(saw),
        exposed=len(saw) - sum(saw),
        plainly=len(plainly) - sum(plainly),
        edits=edits.total(),
        undone=len(undone),
        named=sum("mallory" in entry.actor for entry in undone),
    )


def _grants(stage: Stage, flag: str) -> Iterable[tuple[float, float, int]]:
    """Read from when to when which share was granted."""
    for entry in stage.entries(flag):
        if entry.facts.get("grant"):
            assert entry.facts["model"] == stage.digest
            yield int(entry.at), entry.facts["until"], entry.facts["ceiling"]
