"""Apps with a sign-in, and browsers at their door, for tests of who gets in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from town import NOON
from werkzeug.test import TestResponse

from fairgate.checklist import Library
from jira_app.access.development import Development, Known
from jira_app.app import create_app
from jira_app.web import Web

HOST = "127.0.0.1"
HOME = f"http://{HOST}:8080"
ELSEWHERE = "https://fairgate.example.org"
KEY = "a key of the tests, of thirty-two characters"


class Time:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> float:
        """Tell the time."""
        return self.now


@dataclass(frozen=True)
class Door:
    """An app, and a browser that remembers cookies."""

    app: Flask
    browser: FlaskClient
    time: Time = field(default_factory=Time)
    url: str = HOME

    def get(self, path: str, **more: Any) -> TestResponse:
        """Ask for a page."""
        return self.browser.get(path, base_url=self.url, **more)

    def post(self, path: str, form: dict[str, Any] | None = None, **more: Any) -> TestResponse:
        """Send a form as the sign-in page has it, with its token."""
        token = csrf(self.get("/sign-in").text)
        data = {"csrf_token": token, **(form or {})}
        more.setdefault("headers", {"Referer": f"{self.url}/sign-in"})
        return self.browser.post(path, base_url=self.url, data=data, **more)

    def sign_in(self, name: str = "Ann", **form: Any) -> TestResponse:
        """Sign in by a name."""
        return self.post("/sign-in", {"name": name, **form})

    def who(self) -> str | None:
        """Say whom the head of a page shows as signed in; None: nobody."""
        page = self.get("/board")
        assert page.status_code in {200, 401}
        return page.text if page.status_code == 200 else None

    def another(self) -> Door:
        """Give another browser at the same door."""
        return Door(self.app, self.app.test_client(), self.time, self.url)


def door(engine: Engine, **parts: Any) -> Door:
    """Open an app that believes everybody, or as ``parts`` of its Web say."""
    time = Time()
    parts.setdefault("development", Development(HOST, (Known("Ann", "ann@example.org"),)))
    parts.setdefault("secure", False)
    web = Web(secret_key=KEY, library=Library(()), **parts)
    app = create_app(engine, "", time, web=web)
    return Door(app, app.test_client(), time, ELSEWHERE if web.secure else HOME)


def csrf(page: str) -> str:
    """Find the token in a page's forms."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found, page
    return found.group(1)
