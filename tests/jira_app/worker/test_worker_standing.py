"""What people see on an issue of assessment, evidence, rollout and gate; and what is kept of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, insert, select

from jira_app.assessments.case import State
from jira_app.display import Changes
from jira_app.display.plan import global_id
from jira_app.store.records import acceptances, issues
from jira_app.store.tables import WAITING, outbox
from jira_app.worker.look import FLAG
from tests.jira_app.databases import KINDS, new_store
from tests.jira_app.office import BROWSING, REPORT, Office, what
from tests.jira_app.town import NOON

HARMLESS = replace(BROWSING, summary="Sort by price")
DAY = 86400.0


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """Open an empty store of either kind."""
    with new_store(request.param, tmp_path) as engine:
        yield engine


@pytest.fixture
def office(store: Engine) -> Office:
    """Let one issue of high risk have been looked at."""
    office = Office(store, BROWSING)
    office.after()
    return office


def test_an_approval_clears_the_flag_opens_the_gate_and_is_said_once(office: Office) -> None:
    """Who approved, and until when."""
    office.know("p-rex", "Rex Reader")
    office.assess(State.APPROVED, level="high")
    assert what(office.after()) == ["flagged", "comment", "property"]
    assert not office.town.issues["ED-1"].flagged
    found = office.shown()
    assert (found["gate"], found["reasons"], found["assessment_state"]) == ("open", [], "approved")
    assert found["assessment"] == {
        "template": "preflight",
        "state": "approved",
        "level": "high",
        "until": "2026-11-22",
    }
    said = office.said(office.comments()[-1])
    assert "Rex Reader" in said
    assert "2026-11-22" in said
    assert office.after() == []


@pytest.mark.parametrize(
    ("state", "end", "words"),
    [
        (State.LAPSED, "lapsed", "lapsed"),
        (State.CHANGES_REQUESTED, "withdrawn", "was withdrawn"),
        (None, "withdrawn", "was withdrawn"),
    ],
)
def test_an_approval_that_no_longer_holds_is_said_once(
    office: Office, state: State | None, end: str, words: str
) -> None:
    """The flag is back and the gate closed, with the remedy."""
    office.assess(State.APPROVED)
    office.after()
    decided = office.clock()
    office.clock.pass_(60)
    office.assess(state or State.DRAFT, decided=decided if state is State.LAPSED else None)
    assert what(office.after()) == ["flagged", "comment", "property"]
    assert office.comments()[-1].endswith(end)
    assert words in office.said(office.comments()[-1])
    assert office.shown()["gate"] == "closed"
    assert office.after() == []
    office.clock.pass_(60)
    office.assess(State.APPROVED)
    office.after()
    assert [marker.rpartition("-")[2] for marker in office.comments()] == [
        "high",
        "given",
        end,
        "given",
    ]


def test_an_approval_whose_time_is_over_counts_as_lapsed(office: Office) -> None:
    """Whether or not the store has noticed."""
    office.assess(State.APPROVED)
    office.after()
    office.clock.pass_(DAY)
    office.after()
    assert office.shown()["assessment_state"] == "lapsed"
    said = office.comments()
    office.assess(State.LAPSED, decided=NOON, until=NOON + DAY)
    office.after()
    assert office.comments() == said


def test_a_verdict_is_said_when_it_changes_and_not_at_every_run(office: Office) -> None:
    """Per policy; the link is changed, not added."""
    office.assess(State.APPROVED)
    office.after()
    before = len(office.comments())
    office.judged("fail")
    assert what(office.after()) == ["link", "comment", "property"]
    found = office.shown()
    assert (found["evidence_outcome"], found["gate"]) == ("fail", "closed")
    assert found["evidence"] == [
        {"policy": "loan", "outcome": "fail", "commit": "c0ffee", "report": REPORT}
    ]
    assert "loan" in found["reasons"][0]
    assert "Women: fail <b>." in office.said(office.comments()[-1])
    office.judged("fail", commit="decaf")
    assert what(office.after()) == ["property"], "another run, the same verdict"
    office.judged("pass", policy="hiring")
    office.judged("pass")
    assert what(office.after()) == ["link", "link", "comment", "comment", "property"]
    assert len(office.comments()) == before + 3
    assert office.shown()["gate"] == "open"
    assert set(office.town.links["ED-1"]) == {"fairgate:loan", "fairgate:hiring"}


def test_a_property_that_somebody_wiped_out_makes_nothing_be_said_again(office: Office) -> None:
    """Markers come from the store: the run of verdicts that it is in."""
    office.assess(State.APPROVED)
    office.judged("fail")
    office.rolled(decision="open", ceiling=10, by="ann")
    office.after()
    office.judged("fail")
    office.rolled(decision="open", ceiling=10, by="ann")
    office.after()
    said = office.comments()
    office.town.properties["ED-1"] = {"risk": "high"}
    office.after()
    assert office.comments() == said


def test_old_evidence_that_comes_late_changes_nothing(office: Office) -> None:
    """Newest is what was judged last."""
    office.judged("fail")
    office.after()
    office.judged("pass", report={"judged": "2026-01-01T00:00:00Z"})
    assert office.after() == []


def test_evidence_that_nobody_trusted_signed_is_not_shown(office: Office) -> None:
    """It decides nothing, and is not talked about."""
    office.judged("fail", trusted=False)
    assert office.after() == []


def test_an_address_that_is_none_is_not_linked(office: Office) -> None:
    """Whatever a job claims."""
    office.judged("fail", report_url="javascript:alert(1)")
    assert what(office.after()) == ["comment", "property"]


def test_a_rollout_is_said_when_the_decision_changes(office: Office) -> None:
    """Who did what; a lease that is renewed is no news."""
    office.rolled(decision="open", ceiling=10, by="ann", until="a")
    assert what(office.after()) == ["comment", "property"]
    assert office.shown()["rollout"] == [
        {
            "flag": "scoring",
            "environment": "production",
            "decision": "open",
            "ceiling": "10",
            "by": "ann",
            "why": "",
        }
    ]
    said = office.said(office.comments()[-1])
    assert all(word in said for word in ("scoring", "production", "open", "10 %", "ann"))
    office.rolled(decision="open", ceiling=10, by="ann", until="b")
    assert office.after() == []
    office.rolled(decision="closed", by="fairgate", reasons=["The approval lapsed."])
    assert what(office.after()) == ["comment", "property"]
    assert "The approval lapsed." in office.said(office.comments()[-1])


def test_an_accepted_risk_opens_what_evidence_closed(office: Office) -> None:
    """Until it ends."""
    office.assess(State.APPROVED, until=NOON + 9 * DAY)
    office.judged("fail")
    office.after()
    row = {"issue": "ED-1", "by": "p-pam", "words": "w", "at": NOON, "until": NOON + DAY}
    with office.store.begin() as db:
        db.execute(insert(acceptances).values(row))
    office.after()
    assert office.shown()["gate"] == "open"
    office.clock.pass_(DAY)
    office.after()
    assert office.shown()["gate"] == "closed"


def test_the_gate_field_is_closed_first_and_opened_last(store: Engine) -> None:
    """So that it never stands open for what is not shown yet."""
    office = Office(store, BROWSING, gate_field="customfield_10051")
    assert what(office.after()) == ["gate", "labels", "flagged", "comment", "property"]
    assert office.town.issues["ED-1"].gate == "closed"
    office.assess(State.APPROVED)
    assert what(office.after()) == ["flagged", "comment", "gate", "property"]
    assert office.town.issues["ED-1"].gate == "open"
    office.town.edit("ED-1", gate="closed")
    assert what(office.after()) == ["gate"], "somebody set it by hand"


def test_the_board_keeps_an_issue_as_it_was_seen(store: Engine) -> None:
    """Squad by component or label; gone when Jira has it no more, and back again."""
    issue = replace(BROWSING, status="Backlog", assignee="Ada", labels=("squad-lending",))
    office = Office(store, issue)
    office.after()
    office.clock.pass_(60)
    office.town.edit("ED-1", components=("Scoring",), summary="Sort by name\0")
    office.after()
    assert row(office) == {
        "key": "ED-1",
        "project": "ED",
        "summary": "Sort by name\0".replace("\0", ""),
        "status": "Backlog",
        "owner": "Ada",
        "squad": "Scoring",
        "risk": "none",
        "needs_assessment": False,
        "gone": False,
        "first_seen": NOON,
        "seen": NOON + 60,
    }
    kept = office.town.issues.pop("ED-1")
    for seconds in (NOON + 120, NOON + 120):
        office.clock.now = seconds
        office.after()
        assert (row(office)["gone"], row(office)["seen"]) == (True, NOON + 120)
    office.town.issues["ED-1"] = kept
    office.after()
    assert not row(office)["gone"]


def row(office: Office) -> dict[str, Any]:
    """Read the issue's row."""
    with office.store.begin() as db:
        return dict(db.execute(select(issues)).mappings().one())


def test_changes_of_risk_are_remembered(office: Office) -> None:
    """By ids of signals, once each."""
    office.after()
    office.town.edit("ED-1", summary="Sort by price")
    office.after()
    found = [(entry.actor, entry.event, entry.facts) for entry in office.past()]
    assert found == [
        ("fairgate", "risk-changed", {"from": "none", "to": "high", "signals": ["age"]}),
        ("fairgate", "risk-changed", {"from": "high", "to": "none", "signals": []}),
    ]


def test_an_override_is_remembered_without_the_name(office: Office) -> None:
    """Set, changed, taken back; its reason stands apart, so that it can be erased."""
    override = {"risk": "low", "name": "Ada", "reason": "tested", "date": "2026-11-02"}
    for changed in (override | {"account": "ada"}, override | {"reason": "tested again"}, None):
        office.shown()["override"] = changed
        for _ in range(2):
            office.after()
    found = [entry for entry in office.past() if "overrid" in entry.event]
    assert [(each.event, each.actor, each.reason) for each in found] == [
        ("risk-overridden", "jira:ada", "tested"),
        ("risk-overridden", "jira:", "tested again"),
        ("override-withdrawn", "jira:", None),
    ]
    assert "Ada" not in json.dumps([dict(each.facts) for each in found])


def test_a_project_that_is_not_enabled_is_left_alone(store: Engine) -> None:
    """Its hints are done with; what was decided before is not told; enabled, it is looked at."""
    office = Office(store, BROWSING)
    office.setup(enabled=False)
    assert office.after() == []
    assert office.town.requests == []
    with store.begin() as db:
        row = {"issue": "ED-1", "kind": FLAG, "payload": {}, "made": 0.0, "state": WAITING}
        db.execute(insert(outbox).values(row))
    assert office.after() == []
    assert (office.dead(), office.past()) == ([], ())
    office.setup(enabled=True)
    assert "property" in what(office.after())


def test_what_waits_in_the_outbox_since_an_older_version_is_told(store: Engine) -> None:
    """Without gate, notes and links; its one comment keeps its marker."""
    office = Office(store, BROWSING)
    old = {
        "override": None,
        "value": {"version": 1, "risk": "high", "flagged": True, "rises": 1},
        "add_labels": ["fairgate-risk-high"],
        "remove_labels": [],
        "risk": None,
        "flagged": True,
        "comment": {"type": "doc", "version": 1, "content": []},
        "marker": "triage-1-high",
    }
    with store.begin() as db:
        row = {"issue": "ED-1", "kind": FLAG, "payload": old, "made": 0.0, "state": WAITING}
        db.execute(insert(outbox).values(row))
    seen = what(office.after())
    assert seen == ["labels", "flagged", "comment", "property", "property"]
    assert office.comments() == ["triage-1-high"]


def test_changes_are_read_as_they_were_written() -> None:
    """Through JSON, as the outbox keeps them."""
    changes = Changes(override={"risk": "low"}, value={"risk": "low"}, gate="open", issue_id="7")
    assert Changes.from_json(json.loads(json.dumps(changes.as_json()))) == changes


def test_the_property_stays_within_what_jira_takes(store: Engine) -> None:
    """However many policies there are, and whatever people put beside it."""
    office = Office(store, BROWSING)
    for number in range(30):
        office.judged("fail", policy=f"{number:02d}" + "ü" * 400, report_url=REPORT + "/x" * 200)
    own = {"risk": "high", "name": "Ada", "reason": "ü" * 3000, "date": "2026-11-02"}
    office.town.properties["ED-1"] = {"override": own}
    office.after()
    found = office.shown()
    assert len(json.dumps(found)) <= 32768
    assert (found["evidence_outcome"], found["override"]) == ("fail", own)
    assert len(office.comments()) == 10
    assert office.after() == []


def test_a_link_has_a_name_that_jira_takes() -> None:
    """At most 255 characters, and another policy's is another's."""
    names = {global_id("x" * length) for length in (3, 240, 241, 5000)}
    assert len(names) == 4
    assert max(map(len, names)) <= 255
