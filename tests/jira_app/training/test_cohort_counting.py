"""What is counted of cohorts, by hypothesis against a count done otherwise."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from fairgate.training.models import Feedback, FeedbackQuestion, Quiz
from jira_app.training import attendance, codes, feedback
from jira_app.training.cohort import FEWEST, Cohort, Member, Pass, Progress, rows, totals
from jira_app.training.cohort import Quiz as Took
from jira_app.training.hardest import First, hardest

DIGEST = "sha256:1"


def option(name: str, *, right: bool = False) -> dict[str, object]:
    """Make an option."""
    return {"id": name, "text": name.upper(), "right": right, "rationale": "So it is."}


QUIZ = Quiz(
    schema="fairgate/quiz/v1",
    items=[
        {
            "id": "one",
            "objective": "05.read",
            "text": "One?",
            "kind": "single",
            "options": [option("a", right=True), option("b"), option("c")],
        },
        {
            "id": "many",
            "objective": "05.read",
            "text": "Many?",
            "kind": "multiple",
            "options": [option("a", right=True), option("b", right=True), option("c"), option("d")],
        },
    ],
)
ITEMS = {item.id: item for item in QUIZ.items}
ANSWER = st.fixed_dictionaries(
    {},
    optional={
        "one": st.lists(st.sampled_from("abc"), max_size=1),
        "many": st.lists(st.sampled_from("abcd"), unique=True),
        "gone": st.just(["z"]),
    },
)
FIRSTS = st.lists(st.builds(First, st.sampled_from([DIGEST, "sha256:0"]), ANSWER), max_size=14)


@given(FIRSTS)
def test_wrong_answers_are_counted_as_by_hand(firsts: list[First]) -> None:
    """No answer is wrong, other versions are left out, and below five nothing is told."""
    found = hardest(QUIZ, DIGEST, firsts)
    same = [first.answers for first in firsts if first.digest == DIGEST]
    assert (found.counted, found.left_out) == (len(same), len(firsts) - len(same))
    if len(same) < FEWEST:
        assert found.questions == ()
        assert found.lacking == FEWEST - len(same)
        return
    assert found.lacking == 0
    assert {each.item.id for each in found.questions} == set(ITEMS)
    for each in found.questions:
        by_hand = sum(set(said.get(each.item.id, ())) != each.item.right for said in same)
        assert (each.wrong, each.asked) == (by_hand, len(same))
    shares = [each.share for each in found.questions]
    assert shares == sorted(shares, reverse=True)


@given(FIRSTS)
def test_the_slip_that_is_named_is_one_that_no_other_beats(firsts: list[First]) -> None:
    """A wrong option chosen, or a right one missed where several are right; two people at least."""
    same = [first.answers for first in firsts if first.digest == DIGEST]
    for each in hardest(QUIZ, DIGEST, firsts).questions:
        said = [set(answers.get(each.item.id, ())) for answers in same]
        slips = Counter(
            name.id
            for chosen in said
            for name in each.item.options
            if (name.id in chosen and not name.right)
            or (name.right and chosen and name.id not in chosen and each.item.kind == "multiple")
        )
        most = max(slips.values(), default=0)
        if most < 2:
            assert each.slip is None
        else:
            assert each.slip is not None
            assert slips[each.slip.option.id] == each.slip.count == most


FORM = Feedback(
    schema="fairgate/feedback/v1",
    questions=[
        FeedbackQuestion(id="useful", text="Useful?", kind="scale", choices=["No", "Very"]),
        FeedbackQuestion(id="pace", text="Pace?", kind="choice", choices=["Slow", "Fast"]),
        FeedbackQuestion(id="more", text="More?", kind="text"),
    ],
)
SAID = st.fixed_dictionaries(
    {},
    optional={
        "useful": st.integers(1, 5),
        "pace": st.sampled_from(["Slow", "Fast", "As before"]),
        "more": st.text(min_size=1, max_size=20),
    },
)


@given(st.lists(SAID, max_size=12))
def test_feedback_is_counted_as_by_hand(given_: list[dict[str, int | str]]) -> None:
    """Below five answers to a question nothing; a choice of an older form is in no count."""
    found = feedback.summary(FORM, given_)
    assert found.forms == len(given_)
    if len(given_) < FEWEST:
        assert (found.tallies, found.lacking) == ((), FEWEST - len(given_))
        return
    useful, pace, more = found.tallies
    points = [int(each["useful"]) for each in given_ if "useful" in each]
    paces = [each["pace"] for each in given_ if each.get("pace") in {"Slow", "Fast"}]
    texts = [each["more"] for each in given_ if "more" in each]
    for tally, said in ((useful, points), (pace, paces), (more, texts)):
        assert tally.few == (len(said) < FEWEST)
        assert tally.total == (0 if tally.few else len(said))
        assert not tally.few or (tally.counts, tally.texts, tally.mean) == ({}, (), None)
    assert useful.few or useful.mean == sum(points) / len(points)
    assert useful.few or list(useful.counts) == [1, 2, 3, 4, 5]
    assert pace.few or pace.counts == {name: paces.count(name) for name in ("Slow", "Fast")}
    assert pace.mean is None
    assert more.few or Counter(more.texts) == Counter(texts)


WHO, MODULES = ("ann", "ben", "cem"), ("01", "02")
MARKS = st.sets(st.tuples(st.sampled_from(WHO), st.sampled_from(MODULES)))


def written(marks: set[tuple[str, str]]) -> list[str]:
    """Write marks as a form has them."""
    return [f"{module}:{person}" for person, module in marks]


@given(shown=MARKS, ticked=MARKS, meanwhile=MARKS)
def test_a_form_changes_what_was_changed_in_it_and_nothing_else(
    shown: set[tuple[str, str]], ticked: set[tuple[str, str]], meanwhile: set[tuple[str, str]]
) -> None:
    """Whatever somebody else stored since it was opened."""
    change = attendance.change(written(shown), written(ticked), MODULES)
    after = {
        (person, module)
        for person in WHO
        for module in change.of(person, {m for p, m in meanwhile if p == person})
    }
    for mark in {(person, module) for person in WHO for module in MODULES}:
        touched = (mark in shown) != (mark in ticked)
        assert (mark in after) == (mark in (ticked if touched else meanwhile))
    assert change.people == {person for person, _ in shown ^ ticked}


PROGRESS = st.builds(
    Progress,
    st.just(False),
    st.none() | st.floats(0, 1e9),
    st.none() | st.builds(Took, st.integers(1, 9), st.integers(0, 10), st.just(10)),
    st.none()
    | st.builds(Pass, st.floats(0, 1e9), st.just("1"), st.just(9), st.just(9), st.just("1")),
)
MEMBERS = st.lists(
    st.builds(
        Member,
        st.uuids().map(str),
        st.sampled_from(["Zoe", "ann", "Ben"]),
        st.frozensets(st.sampled_from([*MODULES, "07"])),
    ),
    max_size=6,
    unique_by=lambda member: member.id,
)


@given(MEMBERS, st.lists(PROGRESS, max_size=12))
def test_totals_are_those_of_the_rows(members: list[Member], known: list[Progress]) -> None:
    """Everybody is in the table once, by name, and modules of other cohorts are not."""
    places = [(member.id, module) for member in members for module in MODULES]
    done = dict(zip(places, known, strict=False))
    cohort = Cohort("c", "Squad", MODULES, "p-tess", "2026-11-22", "BCDFGHJK", 0.0)
    table = rows(cohort, members, done)
    assert sorted(row.member.id for row in table) == sorted(member.id for member in members)
    names = [row.member.name.casefold() for row in table]
    assert names == sorted(names)
    counted = totals(cohort, table)
    assert list(counted) == list(MODULES)
    for module, total in counted.items():
        here = [done.get((member.id, module), Progress()) for member in members]
        assert total.attended == sum(module in member.attended for member in members)
        assert total.exercise == sum(each.exercise is not None for each in here)
        assert total.tried == sum(each.quiz is not None for each in here)
        assert total.passed == sum(each.passed is not None for each in here)


@given(st.lists(st.integers(0, 10), min_size=1))
def test_of_several_tries_the_best_is_kept_and_all_are_counted(right: list[int]) -> None:
    """Whatever their order."""
    first, *others = [Took(1, each, 10) for each in right]
    for other in others:
        first = first.and_(other)
    assert (first.tries, first.right) == (len(right), max(right))


def test_codes_have_eight_letters_that_nobody_confuses() -> None:
    """And come back as they were however they are typed."""
    drawn = {codes.new_code() for _ in range(200)}
    assert len(drawn) == 200
    for code in drawn:
        assert not set(code) & set("AEIOULY0123456789")
        assert codes.tidy(f" {codes.spoken(code).lower()} ") == code


@given(st.text())
def test_what_is_no_code_is_none(typed: str) -> None:
    """Whatever is typed, a code has eight of the letters, or it is nothing."""
    found = codes.tidy(typed)
    assert found == "" or (len(found) == codes.LENGTH and set(found) <= set(codes.LETTERS))
