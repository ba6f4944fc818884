"""A stand-in for the part of GitHub's REST API that the gate calls, on this machine only.

It keeps comments and pull requests, knows tokens that may only read, pages and limits, and
checks what it gets and what it answers against GitHub's own description of these calls
(tests/cases/github). As a program, for runners such as act:

    python tests/servers/github.py --record requests.jsonl [--read-only] [--pull FILE.json]

prints its address, and writes one line a request.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import jsonschema

from tests.servers.local import listening

DESCRIBED = Path(__file__).parents[1] / "cases" / "github" / "openapi.json"
BOT = "github-actions[bot]"
REPOSITORY = "acme/loans"
Answer = tuple[int, Any, Mapping[str, str]]


@cache
def described() -> dict[str, Any]:
    """Return GitHub's description of the calls, their schemas and examples."""
    return json.loads(DESCRIBED.read_text(encoding="utf-8"))


def breaches(value: Any, schema: Any) -> list[str]:
    """Say where a body departs from the description."""
    validator = jsonschema.Draft202012Validator({"schemas": described()["schemas"], **schema})
    return [f"{list(error.path)}: {error.message[:200]}" for error in validator.iter_errors(value)]


@dataclass
class Request:
    """One request as it came in, and the status it got."""

    call: str
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: Any
    status: int = 0


@dataclass
class GitHub:
    """The state behind the API.

    Attributes
    ----------
    writers, readers : mapping of str to str, set of str
        Tokens that may write, with their logins; tokens that may only read.
    comments : mapping of int to list
        Comments of every pull request, as GitHub returns them.
    pulls : list
        Pull requests, as GitHub returns them in a list.
    refusals : list of answers
        Given, one a request, before anything else is: limits and outages.
    before_create : callable
        What another run does in the moment before a comment is written.
    requests : list of Request
        All of them.
    breaches : list of str
        Departures from GitHub's description, theirs and ours.
    """

    writers: dict[str, str] = field(default_factory=lambda: {"fake": BOT})
    readers: set[str] = field(default_factory=lambda: {"read-only"})
    comments: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    pulls: list[dict[str, Any]] = field(default_factory=list)
    refusals: list[Answer] = field(default_factory=list)
    before_create: Callable[[GitHub], None] = lambda _: None
    requests: list[Request] = field(default_factory=list)
    breaches: list[str] = field(default_factory=list)
    url: str = ""
    record: Path | None = None
    _next: int = 1
    _lock: Lock = field(default_factory=Lock)

    def add_comment(self, number: int, body: str, login: str = BOT) -> dict[str, Any]:
        """Write a comment on a pull request, as somebody."""
        user = {**described()["examples"]["comment"]["user"], "login": login}
        comment = {**described()["examples"]["comment"], "id": self._next, "body": body}
        comment["user"] = user
        self._next += 1
        self.comments.setdefault(number, []).append(comment)
        return comment

    def add_pull(
        self, number: int, sha: str, *, repository: str = REPOSITORY, branch: str = "better-model"
    ) -> dict[str, Any]:
        """Open a pull request from a branch of a repository; a fork, perhaps."""
        pull = json.loads(json.dumps(described()["examples"]["pull"]))
        pull |= {"number": number, "requested_teams": [], "state": "open"}
        owner = repository.partition("/")[0]
        pull["head"] |= {"sha": sha, "ref": branch, "label": f"{owner}:{branch}"}
        pull["head"]["repo"]["full_name"] = repository
        self.pulls.append(pull)
        return pull

    def bodies(self, number: int) -> list[str]:
        """Return what stands on a pull request."""
        return [comment["body"] for comment in self.comments.get(number, [])]

    def called(self, *calls: str) -> list[Request]:
        """Return the requests of some calls."""
        return [request for request in self.requests if request.call in calls]

    def handle(self, request: Request) -> Answer:
        """Answer a request, and check both."""
        with self._lock:
            status, body, headers = self._answer(request)
            request.status = status
            self.requests.append(request)
            self._check(request, body)
            if self.record:
                line = {**vars(request), "headers": {}}
                with self.record.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(line) + "\n")
            return status, body, headers

    def _answer(self, request: Request) -> Answer:
        if self.refusals:
            return self.refusals.pop(0)
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        if token not in self.writers and token not in self.readers:
            return 401, _error("Bad credentials", 401), {}
        if not request.call:
            return 404, _error("Not Found", 404), {}
        if request.method != "GET" and token in self.readers:
            return 403, _error("Resource not accessible by integration", 403), {}
        if request.body is not None and "body" not in request.body:
            return 422, {**_error("Validation Failed", 422), "errors": []}, {}
        values = _values(request)
        return getattr(self, f"_{request.call}")(request, values, self.writers.get(token, ""))

    def _list_comments(self, request: Request, values: Mapping[str, str], _: str) -> Answer:
        return self._page(request, self.comments.get(int(values["issue_number"]), []))

    def _create_comment(self, request: Request, values: Mapping[str, str], login: str) -> Answer:
        self.before_create(self)
        if len(request.body["body"]) > 65_536:
            return 422, {**_error("Validation Failed", 422), "errors": [{"code": "custom"}]}, {}
        comment = self.add_comment(int(values["issue_number"]), request.body["body"], login)
        return 201, comment, {"Location": comment["url"]}

    def _update_comment(self, request: Request, values: Mapping[str, str], _: str) -> Answer:
        for comment in self._all():
            if comment["id"] == int(values["comment_id"]):
                comment["body"] = request.body["body"]
                return 200, comment, {}
        return 404, _error("Not Found", 404), {}

    def _delete_comment(self, _request: Request, values: Mapping[str, str], _: str) -> Answer:
        for comments in self.comments.values():
            for comment in comments:
                if comment["id"] == int(values["comment_id"]):
                    comments.remove(comment)
                    return 204, None, {}
        return 404, _error("Not Found", 404), {}

    def _list_pulls(self, request: Request, _values: Mapping[str, str], _: str) -> Answer:
        wanted = request.query.get("head")
        found = [pull for pull in self.pulls if wanted in (None, pull["head"]["label"])]
        state = request.query.get("state", "open")
        return self._page(request, [p for p in found if state in ("all", p["state"])])

    def _list_pulls_of_commit(self, request: Request, values: Mapping[str, str], _: str) -> Answer:
        """List those of this repository's own branches: GitHub leaves out commits of forks."""
        owner, repository = values["owner"], values["repo"]
        return self._page(
            request,
            [
                pull
                for pull in self.pulls
                if pull["head"]["sha"] == values["commit_sha"]
                and pull["head"]["repo"]["full_name"] == f"{owner}/{repository}"
            ],
        )

    def _all(self) -> Iterator[dict[str, Any]]:
        for comments in self.comments.values():
            yield from comments

    def _page(self, request: Request, items: list[Any]) -> Answer:
        size = min(int(request.query.get("per_page", "30")), 100)
        page = int(request.query.get("page", "1"))
        shown, more = items[(page - 1) * size : page * size], items[page * size :]
        query = urlencode({**request.query, "page": page + 1})
        link = {"Link": f'<{self.url}{request.path}?{query}>; rel="next"'} if more else {}
        return 200, shown, link

    def _check(self, request: Request, body: Any) -> None:
        if not request.call:
            self.breaches.append(f"{request.method} {request.path} is no call we know")
            return
        call = described()["calls"][request.call]
        for name, text in request.query.items():
            schema = call["query"].get(name, {"not": {}})
            value = int(text) if schema.get("type") == "integer" else text
            self.breaches += [f"{request.call}?{name}: {b}" for b in breaches(value, schema)]
        if call["body"] is not None:
            self.breaches += [f"{request.call}: {b}" for b in breaches(request.body, call["body"])]
        answer = call["answers"].get(str(request.status))
        if answer is not None:
            found = breaches(body, answer)
            self.breaches += [f"{request.call} answered {request.status}: {b}" for b in found]


def limited(message: str = "You have exceeded a secondary rate limit.", **headers: str) -> Answer:
    """Return the answer to somebody who asks too often."""
    return 403, _error(message, 403), {k.replace("_", "-"): v for k, v in headers.items()}


def _error(message: str, status: int) -> dict[str, str]:
    where = "https://docs.github.com/rest"
    return {"message": message, "documentation_url": where, "status": str(status)}


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(path)))


def _values(request: Request) -> dict[str, str]:
    match = _pattern(described()["calls"][request.call]["path"]).fullmatch(request.path)
    return match.groupdict() if match else {}


def _call(method: str, path: str) -> str:
    for name, call in described()["calls"].items():
        if call["method"] == method and _pattern(call["path"]).fullmatch(path):
            return name
    return ""


def _handler(github: GitHub) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_one(self) -> None:
            parts = urlsplit(self.path)
            content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            status, body, headers = github.handle(
                Request(
                    _call(self.command, parts.path),
                    self.command,
                    parts.path,
                    dict(parse_qsl(parts.query)),
                    {name.lower(): value for name, value in self.headers.items()},
                    json.loads(content) if content else None,
                )
            )
            sent = b"" if body is None else json.dumps(body).encode()
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self.send_header("Content-Length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent)

        do_GET = do_POST = do_PATCH = do_DELETE = do_PUT = handle_one  # noqa: N815 - the library's names

    return Handler


@contextmanager
def serving(github: GitHub, port: int = 0) -> Iterator[GitHub]:
    """Serve until the block ends; ``github.url`` is the address."""
    with listening(_handler(github), port) as github.url:
        yield github


def main(arguments: list[str]) -> None:
    """Serve until standard input ends."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--record", type=Path)
    parser.add_argument("--read-only", action="store_true", help="no token may write")
    parser.add_argument("--pull", type=Path, help='{"number", "sha", "repository", "branch"}')
    given = parser.parse_args(arguments)
    github = GitHub(record=given.record)
    if given.read_only:
        github.readers, github.writers = {*github.readers, *github.writers}, {}
    if given.pull:
        github.add_pull(**json.loads(given.pull.read_text(encoding="utf-8")))
    with serving(github, given.port):
        sys.stdout.write(f"{github.url}\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    main(sys.argv[1:])
