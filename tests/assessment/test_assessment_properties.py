"""What holds for any answers to any template that passes the lint."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

from assessment.drawn_answers import a_template, riskier, safer_mitigations, some, whole
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from fairgate.assessment import Result, Template, assess, read_template
from fairgate.assessment.lint import lint
from fairgate.assessment.values import Value

DRAWN = settings(
    max_examples=20, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow]
)


@functools.cache
def preflight() -> Template:
    """Read our own template, once."""
    return read_template("preflight").content


def sound(data: Any) -> Template:
    """A drawn template, if the lint has nothing against it but levels that are out of reach."""
    template = Template.model_validate(data)
    complaints = [c for c in lint(template) if c.path[0] != "levels"]
    assume(not complaints)
    return template


def rank(result: Result) -> int:
    """Place of the level."""
    return result.template.rank(result.level)


def check_riskier(template: Template, values: Mapping[str, Value], name: str) -> None:
    """No riskier answer to a question lowers level or score."""
    before = assess(template, values)
    for worse in riskier(template.by_id[name], values[name]):
        after = assess(template, {**values, name: worse})
        assert rank(after) >= rank(before), (name, values[name], worse)
        assert after.score.low >= before.score.low, (name, values[name], worse)


def check_mitigation(template: Template, values: Mapping[str, Value], name: str) -> None:
    """No better mitigation raises level or score."""
    before = assess(template, values)
    for better in safer_mitigations(template.by_id[name], values[name]):
        after = assess(template, {**values, name: better})
        assert rank(after) <= rank(before), (name, values[name], better)
        assert after.score.high <= before.score.high, (name, values[name], better)


@given(st.data())
def test_answering_more_riskily_never_lowers_the_level(data: st.DataObject) -> None:
    """Question by question, of the pre-flight form."""
    values = data.draw(whole(preflight()))
    name = data.draw(st.sampled_from(sorted(values)))
    worse = list(riskier(preflight().by_id[name], values[name]))
    assume(worse)
    before = assess(preflight(), values)
    after = assess(preflight(), {**values, name: data.draw(st.sampled_from(worse))})
    assert rank(after) >= rank(before)
    assert after.score.low >= before.score.low


@DRAWN
@given(st.data())
def test_no_template_that_passes_the_lint_lets_risk_be_answered_away(data: st.DataObject) -> None:
    """The lint is enough: whatever the branches, points and mitigations are."""
    template = sound(data.draw(a_template()))
    values = data.draw(whole(template))
    for name in values:
        check_riskier(template, values, name)


@given(st.data())
def test_a_mitigation_never_raises_the_level(data: st.DataObject) -> None:
    """Every mitigating question of the pre-flight form."""
    values = data.draw(whole(preflight()))
    mitigating = [name for name, question in preflight().by_id.items() if question.mitigates]
    check_mitigation(preflight(), values, data.draw(st.sampled_from(mitigating)))


@DRAWN
@given(st.data())
def test_a_mitigation_never_raises_the_level_of_any_template(data: st.DataObject) -> None:
    """As above, for drawn ones."""
    template = sound(data.draw(a_template()))
    values = data.draw(whole(template))
    for name, question in template.by_id.items():
        if question.mitigates and not any(_drawn_by(template, name)):
            check_mitigation(template, values, name)


def _drawn_by(template: Template, name: str) -> list[bool]:
    """Whether conditions look at a question: more mitigation may then also open a branch."""
    return [name in str(line.when) for line in template.red_lines] + [
        name in str(question.when) for question in template.by_id.values()
    ]


@given(st.data())
def test_the_order_of_answers_does_not_matter(data: st.DataObject) -> None:
    """Not for whole forms, and not for parts of them."""
    values = data.draw(some(data.draw(whole(preflight()))))
    names = data.draw(st.permutations(sorted(values)))
    assert assess(preflight(), values) == assess(preflight(), {n: values[n] for n in names})


@given(st.data())
def test_a_red_line_cannot_be_outvoted(data: st.DataObject) -> None:
    """The level is never below the floor of a line that is drawn."""
    result = assess(preflight(), data.draw(whole(preflight())))
    assert all(rank(result) >= preflight().rank(line.floor) for line in result.red_lines)


@given(st.data())
def test_what_is_not_answered_is_unknown_and_never_nothing(data: st.DataObject) -> None:
    """Whatever is still to be answered, the level ends between the two that were given."""
    values = data.draw(whole(preflight()))
    early, late = assess(preflight(), data.draw(some(values))), assess(preflight(), values)
    assert rank(early) <= rank(late) <= preflight().rank(early.at_most)
    assert early.score.low <= late.score.low
    assert late.score.high <= early.score.high


@DRAWN
@given(st.data())
def test_a_range_holds_the_end_for_any_template(data: st.DataObject) -> None:
    """As above, for drawn ones."""
    template = sound(data.draw(a_template()))
    values = data.draw(whole(template))
    early, late = assess(template, data.draw(some(values))), assess(template, values)
    assert rank(early) <= rank(late) <= template.rank(early.at_most)


@given(st.data())
def test_nothing_is_left_open_once_everything_is_answered(data: st.DataObject) -> None:
    """One level, one score, every risk known, and no red line that might still be drawn."""
    result = assess(preflight(), data.draw(whole(preflight())))
    assert result.complete
    assert result.level == result.at_most
    assert result.score.known
    assert all(risk.residual.known for risk in result.risks)
    assert result.possible_red_lines == ()


@given(st.data())
def test_every_point_is_explained(data: st.DataObject) -> None:
    """The product of the factors is the inherent risk, and the shares are those of answers."""
    result = assess(preflight(), data.draw(whole(preflight())))
    for risk in result.risks:
        product = 1.0
        for factor in risk.factors:
            product *= factor.value.low
            assert factor.reasons
            assert all(reason.amount == factor.value for reason in factor.reasons)
        assert risk.inherent.low == product
        taken = sum(reason.amount.low for reason in risk.mitigations)
        assert abs(risk.credit.low - min(taken, 0.5)) < 1e-9
