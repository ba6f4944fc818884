"""The form in a browser: what it shows, keeps, refuses, and who may use it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest
from assessing import ANN, BEN, EVE, REX, MakeOffice, Office, as_form, example
from sqlalchemy import select, update

from jira_app.access import Permission, Visit
from jira_app.assessments.case import State
from jira_app.assessments.scored import score
from jira_app.records.history import broken_at
from jira_app.store.records import people
from jira_app.store.tables import inbox

FORM = "/issues/LOAN-1/assessment/preflight"
HOSTILE = "<script>alert('x')</script>\"'>{{ 7*7 }}\x00"


def one(name: str, value: Any) -> Mapping[str, Any]:
    """Answers of an example with one of them changed."""
    return {**example("credit-scoring"), name: value}


def test_looking_changes_nothing(office: Office) -> None:
    """The form is there before anybody has begun."""
    page = office.get(ANN, "/issues/LOAN-1/assessment")
    assert "Pre-flight fairness impact assessment" in page
    assert "0 of 5 answered" in page
    assert office.revision() == 0
    assert office.history() == ()


@pytest.mark.parametrize(
    "name", ["css-refactor", "credit-scoring", "hospital-triage", "face-unlock-gate"]
)
def test_what_is_saved_comes_back(office: Office, name: str) -> None:
    """Every kind of answer survives the way through the form, and the next one, unchanged."""
    office.save(ANN, example(name))
    stored = office.case().answers
    file = office.library.file("preflight", "template")
    assert stored == score(file, example(name)).answers
    assert len(stored) == len(example(name))
    again = office.save(BEN, stored)
    assert (again["revision"], len(office.history())) == (1, 1)


def test_the_answer_of_a_save_says_what_is_asked_now(office: Office) -> None:
    """Questions, rows of the table, progress, and the result as a region of the page."""
    given = office.save(ANN, {"preflight.screen.decides": "decides"})
    assert "preflight.stakes.area" in given["asked"]
    assert given["rows"]["preflight.harms.table"] == []
    assert given["progress"]["answered"] == 1
    assert "at least" in given["result"]
    who = {"preflight.screen.decides": "decides", "preflight.people.who": ["users", "workers"]}
    given = office.save(ANN, who)
    assert given["rows"]["preflight.harms.table"] == ["users", "workers"]


def test_answers_that_are_not_asked_for_now_are_kept(office: Office) -> None:
    """They stand in hidden fields, so changing one's mind twice costs nothing."""
    office.save(ANN, {**example("css-refactor"), "preflight.stakes.undo": "never"})
    page = office.get(ANN, FORM)
    part = page.split('data-question="preflight.stakes.undo"')[1]
    assert part.startswith(" hidden")
    assert re.search(r'value="never" checked', part)


def test_the_table_of_harms_is_a_table_with_labels(office: Office) -> None:
    """Each select is named by its row and column."""
    page = office.get(ANN, FORM)
    names = re.findall(
        r'<select name="a:preflight.harms.table:[^"]+" aria-labelledby="([^"]+)"', page
    )
    assert len(names) == 25
    ids = set(re.findall(r'id="([^"]+)"', page))
    assert all(each in ids for name in names for each in name.split())


def test_saving_without_a_script_leads_back_with_words(office: Office) -> None:
    """Or on to the page that asks whether to submit."""
    form = as_form(example("css-refactor"))
    client = office.client()
    visit = visit_of(ANN)
    answer = client.post(FORM, data={"revision": 0, **form}, environ_overrides=visit)
    assert (answer.status_code, answer.location) == (303, FORM)
    assert "Saved." in client.get(FORM, environ_overrides=visit).text
    answer = client.post(
        FORM, data={"revision": 1, "then": "submit", **form}, environ_overrides=visit
    )
    assert answer.location == f"{FORM}/submit"


@pytest.mark.parametrize(
    ("fields", "place", "words"),
    [
        ({"a:preflight.no.such": "x"}, "answers.preflight.no.such", "has no question"),
        ({"a:preflight.screen.notice": "maybe"}, "answers.preflight.screen.notice", "one of"),
        (
            {"a:preflight.people.who": ["users", "ghosts"]},
            "answers.preflight.people.who.1",
            "ghosts",
        ),
        (
            {"a:preflight.harms.table:users:doom": "slight"},
            "answers.preflight.harms.table.users.doom",
            "no column",
        ),
        ({"a:preflight.harms.table:users": "slight"}, "preflight.harms.table", "one answer a cell"),
        ({"a:preflight.screen.notice:users:safety": "none"}, "screen.notice", "cells"),
        ({"n:preflight.stakes.undo": "no"}, "answers.preflight.stakes.undo", "applies to"),
        (
            {"n:preflight.data.source": "none", "a:preflight.data.source": "some"},
            "answers.preflight.data.source",
            "keep the answer",
        ),
        ({"a:preflight.screen.notice": ["nobody", "looks"]}, "screen.notice", "one answer"),
        ({"a:preflight.screen.change": "x" * 4001}, "screen.change", "at most 4000"),
        ({"n:preflight.data.source": "x" * 1001}, "data.source.not_applicable", "at most 1000"),
    ],
)
def test_an_answer_that_does_not_fit_saves_nothing(
    office: Office, fields: dict[str, Any], place: str, words: str
) -> None:
    """400 with the place, as JSON and as a page that keeps what was typed."""
    office.save(ANN, example("css-refactor"))
    typed = {"revision": 1, **as_form(example("css-refactor")), **fields}
    said = office.post(ANN, f"{FORM}/save", 400, **typed)
    (wrong,) = said["wrong"]
    assert place in wrong["place"]
    assert words in wrong["text"]
    page = office.post(ANN, FORM, 400, **typed)
    assert place in page
    assert 'value="stays" checked' in page
    assert office.revision() == 1


@pytest.mark.parametrize("revision", ["", "-1", "x", "9" * 30, "٣"])
def test_a_form_without_its_revision_is_refused(office: Office, revision: str) -> None:
    """Nobody writes over what they have not seen."""
    office.post(ANN, f"{FORM}/save", 400, revision=revision)
    assert office.revision() == 0


def test_two_editors_and_the_second_is_told(office: Office) -> None:
    """Ben's words are still on his page, and Ann's are stored."""
    office.save(ANN, example("css-refactor"))
    office.save(ANN, one("preflight.screen.change", "Ann's words"), revision=1)
    said = office.save(BEN, one("preflight.screen.change", "Ben's"), revision=1, status=409)
    assert "Somebody else changed this assessment meanwhile" in said["said"]
    typed = {"revision": 1, **as_form(one("preflight.screen.change", "Ben's words"))}
    page = office.post(BEN, FORM, 409, **typed)
    assert "Ben&#39;s words" in page
    assert "Somebody else changed this" in page
    assert office.case().answers["preflight.screen.change"] == "Ann's words"
    assert [entry.actor for entry in office.history()] == [ANN.id, ANN.id]


def test_two_who_begin_at_once(office: Office) -> None:
    """Both saw nothing; the second is told."""
    office.save(ANN, example("css-refactor"), revision=0)
    office.save(BEN, example("push-copy"), revision=0, status=409)
    assert office.case().author == ANN.id


def test_hostile_text_is_text(office: Office) -> None:
    """In fields, in the read view, in the history, in the register's text."""
    answers = one("preflight.screen.change", HOSTILE) | {
        "preflight.data.source": {"not_applicable": HOSTILE}
    }
    office.save(ANN, answers)
    pages = [office.get(ANN, FORM)]
    office.step(ANN, "publish", public="yes", short=HOSTILE, detail=HOSTILE)
    office.step(ANN, "submit")
    office.step(REX, "request-changes", reason=HOSTILE)
    pages += [office.get(ANN, FORM), office.get(ANN, f"{FORM}/submit")]
    for page in pages:
        assert "<script>alert" not in page
        assert "49" not in re.findall(r"alert.{0,80}", page)
    assert pages[1].count("&lt;script&gt;alert") >= 4
    assert "\0" not in office.case().answers["preflight.screen.change"]
    policy = office.get(ANN, f"{FORM}/fairgate.yaml")
    assert policy.startswith("# yaml-language-server")


ROUTES = [
    ("GET", "/issues/LOAN-1/assessment"),
    ("GET", FORM),
    ("POST", FORM),
    ("POST", f"{FORM}/save"),
    ("GET", f"{FORM}/submit"),
    *(
        ("POST", f"{FORM}/{step}")
        for step in (
            "submit withdraw approve request-changes publish discard import".split()  # noqa: SIM905 - a table
        )
    ),
    ("GET", f"{FORM}/answers.yaml"),
    ("GET", f"{FORM}/fairgate.yaml"),
    ("GET", f"{FORM}/approval.json"),
    ("GET", "/issues/LOAN-1/checklist/inclusive-design"),
    ("POST", "/issues/LOAN-1/checklist/inclusive-design"),
]


def test_every_route_is_in_the_table(office: Office) -> None:
    """A new route has to be tried by a stranger, too."""
    rules = {
        (method, rule.rule)
        for rule in office.app.url_map.iter_rules()
        if rule.endpoint.startswith("assessments.") and rule.methods
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    tried = {
        (method, path.replace("LOAN-1", "<key>").replace("preflight", "<template>"))
        for method, path in ROUTES
    }
    tried = {(m, p.replace("inclusive-design", "<name>")) for m, p in tried}
    assert rules == tried


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_a_stranger_learns_nothing(office: Office, method: str, path: str) -> None:
    """Whoever may not browse the issue gets 404 everywhere, even with every role."""
    office.save(ANN, example("credit-scoring"))
    before = office.case()
    answer = office.client().open(path, method=method, environ_overrides=visit_of(EVE))
    assert answer.status_code == 404
    assert "credit" not in answer.text
    assert office.case() == before


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_nobody_signed_in(office: Office, method: str, path: str) -> None:
    """401, or 400 where the CSRF token is missing as well."""
    answer = office.client().open(path, method=method)
    assert answer.status_code == (401 if method == "GET" else 400)


@pytest.mark.parametrize("path", [path for method, path in ROUTES if method == "POST"])
def test_a_browser_has_to_send_its_token(office: Office, path: str) -> None:
    """Signed in by session, without the CSRF token."""
    office.save(ANN, example("credit-scoring"))
    office.signed_in = ANN
    answer = office.client().post(path, data={"revision": 1})
    assert answer.status_code == 400
    assert office.revision() == 1


@pytest.mark.parametrize("path", [path for method, path in ROUTES if method == "POST"])
def test_whoever_may_only_browse_changes_nothing(office: Office, path: str) -> None:
    """403, and the page has no form for them."""
    office.save(ANN, example("credit-scoring"))
    office.authority.rights[BEN.id] = frozenset({Permission.BROWSE})
    office.post(BEN, path, 403, revision=1)
    page = office.get(BEN, FORM)
    assert "<textarea" not in page
    assert 'id="assessment"' not in page
    assert office.revision() == 1


@pytest.mark.parametrize("key", ["LOAN-1%2F..", "loan-1", "LOAN", "LOAN-1%00", "..%2Fadmin"])
def test_keys_that_are_none(office: Office, key: str) -> None:
    """Refused before anybody is asked."""
    office.get(ANN, f"/issues/{key}/assessment", 404)


@pytest.mark.parametrize("template", ["eu-fria", "no-such", "launch", "checklist-launch"])
def test_forms_that_the_project_does_not_use(office: Office, template: str) -> None:
    """404, whether there is such a template or not."""
    office.get(ANN, f"/issues/LOAN-1/assessment/{template}", 404)
    office.post(ANN, f"/issues/LOAN-1/assessment/{template}/save", 404, revision=0)


def test_several_forms_are_offered_for_choice(office: Office) -> None:
    """With where each of them stands, and the checklists."""
    office.project(templates=("preflight", "eu-fria"))
    office.save(ANN, example("credit-scoring"))
    page = office.get(ANN, "/issues/LOAN-1/assessment")
    assert "/issues/LOAN-1/assessment/preflight" in page
    assert "/issues/LOAN-1/assessment/eu-fria" in page
    assert "badge level-high" in page
    assert "Inclusive design checklist" in page
    assert "Not begun" in page


@pytest.mark.parametrize("template", ["eu-fria", "nyc-ll144", "canada-aia"])
def test_every_template_has_a_form(office: Office, template: str) -> None:
    """Records, dates, numbers and sums of weights, too."""
    office.project(templates=(template,))
    path = f"/issues/LOAN-1/assessment/{template}"
    questions = office.library.file(template, "template").content.by_id
    page = office.get(ANN, path)
    assert all(f'data-question="{name}"' in page for name in questions)
    given = office.post(ANN, f"{path}/save", 200, revision=0)
    assert given["revision"] == 0


def test_a_project_that_is_switched_off_takes_nothing(office: Office) -> None:
    """What is there can still be read."""
    office.save(ANN, example("css-refactor"))
    office.project(enabled=False)
    office.save(ANN, example("push-copy"), status=403)
    office.post(ANN, "/issues/LOAN-1/checklist/launch", 403, revision=0)
    assert "switched fairgate off" in office.get(ANN, FORM)


def test_saves_in_a_row_are_one_line_of_the_history(office: Office) -> None:
    """All are stored; people read one, with all questions and the levels at its ends."""
    for name in ("css-refactor", "push-copy", "credit-scoring"):
        office.save(ANN, example(name))
        office.clock.pass_(60)
    office.save(BEN, example("css-refactor"))
    page = office.get(ANN, FORM)
    assert page.count("changed answers") == 2
    assert len(office.history()) == 4
    with office.engine.begin() as db:
        assert broken_at(db, "LOAN-1") is None


def test_who_was_erased_is_erased_from_the_history(office: Office) -> None:
    """The entry stays, without the name."""
    office.save(BEN, example("css-refactor"))
    assert "Ben Builder" in office.get(ANN, FORM)
    with office.engine.begin() as db:
        db.execute(update(people).where(people.c.id == BEN.id).values(erased=1.0))
    page = office.get(ANN, FORM)
    assert "Ben Builder" not in page
    assert "<strong>erased</strong>" in page


def test_jira_is_told_when_it_would_show_something_else(office: Office) -> None:
    """Not on every key press: when the state or the level is another."""
    office.save(ANN, example("css-refactor"))
    office.save(ANN, {**example("css-refactor"), "preflight.screen.change": "Other words"})
    office.step(ANN, "submit")
    with office.engine.begin() as db:
        events = db.scalars(select(inbox.c.event)).all()
    assert events == ["assessment-draft", "assessment-approved"]
    assert len(office.woken) == 2


def test_an_approved_form_is_read_until_somebody_asks_to_change_it(office: Office) -> None:
    """No key press lets an approval lapse: the script does not save there."""
    office.save(ANN, example("css-refactor"))
    office.step(ANN, "submit")
    assert 'id="assessment"' not in office.get(ANN, FORM)
    page = office.get(ANN, f"{FORM}?change")
    assert "this approval lapses at once" in page
    assert "data-save" not in page.replace("data-saved", "").replace("data-saving", "")
    office.save(ANN, example("push-copy"))
    assert office.case().state is State.LAPSED


def test_template_words_say_their_language(make_office: MakeOffice) -> None:
    """A German page around English questions."""
    office = make_office()
    client = office.client()
    client.set_cookie("language", "de")
    page = client.get(FORM, environ_overrides=visit_of(ANN)).text
    assert '<html lang="de">' in page
    assert '<span lang="en">What changes?' in page


def visit_of(person: Any) -> dict[str, Any]:
    """Let a request come from somebody."""
    return {"fairgate.visit": Visit(person)}
