"""``fairgate serve``: the app and its workers, from the environment to the socket."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from types import FrameType
from typing import TYPE_CHECKING, Any, NoReturn

import click

from fairgate.errors import UserError

if TYPE_CHECKING:
    from flask import Flask

    from jira_app.settings import Settings
    from jira_app.twin import JiraTwin
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
@click.option(
    "--twin", "trying", is_flag=True, help="Bring a stand-in for Jira with issues to try it with."
)
def serve(*, host: str, port: int, workers: int, worker_only: bool, trying: bool) -> None:
    """Show on each issue of Jira how it may touch people, and serve the pages for it.

    Everything else is set by variables named FAIRGATE_..., which the documentation lists.
    Without any, the app keeps what it receives in fairgate.db, in this directory, and whoever
    sits at this machine signs in by a name.
    """
    from jira_app.commands.logs import log_to_stderr  # noqa: PLC0415 - only when called
    from jira_app.settings import JIRA_URL, read_settings  # noqa: PLC0415

    settings = read_settings(os.environ, None if worker_only else host)
    if worker_only and not (settings.site or settings.forge_app) and not trying:
        raise UserError("a worker has nothing to do without Jira", "set it", place=JIRA_URL)
    if worker_only and (trying or settings.forge_app):
        problem = "a worker alone hears nothing of that Jira: what it hears is in one process"
        raise UserError(problem, "leave it out", place="--worker-only")
    with ExitStack() as stack:
        twin = None
        if trying:
            twin, settings = _trial(settings)
            stack.callback(twin.stop)
        log_to_stderr(settings.secrets())
        if worker_only:
            _work(settings, workers)
        else:
            _serve(settings, host, port, workers, twin)


def _trial(settings: Settings) -> tuple[JiraTwin, Settings]:
    from jira_app.commands.trial import trial  # noqa: PLC0415 - only to try

    return trial(settings, os.environ)


def _work(settings: Settings, workers: int) -> None:
    """Work until somebody asks to stop."""
    from fairgate.checklist import open_library  # noqa: PLC0415
    from jira_app.commands import parts  # noqa: PLC0415
    from jira_app.commands.opening import open_store  # noqa: PLC0415

    engine = open_store(settings.database)
    try:
        jira = parts.links(settings)
        assert jira is not None
        chores = parts.chores(engine, open_library(settings.content), settings.training_days)
        crew = parts.crew(engine, settings, jira, max(workers, 1), chores)
        with _working(crew):
            _wait(crew)
    finally:
        engine.dispose()


def _serve(settings: Settings, host: str, port: int, workers: int, twin: JiraTwin | None) -> None:
    """Answer requests, and work beside it."""
    from fairgate.checklist import open_library  # noqa: PLC0415
    from jira_app.app import create_app  # noqa: PLC0415
    from jira_app.commands import parts  # noqa: PLC0415
    from jira_app.commands.opening import open_store  # noqa: PLC0415

    engine = open_store(settings.database)
    try:
        library = open_library(settings.content)
        jira = parts.links(settings)
        chores = parts.chores(engine, library, settings.training_days)
        crew = parts.crew(engine, settings, jira, workers, chores) if jira else []

        def wake() -> None:
            for worker in crew:
                worker.wake()

        known, begin = _trial_parts(twin, settings.webhook_secret)
        web = parts.web(settings, host, library, jira, known=known, chores=chores)
        probe = jira.asked.myself if jira and not jira.forge else None
        app = create_app(
            engine, settings.webhook_secret, time.time, wake=wake, probe=probe, web=web
        )
        _listen(app, host, port, crew, begin)
    finally:
        engine.dispose()


def _trial_parts(twin: JiraTwin | None, secret: str) -> tuple[Any, Callable[[str], None]]:
    """Give the people of the twin, and what has it begin once the app listens."""
    if twin is None:
        return (), lambda _: None
    from jira_app.commands.trial import begin, people  # noqa: PLC0415 - only to try

    def start(url: str) -> None:
        begin(twin, url, secret)
        click.echo(f"A stand-in for Jira answers at {twin.url}; its issues are at {url}/board")
        click.echo(f"Sign in at {url}/sign-in as Ann Author, ann@example.org. Ctrl-C ends it.")

    return people(twin), start


def _listen(
    app: Flask, host: str, port: int, crew: list[Worker], begin: Callable[[str], None]
) -> None:
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
    url = f"http://{_shown(host)}:{_port(server)}"
    with _working(crew):
        click.echo(f"Listening on {url} (Jira: /webhooks/jira)")
        if not crew:
            click.echo("No worker runs here: what is received is stored, and worked off later.")
        begin(url)
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
