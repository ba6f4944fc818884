"""Pages about one issue: what stands in its way, and what a product manager can do about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import TypeAlias

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from jira_app.access import Permission, Person, Role, allowed, need, need_issue, person
from jira_app.assessments.case import State
from jira_app.assessments.refusal import Refused
from jira_app.assessments.words import refusal
from jira_app.board import acceptance
from jira_app.board.changes import Desk
from jira_app.board.line import Line
from jira_app.board.query import names_of, read_line
from jira_app.board.sheet import day
from jira_app.records import history
from jira_app.store.engine import reading

ASSESSMENT = "assessments.show"
"""Endpoint of an issue's assessment."""

Said: TypeAlias = Mapping[str, str]
"""By the name of a field: what was given, or what is wrong with it."""

Answer: TypeAlias = Response | tuple[str, HTTPStatus]


@dataclass(frozen=True)
class Issues:
    """The pages, and what changes are made with."""

    desk: Desk

    def show(self, key: str) -> str:
        """Show one issue."""
        return self._page(need_issue(key), {}, {})

    def accept(self, key: str) -> Answer:
        """Take a risk on."""
        asking, key = self._enter(key, Role.PRODUCT_MANAGER)
        reason, end = _given("reason"), _given("until")
        until, errors = acceptance.check(reason, end, self.desk.clock())
        if errors:
            return self._refuse(key, {"reason": reason, "until": end}, errors)
        self.desk.accept(key, asking, reason, until)
        return _done(key, _("The risk is accepted until %(day)s.", day=end))

    def withdraw(self, key: str) -> Answer:
        """Take an acceptance back."""
        asking, key = self._enter(key, Role.PRODUCT_MANAGER)
        field, reason = "withdraw-reason", _given("withdraw-reason")
        if wrong := acceptance.complaint(reason):
            return self._refuse(key, {field: reason}, {field: wrong})
        if not self.desk.withdraw(key, asking, reason):
            said = _("No acceptance holds any more. Load the page again to see what does.")
            return self._refuse(key, {field: reason}, {field: said}, HTTPStatus.CONFLICT)
        return _done(key, _("The risk is no longer accepted."))

    def send_back(self, key: str) -> Answer:
        """Ask the squad for changes."""
        asking, key = self._enter(key, Role.PRODUCT_MANAGER, Role.REVIEWER)
        field, reason = "back-reason", _given("back-reason")
        if wrong := acceptance.complaint(reason):
            return self._refuse(key, {field: reason}, {field: wrong})
        try:
            self.desk.send_back(key, asking, reason)
        except Refused as refused:
            said = {field: refusal(refused)}
            return self._refuse(key, {field: reason}, said, HTTPStatus.CONFLICT)
        return _done(key, _("The assessment went back to its squad."))

    def _enter(self, key: str, *roles: Role) -> tuple[Person, str]:
        """Let somebody in who has a role and may edit the issue, which is on the board."""
        asking = need(*roles)
        key = need_issue(key, Permission.EDIT)
        self._line(key)
        return asking, key

    def _line(self, key: str) -> Line:
        with reading(self.desk.engine).connect() as db:
            found = read_line(db, key, self.desk.clock())
        if found is None:
            raise NotFound("There is no such issue.")
        return found

    def _refuse(
        self,
        key: str,
        given: Said,
        errors: Said,
        status: HTTPStatus = HTTPStatus.UNPROCESSABLE_ENTITY,
    ) -> Answer:
        return self._page(key, given, errors), status

    def _page(self, key: str, given: Said, errors: Said) -> str:
        line, now, asking = self._line(key), self.desk.clock(), person()
        with reading(self.desk.engine).connect() as db:
            told = [each for each in reversed(history.read(db, key)) if each.event in _TOLD]
            names = names_of(db, {entry.actor for entry in told})
        edits = key in allowed([key], Permission.EDIT)
        manages = edits and asking.is_a(Role.PRODUCT_MANAGER)
        reviews = edits and asking.is_a(Role.REVIEWER)
        return render_template(
            "board/issue.html",
            line=line,
            now=now,
            given=given,
            errors=errors,
            today=day(now),
            latest=acceptance.latest_end(now).isoformat(),
            may_accept=manages and line.accepted_until is None,
            may_withdraw=manages and line.accepted_until is not None,
            may_send_back=(manages or reviews) and line.state in _SENDABLE,
            told=told,
            names=names,
            assessment=_address(key),
        )


_SENDABLE = {State.SUBMITTED, State.APPROVED}
_TOLD = {acceptance.ACCEPTED, acceptance.WITHDRAWN}


def _address(key: str) -> str:
    """Give the address of an issue's assessment, where this app has that page."""
    known = ASSESSMENT in current_app.view_functions
    return url_for(ASSESSMENT, key=key) if known else ""


def _done(key: str, said: str) -> Response:
    flash(said, "done")
    return redirect(url_for("board.issue", key=key), HTTPStatus.SEE_OTHER)


def _given(name: str) -> str:
    return request.form.get(name, "").strip()
