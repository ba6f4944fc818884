"""``fairgate serve``: the app and its workers, from the environment to the socket."""

from __future__ import annotations

import os
import random
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING, Any, NoReturn
from uuid import uuid4

import click

from fairgate.errors import UserError

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy import Engine

    from jira_app.jira import JiraSite
    from jira_app.settings import Settings
    from jira_app.worker import Worker


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8080,
    show_default=True,
    help="Port to listen on; 0 takes a free one.",
)
@click.option(
    "--workers",
    type=click.IntRange(0, 32),
    default=1,
    show_default=True,
    help="Workers in this process; 0 leaves the work to others.",
)
@click.option("--worker-only", is_flag=True, help="Listen to nothing, only work.")
def serve(*, host: str, port: int, workers: int, worker_only: bool) -> None:
    """Receive Jira's webhooks and show on each issue how it may touch people.

    Everything else is set by variables named FAIRGATE_..., which the documentation lists.
    Without any, the app stores what it receives in fairgate.db, in this directory.
    """
    from jira_app.commands.logs import log_to_stderr  # noqa: PLC0415 - only when called
    from jira_app.commands.opening import open_store  # noqa: PLC0415
    from jira_app.settings import JIRA_URL, read_settings  # noqa: PLC0415

    settings = read_settings(os.environ, None if worker_only else host)
    if worker_only and not settings.site:
        raise UserError("a worker has nothing to do without Jira", "set it", place=JIRA_URL)
    log_to_stderr(_secrets(settings))
    engine = open_store(settings.database)
    crew = _crew(engine, settings.site, max(workers, worker_only)) if settings.site else []
    try:
        if worker_only:
            with _working(crew):
                _wait(crew)
        else:
            _listen(_app(engine, settings, crew), host, port, crew)
    finally:
        engine.dispose()


def _secrets(settings: Settings) -> list[str]:
    token = settings.site.token if settings.site else ""
    return [settings.webhook_secret, token, str(settings.database.password or "")]


def _crew(engine: Engine, site: JiraSite, size: int) -> list[Worker]:
    """Make workers, each with connections of its own; triage is shared."""
    from fairgate.triage import ready  # noqa: PLC0415
    from jira_app.jira import ONCE, JiraClient, Pace  # noqa: PLC0415
    from jira_app.worker import Desk, Worker  # noqa: PLC0415

    judge = ready().flag if size else None
    crew = []
    for _ in range(size):
        assert judge is not None
        client = JiraClient(site, Pace(ONCE))
        desk = Desk(engine, client, judge, time.time, site.risk_field)
        name = f"{socket.gethostname()[:30]}:{os.getpid()}:{uuid4().hex[:8]}"
        crew.append(Worker(desk, name, random.random))
    return crew


def _app(engine: Engine, settings: Settings, crew: list[Worker]) -> Flask:
    from jira_app.app import create_app  # noqa: PLC0415
    from jira_app.jira import ONCE, JiraClient, Pace  # noqa: PLC0415

    def wake() -> None:
        for worker in crew:
            worker.wake()

    site = settings.site
    probe = JiraClient(site, Pace(ONCE)).myself if site else None
    return create_app(engine, settings.webhook_secret, time.time, wake=wake, probe=probe)


def _listen(app: Flask, host: str, port: int, crew: list[Worker]) -> None:
    """Answer requests until SIGTERM or SIGINT; those being answered are finished."""
    import waitress  # noqa: PLC0415 - only to serve

    from jira_app.app import LARGEST_BODY  # noqa: PLC0415

    try:
        server = waitress.create_server(
            app, host=host, port=port, threads=8, ident=None, max_request_body_size=LARGEST_BODY + 1
        )
    except OSError as error:
        said = (error.strerror or str(error)).lower()
        problem = f"could not listen on {host}, port {port}: {said}"
        raise UserError(problem, "choose another with --host or --port") from None
    signal.signal(signal.SIGTERM, _leave)
    with _working(crew):
        click.echo(f"Listening on http://{_shown(host)}:{_port(server)} (Jira: /webhooks/jira)")
        if not crew:
            click.echo("No worker runs here: what is received is stored, and worked off later.")
        server.run()
    server.close()


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _port(server: Any) -> int:
    several = getattr(server, "effective_listen", None)
    port: int = several[0][1] if several else server.effective_port
    return port


@contextmanager
def _working(crew: list[Worker]) -> Iterator[None]:
    threads = [worker.start() for worker in crew]
    try:
        yield
    finally:
        for worker in crew:
            worker.stop()
        for thread in threads:
            thread.join(timeout=30)


def _wait(crew: list[Worker]) -> None:
    """Sleep until somebody asks to stop."""
    signal.signal(signal.SIGTERM, _leave)
    click.echo(f"Working, with {len(crew)} worker{'s' * (len(crew) != 1)}; nothing is listened to.")
    try:
        while True:
            signal.pause()
    except (SystemExit, KeyboardInterrupt):
        return


def _leave(_number: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(0)
