"""A server that answers as it is told: badly, late, or without end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from threading import Event

from tests.servers.local import listening


@dataclass
class Rude:
    """What it answers, and what it was sent.

    Attributes
    ----------
    status : int
        Of every answer.
    size : int
        Bytes of every answer's body.
    hangs : bool
        Whether it says nothing at all, until the test is over.
    """

    url: str = ""
    status: int = 200
    size: int = 2
    hangs: bool = False
    heard: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)


@contextmanager
def rude() -> Iterator[Rude]:
    """Start one on a free port of this machine."""
    told, over = Rude(), Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            """Take what is sent, and answer."""
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            told.heard.append((self.path, dict(self.headers), body))
            if told.hangs:
                over.wait(30)
                return
            self.send_response(told.status)
            self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", str(told.size))
            self.end_headers()
            try:
                for at in range(0, told.size, 2**20):
                    self.wfile.write(b" " * min(2**20, told.size - at))
            except OSError:
                pass  # whoever asked has heard enough

        def do_GET(self) -> None:
            """Answer."""
            self.do_POST()

    with listening(Handler) as told.url:
        try:
            yield told
        finally:
            over.set()
