"""The way in: throughput against an app that only writes a row, and a run with kills."""

from __future__ import annotations

import json
import math
import statistics
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from http.client import HTTPConnection
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.tools.figures import Claim, Section, Settings
from benchmarks.tools.webhook_processes import (
    POSTGRES,
    SECRET,
    database,
    ended,
    server,
    started,
)
from jira_app.intake.signature import sign
from jira_app.twin import JiraTwin, Trouble
from jira_app.twin.seed import GATE_SELECT

CLIENTS = 8
SHARE = 0.5
PATIENCE = 600.0

_TEXT = f"""\
{CLIENTS} clients over connections that stay open, signed messages about 200 issues, each new. The
peer is a Flask app that writes the body as one row in a transaction as durable, in the same server
(waitress, 8 threads), measured in turns with ours. Then messages about changing issues, sent over
a minute so that one of two workers can be killed at work now and again, while Jira's stand-in
refuses a tenth of all requests with 429 or 503. Lost is an issue whose last version is not what
its property shows, out of order a property that went back to an older version. Every issue has a
risk that nobody assessed, so that every gate field must read closed."""


def run(settings: Settings) -> Section:
    """Measure both."""
    kinds = ("sqlite", "postgresql")[: settings.pick(1, 2, 2) if POSTGRES.is_file() else 1]
    rows, claims = [], []
    with TemporaryDirectory() as folder:
        for kind in kinds:
            ours, bare = _throughputs(kind, Path(folder), settings)
            rows += [ours.row(f"webhooks, {kind}"), bare.row(f"one row, {kind}")]
            what = f"messages a second, {kind}, against one row"
            claims.append(Claim(what, ours.rate / bare.rate, SHARE, "x", at_least=True))
        for kind in kinds:
            counts = _killed(kind, Path(folder), settings)
            rows += [(f"{name}, {kind}", str(count), "", "") for name, count in counts.items()]
            wrong = ("lost", "comments repeated", "out of order", "refused", "gates left open")
            claims += [Claim(f"{name}, {kind}", counts[name], 0) for name in wrong]
    columns = ("run", "messages a second", "median ms", "99 % within ms")
    return Section("Webhooks", " ".join(_TEXT.split()), columns, rows, claims)


class Speed:
    """Times of answers, and how long all took."""

    def __init__(self) -> None:
        self.times: list[float] = []
        self.seconds = 0.0

    @property
    def rate(self) -> float:
        """Messages a second."""
        return len(self.times) / self.seconds

    def row(self, name: str) -> tuple[str, ...]:
        """Write rate, median and 99th percentile."""
        ordered = sorted(self.times)
        late = ordered[math.ceil(0.99 * len(ordered)) - 1]
        middle = statistics.median(ordered)
        return (name, f"{self.rate:,.0f}", f"{middle * 1e3:.1f}", f"{late * 1e3:.1f}")


def _throughputs(kind: str, folder: Path, settings: Settings) -> tuple[Speed, Speed]:
    """Take turns between ours and the peer, on a database each."""
    rounds, count = settings.pick(1, 4, 10), settings.pick(20, 250, 500)
    speeds = Speed(), Speed()
    with ExitStack() as stack:
        ports = [
            stack.enter_context(server(role, stack.enter_context(database(kind, folder))))
            for role in ("intake", "bare")
        ]
        for port in ports:
            _send(port, -1, count // 2, Speed())  # warm
        for number in range(rounds):
            for port, speed in zip(ports, speeds, strict=True):
                _send(port, number, count, speed)
    return speeds


def _send(port: int, number: int, count: int, speed: Speed) -> None:
    """Let all clients send their part of a round."""

    def client(which: int) -> list[float]:
        times = []
        with _poster(port) as post:
            for n in range(which, count, CLIENTS):
                start = time.perf_counter()
                status = post(f"ED-{n % 200 + 1}", f"{number}-{n}")
                times.append(time.perf_counter() - start)
                assert status == 202
        return times

    start = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        for times in pool.map(client, range(CLIENTS)):
            speed.times += times
    speed.seconds += time.perf_counter() - start


@contextmanager
def _poster(port: int) -> Iterator[Callable[[str, str], int]]:
    """Open a connection that posts signed messages of the usual size."""
    connection = HTTPConnection("127.0.0.1", port)

    def post(key: str, identifier: str) -> int:
        body = json.dumps(
            {
                "timestamp": 0,
                "webhookEvent": "jira:issue_updated",
                "issue": {"key": key, "fields": {"description": "word " * 400}},
                "changelog": {"id": identifier},
            }
        ).encode()
        headers = {
            "X-Hub-Signature": sign(SECRET, body),
            "X-Atlassian-Webhook-Identifier": identifier,
        }
        connection.request("POST", "/webhooks/jira", body, headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status

    with closing(connection):
        yield post


def _killed(kind: str, folder: Path, settings: Settings) -> dict[str, int]:
    """Send messages about changing issues while workers die; count what went wrong."""
    issues, messages, kills = settings.pick((8, 40, 1), (50, 1000, 5), (400, 10_000, 5))
    lasts = settings.pick(2.0, 15.0, 60.0)
    with (
        JiraTwin() as twin,
        database(kind, folder) as address,
        server("intake", address) as port,
    ):
        told = _record(twin)
        keys = [twin.create_issue("ED", "Version 0").key for _ in range(issues)]
        twin.trouble(Trouble("429", None, every=20, retry_after=0), Trouble("503", None, every=20))
        crew = [started("worker", address, twin.url) for _ in range(2)]
        begun = time.monotonic()
        sent, refused, lock = Counter[str](), [], threading.Lock()

        def client(which: int) -> None:
            mine = keys[which::CLIENTS]
            with _poster(port) as post:
                for n in range(messages // CLIENTS):
                    due = begun + lasts * n * CLIENTS / messages
                    time.sleep(max(0.0, due - time.monotonic()))
                    key = mine[n % len(mine)]
                    with lock:
                        sent[key] += 1
                    twin.edit_issue(key, summary=f"Version {sent[key]}")
                    status = post(key, f"{which}-{n}")
                    if status != 202:
                        refused.append(status)

        with ThreadPoolExecutor(CLIENTS) as pool:
            running = [pool.submit(client, which) for which in range(CLIENTS)]
            for number in range(1, kills + 1):
                while sum(sent.values()) < messages * number // (kills + 1):
                    time.sleep(0.01)
                ended(crew[0])
                crew = [*crew[1:], started("worker", address, twin.url)]
            for each in running:
                each.result()
        end = time.monotonic() + PATIENCE
        while _lost(twin, sent) and time.monotonic() < end:
            time.sleep(0.1)
        lost, seconds = len(_lost(twin, sent)), time.monotonic() - begun
        for each in crew:
            ended(each)
        markers = [
            Counter(each.properties["fairgate"]["marker"] for each in twin.issue(key).comments)
            for key in keys
        ]
        comments = sum(sum(each.values()) for each in markers)
        return {
            "messages sent": sum(sent.values()),
            "issues": issues,
            "workers killed": kills,
            "seconds until all was shown": round(seconds),
            "comments": comments,
            "refused": len(refused),
            "lost": lost,
            "comments repeated": comments - sum(map(len, markers)),
            "gates left open": sum(
                twin.issue(key).values.get(GATE_SELECT) != "closed" for key in keys
            ),
            "out of order": sum(a > b for versions in told.values() for a, b in pairwise(versions)),
        }


def _record(twin: JiraTwin) -> dict[str, list[int]]:
    """Note which version each property write of an issue was about."""
    told: dict[str, list[int]] = {}

    def see(event: object) -> None:
        if event.name == "issue_property_set":
            version = int(event.issue.properties["fairgate"]["signals"][0]["text"])
            told.setdefault(event.issue.key, []).append(version)

    twin.site.listeners.append(see)
    return told


def _lost(twin: JiraTwin, sent: Counter[str]) -> list[str]:
    """List issues whose property does not show the last version."""

    def shown(key: str) -> int:
        found = twin.issue(key).properties.get("fairgate")
        return int(found["signals"][0]["text"]) if found else -1

    return [key for key, version in sent.items() if shown(key) != version]
