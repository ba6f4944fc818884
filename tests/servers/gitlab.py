"""A stand-in for GitLab's notes of merge requests, and for any server that only answers."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.servers.local import listening

Answer = tuple[int, Any, dict[str, str]]
NOTES = re.compile(r"/projects/([^/]+)/merge_requests/(\d+)/notes(?:/(\d+))?")


@dataclass
class Request:
    """One request as it came in."""

    method: str
    path: str
    headers: dict[str, str]
    body: Any


@dataclass
class Scripted:
    """Gives its answers in order, the last one for ever."""

    answers: list[Answer]
    requests: list[Request] = field(default_factory=list)
    url: str = ""

    def handle(self, request: Request) -> Answer:
        """Record a request, and answer it."""
        self.requests.append(request)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@dataclass
class GitLab:
    """Notes of one merge request; a token belongs to one user, and a job's token to nobody."""

    users: dict[str, int] = field(default_factory=lambda: {"project-token": 7})
    notes: list[dict[str, Any]] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    url: str = ""
    page: int = 2

    def add(self, body: str, user: int = 7) -> dict[str, Any]:
        """Write a note as somebody."""
        number = 1 + max((note["id"] for note in self.notes), default=0)
        note = {"id": number, "body": body, "author": {"id": user, "username": f"u{user}"}}
        self.notes.append(note)
        return note

    def handle(self, request: Request) -> Answer:
        """Answer as GitLab does."""
        self.requests.append(request)
        user = self.users.get(request.headers.get("private-token", ""))
        parts = urlsplit(request.path)
        if user is None:
            return 401, {"message": "401 Unauthorized"}, {}
        if parts.path == "/user":
            return 200, {"id": user, "username": f"u{user}"}, {}
        match = NOTES.fullmatch(parts.path)
        if match is not None and match[3] is None:
            return self._list(parts.query) if request.method == "GET" else self._add(request, user)
        wanted = int(match[3]) if match else 0
        note = next((note for note in self.notes if note["id"] == wanted), None)
        return self._one(request, note) if note else (404, {"message": "404 Not found"}, {})

    def _one(self, request: Request, note: dict[str, Any]) -> Answer:
        if request.method == "DELETE":
            self.notes.remove(note)
            return 204, None, {}
        note["body"] = request.body["body"]
        return 200, note, {}

    def _list(self, query: str) -> Answer:
        page = int(parse_qs(query).get("page", ["1"])[0])
        more = len(self.notes) > page * self.page
        shown = self.notes[(page - 1) * self.page : page * self.page]
        return 200, shown, {"x-next-page": str(page + 1) if more else ""}

    def _add(self, request: Request, user: int) -> Answer:
        return 201, self.add(request.body["body"], user), {}


@contextmanager
def serving(fake: Any) -> Iterator[Any]:
    """Serve until the block ends; ``fake.url`` is the address."""
    with listening(_handler(fake.handle)) as fake.url:
        yield fake


def _handler(handle: Callable[[Request], Answer]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_one(self) -> None:
            content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            body = json.loads(content) if content else None
            status, said, extra = handle(Request(self.command, self.path, headers, body))
            sent = b"" if said is None else json.dumps(said).encode()
            self.send_response(status)
            for name, value in {**extra, "Content-Length": str(len(sent))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(sent)

        do_GET = do_POST = do_PUT = do_DELETE = handle_one  # noqa: N815 - the library's names

    return Handler
