"""Feedback: a form for learners, and what trainers see of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableSequence
from dataclasses import dataclass, replace
from functools import partial
from http import HTTPStatus
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy import Connection
from werkzeug.wrappers import Response

from fairgate.training import Module
from fairgate.training.models import FeedbackQuestion
from jira_app.access import person
from jira_app.board.sheet import day
from jira_app.store.engine import reading
from jira_app.training import cohort_store, feedback, feedback_store
from jira_app.training.cohort import Cohort
from jira_app.training.cohort_access import own_cohort, trainer
from jira_app.training.desk import Desk
from jira_app.training.feedback import Answers, Summary
from jira_app.training.feedback_store import About

LONE = ""
"""Stands for feedback that is given without a cohort."""


@dataclass(frozen=True)
class FeedbackPages:
    """The pages, and what they are made from."""

    desk: Desk
    new_number: Callable[[], int]
    shuffle: Callable[[MutableSequence[Any]], None]

    def form(self, module: str) -> str:
        """Offer the form of a module."""
        found, asking = self.desk.module(module), person()
        with reading(self.desk.engine).connect() as db:
            return self._form(db, found, asking.id, request.args.get("cohort"))

    def give(self, module: str) -> str | Response | tuple[str, HTTPStatus]:
        """Store it, once a person, module and cohort."""
        found, asking = self.desk.module(module), person()
        cohort = request.form.get("cohort", LONE)
        meant, errors = feedback.read_form(found.feedback, request.form)
        with self.desk.engine.begin() as db:
            if cohort != LONE:  # held, so that no answers are left behind if it is deleted just now
                cohort_store.find(db, cohort, to_change=True)
            if cohort not in {LONE, *(each.id for each in _learning(db, found, asking.id))}:
                abort(HTTPStatus.NOT_FOUND, _("You are not in this group."))
            if errors:
                page = self._form(db, found, asking.id, cohort, said=request.form, errors=errors)
                return page, HTTPStatus.UNPROCESSABLE_ENTITY
            about = About(found.id, found.outline.version, cohort)
            today = day(self.desk.clock())
            new = feedback_store.give(
                db, about, asking.id, meant, day=today, number=self.new_number()
            )
        if new:
            flash(_("Thank you. Your answers are stored without your name."), "done")
        else:
            flash(_("You had given your feedback already; nothing was added."), "warn")
        where = url_for("training.feedback", module=found.id)
        return redirect(where, HTTPStatus.SEE_OTHER)

    def of_cohort(self, cohort_id: str) -> str:
        """Show what a cohort said."""
        with reading(self.desk.engine).connect() as db:
            cohort = own_cohort(db, cohort_id)
            given = feedback_store.answers(db, cohort.id)
        found = self.summaries(list(cohort.modules), given)
        return render_template("training/cohort_feedback.html", cohort=cohort, found=found)

    def of_nobody(self) -> str:
        """Show what people said who learnt alone."""
        trainer()
        with reading(self.desk.engine).connect() as db:
            given = feedback_store.answers(db, None)
        found = self.summaries(list(self.desk.modules), given)
        return render_template("training/cohort_feedback.html", cohort=None, found=found)

    def summaries(
        self, names: list[str], given: Mapping[str, list[Answers]]
    ) -> list[tuple[Module, Summary]]:
        """Sum up what was said of modules, each question's texts in an order of their own."""
        modules = [self.desk.modules[name] for name in names if name in self.desk.modules]
        return [
            (module, self._shuffled(feedback.summary(module.feedback, given.get(module.id, []))))
            for module in modules
        ]

    def _shuffled(self, summary: Summary) -> Summary:
        return replace(summary, tallies=tuple(map(self._mixed, summary.tallies)))

    def _mixed(self, tally: feedback.Tally) -> feedback.Tally:
        texts = list(tally.texts)
        self.shuffle(texts)
        return replace(tally, texts=tuple(texts))

    def _form(
        self,
        db: Connection,
        module: Module,
        who: str,
        chosen: str | None,
        *,
        said: Mapping[str, str] | None = None,
        errors: Mapping[str, str] | None = None,
    ) -> str:
        given = feedback_store.has_given(db, module.id, who)
        groups = [(each.id, each.name) for each in _learning(db, module, who)]
        places = [*groups, (LONE, _("none: I learn alone"))]
        open_ = [(name, text) for name, text in places if name not in given]
        return render_template(
            "training/cohort_feedback_form.html",
            module=module,
            places=open_,
            chosen=chosen if chosen in dict(open_) else (open_[0][0] if open_ else LONE),
            given=[text for name, text in places if name in given],
            said=said or {},
            errors=errors or {},
            summed=_summed(module, errors or {}),
            choosable=partial(_choosable, module),
            feedback=feedback,
        )


def _summed(module: Module, errors: Mapping[str, str]) -> list[tuple[str, str]]:
    """Put each complaint behind the question that it is about."""
    asked = {feedback.FIELD + each.id: each.text for each in module.feedback.questions}
    return [
        (name, Markup("{} {}").format(_own(module, asked[name]), said))
        for name, said in errors.items()
    ]


def _choosable(module: Module, question: FeedbackQuestion) -> list[tuple[str, str]]:
    """List what can be chosen, and that nothing is."""
    offered = [(each, _own(module, each)) for each in question.choices]
    return [*offered, (feedback.NO_ANSWER, _("no answer"))]


def _own(module: Module, text: str) -> str:
    """Mark the language of a module's own words."""
    return Markup('<span lang="{}">{}</span>').format(module.outline.language, text)


def _learning(db: Connection, module: Module, who: str) -> tuple[Cohort, ...]:
    """List the cohorts in which somebody learns a module."""
    mine = cohort_store.joined_by(db, who)
    return tuple(each.cohort for each in mine if module.id in each.cohort.modules)
