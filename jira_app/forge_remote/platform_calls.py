"""What Forge itself sends, without a person: events, and a tick every hour."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from flask import Response, g, jsonify, request
from sqlalchemy import Engine

from jira_app.forge_remote import events, installations
from jira_app.forge_remote.invocation import Invocation
from jira_app.forge_remote.tokens import Tokens
from jira_app.intake.problems import problem
from jira_app.store import inbox

log = logging.getLogger(__name__)

Answer = tuple[Response, HTTPStatus] | Response
Chore = Callable[[], object]


@dataclass(frozen=True)
class PlatformCalls:
    """Answers events and ticks; see :func:`jira_app.forge_remote.routes.forge`."""

    engine: Engine
    tokens: Tokens
    clock: Callable[[], float]
    wake: Callable[[], None]
    chores: Sequence[Chore]
    site: str

    def event(self, trigger: str) -> Answer:
        """Answer 202 only when the hint is committed."""
        invocation = _platform()
        if invocation is None:
            return _no_visitor()
        request.max_content_length = events.LARGEST
        try:
            hint = events.read(request.get_data(cache=False), trigger, invocation.cloud_id)
        except events.Malformed as error:
            return problem(HTTPStatus.BAD_REQUEST, str(error))
        with self.engine.begin() as db:
            installations.remember(db, invocation, self.clock(), self.site)
            new = hint is not None and inbox.accept(db, hint, self.clock())
        if self.tokens.keep(invocation) or new:
            self.wake()
        log.info("received", extra={"issue": hint.issue if hint else None, "new": new})
        return jsonify(stored=new), HTTPStatus.ACCEPTED

    def tick(self) -> Answer:
        """Take over a fresh token; what else is due is done after the answer."""
        invocation = _platform()
        if invocation is None:
            return _no_visitor()
        installations.admit(self.engine, invocation, self.clock(), self.site)
        fresh = self.tokens.keep(invocation)
        if fresh:
            self.wake()
        answer = jsonify(token=fresh)
        answer.call_on_close(self._do_chores)
        return answer, HTTPStatus.ACCEPTED

    def _do_chores(self) -> None:
        for chore in self.chores:
            try:
                chore()
            except Exception as error:
                log.exception("chore failed", extra={"error": type(error).__name__})


def _platform() -> Invocation | None:
    """Give the invocation of an event or schedule; None if a person's page made the call.

    A person may get hold of the token of a page they look at. With it they could otherwise hand
    in events of their own, or a token that the worker would use as the app's.
    """
    invocation: Invocation = g.invocation
    return None if invocation.account or invocation.place else invocation


def _no_visitor() -> Response:
    return problem(HTTPStatus.FORBIDDEN, "This is for Forge itself, not for a page.")
