"""Quizzes: a form without answers in it, and what came of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Final, TypeAlias

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from fairgate.errors import UserError
from fairgate.training import Module, score
from fairgate.training.markdown import line_html
from jira_app.access import person
from jira_app.store.engine import reading
from jira_app.training import shelf
from jira_app.training.desk import Desk
from jira_app.training.done import best_of
from jira_app.training.taking import NotSigned, take

FIELD: Final = "q-"
"""Begins the name of a question's fields."""

_NONCE: Final = re.compile(r"[0-9a-zA-Z-]{8,32}")
Chosen: TypeAlias = Mapping[str, tuple[str, ...]]
Page: TypeAlias = tuple[str, HTTPStatus]


def add(routes: Blueprint, desk: Desk) -> None:
    """Add the routes."""

    @routes.get("/training/<module>/quiz")
    def quiz(module: str) -> Page:
        """Show the questions."""
        return _form(desk, desk.module(module), {})

    @routes.post("/training/<module>/quiz")
    def answer(module: str) -> Response | Page:
        """Mark the answers, once however often they are sent."""
        return _taken(desk, desk.module(module))

    @routes.get("/training/<module>/quiz/<int:number>")
    def result(module: str, number: int) -> str:
        """Show what came of an attempt of one's own."""
        return _result(desk, desk.module(module), number)

    routes.add_app_template_filter(line, "line")


def line(text: str) -> Markup:
    """Write a line of a module."""
    return Markup(line_html(text))  # noqa: S704 - made safe


def _taken(desk: Desk, module: Module) -> Response | Page:
    nonce = request.form.get("nonce", "")
    if not _NONCE.fullmatch(nonce):
        abort(HTTPStatus.BAD_REQUEST, _("The form does not say which one it is."))
    chosen = {
        name.removeprefix(FIELD): tuple(dict.fromkeys(options))
        for name, options in request.form.lists()
        if name.startswith(FIELD)
    }
    if request.form.get("digest", "") != module.digest:
        said = _("The questions have changed meanwhile, and nothing was noted. Here are the new.")
        return _form(desk, module, {}, said=said, status=HTTPStatus.CONFLICT)
    left = [item.id for item in module.quiz.items if not chosen.get(item.id)]
    if left:
        return _form(desk, module, chosen, left, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        number = take(desk, module, person(), chosen, nonce)
    except UserError:
        abort(HTTPStatus.BAD_REQUEST, _("The form has an answer that the quiz does not offer."))
    except shelf.SentBefore:
        said = _(
            "This form was sent before with other answers, and that try was counted. These were "
            "not. To have them counted as another try, send them again."
        )
        return _form(desk, module, chosen, said=said, status=HTTPStatus.CONFLICT)
    except NotSigned:
        said = _(
            "The certificate could not be signed, so nothing was noted. Ask an administrator to "
            "look at the signing key, then send your answers again."
        )
        return _form(desk, module, chosen, said=said, status=HTTPStatus.SERVICE_UNAVAILABLE)
    where = url_for("training.result", module=module.id, number=number)
    return redirect(where, HTTPStatus.SEE_OTHER)


def _form(
    desk: Desk,
    module: Module,
    chosen: Chosen,
    left: list[str] | None = None,
    *,
    said: str = "",
    status: HTTPStatus = HTTPStatus.OK,
) -> Page:
    me = person().id
    with reading(desk.engine).connect() as db:
        attempts = shelf.attempts_of(db, me, module.id)
        completion = shelf.completions_of(db, me).get(module.id)
    numbers = {item.id: at for at, item in enumerate(module.quiz.items, 1)}
    page = render_template(
        "training/learn_quiz.html",
        module=module,
        field=FIELD,
        nonce=desk.new_id(),
        needed=score(module.quiz, {}).needed,
        chosen=chosen,
        left=left or [],
        errors=[
            (FIELD + name, _("Question %(number)s has no answer", number=numbers[name]))
            for name in left or ()
        ],
        said=said,
        attempts=len(attempts),
        best=best_of(attempts),
        completion=completion,
    )
    return page, status


def _result(desk: Desk, module: Module, number: int) -> str:
    me = person().id
    with reading(desk.engine).connect() as db:
        attempt = shelf.find_attempt(db, me, number)
        attempts = shelf.attempts_of(db, me, module.id)
        completion = shelf.completions_of(db, me).get(module.id)
    if attempt is None or attempt.module != module.id:
        abort(HTTPStatus.NOT_FOUND, _("You have no such attempt."))
    found = None
    if attempt.digest == module.digest and attempt.answers is not None:
        found = score(module.quiz, attempt.answers)
    return render_template(
        "training/learn_result.html",
        module=module,
        attempt=attempt,
        attempts=len(attempts),
        best=best_of(attempts),
        found=found,
        completion=completion,
    )
