"""Detect and revert: once a move, never against people for long, whoever dies meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

import jira_app
from fairgate.errors import UserError
from jira_app.assessments.case import State
from jira_app.jira import JiraClient, JiraError, Move, Trail
from jira_app.projects import Project, gated_since, read_project, write_project
from jira_app.store import inbox
from jira_app.twin import JiraTwin, seed
from jira_app.worker import Desk, Worker
from jira_app.workflow import Finding, Memory, judge
from jira_app.workflow.expressions import FIELD, MANIFEST, MESSAGE, gate_is_open
from tests.jira_app.databases import new_store
from tests.jira_app.office import BROWSING, Died, Office, what
from tests.jira_app.town import NOON, Clock
from tests.jira_app.town import judge as judge_words

REVIEWED = replace(BROWSING, status="In review")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Let an issue of high risk have been looked at, in a project whose releases are gated."""
    with new_store("sqlite", tmp_path) as store:
        office = Office(store, REVIEWED)
        office.setup(gated_statuses=("Released",))
        office.after()
        office.clock.pass_(60)
        yield office


def released(office: Office, by: str = "ann") -> list[str]:
    """Release the issue, and say what was seen to change."""
    office.town.move("ED-1", "Released", by, office.clock())
    seen = what(office.after())
    office.clock.pass_(60)
    return seen


def acts(office: Office) -> list[tuple[str, Any]]:
    """List what was done at the gate."""
    wanted = ("gate-opened", "gate-closed", "transition-reverted", "transition-held")
    found = [entry for entry in office.past() if entry.event in wanted]
    return [(entry.event, entry.facts.get("move")) for entry in found]


def test_a_move_through_a_closed_gate_is_taken_back_and_explained(office: Office) -> None:
    """One comment: where it went, what is missing, and who can help."""
    assert released(office) == ["status", "comment"]
    assert office.town.issues["ED-1"].status == "In review"
    assert office.comments()[-1] == "reverted-1"
    said = office.said("reverted-1")
    for words in ("from Released to In review", "impact assessment", "Reviewers"):
        assert words in said
    assert acts(office) == [("gate-closed", None), ("transition-reverted", "1")]
    assert office.after() == []


def test_an_open_gate_lets_pass(office: Office) -> None:
    """And what passed stays when the gate closes behind it."""
    office.assess(State.APPROVED, until=NOON + 99999)
    office.after()
    office.clock.pass_(60)
    assert released(office) == []
    office.judged("fail")
    assert "status" not in what(office.after())
    assert office.shown()["gate"] == "closed"
    assert office.town.issues["ED-1"].status == "Released"


def test_who_moves_it_again_is_refused_again_and_after_three_times_in_an_hour_wins(
    office: Office,
) -> None:
    """Then it is flagged and said once, and left; an hour later it is guarded again."""
    for _ in range(3):
        assert released(office)[0] == "status"
    assert released(office) == ["comment", "property"]
    assert office.town.issues["ED-1"].flagged
    assert office.town.issues["ED-1"].status == "Released"
    assert office.comments()[-1] == "held-7"
    assert "moved back before" in office.said("held-7")
    assert office.after() == []
    office.town.move("ED-1", "In review", "ann", office.clock())
    office.after()
    office.clock.pass_(3601)
    assert released(office)[0] == "status"


def test_the_flag_goes_when_the_issue_leaves_or_the_gate_opens(office: Office) -> None:
    """A held issue of no high risk is flagged for as long as it is held."""
    office.town.edit("ED-1", summary="Sort by name")
    office.after()
    assert not office.town.issues["ED-1"].flagged
    office.town.steps = ("Backlog",)
    assert released(office) == ["flagged", "comment", "property"]
    assert "No transition leads back to In review" in office.said("held-1")
    assert office.after() == []
    office.town.move("ED-1", "In review", "ann", office.clock())
    office.after()
    assert not office.town.issues["ED-1"].flagged


def test_a_transition_that_its_own_rules_refuse_is_as_good_as_none(office: Office) -> None:
    """A screen with a required field, for one."""

    def refuse(request: str) -> None:
        if request == "transition":
            raise JiraError("invalid", "POST transitions: comment is required")

    office.town.before = refuse
    released(office)
    assert office.town.issues["ED-1"].status == "Released"
    assert (acts(office)[-1], office.dead()) == (("transition-held", "1"), [])


def test_what_was_there_before_the_gate_is_left_alone(tmp_path: Path) -> None:
    """A status that is gated later, too; by Jira's own history, not by when it was looked at."""
    with new_store("sqlite", tmp_path) as store:
        office = Office(store, REVIEWED)
        office.town.move("ED-1", "Released", "ann", NOON - 60)
        office.setup(gated_statuses=("Released",))
        office.clock.pass_(60)
        assert "status" not in what(office.after())
        office.town.move("ED-1", "In review", "ann", office.clock())
        office.clock.pass_(60)
        office.setup(gated_statuses=("Released", "In review"))
        assert "status" not in what(office.after())
        assert office.town.issues["ED-1"].status == "In review"


def test_gates_are_remembered_since_when_they_are(tmp_path: Path) -> None:
    """Writing the settings again does not begin anew; taking a status out does."""
    with new_store("sqlite", tmp_path) as store, store.begin() as db:
        for now, gated in enumerate((("Done",), ("Done", "Released"), ("Released",))):
            write_project(db, Project("ED", gated_statuses=gated), float(now))
            expected = [{"Done": 0.0}, {"Done": 0.0, "Released": 1.0}, {"Released": 1.0}]
            assert gated_since(db, "ED") == expected[now]
            assert read_project(db, "ED").gated_statuses == gated
        assert gated_since(db, "LOAN") == {}


def test_a_decision_that_is_overtaken_is_dropped(office: Office) -> None:
    """The person thought better of it before the app got there."""

    def hurry(request: str) -> None:
        if request == "trail" and ("trail", "ED-1") in office.town.requests:
            office.town.before = str
            office.town.move("ED-1", "Backlog", "ann", office.clock())

    office.town.before = hurry
    assert released(office) == []
    assert office.town.issues["ED-1"].status == "Backlog"
    assert acts(office) == [("gate-closed", None)]


@pytest.mark.parametrize("place", range(10))
@pytest.mark.parametrize("after", [False, True])
def test_a_death_at_any_request_takes_back_once_and_says_so_once(
    office: Office, place: int, *, after: bool
) -> None:
    """Before the request is carried out, or after; another worker takes over."""
    calls = iter(range(99))

    def dying(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any) -> Any:
            fatal = next(calls) == place
            if fatal and not after:
                raise Died
            made = real(*given)
            if fatal:
                raise Died
            return made

        return call

    for name in ("issue", "get_property", "trail", "transitions", "transition", "add_comment"):
        setattr(office.town, name, dying(getattr(office.town, name)))
    office.town.move("ED-1", "Released", "ann", office.clock())
    seen = len(office.town.journal)
    office.hint()
    office.two_lives()
    assert what(office.town.journal[seen:]) == ["status", "comment"]
    assert office.town.issues["ED-1"].status == "In review"
    assert acts(office) == [("gate-closed", None), ("transition-reverted", "1")]
    assert office.dead() == []


def move(at: float, by: str = "ann", number: str = "9") -> Move:
    """Release an issue."""
    return Move(number, by, datetime.fromtimestamp(at, UTC), "In review", "Released", "1")


CLOSED = Memory(gates=((0.0, False),))


@pytest.mark.parametrize(
    ("trail", "since", "memory", "act"),
    [
        (Trail("Released", (move(50),)), 0.0, CLOSED, "revert"),
        (Trail("Released", (move(50),)), 60.0, CLOSED, None),
        (Trail("Released", (move(50),)), None, CLOSED, None),
        (Trail("Released"), 0.0, CLOSED, None),
        (Trail("Backlog", (move(50),)), 0.0, CLOSED, None),
        (Trail("Released", (replace(move(50), at=None),)), 0.0, CLOSED, None),
        (Trail("Released", (replace(move(50), after="Done"),)), 0.0, CLOSED, None),
        (Trail("Released", (move(50, by="app"),)), 0.0, CLOSED, "hold"),
        (Trail("Released", (move(50),)), 0.0, Memory(), "revert"),
        (Trail("Released", (move(50),)), 0.0, Memory(gates=((40.0, True), (60.0, False))), None),
        (Trail("Released", (move(50),)), 0.0, Memory(gates=((55.0, True), (60.0, False))), None),
        (
            Trail("Released", (move(50),)),
            0.0,
            replace(CLOSED, acted={"9": "transition-held"}),
            "held",
        ),
        (
            Trail("Released", (move(50),)),
            0.0,
            replace(CLOSED, acted={"9": "transition-reverted"}),
            None,
        ),
        (Trail("Released", (move(50),)), 0.0, replace(CLOSED, reverted=(70.0,) * 3), "hold"),
        (Trail("Released", (move(50),)), 0.0, replace(CLOSED, reverted=(70.0,) * 2), "revert"),
    ],
)
def test_a_move_is_judged_by_when_it_was_and_what_was_done(
    trail: Trail, since: float | None, memory: Memory, act: str | None
) -> None:
    """What is not known for sure stands."""
    found = judge("Released", trail, since, memory, me="app", now=100.0)
    assert (found.act if isinstance(found, Finding) else None) == act


def test_the_manifest_says_what_is_said_here() -> None:
    """Its rules read the app's own field, never the property that every editor can write."""
    path = Path(jira_app.__file__).parent / "forge" / "manifest.yml"
    modules = yaml.safe_load(path.read_text(encoding="utf-8"))["modules"]
    rules = [*modules["jira:workflowValidator"], *modules["jira:workflowCondition"]]
    assert [rule["expression"] for rule in rules] == [MANIFEST, MANIFEST]
    assert modules["jira:workflowValidator"][0]["errorMessage"] == MESSAGE
    field = modules["jira:customField"][0]
    assert (field["key"], field["readOnly"]) == (FIELD, True)
    filled = MANIFEST.replace("${FAIRGATE_JIRA_GATE_FIELD}", "customfield_10061")
    assert filled == gate_is_open("customfield_10061")


@pytest.mark.parametrize("field", ["customfield_10061 || true", "summary", "", "customfield_"])
def test_nothing_but_a_field_gets_into_an_expression(field: str) -> None:
    """Else an administrator's slip would open the gate."""
    with pytest.raises(UserError):
        gate_is_open(field)


@pytest.mark.parametrize("deployment", ["Cloud", "Server"])
def test_the_whole_way_with_a_real_client(
    tmp_path: Path,
    make_twin: Callable[..., JiraTwin],
    make_client: Callable[..., JiraClient],
    deployment: str,
) -> None:
    """Refused, taken back, approved, let through: over HTTP, on Cloud and on Data Center."""
    cloud = deployment == "Cloud"
    clock = Clock()
    twin = make_twin(
        steps=seed.story_steps(),
        deployment=deployment,
        version="10.3.0",
        clock=lambda: datetime.fromtimestamp(clock(), UTC),
    )
    twin.create_issue("ED", "Sort by age")
    field = seed.GATE_APP if cloud else seed.GATE_SELECT
    client = make_client(
        of=twin, gate_field=field, **({} if cloud else {"email": "", "cloud": False})
    )
    with new_store("sqlite", tmp_path) as store:
        office = Office(store)
        office.clock = clock
        desk = Desk(store, client, judge_words, clock, gate_field=field)
        worker = Worker(desk, "a", lambda: 1.0)
        office.setup(gated_statuses=("Released",))

        def look() -> None:
            clock.pass_(60)
            with store.begin() as db:
                hint = inbox.Hint("ED-1", "jira:issue_updated", f"{clock()}")
                inbox.accept(db, hint, clock())
            worker.drain()
            clock.pass_(60)

        look()
        assert twin.issue("ED-1").values[field] == "closed"
        for step in ("61", "71", "81"):
            twin.move_issue("ED-1", step)
        look()
        assert twin.issue("ED-1").status == seed.IN_REVIEW
        office.assess(State.APPROVED)
        look()
        assert twin.issue("ED-1").values[field] == "open"
        twin.move_issue("ED-1", "81")
        look()
        assert twin.issue("ED-1").status == seed.RELEASED
        assert office.dead() == []
