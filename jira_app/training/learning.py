"""Learning: the modules, a lesson, its exercise, its handout."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from fairgate.training import Module
from fairgate.training.exercise import folder_name
from jira_app.access import Role, person
from jira_app.store.engine import reading
from jira_app.training import shelf
from jira_app.training.desk import Desk
from jira_app.training.done import done_by, last_read
from jira_app.training.lessons import END, exercise_zip, lesson_page, text_html, title_of


def add(routes: Blueprint, desk: Desk) -> None:
    """Add the routes."""
    _add_pages(routes, desk)
    _add_posts(routes, desk)

    @routes.context_processor
    def shared() -> dict[str, object]:
        return {"module_tabs": _tabs}


def _add_pages(routes: Blueprint, desk: Desk) -> None:
    @routes.get("/training")
    def index() -> str:
        """List modules, and what one has done."""
        me = person()
        done = done_by(desk, me)
        return render_template(
            "training/learn_index.html",
            done=done,
            trainer=me.is_a(Role.TRAINER, Role.ADMIN),
            last=last_read(done),
        )

    @routes.get("/training/<module>")
    def show(module: str) -> str:
        """Show a lesson."""
        found = desk.module(module)
        with reading(desk.engine).connect() as db:
            section, _at = shelf.marks_of(db, person().id).get(found.id, ("", 0.0))
        page = lesson_page(found)
        return render_template(
            "training/learn_lesson.html",
            module=found,
            page=page,
            section=section,
            stopped=page.title(section),
            end=END,
        )

    @routes.get("/training/<module>/exercise")
    def exercise(module: str) -> str:
        """Show the task."""
        found = desk.module(module)
        with reading(desk.engine).connect() as db:
            reported = shelf.exercises_of(db, person().id).get(found.id)
        return render_template(
            "training/learn_exercise.html",
            module=found,
            title=title_of(found, "exercise/task.md"),
            html=text_html(found, "exercise/task.md", level=3),
            folder=folder_name(found),
            reported=reported,
        )

    @routes.get("/training/<module>/exercise.zip")
    def start(module: str) -> Response:
        """Hand out the exercise."""
        person()
        found = desk.module(module)
        answer = Response(exercise_zip(found), mimetype="application/zip")
        name = f"{folder_name(found)}.zip"
        answer.headers.set("Content-Disposition", "attachment", filename=name)
        return answer

    @routes.get("/training/<module>/handout")
    def handout(module: str) -> str:
        """Show the page to take home."""
        person()
        found = desk.module(module)
        return render_template(
            "training/learn_handout.html",
            module=found,
            title=title_of(found, "handout.md"),
            html=text_html(found, "handout.md"),
        )


def _add_posts(routes: Blueprint, desk: Desk) -> None:
    @routes.post("/training/<module>/mark")
    def mark(module: str) -> Answer:
        """Note how far somebody has read; the script asks for JSON and gets nothing back."""
        found, me = desk.module(module), person()
        section = request.form.get("section", "")
        page = lesson_page(found)
        if section != END and section not in page.sections:
            abort(HTTPStatus.BAD_REQUEST, _("The lesson has no such section."))
        with desk.engine.begin() as db:
            before, _at = shelf.marks_of(db, me.id).get(found.id, ("", 0.0))
            shelf.mark(db, me.id, found.id, page.furthest(before, section), desk.clock())
        if request.accept_mimetypes.best == "application/json":
            return Response(status=HTTPStatus.NO_CONTENT)
        flash(_("Noted: you have read this lesson."), "done")
        return redirect(url_for("training.exercise", module=found.id), HTTPStatus.SEE_OTHER)

    @routes.post("/training/<module>/exercise")
    def report(module: str) -> Answer:
        """Note, or take back, that an exercise is done."""
        found, me = desk.module(module), person()
        done = request.form.get("done", "") == "yes"
        with desk.engine.begin() as db:
            shelf.report_exercise(db, me.id, found.id, desk.clock() if done else None)
        flash(_("Noted as done.") if done else _("Noted as not done yet."), "done")
        return redirect(url_for("training.exercise", module=found.id), HTTPStatus.SEE_OTHER)


def _tabs(module: Module) -> list[tuple[str, str, bool]]:
    """Lead from each page of a module to the others."""
    pages = {
        "show": _("Lesson"),
        "exercise": _("Exercise"),
        "quiz": _("Quiz"),
        "handout": _("Handout"),
        "feedback": _("Feedback"),
    }
    here = (request.endpoint or "").rpartition(".")[2]
    now = {"answer": "quiz", "result": "quiz", "give_feedback": "feedback"}.get(here, here)
    return [
        (url_for(f"training.{name}", module=module.id), text, name == now)
        for name, text in pages.items()
    ]
