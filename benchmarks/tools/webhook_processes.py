"""Servers and workers as processes: ``python -m benchmarks.tools.webhook_processes ROLE ...``.

``intake DATABASE`` receives webhooks; ``bare DATABASE`` writes one row a request, in the same
server; ``worker DATABASE JIRA`` works. A server prints its port.
"""

from __future__ import annotations

import logging
import random
import sys
import time
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from subprocess import PIPE, Popen
from uuid import uuid4

import waitress
from flask import Flask, request
from sqlalchemy import Column, Integer, MetaData, Table, Text, create_engine, insert, text

from fairgate.triage import Item, Reason, RiskFlag
from jira_app.app import create_app
from jira_app.jira import ONCE, JiraClient, JiraSite, Pace
from jira_app.store.engine import database_url, open_engine
from jira_app.store.migrate import upgrade
from jira_app.twin.seed import GATE_SELECT
from jira_app.worker import Desk, Limits, Worker

SECRET = "a secret of the benchmarks"  # noqa: S105
LEASE = 5.0
POSTGRES = Path("build/postgres/url")

_rows = Table("rows", MetaData(), Column("id", Integer, primary_key=True), Column("body", Text))


def started(*arguments: str, module: str = __name__) -> Popen:
    """Start one of the roles of a module."""
    return Popen([sys.executable, "-m", module, *arguments], stdout=PIPE, text=True)


def ended(process: Popen) -> None:
    """Kill a process, and leave nothing open."""
    process.kill()
    process.wait()
    process.stdout.close()


@contextmanager
def server(role: str, database: str):  # noqa: ANN201 - a context manager
    """Run a server for as long as it is needed, and give its port."""
    process = started(role, database)
    try:
        yield int(process.stdout.readline())
    finally:
        ended(process)


@contextmanager
def database(kind: str, folder: Path):  # noqa: ANN201 - a context manager
    """Give the address of an empty database."""
    if kind == "sqlite":
        yield f"sqlite:///{folder.resolve() / uuid4().hex}.db"
        return
    url = database_url(POSTGRES.read_text().strip())
    schema = f"bench_{uuid4().hex[:12]}"
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as db:
        db.execute(text(f"CREATE SCHEMA {schema}"))
        yield url.update_query_dict({"options": f"-c search_path={schema}"}).render_as_string(
            hide_password=False
        )
        db.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    engine.dispose()


def intake(address: str) -> None:
    """Receive webhooks as `fairgate serve` does, with pages and API beside."""
    from fairgate.checklist import Library  # noqa: PLC0415 - slow, for this role only
    from jira_app.web import Web  # noqa: PLC0415

    engine = open_engine(database_url(address))
    upgrade(engine)
    web = Web(uuid4().hex, Library(()), secure=False)
    serve(create_app(engine, SECRET, time.time, web=web))


def bare(address: str) -> None:
    """Write one row a request, in a transaction as durable as ours."""
    engine = open_engine(database_url(address))
    _rows.create(engine)
    app = Flask("bare")

    @app.post("/webhooks/jira")
    def store() -> tuple[str, int]:
        with engine.begin() as db:
            db.execute(insert(_rows).values(body=request.get_data(as_text=True)))
        return "", 202

    serve(app)


def worker(address: str, jira: str) -> None:
    """Work, by a rule that quotes the summary, so that the answer shows which version was read."""
    site = JiraSite(jira, "app-token", "fairgate@example.org", gate_field=GATE_SELECT)
    engine, client = open_engine(database_url(address)), JiraClient(site, Pace(ONCE))
    desk = Desk(engine, client, _judge, time.time, lease=LEASE, gate_field=GATE_SELECT)
    Worker(desk, uuid4().hex, random.random, Limits(first=0.05, longest=1.0), idle=0.05).run()


def _judge(item: Item) -> RiskFlag:
    version = int(item.summary.split()[-1])
    flag = RiskFlag(item.id, ("low", "medium", "high")[version % 3])
    return replace(flag, signals=(Reason("version", "as read", str(version), "summary", 0),))


def serve(app: Flask) -> None:
    """Serve an app on a free port, which is printed."""
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    made = waitress.create_server(app, host="127.0.0.1", port=0, threads=8)
    print(made.effective_port, flush=True)
    made.run()


if __name__ == "__main__":
    {"intake": intake, "bare": bare, "worker": worker}[sys.argv[1]](*sys.argv[2:])
