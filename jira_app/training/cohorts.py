"""``/training/cohorts`` and what belongs to it: which addresses there are."""

from __future__ import annotations

import secrets
from collections.abc import Callable, MutableSequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint

from jira_app.training.attendance_pages import AttendancePages
from jira_app.training.codes import new_code, spoken
from jira_app.training.cohort import FEWEST
from jira_app.training.cohort_change_pages import ChangePages
from jira_app.training.cohort_files import CohortFiles
from jira_app.training.cohort_pages import CohortPages
from jira_app.training.desk import Desk
from jira_app.training.feedback_pages import FeedbackPages
from jira_app.training.joining import JoiningPages

Shuffle = Callable[[MutableSequence[Any]], None]


def new_number() -> int:
    """Draw a number that fits the store's."""
    return secrets.randbelow(2**62)


@dataclass(frozen=True)
class Chance:
    """What is drawn by lot.

    Attributes
    ----------
    new_code : callable
        Makes codes to join a cohort with.
    new_number : callable
        Makes numbers of feedback, which say nothing about when it came.
    shuffle : callable
        Puts a list in another order, in place.
    """

    new_code: Callable[[], str] = new_code
    new_number: Callable[[], int] = new_number
    shuffle: Shuffle = secrets.SystemRandom().shuffle


def add(routes: Blueprint, desk: Desk, chance: Chance | None = None) -> None:
    """Add the pages of cohorts to those of training.

    Parameters
    ----------
    routes : flask.Blueprint
        Of training, whose endpoints begin with ``training.``.
    desk : Desk
        What the pages work with.
    chance : Chance or None
        What is drawn by lot; None: nobody can guess it.
    """
    chance = chance or Chance()
    _for_trainers(routes, desk, chance)
    _for_learners(routes, desk, chance)

    @routes.context_processor
    def cohort_words() -> dict[str, Any]:
        return {"spoken": spoken, "fewest": FEWEST, "taught": desk.modules}


def _for_trainers(routes: Blueprint, desk: Desk, chance: Chance) -> None:
    pages, files = CohortPages(desk, chance.new_code), CohortFiles(desk)
    attendance = AttendancePages(desk)
    feedback = FeedbackPages(desk, chance.new_number, chance.shuffle)
    one = "/training/cohorts/<cohort_id>"
    post = ["POST"]
    routes.add_url_rule("/training/cohorts", "cohorts", pages.index)
    routes.add_url_rule("/training/cohorts/new", "new_cohort", pages.new)
    routes.add_url_rule("/training/cohorts", "make_cohort", pages.make, methods=post)
    routes.add_url_rule(one, "cohort", pages.show)
    routes.add_url_rule(f"{one}/close", "close_cohort", pages.close, methods=post)
    routes.add_url_rule(f"{one}/reopen", "reopen_cohort", pages.reopen, methods=post)
    change = ChangePages(desk, chance.new_code)
    routes.add_url_rule(f"{one}/change", "change_cohort", change.show)
    routes.add_url_rule(f"{one}/change", "save_cohort", change.save, methods=post)
    routes.add_url_rule(f"{one}/code", "recode_cohort", change.recode, methods=post)
    routes.add_url_rule(f"{one}/remove", "remove_members", change.remove, methods=post)
    routes.add_url_rule(f"{one}/hand-over", "hand_over_cohort", change.hand_over, methods=post)
    routes.add_url_rule(f"{one}/delete", "delete_cohort", change.delete, methods=post)
    routes.add_url_rule(f"{one}/attendance", "attendance", attendance.show)
    routes.add_url_rule(f"{one}/attendance", "mark_attendance", attendance.mark, methods=post)
    routes.add_url_rule(f"{one}/sheet", "attendance_sheet", attendance.sheet)
    routes.add_url_rule(f"{one}/questions", "hardest", pages.questions)
    routes.add_url_rule(f"{one}/feedback", "cohort_feedback", feedback.of_cohort)
    routes.add_url_rule("/training/feedback", "lone_feedback", feedback.of_nobody)
    routes.add_url_rule(f"{one}/cohort.csv", "cohort_csv", files.csv)
    routes.add_url_rule(f"{one}/xapi.jsonl", "cohort_xapi", files.xapi)


def _for_learners(routes: Blueprint, desk: Desk, chance: Chance) -> None:
    joining = JoiningPages(desk)
    feedback = FeedbackPages(desk, chance.new_number, chance.shuffle)
    post = ["POST"]
    routes.add_url_rule("/training/join", "groups", joining.index)
    routes.add_url_rule("/training/join/<code>", "join", joining.show)
    routes.add_url_rule("/training/join/<code>", "enter", joining.enter, methods=post)
    leave = "/training/cohorts/<cohort_id>/leave"
    routes.add_url_rule(leave, "leave", joining.leave, methods=post)
    routes.add_url_rule("/training/<module>/feedback", "feedback", feedback.form)
    give = "/training/<module>/feedback"
    routes.add_url_rule(give, "give_feedback", feedback.give, methods=post)
