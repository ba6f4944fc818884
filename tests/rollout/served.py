"""The real Jira app on a free port of this machine, by the server that serves it in earnest."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Thread

from flask import Flask
from waitress.server import create_server


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Serve an app for a while; give its address."""
    server = create_server(app, host="127.0.0.1", port=0, threads=2, ident=None)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.task_dispatcher.shutdown(timeout=10)
        with suppress(OSError):  # it may have closed by the time it is told that it was woken
            server.trigger.pull_trigger(lambda: [one.close() for one in [*server._map.values()]])
        thread.join(timeout=10)
