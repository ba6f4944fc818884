"""``fairgate flag watch``: the service, with a door for Unleash's webhook."""

from __future__ import annotations

import hmac
import logging
import os
import signal
import socket
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from uuid import uuid4

import click

from fairgate.cli.flag import opening
from fairgate.errors import UserError

WAKE_SECRET = "FAIRGATE_WAKE_SECRET"  # noqa: S105 - a name
OWN = ("127.0.0.1", "::1", "localhost")
MOST = 2**20


@click.command()
@click.option("--listen", metavar="HOST:PORT", help="Where Unleash's webhook wakes it up.")
@click.option("--poll", type=click.FloatRange(0.1, 0.5), default=0.4, show_default=True)
def watch(listen: str | None, poll: float) -> None:
    """Keep all flags until stopped: renew leases, go up the ramp, undo what others write.

    Several may run on one ledger: one works, the others take over. The webhook only wakes it
    up and is believed in nothing; set FAIRGATE_WAKE_SECRET to what Unleash sends as
    Authorization. It is needed unless only this machine can reach the address.
    """
    from fairgate.rollout.watch import Rhythm, Watcher  # noqa: PLC0415

    given, ledger = opening.settings(), opening.open_ledger()
    watcher = Watcher(
        opening.keeper_of(given, ledger),
        opening.admin_of(given).events,
        f"{socket.gethostname()[:60]}:{os.getpid()}:{uuid4().hex[:8]}",
        channels=opening.channels_of(given),
        clock=time.time,
        rhythm=Rhythm(poll=poll),
    )
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    for number in (signal.SIGTERM, signal.SIGINT):
        # In a thread: a signal may come while this one holds the lock that stopping needs.
        signal.signal(number, lambda *_: Thread(target=watcher.stop).start())
    if listen:
        _listen(listen, os.environ.get(WAKE_SECRET, "").strip(), watcher.wake)
    kept = len(ledger.all())
    click.echo(f"Keeping {kept} {'flag' if kept == 1 else 'flags'}; stop with Ctrl-C.")
    watcher.run()
    click.echo("Stopped. What is open ends with its lease unless another watcher runs.")


def _listen(place: str, secret: str, wake: Callable[[], None]) -> None:
    host, _, port = place.rpartition(":")
    if not host or not port.isdigit():
        raise UserError(
            f"expected HOST:PORT, got {place!r}", "write 127.0.0.1:8090", place="--listen"
        )

    if not secret and host.strip("[]") not in OWN:
        problem = f"{host} is open to others, and {WAKE_SECRET} is not set"
        raise UserError(problem, f"set {WAKE_SECRET}, or listen on 127.0.0.1", place="--listen")

    class Door(BaseHTTPRequestHandler):
        """Takes any message as a hint."""

        timeout = 5

        def do_POST(self) -> None:
            """Wake the watcher up, if the sender knows the word."""
            length = self.headers.get("Content-Length", "")
            if length.isdecimal():
                self.rfile.read(min(int(length), MOST))  # or the sender never hears the answer
            given = self.headers.get("Authorization", "")
            known = not secret or hmac.compare_digest(given.encode(), secret.encode())
            self.send_response(202 if known else 401)
            self.send_header("Content-Length", "0")
            self.end_headers()
            if known:
                wake()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
            """Keep quiet: it may be called often."""

    try:
        server = ThreadingHTTPServer((host.strip("[]"), int(port)), Door)
    except OSError as error:
        problem = f"could not listen on {place}: {(error.strerror or str(error)).lower()}"
        raise UserError(problem, "choose another address", place="--listen") from None
    Thread(target=server.serve_forever, daemon=True).start()
