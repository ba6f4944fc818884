"""What is stored is what was decided, by both databases, and no two write at once."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from assessing import ANN, BEN, REX, Office, as_form, example, library
from databases import KINDS, new_store
from sqlalchemy import Engine, select

from jira_app.access import Visit
from jira_app.assessments import lifecycle, shelf
from jira_app.assessments.case import Case, State
from jira_app.assessments.lapsing import lapse_due, lapse_if
from jira_app.assessments.refusal import Refused
from jira_app.assessments.scored import Scored, score
from jira_app.assessments.step import Record, Step, begin
from jira_app.projects import Project
from jira_app.records import history
from jira_app.store.tables import inbox

NOW = 1_000_000.0
LOAN = Project("LOAN")


@pytest.fixture(params=KINDS)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """Open an empty store of either kind."""
    with new_store(request.param, tmp_path) as engine:
        yield engine


def answers(name: str = "css-refactor", template: str = "preflight") -> Scored:
    """Score an example."""
    file = library().file(template, "template")
    return score(file, example(name) if template == "preflight" else {})


def put(engine: Engine, case: Case, state: State, **changes: object) -> Case:
    """Store an assessment in some state."""
    stored = replace(case, state=state, revision=1, **changes)
    step = Step(stored, (Record("put", ANN.id, {"template": case.template}),))
    with engine.begin() as db:
        return shelf.write(db, case, step, NOW)


def new(number: int = 1, template: str = "preflight", at: float = NOW) -> Case:
    """Begin an assessment."""
    return begin(f"a{number}", "LOAN-1", answers(template=template).stamp, ANN.id, at)


def test_what_was_written_is_read(engine: Engine) -> None:
    """Every field, cells and reasons included."""
    step = lifecycle.edit(new(), answers("credit-scoring"), ANN.id, NOW)
    assert step is not None
    with engine.begin() as db:
        shelf.write(db, new(), step, NOW)
    with engine.begin() as db:
        assert shelf.of_template(db, "LOAN-1", "preflight") == step.case
        assert shelf.current(db, "LOAN-1") == step.case
        assert shelf.all_of(db, "LOAN-1") == (step.case,)
        assert shelf.current(db, "LOAN-2") is None
        (entry,) = history.read(db, "LOAN-1")
        assert history.broken_at(db, "LOAN-1") is None
    assert (entry.event, entry.actor) == ("assessment-saved", ANN.id)
    assert entry.facts["changed"] == list(step.case.answers)


def test_the_second_of_two_editors_is_refused(engine: Engine) -> None:
    """Both saw revision 1; the one who comes second changes nothing, and no history."""
    case = put(engine, new(), State.DRAFT)
    with engine.begin() as db:
        first = lifecycle.edit(case, answers(), ANN.id, NOW)
        assert first is not None
        shelf.write(db, case, first, NOW)
    second = lifecycle.edit(case, answers("push-copy"), BEN.id, NOW)
    assert second is not None
    with pytest.raises(Refused, match="changed-meanwhile"), engine.begin() as db:
        shelf.write(db, case, second, NOW)
    with engine.begin() as db:
        assert shelf.of_template(db, "LOAN-1", "preflight") == first.case
        assert len(history.read(db, "LOAN-1")) == 2


def test_two_people_who_begin_at_once(engine: Engine) -> None:
    """One assessment an issue and template."""
    put(engine, new(1), State.DRAFT)
    with pytest.raises(Refused, match="changed-meanwhile"):
        put(engine, new(2), State.DRAFT)


def test_an_issue_stands_on_what_is_not_approved(engine: Engine) -> None:
    """A lighter form that was approved does not stand in for one that is open."""
    open_ = put(engine, new(1, at=NOW), State.SUBMITTED)
    put(engine, new(2, "eu-fria", at=NOW + 1), State.APPROVED)
    with engine.begin() as db:
        assert shelf.current(db, "LOAN-1") == open_


def test_checklists_are_no_assessments(engine: Engine) -> None:
    """They lie in the same table under a name of their own."""
    put(engine, replace(new(), template="checklist-launch"), State.DRAFT)
    with engine.begin() as db:
        assert shelf.current(db, "LOAN-1") is None
        assert shelf.all_of(db, "LOAN-1") == ()


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"model_digest": "b" * 64}, "model"),
        ({"template_major": "2"}, "template"),
        ({"now": NOW + 10}, "until"),
    ],
)
def test_an_approval_lapses(engine: Engine, given: dict[str, object], why: str) -> None:
    """Jira is told once, and the history says why."""
    case = put(engine, new(), State.APPROVED, until=NOW + 10, model_digest="a" * 64)
    for _ in range(2):
        with engine.begin() as db:
            after = lapse_if(db, case, **{"now": NOW + 1, **given})
    assert after.state is State.LAPSED
    with engine.begin() as db:
        last = history.read(db, "LOAN-1")[-1]
        hints = db.scalars(select(inbox.c.event)).all()
    assert (last.event, last.facts["why"], last.actor) == ("assessment-lapsed", why, "fairgate")
    assert hints == ["assessment-lapsed"]


def test_an_approval_that_holds_stays(engine: Engine) -> None:
    """The same model, the same major version, and time left: nothing is written."""
    case = put(engine, new(), State.APPROVED, until=NOW + 10, model_digest="a" * 64)
    with engine.begin() as db:
        assert lapse_if(db, case, model_digest="a" * 64, template_major="1", now=NOW) == case
        assert len(history.read(db, "LOAN-1")) == 1


def test_all_that_is_over_lapses_at_once(engine: Engine) -> None:
    """For the worker's daily round."""
    put(engine, new(1), State.APPROVED, until=NOW + 10)
    put(engine, new(2, "eu-fria"), State.APPROVED, until=NOW + 99)
    with engine.begin() as db:
        lapsed = lapse_due(db, {"preflight": "1", "eu-fria": "1"}, NOW + 50)
        again = lapse_due(db, {"preflight": "1", "eu-fria": "1"}, NOW + 50)
        other = lapse_due(db, {"eu-fria": "2"}, NOW + 50)
    assert [case.template for case in lapsed] == ["preflight"]
    assert again == ()
    assert [case.template for case in other] == ["eu-fria"]


def test_an_erased_decider_keeps_the_chain(engine: Engine) -> None:
    """The history holds ids only."""
    case = put(engine, new(), State.SUBMITTED, **lifecycle_fields())
    step = lifecycle.request_changes(
        case, answers("credit-scoring"), LOAN, REX, reason="Ask Ann", now=NOW
    )
    with engine.begin() as db:
        shelf.write(db, case, step, NOW)
        last = history.read(db, "LOAN-1")[-1]
    assert last.reason == "Ask Ann"
    assert "Ann" not in str(last.facts)


def lifecycle_fields() -> dict[str, object]:
    """Fields of what was submitted."""
    return {"submitted_by": ANN.id, "submitted": NOW}


def test_many_editors_at_once_and_one_is_first(engine: Engine) -> None:
    """Of four who save from one revision at the same moment, three are told."""
    office = Office(engine)
    office.save(ANN, example("css-refactor"))
    path = "/issues/LOAN-1/assessment/preflight/save"

    def save(number: int) -> int:
        form = as_form({**example("css-refactor"), "preflight.screen.change": f"No. {number}"})
        visit = {"fairgate.visit": Visit(ANN)}
        client = office.client()
        return client.post(path, data={"revision": 1, **form}, environ_overrides=visit).status_code

    with ThreadPoolExecutor(4) as pool:
        statuses = sorted(pool.map(save, range(4)))
    assert statuses == [200, 409, 409, 409]
    assert office.revision() == 2
    assert len(office.history()) == 2
