"""No order of steps leads to an approval without the right person."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from assessing import ANN, BEN, EVE, PAM, REX, RIA, example, library
from hypothesis import given, settings
from hypothesis import strategies as st

from fairgate.assessment import Template
from fairgate.content import ContentFile
from jira_app.access import Person, Role
from jira_app.assessments import lifecycle
from jira_app.assessments.case import Case, State
from jira_app.assessments.deciders import needs_reviewer
from jira_app.assessments.refusal import Refusal, Refused
from jira_app.assessments.scored import Scored, score
from jira_app.assessments.step import Step, begin
from jira_app.projects import Project

NOW = 1_000_000.0
DAY = 86_400.0
LOAN = Project("LOAN")
NOBODY: frozenset[str] = frozenset()


def preflight() -> ContentFile[Template]:
    """Read the template that most projects use."""
    return library().file("preflight", "template")


@cache
def scored(name: str) -> Scored:
    """Score an example; ``""`` has no answers."""
    return score(preflight(), example(name) if name else {})


def of(level: str) -> str:
    """Name an example of a level."""
    return {
        "none": "css-refactor",
        "low": "push-copy",
        "medium": "name-validation",
        "high": "credit-scoring",
    }[level]


def draft(name: str, author: Person = ANN) -> Case:
    """Make a draft of an example by somebody."""
    fresh = begin("a1", "LOAN-1", scored("").stamp, author.id, NOW)
    step = lifecycle.edit(fresh, scored(name), author.id, NOW)
    assert step is not None
    return step.case


def submitted(name: str, author: Person = ANN, by: Person = ANN) -> Case:
    """Make one that waits for a decision."""
    return lifecycle.submit(draft(name, author), scored(name), LOAN, by.id, NOW).case


def approve(case: Case, person: Person, **given: Any) -> Case:
    """Approve an example with the project's defaults."""
    answers = score(preflight(), case.answers)
    parts = {"passed": NOBODY, "now": NOW, **given}
    project = parts.pop("project", LOAN)
    return lifecycle.approve(case, answers, project, person, **parts).case


@pytest.mark.parametrize("level", ["none", "low", "medium", "high"])
def test_examples_have_their_levels(level: str) -> None:
    """The examples of this file are what they are called."""
    assert scored(of(level)).level == level


def test_a_level_is_unknown_until_no_answer_can_change_it() -> None:
    """An empty form shows no level, and no numbers of a risk."""
    empty = scored("")
    assert (empty.level, empty.numbers["residual"]) == ("", None)
    assert needs_reviewer(empty, LOAN)


def test_numbers_are_those_of_the_largest_risk() -> None:
    """Likelihood is reach, severity severity; where nobody is touched all are 0."""
    numbers = scored(of("high")).numbers
    assert numbers["inherent"] >= numbers["residual"] >= 72
    assert 0 <= numbers["likelihood"] <= 4
    assert 0 <= numbers["severity"] <= 4
    assert set(scored(of("none")).numbers.values()) == {0.0}


@pytest.mark.parametrize("name", ["", "only-one"])
def test_what_lacks_a_required_answer_cannot_be_submitted(name: str) -> None:
    """And the refusal names the questions."""
    answers = {"preflight.screen.notice": "nobody"} if name else {}
    half = score(preflight(), answers)
    case = draft(of("none"))
    with pytest.raises(Refused) as refused:
        lifecycle.submit(case, half, LOAN, ANN.id, NOW)
    assert refused.value.why is Refusal.MISSING_ANSWERS
    assert "preflight.screen.change" in refused.value.names


def test_level_none_approves_itself_and_says_so() -> None:
    """Two entries: somebody submitted, fairgate approved."""
    step = lifecycle.submit(draft(of("none")), scored(of("none")), LOAN, ANN.id, NOW)
    assert (step.case.state, step.case.decided_by) == (State.APPROVED, None)
    assert step.case.until == NOW + 180 * DAY
    assert [(r.event, r.actor) for r in step.records] == [
        ("assessment-submitted", ANN.id),
        ("assessment-approved", "fairgate"),
    ]
    assert step.records[1].facts["by_itself"] is True


def test_level_none_needs_a_reviewer_where_the_project_says_so() -> None:
    """``reviewer_from: none`` means every level."""
    project = replace(LOAN, reviewer_from="none")
    step = lifecycle.submit(draft(of("none")), scored(of("none")), project, ANN.id, NOW)
    assert step.case.state is State.SUBMITTED


def test_a_line_that_a_template_does_not_know_means_a_reviewer_always() -> None:
    """Canada's levels are I to IV; "high" is none of them, and a record has no level at all."""
    canada = score(library().file("canada-aia", "template"), {})
    record = score(library().file("eu-fria", "template"), {})
    assert needs_reviewer(canada, LOAN)
    assert needs_reviewer(record, LOAN)


@pytest.mark.parametrize(
    ("level", "person", "why"),
    [
        ("high", ANN, [Refusal.OWN_WORK, Refusal.NOT_A_REVIEWER]),
        ("high", BEN, [Refusal.NOT_A_REVIEWER]),
        ("high", PAM, [Refusal.NOT_A_REVIEWER]),
        ("high", REX, []),
        ("low", ANN, [Refusal.OWN_WORK]),
        ("low", BEN, []),
        ("low", REX, []),
    ],
)
def test_who_may_approve(level: str, person: Person, why: list[Refusal]) -> None:
    """Never the author; from the project's line on a reviewer."""
    case = submitted(of(level))
    against = lifecycle.obstacles(case, scored(of(level)), LOAN, person, NOBODY)
    assert [refused.why for refused in against] == why
    if why:
        with pytest.raises(Refused):
            approve(case, person)
    else:
        assert approve(case, person).decided_by == person.id


def test_neither_the_author_nor_the_submitter_decides() -> None:
    """Ria began it, Rex submitted it: both are reviewers, and neither may."""
    case = submitted(of("high"), author=RIA, by=REX)
    for person in (RIA, REX):
        with pytest.raises(Refused, match="own-work"):
            approve(case, person)


def test_only_named_reviewers_where_some_are_named() -> None:
    """The role alone is not enough then."""
    project = replace(LOAN, reviewers=(RIA.id,))
    with pytest.raises(Refused, match="not-named"):
        approve(submitted(of("high")), REX, project=project)
    assert approve(submitted(of("high")), RIA, project=project).state is State.APPROVED


def test_training_that_an_approver_lacks_is_named() -> None:
    """All of it, not only the first module."""
    project = replace(LOAN, approver_requires=("inclusion-101", "stats-101"))
    with pytest.raises(Refused) as refused:
        approve(submitted(of("high")), REX, project=project, passed=frozenset({"stats-101"}))
    assert (refused.value.why, refused.value.names) == (Refusal.UNTRAINED, ("inclusion-101",))
    done = frozenset({"stats-101", "inclusion-101"})
    assert approve(submitted(of("high")), REX, project=project, passed=done).decided_by == REX.id


def test_an_approval_lapses_when_answers_change() -> None:
    """And its envelope goes with it; the same answers change nothing."""
    case = replace(approve(submitted(of("high")), REX), envelope="{}")
    assert lifecycle.edit(case, scored(of("high")), ANN.id, NOW) is None
    step = lifecycle.edit(case, scored(of("low")), ANN.id, NOW)
    assert step is not None
    assert (step.case.state, step.case.envelope) == (State.LAPSED, None)
    assert step.records[0].event == "assessment-lapsed"
    assert step.records[0].facts["why"] == "answers"


def test_what_is_submitted_cannot_be_edited() -> None:
    """Whoever decides sees what they decide about."""
    with pytest.raises(Refused, match="is-submitted"):
        lifecycle.edit(submitted(of("high")), scored(of("low")), ANN.id, NOW)


def test_another_model_lets_an_approval_lapse_and_the_first_is_linked() -> None:
    """An approval from before there was a model stands."""
    case = approve(submitted(of("high")), REX)
    linked = lifecycle.link(case, "a" * 64, NOW)
    assert linked is not None
    assert (linked.case.state, linked.case.model_digest) == (State.APPROVED, "a" * 64)
    assert lifecycle.link(linked.case, "a" * 64, NOW) is None
    other = lifecycle.link(linked.case, "b" * 64, NOW)
    assert other is not None
    assert (other.case.state, other.case.model_digest) == (State.LAPSED, "b" * 64)


def test_whoever_is_about_to_decide_sees_that_the_model_changed() -> None:
    """The revision moves on while it waits, and stays while somebody edits a draft."""
    waits, edited = submitted(of("high")), draft(of("high"))
    assert lifecycle.link(waits, "a" * 64, NOW).case.revision == waits.revision + 1
    assert lifecycle.link(edited, "a" * 64, NOW).case.revision == edited.revision


def test_changes_are_asked_for_with_a_reason() -> None:
    """Of what waits and of what was approved; a product manager may, too."""
    case, answers = submitted(of("high")), scored(of("high"))
    with pytest.raises(Refused, match="no-reason"):
        lifecycle.request_changes(case, answers, LOAN, REX, reason=" ", now=NOW)
    for each in (case, approve(case, REX)):
        step = lifecycle.request_changes(each, answers, LOAN, PAM, reason="Who asked?", now=NOW)
        assert (step.case.state, step.case.until) == (State.CHANGES_REQUESTED, None)
        assert (step.records[0].reason, step.records[0].actor) == ("Who asked?", PAM.id)


def test_editing_what_was_sent_back_makes_a_draft() -> None:
    """From there it is submitted again, and an old decision is gone."""
    answers = scored(of("high"))
    back = lifecycle.request_changes(
        submitted(of("high")), answers, LOAN, REX, reason="More", now=NOW
    ).case
    step = lifecycle.edit(back, scored(of("low")), BEN.id, NOW)
    assert step is not None
    assert step.case.state is State.DRAFT
    again = lifecycle.submit(back, answers, LOAN, BEN.id, NOW).case
    assert (again.state, again.decided_by, again.submitted_by) == (State.SUBMITTED, None, BEN.id)


def test_a_new_major_version_has_to_be_answered_before_it_is_approved() -> None:
    """What was submitted to version 1 is not approved by version 2."""
    case = replace(submitted(of("high")), template_version="0.9.0")
    with pytest.raises(Refused, match="template-changed"):
        approve(case, REX)


EXAMPLES = ["", *map(of, ["none", "low", "high"])]
USUAL = ["edit", "submit", "submit", "approve", "approve", "approve", "approve"]
ACTIONS = st.tuples(
    st.sampled_from([*USUAL, "withdraw", "send back", "model", "lapse"]),
    st.sampled_from([ANN, BEN, REX, RIA]),
    st.sampled_from(EXAMPLES),
)
PROJECTS = st.builds(
    Project,
    st.just("LOAN"),
    reviewers=st.sampled_from([(), (RIA.id,), (ANN.id, REX.id)]),
    reviewer_from=st.sampled_from(["none", "low", "high", "unheard-of"]),
    approver_requires=st.sampled_from([(), ("m1",)]),
)


@settings(max_examples=200)
@given(
    PROJECTS,
    st.lists(ACTIONS, min_size=6, max_size=20),
    st.sampled_from([NOBODY, frozenset({"m1"})]),
)
def test_no_path_to_approved_without_the_right_person(
    project: Project, actions: list[tuple[str, Person, str]], passed: frozenset[str]
) -> None:
    """Whatever people do, in whatever order."""
    case = draft(of("high"))
    for now, (action, person, name) in enumerate(actions, start=int(NOW)):
        before = case
        step = take(action, case, person, name, project=project, passed=passed, now=now)
        case = step.case if step else case
        assert case.revision >= before.revision
        assert case.author == ANN.id
        assert_told(before, step)
        if case.state is State.APPROVED:
            assert_rightly_approved(case, project, passed)
        if before.state is not State.APPROVED and case.state is State.APPROVED:
            assert action in {"submit", "approve"}


def take(
    action: str, case: Case, person: Person, name: str, *, project: Project, **given: Any
) -> Step | None:
    """Try an action; None where it is refused."""
    now, answers = float(given["now"]), known(case)
    tries: dict[str, Callable[[], Step | None]] = {
        "edit": lambda: lifecycle.edit(case, scored(name), person.id, now),
        "submit": lambda: lifecycle.submit(case, answers, project, person.id, now),
        "withdraw": lambda: lifecycle.withdraw(case, person.id, now),
        "approve": lambda: lifecycle.approve(
            case, answers, project, person, passed=given["passed"], now=now
        ),
        "send back": lambda: lifecycle.request_changes(
            case, answers, project, person, reason=name, now=now
        ),
        "model": lambda: lifecycle.link(case, f"{len(name):064x}", now),
        "lapse": lambda: (
            lifecycle.lapse(case, "until", now) if case.state is State.APPROVED else None
        ),
    }
    try:
        return tries[action]()
    except Refused:
        return None


def known(case: Case) -> Scored:
    """Find the example that a case holds."""
    return next(s for s in map(scored, EXAMPLES) if s.answers == case.answers)


def assert_told(before: Case, step: Step | None) -> None:
    """Every change is in the history, with the state it led to."""
    if step is not None:
        assert step.case != before
        assert step.records[-1].facts["state"] == step.case.state
        facts: Mapping[str, Any] = step.records[-1].facts
        assert facts["answers"] == step.case.answers_digest


def assert_rightly_approved(case: Case, project: Project, passed: frozenset[str]) -> None:
    """Written again, without the code under test: who may have approved this."""
    people = {person.id: person for person in (ANN, BEN, REX, RIA, PAM, EVE)}
    levels = ["none", "low", "medium", "high"]
    line = levels.index(project.reviewer_from) if project.reviewer_from in levels else 0
    reviewed = levels.index(case.level) >= line
    assert (
        case.answers
        == scored({"none": of("none"), "low": of("low"), "high": of("high")}[case.level]).answers
    )
    if case.decided_by is None:
        assert (case.level, reviewed) == ("none", False)
        return
    assert case.decided_by not in {case.author, case.submitted_by}
    assert passed >= set(project.approver_requires)
    if reviewed:
        assert Role.REVIEWER in people[case.decided_by].roles
        assert not project.reviewers or case.decided_by in project.reviewers
