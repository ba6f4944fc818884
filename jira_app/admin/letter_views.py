"""Pages about dead letters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import Engine
from werkzeug.wrappers import Response

from jira_app.access import allowed, person
from jira_app.admin import letters
from jira_app.store import letters as store
from jira_app.store.engine import reading

MOST = 200
"""Letters on the page, the oldest; replaying all takes the others, too."""


@dataclass(frozen=True)
class LetterViews:
    """The pages, and what they are made from."""

    engine: Engine
    clock: Callable[[], float]
    wake: Callable[[], None]

    def index(self) -> str:
        """List what was given up."""
        with reading(self.engine).connect() as db:
            found = store.letters(db, MOST)
        return render_template("admin/letters.html", letters=letters.shown(found, allowed))

    def replay_all(self) -> Response:
        """Try everything again."""
        with self.engine.begin() as db:
            count = letters.replay_all(db, person(), self.clock())
        self.wake()
        said = ngettext("%(num)s letter is tried again.", "%(num)s letters are tried again.", count)
        flash(said, "done")
        return redirect(url_for("admin.letters"), HTTPStatus.SEE_OTHER)

    def replay_one(self, box: str, number: int) -> Response:
        """Try one again."""
        with self.engine.begin() as db:
            found = letters.replay_one(db, (box, number), person(), self.clock())
        self.wake()
        if found:
            flash(_("The letter is tried again."), "done")
        else:
            flash(_("That letter is not there any more."), "warn")
        return redirect(url_for("admin.letters"), HTTPStatus.SEE_OTHER)
