"""Pages: the board of many issues against a page that only reads and shows them; saving a form."""

from __future__ import annotations

import json
import math
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

import yaml

from benchmarks.tools.figures import Claim, Section, Settings
from benchmarks.tools.webhook_processes import POSTGRES, database, ended, started

ANSWERS = Path("tests/cases/assessment/levels/cv-ranking.yaml")
FORM = "application/x-www-form-urlencoded"
WRITERS = 8
SLOWEST = 2.0
"""Seconds after which people think that nothing happened."""

_TEXT = """\
Over connections that stay open, each server in a process of its own (waitress, 8 threads). The
board shows {issues:,} issues to somebody who may see all of them: risks, assessments and gates are
judged anew at each look, and table, matrix and filters counted. The peer reads the same issues
with one statement and renders one page of them. Then {writers} people at once each fill in an
assessment: every save sends the whole form, is scored, and stored with an entry of the history."""


def run(settings: Settings) -> Section:
    """Measure both, on each database there is."""
    issues = settings.pick(50, 5_000, 5_000)
    looks, saves = settings.pick((3, 16), (20, 160), (100, 1_600))
    kinds = ("sqlite", "postgresql")[: settings.pick(1, 2, 2) if POSTGRES.is_file() else 1]
    rows, claims = [], []
    with TemporaryDirectory() as folder:
        for kind in kinds:
            with ExitStack() as stack:
                app, bare = (
                    stack.enter_context(_server(role, kind, Path(folder), issues))
                    for role in ("app", "bare")
                )
                boards = _look(app, looks), _look(bare, looks)
                forms = _save(app, saves)
            rows += [
                _row(f"board of {issues:,}, {kind}", boards[0]),
                _row(f"bare page of {issues:,}, {kind}", boards[1]),
                _row(f"saving a form, {kind}", forms),
            ]
            claims += [
                Claim(f"board of {issues:,}, 99 % within, {kind}", _late(boards[0]), SLOWEST, "s"),
                Claim(f"saving a form, 99 % within, {kind}", _late(forms), SLOWEST, "s"),
            ]
    text = " ".join(_TEXT.split()).format(issues=issues, writers=WRITERS)
    return Section("Pages", text, ("page", "median ms", "99 % within ms"), rows, claims)


@contextmanager
def _server(role: str, kind: str, folder: Path, issues: int) -> Iterator[int]:
    """Run a server over a store of its own, and give its port."""
    with database(kind, folder) as address:
        process = started(role, address, str(issues), module="benchmarks.tools.page_processes")
        try:
            yield int(process.stdout.readline())
        finally:
            ended(process)


def _look(port: int, count: int) -> list[float]:
    """Open the board again and again; the first time does not count."""
    with _connection(port) as send:
        return [send("GET", "/board")[0] for _ in range(count + 1)][1:]


def _save(port: int, count: int) -> list[float]:
    """Let several people fill in an assessment each, and save after every change."""
    answers = yaml.safe_load(ANSWERS.read_text())["answers"]["answers"]

    def fill_in(who: int) -> list[float]:
        path, revision, times = f"/issues/ED-{2 * who + 2}/assessment/preflight/save", 0, []
        with _connection(port) as send:
            for number in range(count // WRITERS):
                changed = {"preflight.screen.change": f"Ranks applications, attempt {number}."}
                body = urlencode([("revision", revision), *_fields(answers | changed)])
                seconds, answer = send("POST", path, body)
                revision = json.loads(answer)["revision"]
                times.append(seconds)
        return times

    with ThreadPoolExecutor(WRITERS) as pool:
        return [each for times in pool.map(fill_in, range(WRITERS)) for each in times]


def _fields(answers: dict[str, object]) -> Iterator[tuple[str, object]]:
    """Fill in the form as a browser sends it."""
    for name, value in answers.items():
        if isinstance(value, dict) and "not_applicable" in value:
            yield f"n:{name}", value["not_applicable"]
        elif isinstance(value, dict):
            for row, cells in value.items():
                for column, choice in cells.items():
                    yield f"a:{name}:{row}:{column}", choice
        else:
            for each in value if isinstance(value, list) else [value]:
                yield f"a:{name}", each


@contextmanager
def _connection(port: int) -> Iterator[Callable[..., tuple[float, bytes]]]:
    """Open a connection; what is sent over it is answered with seconds and a body."""
    connection = HTTPConnection("127.0.0.1", port)

    def send(method: str, path: str, body: str | None = None) -> tuple[float, bytes]:
        start = time.perf_counter()
        connection.request(method, path, body, {"Content-Type": FORM} if body else {})
        answer = connection.getresponse()
        read = answer.read()
        assert answer.status == 200, read
        return time.perf_counter() - start, read

    with closing(connection):
        yield send


def _late(times: Sequence[float]) -> float:
    return sorted(times)[math.ceil(0.99 * len(times)) - 1]


def _row(name: str, times: Sequence[float]) -> tuple[str, str, str]:
    return name, f"{statistics.median(times) * 1e3:.1f}", f"{_late(times) * 1e3:.1f}"
