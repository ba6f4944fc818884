"""The example's workflow of the main branch: it signs, and the app gets the evidence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from acting import Actor, need_act
from lending import Project, project

from fairgate.errors import UserError
from fairgate.evidence import verify
from fairgate.signing import generate_keys, load_public_keys
from tests.servers.local import listening

MAIN = {"full_name": "acme/lending", "default_branch": "main"}


@contextmanager
def app(posted: list[tuple[str, str, bytes]]) -> Iterator[str]:
    """Take evidence as the app does: path, token and body."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            posted.append((self.path, self.headers["Authorization"], body))
            self.send_response(201)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

    with listening(Handler) as url:
        yield url


@pytest.fixture
def lending(tmp_path: Path) -> Project:
    """The example's repository."""
    need_act()
    return project(tmp_path / "lending")


def test_the_main_branch_signs_what_it_judged_and_the_app_gets_it(
    lending: Project, tmp_path: Path
) -> None:
    """The secret is the key itself; whoever has the public one can judge again."""
    runner, keys = tmp_path / "runner", tmp_path / "keys"
    runner.mkdir()
    private, public = generate_keys(keys)
    _, stranger = generate_keys(tmp_path / "others")
    posted: list[tuple[str, str, bytes]] = []
    with app(posted) as address:
        run = Actor(runner).act(
            lending,
            "push",
            {
                "ref": "refs/heads/main",
                "after": lending.git("rev-parse", "HEAD"),
                "repository": MAIN,
            },
            workflow="fairness-main",
            secrets=[
                f"FAIRGATE_SIGN_KEY={private.read_text(encoding='utf-8')}",
                "FAIRGATE_SERVER_TOKEN=a-token",
            ],
            variables=[f"FAIRGATE_SERVER={address}"],
        )
    assert run.jobs == {"predict": "success", "sign": "success"}
    ((path, token, body),) = posted
    assert (path, token) == ("/api/evidence", "Bearer a-token")
    verified = verify(body, load_public_keys(public))
    assert verified.verdict.policy == "mortgage-lending"
    with pytest.raises(UserError):
        verify(body, load_public_keys(stranger))
