"""From a hint to what people see: once, in order, through refusals and deaths."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from fairgate.triage import Item, RiskFlag
from jira_app.jira import JiraError
from jira_app.store import inbox, lanes, letters
from jira_app.store.inbox import Hint
from jira_app.worker import Limits, Worker
from tests.jira_app.databases import new_store
from tests.jira_app.office import BROWSING, Died, Office, what
from tests.jira_app.town import NOON, Town, judge


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Engine]:
    """Open an empty store; tests/jira_app/store holds what both databases must do."""
    with new_store("sqlite", tmp_path) as engine:
        yield engine


def test_an_issue_gets_its_flag_with_reasons(store: Engine) -> None:
    """Label, Jira's flag, one comment, and last the property."""
    office = Office(store, BROWSING)
    seen = office.after()
    assert what(seen) == ["labels", "flagged", "comment", "property"]
    assert office.town.issues["ED-1"].labels == ("app", "fairgate-risk-high")
    assert office.town.properties["ED-1"] == {
        "version": 1,
        "risk": "high",
        "triaged": "high",
        "needs_assessment": True,
        "assessment_state": "none",
        "evidence_outcome": "none",
        "gate": "closed",
        "reasons": [
            (
                "The risk is high and nobody assessed it yet. "
                "Fill in the impact assessment and submit it."
            )
        ],
        "signals": [{"id": "age", "why": "age matters", "text": "age"}],
        "evidence": [],
        "rollout": [],
        "said": {},
        "flagged": True,
        "rises": 1,
        "judged": "2026-11-21T12:00:00+00:00",
    }


def test_nothing_is_written_when_nothing_changed(store: Engine) -> None:
    """So that the events our own writes cause come to rest."""
    office = Office(store, BROWSING)
    office.after()
    office.clock.pass_(3600)
    before = len(office.town.requests)
    assert office.after() == []
    assert office.town.requests[before:] == [("issue", "ED-1"), ("get_property", "ED-1")]


def test_a_harmless_issue_is_noted_and_not_talked_about(store: Engine) -> None:
    """Only the property, which says that somebody looked."""
    office = Office(store, replace(BROWSING, summary="Sort by price"))
    assert what(office.after()) == ["property"]
    assert office.town.properties["ED-1"]["risk"] == "none"


def test_an_edit_is_judged_again(store: Engine) -> None:
    """Down and up again: labels and flag follow; a comment only when the risk rises."""
    office = Office(store, BROWSING)
    office.after()
    office.town.edit("ED-1", summary="Sort by name")
    assert what(office.after()) == ["labels", "flagged", "property"]
    assert office.town.issues["ED-1"].labels == ("app", "fairgate-risk-medium")
    office.town.edit("ED-1", summary="Sort by age")
    assert what(office.after()) == ["labels", "flagged", "comment", "property"]
    assert list(office.town.posted["ED-1"]) == ["triage-1-high", "triage-2-high"]


def test_a_site_with_a_risk_field_shows_it_there_and_not_as_a_label(store: Engine) -> None:
    """A label from before the field was configured goes."""
    office = Office(
        store, replace(BROWSING, labels=("fairgate-risk-low",)), risk_field="customfield_10050"
    )
    assert what(office.after()) == ["labels", "risk", "flagged", "comment", "property"]
    assert office.town.issues["ED-1"].risk == "high"
    assert office.town.issues["ED-1"].labels == ()


def test_a_persons_override_is_obeyed_and_kept(store: Engine) -> None:
    """Through every later look, with what triage thinks beside it."""
    office = Office(store, BROWSING)
    office.after()
    override = {
        "risk": "low",
        "name": "Ada",
        "reason": "tested with 40 people",
        "date": "2026-11-02",
    }
    office.town.properties["ED-1"]["override"] = override
    assert what(office.after()) == ["labels", "flagged", "property"]
    office.town.edit("ED-1", summary="Sort by name")
    office.after()
    found = office.town.properties["ED-1"]
    assert (found["risk"], found["triaged"], found["override"]) == ("low", "medium", override)
    assert len(office.town.posted["ED-1"]) == 1


@pytest.mark.parametrize(
    "override", [{"risk": "none"}, {"risk": "none", "name": " "}, "none", None]
)
def test_an_override_without_name_and_reason_is_kept_and_counts_for_nothing(
    store: Engine, override: object
) -> None:
    """It is not ours to delete."""
    office = Office(store, BROWSING)
    office.town.properties["ED-1"] = {"override": override}
    office.after()
    found = office.town.properties["ED-1"]
    assert (found["risk"], found["override"]) == ("high", override)


def test_an_override_that_comes_between_looking_and_telling_is_not_overwritten(
    store: Engine,
) -> None:
    """The decision is dropped and taken again."""
    office = Office(store, BROWSING)
    override = {"risk": "none", "name": "Ada", "reason": "a mock-up", "date": "2026-11-02"}
    reads = iter(range(99))

    def decide(request: str) -> None:
        if request == "get_property" and next(reads) == 1:
            office.town.properties["ED-1"] = {"override": override}

    office.town.before = decide
    assert what(office.after()) == ["property"]
    assert office.town.properties["ED-1"]["risk"] == "none"
    assert office.town.properties["ED-1"]["override"] == override


def test_a_flag_that_a_person_removed_is_not_put_back(store: Engine) -> None:
    """As long as our own mind does not change."""
    office = Office(store, BROWSING)
    office.after()
    office.town.edit("ED-1", flagged=False)
    assert office.after() == []
    office.town.edit("ED-1", flagged=True, summary="Sort by name")
    office.after()
    assert not office.town.issues["ED-1"].flagged


def test_a_flag_that_a_person_set_stays_theirs(store: Engine) -> None:
    """It was there for another reason, and is not cleared when the risk falls."""
    office = Office(store, replace(BROWSING, flagged=True))
    assert what(office.after()) == ["labels", "comment", "property"]
    office.town.edit("ED-1", summary="Sort by price")
    assert what(office.after()) == ["labels", "property"]
    assert office.town.issues["ED-1"].flagged


def test_many_hints_about_one_issue_are_answered_by_one_look(store: Engine) -> None:
    """Fifty edits in a row cost what one costs."""
    office = Office(store, BROWSING)
    for _ in range(50):
        office.hint()
    office.worker.drain()
    assert office.town.requests.count(("issue", "ED-1")) == 1


def test_the_apps_own_label_is_no_sign_of_risk() -> None:
    """Else a risk could never fall."""
    from jira_app.triage import item  # noqa: PLC0415 - only here

    assert item(replace(BROWSING, labels=("fairgate-risk-high", "age"))).labels == ("age",)


def test_hostile_words_stay_words_and_short(store: Engine) -> None:
    """Quotes are text nodes of a bounded length."""
    office = Office(store, BROWSING)
    hostile = "age [x](javascript:1) {noformat}" + "<b>" * 999

    def shout(item: Item) -> RiskFlag:
        flag = judge(item)
        return RiskFlag(
            item.id, flag.risk, tuple(replace(s, text=hostile) for s in flag.signals * 99)
        )

    office.worker = Worker(replace(office.desk, judge=shout), "a", lambda: 1.0)
    office.after()
    signals = office.town.properties["ED-1"]["signals"]
    assert len(signals) == 6
    assert {len(signal["text"]) for signal in signals} == {120}
    nodes = list(texts(office.town.posted["ED-1"]["triage-1-high"]))
    assert max(len(node["text"]) for node in nodes) < 300
    assert not any(mark["type"] == "link" for node in nodes for mark in node.get("marks", ()))


def texts(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Walk through the texts of an ADF document."""
    if node["type"] == "text":
        yield node
    for child in node.get("content", ()):
        yield from texts(child)


@pytest.mark.parametrize("kind", ["down", "throttled", "conflict", "forbidden"])
def test_what_may_pass_is_tried_again_later_and_done_once(store: Engine, kind: Any) -> None:
    """At each of the eight requests in turn."""
    office = Office(store, BROWSING)
    for place in range(8):
        office.town.troubles = [None] * place + [JiraError(kind, "GET: late", retry_after=7)]
        office.town.edit("ED-1", summary=f"Sort {place} by age")
        office.after()
        office.clock.pass_(7)
        office.worker.drain()
        office.clock.pass_(2)
        office.worker.drain()
    assert len(office.town.posted["ED-1"]) == 1
    assert what(office.town.journal) == ["labels", "flagged", "comment", "property"]
    assert office.dead() == []


def test_what_was_decided_is_told_before_a_later_event_is_looked_at(store: Engine) -> None:
    """An event that comes during the first look waits until people see its result."""
    office = Office(store, BROWSING)

    def edit(request: str) -> None:
        if request == "get_property":
            office.town.before = str
            office.town.edit("ED-1", summary="Sort by name")
            office.hint()

    office.town.before = edit
    office.after()
    looks = [n for n, (name, _) in enumerate(office.town.requests) if name == "issue"]
    told = [n for n, (name, _) in enumerate(office.town.requests) if name == "set_property"]
    assert looks[0] < told[0] < looks[1] < told[1]
    assert office.town.properties["ED-1"]["risk"] == "medium"


def test_jira_is_not_asked_again_before_the_time_it_names(store: Engine) -> None:
    """Retry-After, and then some."""
    office = Office(store, BROWSING)
    office.town.troubles = [JiraError("down", "GET issue/ED-1: late", retry_after=7)]
    office.after()
    office.clock.pass_(6.9)
    office.worker.drain()
    assert len(office.town.requests) == 1
    office.clock.pass_(1.2)
    office.worker.drain()
    assert "ED-1" in office.town.properties


def test_a_spent_quota_stops_everything_for_as_long_as_jira_says(store: Engine) -> None:
    """No request in between, about any issue."""
    office = Office(store, BROWSING, replace(BROWSING, key="ED-2"))
    office.town.troubles = [JiraError("throttled", "GET: quota", retry_after=90, pause_all=True)]
    office.after()
    office.hint("ED-2")
    office.clock.pass_(89)
    office.worker.drain()
    assert len(office.town.requests) == 1
    office.clock.pass_(1)
    office.worker.drain()
    assert set(office.town.properties) == {"ED-1", "ED-2"}


def test_what_jira_will_never_take_is_a_dead_letter_and_the_rest_is_written(store: Engine) -> None:
    """A flag that is on no screen must not keep the property from being set."""
    office = Office(store, BROWSING)

    def refuse(request: str) -> None:
        if request == "set_flagged":
            raise JiraError("invalid", "PUT issue/ED-1: not on the appropriate screen")

    office.town.before = refuse
    assert what(office.after()) == ["labels", "comment", "property"]
    assert office.dead() == ["invalid: PUT issue/ED-1: not on the appropriate screen"]
    office.town.before = str
    with store.begin() as db:
        assert letters.replay(db, office.clock()) == 1
    office.worker.drain()
    assert office.town.issues["ED-1"].flagged
    assert len(office.town.posted["ED-1"]) == 1
    assert office.dead() == []


def test_work_is_given_up_after_so_many_tries_and_the_next_gets_its_turn(store: Engine) -> None:
    """Other issues do not wait meanwhile."""
    office = Office(store, BROWSING, replace(BROWSING, key="ED-2"))

    def refuse(request: str) -> None:
        if request == "issue" and len(office.town.requests) < 6:
            raise_forbidden(office.town)

    office.town.before = refuse
    office.hint()
    for _ in range(6):
        office.worker.drain()
        office.clock.pass_(300)
    assert office.dead() == ["forbidden: GET issue: no right"]
    office.town.before = str
    assert what(office.after()) == ["labels", "flagged", "comment", "property"]
    assert office.dead() == [], "the newer look answered it"


def raise_forbidden(town: Town) -> None:
    """Refuse as Jira does a token without rights, and count the request."""
    town.requests.append(("refused", ""))
    raise JiraError("forbidden", "GET issue: no right")


def test_an_issue_that_is_gone_is_no_failure(store: Engine) -> None:
    """Deleted, or moved under another key."""
    office = Office(store)
    assert office.after("ED-9") == []
    assert office.dead() == []


def test_a_bug_about_one_issue_does_not_stop_the_others(store: Engine) -> None:
    """It becomes a dead letter that names the kind of error, not the issue's words."""
    office = Office(store, BROWSING, replace(BROWSING, key="ED-2"))

    def fail(item: Item) -> RiskFlag:
        if item.id == "ED-1":
            raise ZeroDivisionError(item.summary)
        return judge(item)

    office.worker = Worker(replace(office.desk, judge=fail), "a", lambda: 1.0, Limits(longest=1.0))
    office.hint()
    office.hint("ED-2")
    for _ in range(3):
        office.worker.drain()
        office.clock.pass_(1)
    assert set(office.town.properties) == {"ED-2"}
    assert office.dead() == ["ZeroDivisionError"]


@pytest.mark.parametrize("place", range(16))
def test_a_death_at_any_request_loses_nothing_and_repeats_nothing(
    store: Engine, place: int
) -> None:
    """Another worker takes over when the lease runs out, and people see each change once."""
    office = Office(store, BROWSING)
    calls = iter(range(99))
    real = office.town.add_comment

    def die(_request: str) -> None:
        if next(calls) == place:
            raise Died

    def comment_and_die(key: str, adf: dict[str, Any], marker: str) -> str:
        made = real(key, adf, marker)
        die("answer to add_comment")
        return made

    office.town.before = die
    office.town.add_comment = comment_and_die  # type: ignore[method-assign]
    office.hint()
    office.two_lives()
    assert what(office.town.journal) == ["labels", "flagged", "comment", "property"]
    assert len(office.town.posted["ED-1"]) == 1
    assert office.dead() == []


def test_a_worker_whose_lease_ran_out_writes_no_more(store: Engine) -> None:
    """It slept; another did the work meanwhile."""
    office = Office(store, BROWSING)
    other = office.hire("b")

    def sleep(request: str) -> None:
        if request == "set_labels":
            office.town.before = str
            office.clock.pass_(61)
            other.drain()

    office.town.before = sleep
    office.hint()
    office.worker.drain()
    assert what(office.town.journal) == ["labels", "flagged", "comment", "property"]
    assert office.town.requests.count(("add_comment", "ED-1")) == 1


def test_a_worker_runs_in_a_thread_wakes_and_stops(store: Engine) -> None:
    """It looks by itself only once an hour here, so that waking is what makes it work."""
    office = Office(store, BROWSING)
    worker = Worker(office.desk, "a", lambda: 1.0, idle=3600.0)
    done: list[str] = []

    def watch(request: str) -> None:
        if request == "set_property":
            worker.stop()
            done.append(request)

    office.town.before = watch
    thread = worker.start()
    office.hint()
    worker.wake()
    thread.join(timeout=30)
    assert done == ["set_property"]
    assert not thread.is_alive()


def test_old_work_is_forgotten_after_a_month(store: Engine) -> None:
    """Its repetitions would only be looked at once more."""
    office = Office(store, BROWSING)
    office.after()
    office.clock.pass_(31 * 24 * 3600)
    office.worker.stop()
    office.worker._tidy()
    with store.begin() as db:
        assert inbox.accept(db, Hint("ED-1", "jira:issue_updated", "digest-1"), NOON)
        assert lanes.tries(db, "ED-1") == 0
