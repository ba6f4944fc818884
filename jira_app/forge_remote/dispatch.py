"""A page of this app, asked for by the shell inside Jira and answered inside this process.

The request is made anew: no cookie, header or address of the outer one is handed on. What makes
it somebody's is the visit in its environ, where nothing that comes over the network can reach.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from flask import Flask
from werkzeug.datastructures import MultiDict
from werkzeug.http import parse_options_header
from werkzeug.test import EnvironBuilder, run_wsgi_app
from werkzeug.wrappers import Response

from jira_app.access.person import Role
from jira_app.access.visit import ENVIRON, Visit
from jira_app.forge_remote import paths

MOST_REDIRECTS: Final = 5
REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
HTML: Final = "text/html"
JSON: Final = "application/json"
TEXTS: Final = ("text/", JSON)
"""Begin the kinds of file that are handed over as text; any other goes byte by byte."""


@dataclass(frozen=True)
class Asked:
    """What the shell asks for.

    Attributes
    ----------
    path : str
        Of the page, with its query; ``/`` is where the module begins.
    method : str
        ``GET`` or ``POST``.
    form : tuple of (str, str)
        Fields and values, in order.
    language : str
        That the visitor's Jira speaks, such as ``de_DE``.
    accept : str
        What the answer should be: a page, or JSON for a form that is saved as it is filled.
    """

    path: str
    method: str = "GET"
    form: tuple[tuple[str, str], ...] = ()
    language: str = ""
    accept: str = HTML


@dataclass(frozen=True)
class Shown:
    """What the shell shows.

    Attributes
    ----------
    status : int
        Of the page.
    html : str
        The whole document; empty if it is a file.
    location : str
        The page's own path, after redirects.
    file : dict or None
        What is to be saved instead of shown: ``name``, ``type``, and ``text`` or ``base64``.
    body : object
        The answer, where it is JSON.
    """

    status: int
    html: str
    location: str
    file: dict[str, str] | None = None
    body: Any = None


def show(
    app: Flask, visit: Visit, asked: Asked, base: str, pages: frozenset[str] = paths.PAGES
) -> Shown:
    """Answer as the app would answer this visitor's browser.

    Redirects are followed here, so that what one page says to the next (in a cookie that no
    browser keeps inside Jira) is not lost. Each is checked like the first address.

    Parameters
    ----------
    app : flask.Flask
        The app.
    visit : Visit
        Who asks.
    asked : Asked
        For what.
    base : str
        Address of the app, such as ``https://fairgate.example.org/``.
    pages : frozenset of str
        Blueprints that have pages.

    Raises
    ------
    Elsewhere
        The first address, or one that it leads to, is none of a page that may be shown.
    """
    cookies: SimpleCookie = SimpleCookie()
    for _ in range(MOST_REDIRECTS + 1):
        page = paths.find(app.url_map, asked.path, asked.method, visit.bound, pages)
        if page.blueprint == "admin" and not visit.person.is_a(Role.ADMIN):
            return Shown(HTTPStatus.FORBIDDEN, "", page.path)
        answer = _ask(app, visit, asked, base, cookies)
        if answer.status_code not in REDIRECTS:
            return _shown(answer, asked.path)
        _keep(cookies, answer)
        asked = _next(asked, answer, base)
    raise paths.Elsewhere("the page leads on and on")


def _ask(app: Flask, visit: Visit, asked: Asked, base: str, cookies: SimpleCookie) -> Response:
    posts = asked.method == "POST"
    builder = EnvironBuilder(
        path=asked.path,
        base_url=base,
        method=asked.method,
        headers=list(_headers(asked, cookies)),
        data=MultiDict(asked.form) if posts else None,
        content_type="application/x-www-form-urlencoded" if posts else None,
        environ_overrides={ENVIRON: visit},
    )
    try:
        with app.app_context():  # its own `g`: nothing of the outer request's
            return Response(*run_wsgi_app(app.wsgi_app, builder.get_environ(), buffered=True))
    finally:
        builder.close()


def _headers(asked: Asked, cookies: SimpleCookie) -> Iterator[tuple[str, str]]:
    yield "Accept", asked.accept
    if asked.language:
        yield "Accept-Language", asked.language.replace("_", "-")
    if cookies:
        yield "Cookie", "; ".join(f"{name}={each.coded_value}" for name, each in cookies.items())


def _keep(cookies: SimpleCookie, answer: Response) -> None:
    for line in answer.headers.getlist("Set-Cookie"):
        try:
            cookies.load(line.partition(";")[0])
        except CookieError:
            continue


def _next(asked: Asked, answer: Response, base: str) -> Asked:
    """Follow a redirect within the app; a form that was sent is not sent again."""
    here = urljoin(base, asked.path)
    there = urlsplit(urljoin(here, answer.headers.get("Location", "")))
    home = urlsplit(base)
    if (there.scheme, there.netloc) != (home.scheme, home.netloc):
        raise paths.Elsewhere("the page leads to another site")
    path = there.path + (f"?{there.query}" if there.query else "")
    return Asked(path, language=asked.language, accept=asked.accept)


def _shown(answer: Response, location: str) -> Shown:
    body = answer.get_data()
    if answer.mimetype == HTML:
        return Shown(answer.status_code, body.decode(), location)
    if answer.mimetype == JSON and "Content-Disposition" not in answer.headers:
        return Shown(answer.status_code, "", location, body=json.loads(body))
    return Shown(answer.status_code, "", location, _file(answer, body))


def _file(answer: Response, body: bytes) -> dict[str, str]:
    _, options = parse_options_header(answer.headers.get("Content-Disposition", ""))
    given: dict[str, Any] = dict(options)
    name = str(given.get("filename") or "fairgate.txt").replace("/", "_")
    return {"name": name, "type": answer.mimetype or "text/plain", **_inside(answer, body)}


def _inside(answer: Response, body: bytes) -> dict[str, str]:
    """Give what is in a file so that it comes out of the shell as the same bytes."""
    if (answer.mimetype or "").startswith(TEXTS):
        try:
            return {"text": body.decode()}
        except UnicodeDecodeError:
            pass
    return {"base64": base64.b64encode(body).decode()}
