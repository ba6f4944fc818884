"""What lies between fairgate, its applications and the server: it can refuse, dawdle and hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler
from threading import Event
from typing import Any

import urllib3

from tests.servers.local import listening

KEPT_BACK = {"connection", "content-length", "content-encoding", "transfer-encoding", "keep-alive"}


class Wire:
    """A proxy to a server.

    Attributes
    ----------
    url : str
        To be used instead of the server's.
    mood : str
        ``well``, ``broken`` (503 to everything) or ``slow`` (answers late).
    holds : callable
        Which requests are held, by method and path, until they are let go or the caller is gone.
    """

    def __init__(self, target: str) -> None:
        self.mood = "well"
        self.delay = 0.3
        self.holds: Callable[[str, str], bool] = lambda _method, _path: False
        self.held, self.let_go = Event(), Event()
        self._target = target.removesuffix("/api")
        self._pool = urllib3.PoolManager(retries=False, timeout=20.0)
        self.url = ""

    @contextmanager
    def strung(self) -> Iterator[Wire]:
        """Carry requests for a while."""
        with listening(self._handler()) as url:
            self.url = f"{url}/api"
            try:
                yield self
            finally:
                self.let_go.set()

    def answer(self, method: str, path: str, headers: Any, body: bytes) -> tuple[int, Any, bytes]:
        """Pass a request on, or not."""
        if self.holds(method, path):
            self.held.set()
            self.let_go.wait(60.0)
            raise ConnectionError("cut")
        if self.mood == "broken":
            return 503, {}, b"{}"
        if self.mood == "slow":
            self.let_go.wait(self.delay)
        sent = {key: value for key, value in headers.items() if key.lower() != "host"}
        answer = self._pool.request(
            method, self._target + path, headers=sent, body=body, redirect=False
        )
        given = {k: v for k, v in answer.headers.items() if k.lower() not in KEPT_BACK}
        return answer.status, given, answer.data

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        wire = self

        class Carrier(BaseHTTPRequestHandler):
            """Carries a request."""

            def carry(self) -> None:
                """Answer as the wire says; cut the line where it cannot."""
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                with suppress(OSError, urllib3.exceptions.HTTPError):
                    status, headers, data = wire.answer(self.command, self.path, self.headers, body)
                    self.send_response(status)
                    for key, value in headers.items():
                        self.send_header(key, value)
                    self.send_header("Content-Length", str(len(data)))
                    self.end_headers()
                    self.wfile.write(data)

            do_GET = do_POST = do_PUT = do_DELETE = carry  # noqa: N815 - the base's names

        return Carrier
