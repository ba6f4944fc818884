"""Canada's Algorithmic Impact Assessment: the score is the original's, at every boundary."""

from __future__ import annotations

import random
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from itertools import product

import pytest
from assessment.weights import PHASE, answers, heaviest

from fairgate.assessment import Result, Template, assess, read_template
from fairgate.assessment.branching import path
from fairgate.assessment.canada.sums import cut_offs, final, largest, most
from fairgate.assessment.values import NotApplicable, Value

RISK, MITIGATION = 167, 154


@cache
def form() -> Template:
    """The form as it is shipped; read once."""
    return read_template("canada-aia").content


def judged(risk: int, mitigation: int, phase: str = "design") -> Result:
    """The form with answers that weigh so much."""
    return assess(form(), answers(form(), risk, mitigation, phase))


def original(risk: int, mitigation: int) -> tuple[int, str]:
    """The score and level as the directive's page words them, in decimal figures."""
    score = Decimal(risk)
    if Decimal(mitigation) >= Decimal("0.8") * 77:
        score = (Decimal("0.85") * risk).quantize(Decimal(1), ROUND_HALF_UP)
    shares = [Decimal("0.25"), Decimal("0.5"), Decimal("0.75")]
    above = sum(score > share * RISK for share in shares)
    return int(score), ("I", "II", "III", "IV")[above]


def test_the_weights_of_the_form_are_the_originals() -> None:
    """167 points of risk, and 77 of mitigation in each of two mirrored phases."""
    assert largest(form()) == (RISK, MITIGATION)
    for phase in ("Design", "Implementation"):
        pages = [section for section in form().sections if section.id.endswith(phase)]
        assert len(pages) == 4
        assert sum(most(question) for page in pages for question in page.questions) == 77


@pytest.mark.parametrize("phase", ["design", "implementation"])
@pytest.mark.parametrize(
    ("risk", "mitigation", "score", "level"),
    [(3, 0, 3, "I"), (100, 61, 100, "III"), (98, 62, 83, "II"), (126, 0, 126, "IV")],
)
def test_the_published_vectors(
    risk: int, mitigation: int, score: int, level: str, phase: str
) -> None:
    """In both phases, from answers to the level."""
    result = judged(risk, mitigation, phase)
    assert result.sums is not None
    assert (result.sums.risk, result.sums.mitigation) == (risk, mitigation)
    assert (result.score.low, result.level) == (score, level)


def test_every_sum_of_risk_and_mitigation_scores_as_the_original_does() -> None:
    """All 168 x 78 of them, with every boundary."""
    starts = (0, *cut_offs(RISK))
    for risk, mitigation in product(range(RISK + 1), range(MITIGATION // 2 + 1)):
        score = final(risk, mitigation, MITIGATION)
        level = ("I", "II", "III", "IV")[sum(start <= score for start in starts) - 1]
        assert (score, level) == original(risk, mitigation), (risk, mitigation)


@pytest.mark.parametrize(
    ("risk", "mitigation"),
    [
        *product((0, 41, 42, 83, 84, 125, 126, 144), (0, 61)),
        *product((0, 10, 30, 48, 49, 98, 99, 144), (62, 72)),
    ],
)
def test_boundaries_hold_from_answers_to_level(risk: int, mitigation: int) -> None:
    """Just under and just above each cut-off, and halves that round up."""
    result = judged(risk, mitigation)
    assert (result.score.low, result.level) == original(risk, mitigation)


def test_the_worst_answers_give_all_points() -> None:
    """Nothing excludes anything else: 167 points, IV, even with every mitigation: 142."""
    values: dict[str, Value] = {PHASE: "item1"}
    for name, question in form().by_id.items():
        if question.counts_as and path(form(), values).asked[name]:
            values[name] = heaviest(question)
    result = assess(form(), values)
    assert result.sums is not None
    assert (result.sums.risk, result.sums.mitigation) == (RISK, MITIGATION // 2)
    assert (result.score.low, result.level, result.sums.missing) == (142, "IV", ())


def test_missing_answers_count_as_no_risk_and_are_named() -> None:
    """As in the original; here it is said, with how far it could go."""
    result = assess(form(), {})
    assert (result.level, result.at_most, result.score.low, result.score.high) == (
        "I",
        "IV",
        0,
        167,
    )
    assert result.sums is not None
    missing = {each.question for each in result.sums.missing}
    weighted = {q.id for q in form().by_id.values() if any(c.weight for c in q.choices)}
    assert missing == weighted


def test_a_missing_mitigation_may_lower_the_score() -> None:
    """98 points with 61 of mitigation are III; one more would make them II."""
    result = judged(98, 61)
    assert result.sums is not None
    assert (result.level, result.sums.score, result.sums.least) == ("III", 98, 83)
    assert result.sums.most > result.sums.score


@pytest.mark.parametrize("seed", range(12))
def test_the_final_score_is_within_what_was_said_when_answers_were_missing(seed: int) -> None:
    """Whatever is answered later."""
    draw = random.Random(seed)  # noqa: S311 - draws answers, no secrets
    whole: dict[str, Value] = {}
    for name, question in form().by_id.items():
        if question.kind == "single":
            whole[name] = draw.choice(question.choices).id
        elif question.kind == "multiple":
            made = [c.id for c in question.choices if draw.random() < 0.5]
            whole[name] = tuple(made) or NotApplicable("none of them")
    part = {name: value for name, value in whole.items() if draw.random() < draw.random()}
    then, now = assess(form(), whole).sums, assess(form(), part).sums
    assert then is not None
    assert now is not None
    assert then.least == then.score == then.most
    assert now.least <= then.score <= now.most


def test_only_the_mitigation_of_the_phase_counts() -> None:
    """What was answered for the other phase is named, not counted."""
    values = answers(form(), 50, 62, "design")
    result = assess(form(), {**values, PHASE: "item2"})
    assert result.sums is not None
    assert result.sums.mitigation == 0
    assert any(name.startswith("canada-aia.fairnessDesign") for name in result.ignored)


def test_an_answer_that_another_answer_hides_does_not_count() -> None:
    """The original drops it when the form is handed in."""
    learns, watched = "canada-aia.aboutAlgorithm8", "canada-aia.aboutAlgorithm8A"
    shown = assess(form(), {learns: "item1-3", watched: "item2-1"})
    hidden = assess(form(), {learns: "item2-0", watched: "item2-1"})
    assert (shown.score.low, hidden.score.low) == (4, 0)


def test_several_ticks_add_up_and_none_needs_a_reason() -> None:
    """A question with boxes is the sum of its boxes."""
    sectors = "canada-aia.decisionSector1"
    some = assess(form(), {sectors: ("item1-1", "item4-1", "item6-1")})
    none = assess(form(), {sectors: NotApplicable("It decides nothing of the kind.")})
    assert (some.score.low, none.score.low) == (3, 0)
    assert none.sums is not None
    assert sectors not in {each.question for each in none.sums.missing}


@pytest.mark.parametrize(
    ("level", "risk", "approval"),
    [
        ("I", 3, "Assistant deputy minister"),
        ("II", 42, "Assistant deputy minister"),
        ("III", 84, "Deputy Head"),
        ("IV", 126, "Treasury Board"),
    ],
)
def test_each_level_asks_for_what_the_directive_asks(level: str, risk: int, approval: str) -> None:
    """One demand of each topic, and none where the directive says none."""
    result = judged(risk, 0)
    assert result.level == level
    duties = {duty.text.partition(": ")[0]: duty.text for duty in result.obligations}
    assert len(duties) == len(result.obligations) == (5 if level == "I" else 7)
    assert approval in duties["Approval for the system to operate"]
