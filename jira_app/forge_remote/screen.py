"""``/forge/ui``: the shell inside Jira asks for a page, and gets it as JSON."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass
from http import HTTPStatus
from typing import Annotated, Final, Literal

from flask import Flask, Response, current_app, g, jsonify, request
from pydantic import Field, StringConstraints, ValidationError
from sqlalchemy import Engine

from fairgate.errors import UserError
from fairgate.strict import Strict
from jira_app.forge_remote import dispatch, installations, paths
from jira_app.forge_remote.invocation import Invocation
from jira_app.forge_remote.visitors import Visitors
from jira_app.intake.problems import problem, unavailable
from jira_app.jira import JiraError

log = logging.getLogger(__name__)

LARGEST: Final = 2**20
"""Bytes of a question; Forge lets the front end send 500 KB."""

LARGEST_ANSWER: Final = 5_000_000
"""Bytes of an answer as it is sent, JSON's escapes and all: Forge hands 5 MB to the front end."""

Language = Annotated[
    str, StringConstraints(pattern=r"^([A-Za-z]{2,3}([_-][A-Za-z0-9]{2,8}){0,3})?$")
]
Pair = tuple[str, str]


class _Question(Strict):
    """The body."""

    path: str
    method: Literal["GET", "POST"] = "GET"
    form: list[Pair] = Field([], max_length=2000)
    language: Language = ""
    accept: Literal["text/html", "application/json"] = "text/html"


@dataclass(frozen=True)
class Screen:
    """Shows pages inside Jira; see :func:`jira_app.forge_remote.routes.forge`."""

    engine: Engine
    visitors: Visitors
    clock: Callable[[], float]
    site: str
    pages: frozenset[str]

    def show(self) -> Response:
        """Show a page as the visitor whom Jira vouches for.

        The status of the page is part of the answer; an answer that is none of 2xx would count
        as a failure of the app in Forge's figures, and 401 means to Forge that its token is bad.
        """
        invocation: Invocation = g.invocation
        if not invocation.account or not invocation.user_token:
            return problem(HTTPStatus.FORBIDDEN, "Jira handed over no permission of the visitor.")
        request.max_content_length = LARGEST
        try:
            question = _Question.model_validate_json(request.get_data(cache=False))
        except ValidationError as error:
            return problem(HTTPStatus.BAD_REQUEST, _first(error))
        installations.admit(self.engine, invocation, self.clock(), self.site)
        try:
            return _answer(self._page(invocation, question))
        except (JiraError, UserError) as error:
            log.warning("nobody", extra={"why": getattr(error, "kind", "token")})
            return unavailable("Jira cannot be asked at the moment who looks at this.")

    def _page(self, invocation: Invocation, question: _Question) -> dispatch.Shown:
        path = question.path
        if path == "/":
            path = paths.start(invocation.place, invocation.issue_key, invocation.project_key)
        asked = dispatch.Asked(
            path, question.method, tuple(question.form), question.language, question.accept
        )
        app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 - Flask's own way to it
        try:
            paths.find(app.url_map, path, asked.method, invocation.issue_key or "", self.pages)
            with self.visitors.visit(invocation) as visit:
                return dispatch.show(app, visit, asked, request.host_url, self.pages)
        except paths.Elsewhere as error:
            log.warning("elsewhere", extra={"why": str(error)})
            return dispatch.Shown(HTTPStatus.NOT_FOUND, "", "")


def _answer(shown: dispatch.Shown) -> Response:
    """Write what is shown; what Forge would cut off is said to be too large instead."""
    answer = jsonify(asdict(shown))
    if len(answer.get_data()) <= LARGEST_ANSWER:
        return answer
    over = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    return jsonify(asdict(dispatch.Shown(over, "", shown.location)))


def _first(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    place = ".".join(str(part) for part in first["loc"]) or "body"
    return f"{place}: {first['msg']}"
