"""``GET /metrics``: what a Prometheus server watches.

Labels are routes, states and outcomes; never an issue, a name or an address. What is counted by
request belongs to this process; what stands in the store is read when it is asked for, so it is
the same in every process. https://prometheus.io/docs/practices/naming/
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from flask import Blueprint, Response, g, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram
from prometheus_client import generate_latest as written
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import Connection, Engine, func, select

from jira_app.assessments.shelf import is_assessment
from jira_app.store.engine import UNAVAILABLE, reading
from jira_app.store.records import assessments, evidence
from jira_app.store.tables import DEAD, WAITING, inbox, outbox

WEBHOOK: Final = "/webhooks/jira"
NO_ROUTE: Final = "none"
BUCKETS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


def metrics(
    engine: Engine,
    clock: Callable[[], float],
    *,
    registry: CollectorRegistry | None = None,
    timer: Callable[[], float] = time.perf_counter,
) -> Blueprint:
    """Make the route, and count all requests of the app it is registered with.

    Parameters
    ----------
    engine : sqlalchemy.Engine
        The store.
    clock : callable
        Seconds since 1970, for the age of work.
    registry : CollectorRegistry, optional
        The app's own; a new one by default.
    timer : callable
        Seconds that only grow, for durations.
    """
    registry = registry or CollectorRegistry()
    registry.register(Stored(engine, clock))
    answered = Counter(
        "fairgate_http_requests",
        "Requests answered, by route and status.",
        ("method", "route", "status"),
        registry=registry,
    )
    took = Histogram(
        "fairgate_http_request_seconds",
        "Time to answer a request.",
        ("method", "route"),
        buckets=BUCKETS,
        registry=registry,
    )
    webhooks = Counter(
        "fairgate_webhooks",
        "Webhooks of Jira: stored, repeated or of no interest, refused.",
        ("result",),
        registry=registry,
    )
    routes = Blueprint("metrics", __name__)

    @routes.before_app_request
    def begin() -> None:
        g.metrics_began = timer()

    @routes.after_app_request
    def end(response: Response) -> Response:
        method, route = _asked()
        answered.labels(method, route, str(response.status_code)).inc()
        began: float | None = g.get("metrics_began")
        if began is not None:
            took.labels(method, route).observe(timer() - began)
        if route == WEBHOOK:
            webhooks.labels(_result(response)).inc()
        return response

    @routes.get("/metrics")
    def show() -> Response:
        return Response(written(registry), content_type=CONTENT_TYPE_LATEST)

    return routes


class Stored(Collector):
    """What stands in the store: work that waits, verdicts, assessments."""

    def __init__(self, engine: Engine, clock: Callable[[], float]) -> None:
        self._engine = reading(engine)
        self._clock = clock

    def collect(self) -> Iterable[Metric]:
        """Count; a store that is away leaves only ``fairgate_store_up`` at 0."""
        try:
            with self._engine.connect() as db:
                found = [*_work(db, self._clock()), _verdicts(db), _assessments(db)]
        except UNAVAILABLE:
            found = []
        return [_up(bool(found)), *found]

    def describe(self) -> Iterable[Metric]:
        """Name nothing beforehand, so that registering asks nothing of the store."""
        return ()


def _asked() -> tuple[str, str]:
    """Name method and route; what the sender made up becomes one word."""
    rule = request.url_rule
    return (request.method, rule.rule) if rule else (NO_ROUTE, NO_ROUTE)


def _result(response: Response) -> str:
    if response.status_code != 202:
        return "refused"
    said = response.get_json(silent=True)
    return "stored" if isinstance(said, dict) and said.get("stored") else "repeated"


def _up(up: bool) -> Metric:  # noqa: FBT001 - the value itself
    return GaugeMetricFamily("fairgate_store_up", "Whether the store answers.", float(up))


def _work(db: Connection, now: float) -> Iterator[Metric]:
    depth = GaugeMetricFamily(
        "fairgate_queue_depth", "Pieces of work by box and state.", labels=("box", "state")
    )
    age = GaugeMetricFamily(
        "fairgate_queue_age_seconds",
        "Age of the oldest piece of work by box and state.",
        labels=("box", "state"),
    )
    for box, table, since in (
        ("inbox", inbox, inbox.c.received),
        ("outbox", outbox, outbox.c.made),
    ):
        counted = select(table.c.state, func.count(), func.min(since)).group_by(table.c.state)
        rows = {row[0]: row for row in db.execute(counted.where(table.c.state.in_(_OPEN)))}
        for state in _OPEN:
            _, pieces, oldest = rows.get(state, (state, 0, now))
            depth.add_metric((box, state), pieces)
            age.add_metric((box, state), max(0.0, now - oldest))
    return iter((depth, age))


_OPEN: Final = (WAITING, DEAD)


def _verdicts(db: Connection) -> Metric:
    found = GaugeMetricFamily(
        "fairgate_verdicts",
        "Verdicts kept, by outcome and whether a trusted key signed them.",
        labels=("outcome", "signed"),
    )
    by = (evidence.c.outcome, evidence.c.trusted)
    for outcome, trusted, count in db.execute(select(*by, func.count()).group_by(*by)):
        found.add_metric((outcome, "yes" if trusted else "no"), count)
    return found


def _assessments(db: Connection) -> Metric:
    found = GaugeMetricFamily(
        "fairgate_assessments", "Assessments, by state: approvals are approved.", labels=("state",)
    )
    by = assessments.c.state
    for state, count in db.execute(select(by, func.count()).where(is_assessment()).group_by(by)):
        found.add_metric((state,), count)
    return found
