"""A project asks its approvers for training: refused, learnt, approved, all through the pages."""

from __future__ import annotations

import pytest
from learners import MakeSchool, School, module, words
from seeded import ADMIN, AUTHOR, REVIEWER, add_case, add_issue
from town import NOON

from jira_app.assessments.case import State
from jira_app.projects import Project, write_project
from jira_app.records import people
from jira_app.records.history import broken_at, read

PAGE = "/issues/LOAN-1/assessment/preflight"


@pytest.fixture
def waiting(school: School) -> School:
    """Open a school in which an assessment waits for somebody who has passed module 02."""
    with school.engine.begin() as db:
        asks = Project("LOAN", reviewers=(REVIEWER.id,), approver_requires=("02",))
        write_project(db, asks, NOON)
        add_issue(db, "LOAN-1", NOON)
        add_case(db, "LOAN-1", NOON, upto=State.SUBMITTED)
    return school


def approve(school: School, status: int) -> str:
    """Press the button, or send what it would send."""
    return school.post(REVIEWER, f"{PAGE}/approve", status, revision=revision(school)).text


def revision(school: School) -> str:
    """Read which revision the page shows."""
    page = school.get(REVIEWER, PAGE)
    return page.partition('name="revision" value="')[2].partition('"')[0]


def test_a_reviewer_without_the_module_is_refused_learns_and_approves(waiting: School) -> None:
    """The page names the module and leads there; a direct POST is refused with the same words."""
    page = waiting.get(REVIEWER, PAGE)
    title = f"02 {module().title}"
    assert "Before you may approve, pass this training:" in page
    assert f'<a href="/training/02">{title}</a>' in page
    assert '<button type="button" disabled aria-describedby="against">Approve</button>' in page
    refused = approve(waiting, 403)
    assert f"Before you may approve, pass this training: {title}" in refused
    assert "Approved" not in words(waiting.get(REVIEWER, PAGE))

    waiting.take(REVIEWER, but=9)
    assert "pass this training" in approve(waiting, 403)
    waiting.take(REVIEWER)
    assert "pass this training" not in waiting.get(REVIEWER, PAGE)
    approve(waiting, 303)
    assert "By Rosa Reviewer" in words(waiting.get(REVIEWER, PAGE))


def test_the_history_says_which_training_was_asked(waiting: School) -> None:
    """And still does when the approver and all they learnt are erased."""
    waiting.take(REVIEWER)
    approve(waiting, 303)
    with waiting.engine.begin() as db:
        people.erase(db, REVIEWER.id, by="p-admin", at=NOON)
        (told,) = (each for each in read(db, "LOAN-1") if each.event == "assessment-approved")
        assert broken_at(db, "LOAN-1") is None
    assert (told.actor, told.facts["training"]) == (REVIEWER.id, ["02"])
    assert waiting.completions() == waiting.attempts() == []


def test_what_others_passed_helps_nobody(waiting: School) -> None:
    """Nor does another module."""
    waiting.take(AUTHOR)
    waiting.take(REVIEWER, "03")
    approve(waiting, 403)


def test_a_module_that_is_gone_still_stands_in_the_way(waiting: School) -> None:
    """And the page says whom to ask, without a link to nowhere."""
    with waiting.engine.begin() as db:
        write_project(db, Project("LOAN", approver_requires=("bias-basics", "02")), NOON)
    page = words(waiting.get(REVIEWER, PAGE))
    assert "bias-basics (there is no such module; ask an administrator); 02 Running" in page
    assert 'href="/training/bias-basics"' not in waiting.get(REVIEWER, PAGE)


def test_administrators_choose_among_the_modules_there_are(make_school: MakeSchool) -> None:
    """The form names them; an id that no module bears is an error that does, too."""
    school = make_school()
    page = school.get(ADMIN, "/admin/projects/LOAN")
    assert f"07 {module('07').title}" in words(page)
    form = {
        "enabled": "yes", "templates": "preflight", "default": "preflight",
        "reviewer_from": "high", "approved_for_days": "90", "kept_for_days": "0",
    }  # fmt: skip
    for name in ("bias-basics", "2", "<b>", "08"):
        answer = school.post(
            ADMIN, "/admin/projects/LOAN", 422, **form, approver_requires=f"02\r\n{name}"
        )
        assert f"There is no training module {name}. There are: 01 Where" in words(
            answer.text
        ).replace("&lt;", "<")
    school.post(ADMIN, "/admin/projects/LOAN", 303, **form, approver_requires="02\r\n05\r\n02")
    assert "02\n05</textarea>" in school.get(ADMIN, "/admin/projects/LOAN")
