"""Submitting, deciding, showing, files and ticks, by the pages."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
import yaml
from assessing import ANN, BEN, PAM, REX, MakeOffice, Office, example

from fairgate.approval import verify_approval
from fairgate.assessment.answers import read_answers
from fairgate.errors import UserError
from fairgate.policyfile import parse_policy
from fairgate.signing import generate_keys, load_public_keys
from jira_app.assessments.case import State
from jira_app.assessments.lapsing import lapse_if

FORM = "/issues/LOAN-1/assessment/preflight"
CHECKLIST = "/issues/LOAN-1/checklist/inclusive-design"


@pytest.fixture
def waiting(office: Office) -> Office:
    """Give an office where a loan's scoring waits for a decision."""
    office.save(ANN, example("credit-scoring"))
    office.step(ANN, "submit")
    return office


def test_the_whole_way(make_office: MakeOffice, tmp_path: Path) -> None:
    """Draft, submitted, sent back, edited, submitted, approved and signed."""
    private, public = generate_keys(tmp_path / "keys")
    office = make_office(key=private)
    office.save(ANN, example("credit-scoring"))
    assert "A reviewer who neither began" in office.get(ANN, f"{FORM}/submit")
    office.step(ANN, "submit")
    office.step(REX, "request-changes", reason="Whom did you ask?")
    assert office.case().state is State.CHANGES_REQUESTED
    assert "Whom did you ask?" in office.get(ANN, FORM)
    office.save(ANN, {**example("credit-scoring"), "preflight.people.missing": "Many"})
    assert office.case().state is State.DRAFT
    office.step(ANN, "submit")
    office.step(REX, "approve")
    envelope = office.get(ANN, f"{FORM}/approval.json").encode()
    keys = load_public_keys(public)
    approved = verify_approval(envelope, keys, office.clock.now, issue="LOAN-1").approved
    assert (approved.level, approved.approver, approved.model) == ("high", REX.id, None)
    assert approved.answers == office.case().answers_digest
    events = [entry.event.removeprefix("assessment-") for entry in office.history()]
    assert events == [
        "saved", "submitted", "changes-requested", "saved", "submitted", "approved"
    ]  # fmt: skip


def test_the_envelope_is_gone_when_the_approval_is(make_office: MakeOffice, tmp_path: Path) -> None:
    """After another model, and after its time."""
    office = make_office(key=generate_keys(tmp_path / "keys")[0])
    office.save(ANN, example("credit-scoring"))
    office.step(ANN, "submit")
    office.step(REX, "approve")
    for model in ("a" * 64, "b" * 64):
        office.get(ANN, f"{FORM}/approval.json")
        case = office.case()
        with office.engine.begin() as db:
            lapse_if(db, case, model_digest=model, now=office.clock.now)
    office.get(ANN, f"{FORM}/approval.json", 404)
    page = office.get(ANN, FORM)
    assert "evidence names another model" in page
    assert "b" * 64 in page


def test_an_approval_that_is_over_is_not_handed_out(
    make_office: MakeOffice, tmp_path: Path
) -> None:
    """Even before the worker has noticed."""
    office = make_office(key=generate_keys(tmp_path / "keys")[0])
    office.save(ANN, example("css-refactor"))
    office.step(ANN, "submit")
    office.get(ANN, f"{FORM}/approval.json")
    office.clock.pass_(180 * 86_400)
    office.get(ANN, f"{FORM}/approval.json", 404)
    assert "The approval is over" in office.get(ANN, FORM)


def test_without_a_key_nothing_rests_on_an_approval(waiting: Office) -> None:
    """The page says so before and after."""
    assert "no rollout can rest on it" in waiting.get(REX, FORM)
    waiting.step(REX, "approve")
    assert waiting.case().envelope is None
    assert "It is not signed, so no rollout can rest on it." in waiting.get(REX, FORM)
    waiting.get(REX, f"{FORM}/approval.json", 404)


def test_a_key_that_cannot_be_read_decides_nothing(make_office: MakeOffice, tmp_path: Path) -> None:
    """503 in words, and it still waits."""
    office = make_office(key=tmp_path / "no.key")
    office.save(ANN, example("credit-scoring"))
    office.step(ANN, "submit")
    assert "could not be signed" in office.step(REX, "approve", 503)
    assert office.case().state is State.SUBMITTED


@pytest.mark.parametrize("person", [ANN, BEN, PAM])
def test_who_may_not_approve_is_told_and_refused(waiting: Office, person: object) -> None:
    """The button is there, dead, with the reason; and the address refuses."""
    page = waiting.get(person, FORM)
    assert '<button type="button" disabled aria-describedby="against">Approve' in page
    assert "This level needs a reviewer." in page
    waiting.step(person, "approve", 403)
    assert waiting.case().state is State.SUBMITTED


def test_the_button_names_the_training_that_is_missing(waiting: Office) -> None:
    """And is alive once it is passed."""
    waiting.project(approver_requires=("inclusive-design-101",))
    page = waiting.get(REX, FORM)
    assert "pass this training: inclusive-design-101" in page
    assert "inclusive-design-101" in waiting.step(REX, "approve", 403)
    waiting.passed[REX.id] = frozenset({"inclusive-design-101"})
    assert f'action="{FORM}/approve"' in waiting.get(REX, FORM)
    waiting.step(REX, "approve")


def test_a_reviewer_decides_about_what_they_saw(waiting: Office) -> None:
    """An old revision is refused: it was withdrawn and submitted again meanwhile."""
    seen = waiting.revision()
    waiting.step(ANN, "withdraw")
    waiting.save(ANN, example("hospital-triage"))
    waiting.step(ANN, "submit")
    waiting.post(REX, f"{FORM}/approve", 409, revision=seen)
    assert waiting.case().state is State.SUBMITTED


@pytest.mark.parametrize(
    ("step", "status"),
    [("submit", 409), ("approve", 303), ("withdraw", 303), ("request-changes", 400)],
)
def test_steps_from_submitted(waiting: Office, step: str, status: int) -> None:
    """Twice is refused, and so is asking for changes without a word."""
    waiting.step(REX, step, status)


@pytest.mark.parametrize(
    ("step", "status"),
    [("submit", 303), ("approve", 409), ("withdraw", 409), ("request-changes", 409)],
)
def test_steps_from_a_draft(office: Office, step: str, status: int) -> None:
    """Only what is complete is submitted, and only what waits is decided."""
    office.save(ANN, example("credit-scoring"))
    office.step(REX, step, status, reason="because")


@pytest.mark.parametrize("step", ["submit", "approve", "withdraw", "request-changes", "discard"])
def test_steps_of_nothing(office: Office, step: str) -> None:
    """404, and nothing is begun."""
    office.step(REX, step, 404, reason="because")
    assert office.revision() == 0


def test_missing_answers_are_named(office: Office) -> None:
    """On the page that asks, and by the address that refuses."""
    office.save(ANN, {"preflight.screen.notice": "nobody"})
    assert "What changes?" in office.get(ANN, f"{FORM}/submit")
    assert "What changes?" in office.step(ANN, "submit", 409)


def test_saving_what_waits_is_refused(waiting: Office) -> None:
    """In words that say what to do."""
    said = waiting.save(ANN, example("push-copy"), status=409)
    assert "Withdraw it" in said["said"]


def test_a_draft_is_thrown_away_but_not_what_was_submitted(office: Office) -> None:
    """The history keeps that there was one."""
    office.save(ANN, example("css-refactor"))
    office.step(BEN, "discard")
    assert office.revision() == 0
    assert office.history()[-1].event == "assessment-discarded"
    office.save(ANN, example("credit-scoring"))
    office.step(ANN, "submit")
    office.step(ANN, "withdraw")
    office.step(ANN, "discard", 409)


def test_the_register_gets_two_texts(office: Office) -> None:
    """Shown only with the short one; limited; kept when it is hidden again."""
    office.save(ANN, example("credit-scoring"))
    office.step(ANN, "publish", 400, public="yes", short=" ", detail="x")
    office.step(ANN, "publish", 400, public="yes", short="x" * 501, detail="")
    office.step(ANN, "publish", public="yes", short="It scores.", detail="How:\r\nso.")
    case = office.case()
    assert case.public
    assert case.public_tiers == {"short": "It scores.", "detail": "How:\nso."}
    office.step(ANN, "publish", public="yes", short="It scores.", detail="How:\r\nso.")
    assert office.revision() == case.revision
    office.step(ANN, "publish", short="It scores.", detail="How:\nso.")
    assert not office.case().public
    assert office.history()[-1].event == "assessment-unpublished"


def test_answers_go_out_and_come_in_as_the_command_line_has_them(office: Office) -> None:
    """Round trip through the file of ``fairgate assess``."""
    office.save(ANN, example("credit-scoring"))
    text = office.get(ANN, f"{FORM}/answers.yaml")
    template = office.library.file("preflight", "template").content
    assert read_answers(text.encode(), "a.yaml", template).subject == "LOAN-1"
    office.save(ANN, example("css-refactor"))
    office.step(ANN, "import", answers=(io.BytesIO(text.encode()), "a.yaml"))
    assert yaml.safe_load(text)["answers"] == office.case().answers
    assert office.case().answers == {k: example("credit-scoring")[k] for k in office.case().answers}


HEAD = "schema: fairgate/answers/v1\ntemplate: {id: preflight, version: '1.0.0'}\nanswers: "


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Choose a file"),
        ("schema: fairgate/answers/v1", "template"),
        ("{", "answers"),
        (f"{HEAD}{{preflight.screen.notice: perhaps}}", "expected one of nobody"),
        (HEAD.replace("1.0.0", "0.1.0") + "{}", "template.version"),
        (HEAD.replace("preflight", "eu-fria") + "{}", "eu-fria"),
        (f"{HEAD}{{preflight.screen.change: {'x' * 4001}}}", "at most 4000"),
    ],
)
def test_a_file_that_does_not_fit_changes_nothing(office: Office, text: str, words: str) -> None:
    """400 with the place."""
    office.save(ANN, example("css-refactor"))
    page = office.step(ANN, "import", 400, answers=(io.BytesIO(text.encode()), "a.yaml"))
    assert words in page
    assert office.revision() == 1


def test_the_starter_policy_is_one(office: Office) -> None:
    """It reads as a policy; a level without promises has none."""
    office.save(ANN, example("credit-scoring"))
    assert parse_policy(office.get(ANN, f"{FORM}/fairgate.yaml").encode(), "p").policy.rules
    office.save(ANN, example("css-refactor"))
    office.get(ANN, f"{FORM}/fairgate.yaml", 404)


def test_ticks_are_kept(office: Office) -> None:
    """With who and when; a box that is none, and an old page, are refused."""
    page = office.get(ANN, CHECKLIST)
    assert "0 of" in page
    name = "inclusive-design.start.excluded"
    office.post(ANN, CHECKLIST, revision=0, **{f"t:{name}": "yes"})
    assert f'name="t:{name}" value="yes" checked' in office.get(BEN, CHECKLIST)
    office.post(BEN, CHECKLIST, 400, revision=1, **{"t:no.such": "yes"})
    assert "changed this" in office.post(BEN, CHECKLIST, 409, revision=0)
    office.post(BEN, CHECKLIST, revision=1)
    changes = [(entry.actor, entry.facts["changed"]) for entry in office.history()]
    assert changes == [(ANN.id, [name]), (BEN.id, [name])]
    office.get(ANN, "/issues/LOAN-1/checklist/no-such", 404)
    office.get(ANN, "/issues/LOAN-1/checklist/preflight", 404)


def test_an_approval_is_signed_over_what_was_decided(
    make_office: MakeOffice, tmp_path: Path
) -> None:
    """Level none: the approver is the app itself; another issue's approval is refused."""
    private, public = generate_keys(tmp_path / "keys")
    office = make_office(key=private)
    office.save(ANN, example("css-refactor"))
    office.step(ANN, "submit")
    envelope = office.get(ANN, f"{FORM}/approval.json").encode()
    assert json.loads(envelope)["payloadType"] == "application/vnd.in-toto+json"
    keys = load_public_keys(public)
    approval = verify_approval(envelope, keys, office.clock.now)
    assert approval.approved.approver == "fairgate"
    assert approval.until == office.case().until
    with pytest.raises(UserError, match="is about LOAN-1"):
        verify_approval(envelope, keys, office.clock.now, issue="LOAN-2")
