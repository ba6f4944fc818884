"""Odd input: addresses that nobody is led to, and modules that somebody wrote in another way."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import seeded
from cohort_room import ADA, ADMIN, TRAINER, Room
from learners import MakeSchool, School, module
from seeded import AUTHOR, as_
from town import NOON, Clock

from fairgate.certificate import verify_certificate
from fairgate.evidence.intoto import write_time
from fairgate.signing import generate_keys, load_public_keys
from fairgate.training import Module
from fairgate.training.lesson import read_lesson
from fairgate.training.models import Outline
from jira_app.app import create_app
from jira_app.web import Web

READ = (
    "/training/certificates/{}",
    "/training/certificates/{}/certificate.json",
    "/training/cohorts/{}",
    "/training/cohorts/{}/cohort.csv",
    "/training/{}/quiz",
    "/training/join/{}",
    "/register/{}",
    "/admin/people/{}",
    "/issues/LOAN-1{}/assessment",
)
SENT = tuple(f"/training/cohorts/{{}}/{what}" for what in ("close", "leave", "attendance"))


def with_outline(**changes: Any) -> Module:
    """Write module 02 in another way."""
    old = module()
    outline: Outline = old.outline.model_copy(update=changes)
    return replace(old, outline_file=replace(old.outline_file, content=outline))


@pytest.mark.parametrize("odd", ["%00", "a%00b", "%ff", "x" * 3000])
def test_what_no_id_looks_like_is_not_there(room: Room, odd: str) -> None:
    """Neither database is asked for what it has no place for."""
    browser = room.app.test_client()
    read = {path: browser.get(path.format(odd), **as_(ADMIN)).status_code for path in READ}
    sent = {path: browser.post(path.format(odd), **as_(ADMIN)).status_code for path in SENT}
    assert set((read | sent).values()) == {404}


@pytest.mark.parametrize("number", [2**63 - 1, 2**63, 10**30])
def test_an_attempt_beyond_all_numbers_is_not_there(room: Room, number: int) -> None:
    """Neither database counts so far."""
    room.get(ADA, f"/training/05/quiz/{number}", 404)


def test_objectives_and_titles_of_several_lines_are_certified_in_one(
    make_school: MakeSchool, tmp_path: Path
) -> None:
    """YAML has texts of several lines; what is signed has none."""
    key, _public = generate_keys(tmp_path / "keys")
    objective = module().objectives[0].model_copy(update={"text": "Decide\nby\tnumbers\n"})
    taught = with_outline(title="Checking\nearly\n", objectives=[objective])
    school = make_school(key=key, taught=[taught])
    school.take(AUTHOR)
    path = f"/training/certificates/{school.number(AUTHOR)}/certificate.json"
    keys = load_public_keys(tmp_path / "keys")
    certified = verify_certificate(school.ask(AUTHOR, path).data, keys, NOON).certified
    assert certified.module.title == "Checking early"
    assert certified.module.objectives == ["Decide by numbers"]


class Ticking(Clock):
    """A clock that goes on whenever it is looked at."""

    def __call__(self) -> float:
        """Tell the time, a minute later than before."""
        self.pass_(60)
        return super().__call__()


def test_a_certificate_is_from_the_moment_that_the_app_notes(
    make_school: MakeSchool, tmp_path: Path
) -> None:
    """The page and the signed file say the same."""
    key, _public = generate_keys(tmp_path / "keys")
    school = make_school(key=key, clock=Ticking())
    school.take(AUTHOR)
    (kept,) = school.completions()
    keys = load_public_keys(tmp_path / "keys")
    found = verify_certificate(kept.envelope.encode(), keys, school.clock())
    assert found.certified.at == write_time(kept.at)


def test_headings_of_a_module_never_take_ids_of_the_page(make_school: MakeSchool) -> None:
    """A lesson may well have a section called Sources, and one called Lesson end."""
    names = ("Sources", "Then", "Lesson end", "Get", "Task", "Mine", "Contents")
    heads = "\n\n".join(f"## {name}\n\nText." for name in names)
    old = module()
    lesson = read_lesson(f"{old.lesson.text}\n\n{heads}\n", "lesson.md")
    taught = replace(old, lesson=lesson, texts={**old.texts, "exercise/task.md": heads})
    school = make_school(taught=[taught])
    for path in ("/training/02", "/training/02/exercise"):
        ids = re.findall(r'\sid="([^"]+)"', school.get(AUTHOR, path))
        assert len(ids) == len(set(ids)), path
    school.post(AUTHOR, "/training/02/mark", section="lesson-end")
    assert "read as far as" in school.get(AUTHOR, "/training")


def test_a_refused_form_keeps_its_tab(small: Room) -> None:
    """So that people see where they are."""
    page = small.post(ADA, "/training/05/feedback", 422).text
    assert '<a href="/training/05/feedback" aria-current="page">' in page


def test_accounts_of_statements_are_at_the_apps_own_address(small: Room) -> None:
    """However the trainer's browser came there; or each way would make other people of them."""
    made = small.cohort(ADA)
    small.take(ADA, "05")
    web = Web("k" * 32, seeded.library(), tuple(small.taught), url="https://fair.example.org/")
    app = create_app(small.engine, "s" * 32, small.clock, web=web)
    answer = app.test_client().get(f"/training/cohorts/{made}/xapi.jsonl", **as_(TRAINER))
    homes = {json.loads(line)["actor"]["account"]["homePage"] for line in answer.text.splitlines()}
    assert homes == {"https://fair.example.org"}


def test_a_school_without_modules_says_so(make_school: MakeSchool) -> None:
    """And every page of it is there."""
    school: School = make_school(taught=())
    assert "There is no module." in school.get(ADMIN, "/training")
    for path in ("/training/cohorts", "/training/cohorts/new", "/training/feedback"):
        school.get(ADMIN, path)
