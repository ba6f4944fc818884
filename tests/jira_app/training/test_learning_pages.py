"""Lessons, exercises and handouts in the app, and what learners note about them."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from learners import MakeSchool, School, modules, words
from seeded import (
    ADMIN,
    AUDITOR,
    AUTHOR,
    MANAGER,
    REVIEWER,
    TRAINER,
    add_issue,
    as_,
    authority,
)
from town import NOON

from fairgate.training import find_module
from fairgate.training.lesson import read_lesson
from fairgate.training.mark import MARK, begun
from jira_app.jira import JiraError
from jira_app.projects import Project, write_project
from jira_app.training.lessons import END, exercise_zip, lesson_page

PAGES = ("", "/02", "/02/exercise", "/02/exercise.zip", "/02/quiz", "/02/quiz/1", "/02/handout",
         "/certificates/1", "/certificates/1/certificate.json")  # fmt: skip
POSTS = ("/02/mark", "/02/exercise", "/02/quiz")


def test_every_module_is_listed_with_its_minutes(school: School) -> None:
    """Nothing is done yet."""
    page = words(school.get(AUTHOR, "/training"))
    for module in modules():
        assert f"Module {module.id} · {module.minutes} minutes {module.title}" in page
    assert page.count("not begun") == page.count("not taken yet") == len(modules())
    assert "Go on where you stopped" not in page


def test_who_did_not_sign_in_is_asked_to(school: School) -> None:
    """On every page, whether there is such a thing or not."""
    assert {school.ask(None, f"/training{path}").status_code for path in PAGES} == {401}
    client = school.app.test_client()
    assert {client.post(f"/training{path}").status_code for path in POSTS} == {400}  # no token


def test_every_role_learns(school: School) -> None:
    """Also people without any other."""
    for person in (AUTHOR, REVIEWER, MANAGER, TRAINER, ADMIN):
        assert "Objectives" in school.get(person, "/training/05")


def test_a_module_that_there_is_not_is_not_there(school: School) -> None:
    """Neither to see nor to take."""
    for path in PAGES[1:7]:
        assert school.ask(AUTHOR, f"/training{path}".replace("02", "99")).status_code == 404
    for path in POSTS:
        school.post(AUTHOR, f"/training{path}".replace("02", "99"), 404)


def test_a_lesson_shows_what_is_taught_and_nothing_for_trainers(school: School) -> None:
    """Objectives, text, solutions folded away, sources with their addresses."""
    module = modules()[0]
    page = school.get(AUTHOR, "/training/01")
    assert all(objective.text in words(page) for objective in module.objectives)
    assert page.count('<details class="solution">') == len(module.lesson.divs("solution"))
    assert "Keep the cards: they come back at the end" in module.lesson.text
    assert "Keep the cards: they come back at the end" not in page
    assert f'href="{module.outline.sources[0].url}"' in page
    assert f'lang="{module.outline.language}"' in page


def test_a_case_that_is_cited_is_in_the_list_of_sources(school: School) -> None:
    """Cases stand in a file of their own; who reads the lesson finds them all the same."""
    page = school.get(AUTHOR, "/training/03")
    assert "(case.crash-tests)" not in words(page)
    assert "Built around one body (2011)" in page


def test_reading_goes_on_where_it_stopped(school: School) -> None:
    """The furthest section counts, in whatever order the browser tells them."""
    for section in ("one-question", "what-triage-sees", "six-places"):
        school.clock.pass_(60)
        said = school.app.test_client().post(
            "/training/01/mark",
            data={"section": section},
            headers={"Accept": "application/json"},
            **as_(AUTHOR),
        )
        assert (said.status_code, said.data) == (204, b"")
    page = school.get(AUTHOR, "/training")
    assert 'href="/training/01#what-triage-sees"' in page
    assert "read as far as What triage sees" in words(page)
    assert 'href="#what-triage-sees"' in school.get(AUTHOR, "/training/01")
    assert "Go on" not in words(school.get(REVIEWER, "/training"))


def test_a_lesson_can_be_marked_as_read_without_a_script(school: School) -> None:
    """A button leads on; nothing marks it as unread again."""
    answer = school.post(AUTHOR, "/training/01/mark", section=END)
    assert answer.headers["Location"] == "/training/01/exercise"
    school.post(AUTHOR, "/training/01/mark", section="questions")
    page = words(school.get(AUTHOR, "/training"))
    assert "Lesson read Exercise" in page
    assert "Go on where you stopped" not in page


@pytest.mark.parametrize("section", ["", "no-such-section", "x" * 65, "<b>", "goal"])
def test_only_sections_of_the_lesson_can_be_marked(school: School, section: str) -> None:
    """Smaller headings are none."""
    school.post(AUTHOR, "/training/01/mark", 400, section=section)


def test_the_exercise_is_the_folder_that_the_command_line_hands_out(
    school: School, tmp_path: Path
) -> None:
    """Byte by byte the same for everybody, and ``fairgate train check`` knows it."""
    answer = school.ask(AUTHOR, "/training/02/exercise.zip")
    assert answer.mimetype == "application/zip"
    assert "02-pre-flight-assessment.zip" in answer.headers["Content-Disposition"]
    with zipfile.ZipFile(BytesIO(answer.data)) as file:
        file.extractall(tmp_path)
    folder = tmp_path / "02-pre-flight-assessment"
    module = find_module("02")
    assert begun(folder).module == "02"
    assert json.loads((folder / MARK).read_text())["version"] == module.outline.version
    assert (folder / "TASK.md").read_text() == module.task
    assert (folder / "credit.yaml").read_bytes() == (module.start / "credit.yaml").read_bytes()
    assert not any("solution" in str(path) for path in folder.rglob("*"))
    exercise_zip.cache_clear()
    assert school.ask(REVIEWER, "/training/02/exercise.zip").data == answer.data


def test_an_exercise_is_done_by_ones_own_word(school: School) -> None:
    """Which can be taken back; the page says that nobody checks it."""
    page = "/training/02/exercise"
    assert "Nobody checks this here" in school.get(AUTHOR, page)
    school.post(AUTHOR, page, done="yes")
    assert "You said that you have done it, on 21 Nov 2026" in words(school.get(AUTHOR, page))
    assert "done, you said on 21 Nov 2026" in words(school.get(AUTHOR, "/training"))
    assert "done, you said" not in words(school.get(REVIEWER, "/training"))
    school.post(AUTHOR, page, done="no")
    assert "done, you said" not in words(school.get(AUTHOR, "/training"))


def test_the_handout_is_a_page(school: School) -> None:
    """With the text of the module."""
    page = words(school.get(AUTHOR, "/training/02/handout"))
    assert "The pre-flight assessment on one page" in page


def test_modules_that_ones_projects_ask_of_approvers_are_named(make_school: MakeSchool) -> None:
    """Of projects that Jira shows, or that name the person; nobody learns of others here."""
    sees = authority()
    school = make_school(authority=sees)
    with school.engine.begin() as db:
        write_project(db, Project("LOAN", approver_requires=("02", "05")), NOON)
        write_project(db, Project("HUSH", approver_requires=("02",)), NOON)
        write_project(db, Project("OFF", enabled=False, approver_requires=("02",)), NOON)
        write_project(db, Project("FAR", reviewers=(REVIEWER.id,), approver_requires=("07",)), NOON)
        for key in ("LOAN-1", "HUSH-1", "OFF-1", "FAR-1"):
            add_issue(db, key, NOON)
    mine = words(school.get(AUTHOR, "/training"))
    assert mine.count("Asked of everybody who approves in: LOAN") == 2
    assert "HUSH" not in mine
    assert "FAR" not in mine
    assert "you have not passed it yet: Running the pre-flight assessment; Reading a" in mine
    assert "LOAN, HUSH" in words(school.get(AUDITOR, "/training")).replace(
        "HUSH, LOAN", "LOAN, HUSH"
    )
    assert "approves in: FAR" in words(school.get(REVIEWER, "/training"))
    school.take(AUTHOR)
    assert "you have not passed it yet: Reading a" in words(school.get(AUTHOR, "/training"))


def test_a_hostile_module_stays_text(make_school: MakeSchool) -> None:
    """An organisation's own is written by somebody: title, lesson, task, quiz, objectives."""
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)> [x](javascript:alert(1))"
    old = modules()[1]
    outline = old.outline.model_copy(
        update={
            "title": evil,
            "summary": evil,
            "objectives": [old.objectives[0].model_copy(update={"text": evil})],
        }
    )
    item = old.quiz.items[0]
    option = item.options[0].model_copy(update={"text": evil, "rationale": evil, "right": True})
    asked = item.model_copy(update={"text": evil, "options": [option], "kind": "single"})
    quiz = old.quiz.model_copy(update={"items": [asked]})
    lesson = read_lesson(old.lesson.text + f"\n## {evil}\n\n{evil}\n", "lesson.md")
    hostile = replace(
        old,
        outline_file=replace(old.outline_file, content=outline),
        quiz_file=replace(old.quiz_file, content=quiz),
        lesson=lesson,
        texts={**old.texts, "exercise/task.md": f"# {evil}\n{evil}", "handout.md": f"# {evil}\n"},
    )
    school = make_school(taught=[hostile])
    pages = [f"/training{path}" for path in ("", "/02", "/02/exercise", "/02/handout", "/02/quiz")]
    form = {**school.form(AUTHOR), f"q-{item.id}": option.id}
    pages.append(school.post(AUTHOR, "/training/02/quiz", **form).headers["Location"])
    pages.append(f"/training/certificates/{school.number(AUTHOR)}")
    for path in pages:
        page = school.get(AUTHOR, path)
        assert "&lt;script&gt;alert(1)" in page, path
        for word in ("<script>alert", "<img", 'href="javascript'):
            assert word not in page, path


class Away:
    """An authority whose Jira does not answer."""

    def allowed(self, *_: object) -> frozenset[str]:
        """Fail."""
        raise JiraError("down", "no answer")


def test_training_goes_on_while_jira_is_away(make_school: MakeSchool) -> None:
    """Then only projects that name the person count."""
    school = make_school(authority=Away())
    with school.engine.begin() as db:
        asks = {"approver_requires": ("02",)}
        write_project(db, Project("LOAN", **asks), NOON)
        write_project(db, Project("CARE", reviewers=(AUTHOR.id,), **asks), NOON)
        add_issue(db, "LOAN-1", NOON)
    page = words(school.get(AUTHOR, "/training"))
    assert "approves in: CARE" in page
    assert "LOAN" not in page


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.id)
def test_every_lesson_has_sections_to_mark_and_no_style_of_its_own(module: object) -> None:
    """The pages' policy lets no inline style or script work."""
    page = lesson_page(module)
    assert {"questions", "objectives", "key-points"} <= page.sections.keys()
    assert len(page.sections) > 5
    assert not any(word in page.html for word in ("style=", "<script", "javascript:", "<img"))
