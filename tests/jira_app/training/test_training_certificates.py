"""Certificates: who may see one, what it says, and that it can be verified elsewhere."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from cohort_room import ADA, BELA, RIVAL, Room
from learners import MakeSchool, School, module, modules, words
from seeded import ADMIN, AUTHOR, MANAGER, REVIEWER, TRAINER
from sqlalchemy import update
from town import NOON

from fairgate.certificate import verify_certificate
from fairgate.signing import generate_keys, load_public_keys
from jira_app.records import people
from jira_app.store.records import people as people_table
from jira_app.store.training import exercise_reports, reading_marks


@pytest.fixture
def signing(make_school: MakeSchool, tmp_path: Path) -> School:
    """Open a school that signs; its public key is in ``keys``."""
    key, _public = generate_keys(tmp_path / "keys")
    return make_school(key=key)


def certificate(school: School) -> str:
    """Pass, and give the path of the certificate."""
    school.take(AUTHOR, but=1)
    return f"/training/certificates/{school.number(AUTHOR)}"


def test_a_certificate_says_who_learnt_what_and_when(signing: School, tmp_path: Path) -> None:
    """With the score, its number and the key; and how to verify it."""
    path = certificate(signing)
    page = words(signing.get(AUTHOR, path))
    (key,) = load_public_keys(tmp_path / "keys")
    for expected in (
        "Abel Author has passed the training module",
        module().title,
        *(objective.text for objective in module().objectives),
        "21 Nov 2026",
        "8 of 9 questions answered rightly",
        signing.number(AUTHOR),
        key.keyid,
        "fairgate train verify certificate-02-",
    ):
        assert expected in page
    assert path in signing.get(AUTHOR, "/training")


def test_the_signed_file_is_verified_with_the_public_key(signing: School, tmp_path: Path) -> None:
    """Everything that the page says is in it."""
    answer = signing.ask(AUTHOR, f"{certificate(signing)}/certificate.json")
    assert "attachment; filename=certificate-02-" in answer.headers["Content-Disposition"]
    found = verify_certificate(answer.data, load_public_keys(tmp_path / "keys"), NOON)
    certified = found.certified
    assert (certified.person.name, certified.module.id) == ("Abel Author", "02")
    assert (certified.score.right, certified.score.total, certified.score.needed) == (8, 9, 8)
    assert (certified.at, certified.number) == ("2026-11-21T12:00:00Z", signing.number(AUTHOR))
    assert f"sha256:{found.digest}" == module().digest
    assert certified.module.objectives == [each.text for each in module().objectives]


def test_a_certificate_is_seen_by_its_holder_and_administrators(signing: School) -> None:
    """To others it is as if there were none; so is a number that nobody has."""
    path = certificate(signing)
    for person, status in (
        (AUTHOR, 200), (ADMIN, 200), (TRAINER, 404), (REVIEWER, 404), (MANAGER, 404)
    ):  # fmt: skip
        for each in (path, f"{path}/certificate.json"):
            assert signing.ask(person, each).status_code == status, (person.id, each)
    nothing = words(signing.get(REVIEWER, f"/training/certificates/{'0' * 32}", 404))
    assert words(signing.get(REVIEWER, path, 404)) == nothing


def test_a_trainer_sees_certificates_of_what_they_teach_to_their_holder(small: Room) -> None:
    """By a link on the page of the group; not of other modules, other groups, or who has left."""
    small.take(ADA, "05")
    small.take(ADA, "02")
    paths = {each.module: f"/training/certificates/{each.id}" for each in small.completions()}
    elsewhere = small.make(RIVAL, modules=["02"])
    made = small.make(modules=["05"])
    small.get(TRAINER, paths["05"], 404)
    small.join(made, ADA)
    small.join(elsewhere, BELA)
    assert f'href="{paths["05"]}"' in small.page(made)
    assert paths["02"] not in small.page(made)
    assert "Ada Learner has passed" in words(small.get(TRAINER, paths["05"]))
    small.get(TRAINER, paths["02"], 404)
    for path in paths.values():
        small.get(RIVAL, path, 404)
        small.get(BELA, path, 404)
    small.post(ADA, f"/training/cohorts/{made}/leave")
    small.get(TRAINER, paths["05"], 404)


def test_without_a_key_it_says_that_it_is_not_signed(school: School) -> None:
    """And there is no file to hand on."""
    path = certificate(school)
    page = words(school.get(AUTHOR, path))
    assert "none: this certificate is not signed" in page
    assert "fairgate train verify" not in page
    school.get(AUTHOR, f"{path}/certificate.json", 404)


def test_the_first_pass_is_certified_and_stays(signing: School) -> None:
    """Later tries, a later version and another name change nothing in it."""
    path = certificate(signing)
    before = signing.get(AUTHOR, path)
    file = signing.ask(AUTHOR, f"{path}/certificate.json").data
    signing.clock.pass_(86_400)
    signing.take(AUTHOR)
    with signing.engine.begin() as db:
        mine = people_table.c.id == AUTHOR.id
        db.execute(update(people_table).where(mine).values(name="Abel Married"))
    later = module().outline.model_copy(update={"title": "Another title", "version": "2.0.0"})
    changed = replace(module(), outline_file=replace(module().outline_file, content=later))
    signing.app = signing.open(changed if each.id == "02" else each for each in modules())
    page = words(signing.get(AUTHOR, path))
    assert "Abel Author has passed" in page
    assert "Another title" not in page
    assert "version 1.0.0" in page
    assert page == words(before)
    assert signing.ask(AUTHOR, f"{path}/certificate.json").data == file


def test_a_certificate_outlives_its_module(make_school: MakeSchool, tmp_path: Path) -> None:
    """Signed, it says what was learnt; unsigned, only which number it had."""
    key, _public = generate_keys(tmp_path / "keys")
    school = make_school(key=key)
    path = certificate(school)
    school.app = school.open([])
    assert module().objectives[0].text in words(school.get(AUTHOR, path))
    assert "There is no module" in words(school.get(AUTHOR, "/training"))


def test_a_hostile_name_stays_text(signing: School) -> None:
    """On the page and in the statement, in one line."""
    evil = replace(AUTHOR, name="Eve <script>alert(1)</script>\n\x1b[31mroot\u202e" + "x" * 300)
    signing.take(evil)
    path = f"/training/certificates/{signing.number(AUTHOR)}"
    page = signing.get(AUTHOR, path)
    assert "<script>alert" not in page
    envelope = json.loads(signing.ask(AUTHOR, f"{path}/certificate.json").data)
    assert envelope["payloadType"] == "application/vnd.in-toto+json"
    assert "Eve &lt;script&gt;alert(1)&lt;/script&gt; \\x1b[31mroot\\u202e" in page


def test_somebody_without_a_name_gets_one_all_the_same(signing: School) -> None:
    """Identity providers leave it out at times."""
    signing.take(replace(AUTHOR, name=" "))
    path = f"/training/certificates/{signing.number(AUTHOR)}"
    assert "(no name) has passed" in words(signing.get(AUTHOR, path))


def test_an_erased_person_has_no_certificate_any_more(either: School) -> None:
    """Nor anything else that they did here; before that, all of it is handed out."""
    either.post(AUTHOR, "/training/02/exercise", done="yes")
    either.post(AUTHOR, "/training/02/mark", section="questions")
    path = certificate(either)
    with either.engine.begin() as db:
        told = json.loads(json.dumps(people.export(db, AUTHOR.id)))["training"]
        people.erase(db, AUTHOR.id, by=ADMIN.id, at=NOON)
    assert told["completions"][0]["id"] in path
    assert "Abel Author" not in str(told["completions"][0]["module"])
    assert [each["module"] for each in told["exercises"] + told["reading"]] == ["02", "02"]
    assert set(told["quiz_attempts"][0]["answers"]) == {each.id for each in module().quiz.items}
    either.get(ADMIN, path, 404)
    assert either.completions() == either.attempts() == []
    with either.engine.connect() as db:
        for table in (reading_marks, exercise_reports):
            assert db.execute(table.select()).all() == []
