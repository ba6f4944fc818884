"""Whatever was counted, a rule that is valid gets an answer, and the answer is whole."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from drawn import cases
from hypothesis import example, given, settings
from tables import TODAY, policy, tally, waiver

from fairgate.cells import Cells, Tally
from fairgate.gate import judge
from fairgate.policy import Policy
from fairgate.verdict import Finding, Outcome, Verdict


def numbers(value: Any) -> Iterator[float]:
    """Every float anywhere inside."""
    if isinstance(value, float):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            yield from numbers(getattr(value, field.name))
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from numbers(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from numbers(inner)


def check(promise: Policy, found: Verdict) -> None:
    """What holds of every verdict."""
    assert not any(math.isnan(number) for number in numbers(found))
    (finding,) = found.findings
    check_words(finding)
    check_numbers(finding)
    check_outcome(promise, finding)
    assert found.outcome is finding.outcome


def check_words(finding: Finding) -> None:
    """A sentence, with no number that is none."""
    assert finding.message
    assert finding.message.endswith(".")
    for words in (finding.message, *finding.notes):
        assert not re.search(r"\b(nan|inf|None)\b|-0 ", words), words


def check_numbers(finding: Finding) -> None:
    """The interval holds the estimate; every contrast shown is beyond the limit."""
    assert (finding.estimate is None) == (finding.interval is None)
    if finding.estimate is not None and finding.interval is not None:
        low, high = finding.interval
        assert low - 1e-9 <= finding.estimate <= high + 1e-9
        assert finding.worst
        assert set(finding.worst) <= {*finding.rows, "everybody"}
    for shift in finding.shown:
        low, high = shift.interval
        beyond = high < finding.limit if finding.at_least else low > finding.limit
        assert beyond, "what is shown is beyond the limit with confidence"


def check_outcome(promise: Policy, finding: Finding) -> None:
    """The four outcomes, as they are defined."""
    (rule,) = promise.rules
    beyond = finding.estimate is not None and (
        finding.estimate < rule.limit if rule.at_least else finding.estimate > rule.limit
    )
    if finding.shown:
        assert finding.outcome is Outcome.FAIL
    if finding.outcome is Outcome.FAIL:
        assert finding.shown or (rule.decide == "estimate" and beyond)
    if finding.estimate is None and not finding.message.startswith("Not applicable"):
        assert finding.outcome in (Outcome.UNKNOWN, Outcome.WARN)
        assert finding.outcome is Outcome.UNKNOWN or rule.on_unknown == "warn"
    if finding.rows_needed:
        assert finding.outcome is not Outcome.PASS
        assert min(finding.rows_needed.values()) > 0
    if rule.on_unknown == "warn":
        assert finding.outcome is not Outcome.UNKNOWN
    if finding.outcome is Outcome.WARN and rule.on_unknown == "block":
        assert beyond


EMPTY = Tally(0, {("g",): Cells.of(("g",), {})})


@settings(max_examples=100)
@given(cases())
@example((policy({"metric": "roc_auc", "value": {"at_least": 0.6}}, groups=["g"]), EMPTY))
@example(
    (
        policy(
            {"metric": "base_rate", "ratio": {"at_least": 0.8}},
            groups=["g"],
            waivers=[waiver("g=g1")],
        ),
        tally(Cells.of(("g",), {("g0",): (500, 0, 500, 0), ("g1",): (10, 0, 990, 0)})),
    )
)
def test_any_counts_and_any_rule_give_a_whole_verdict(case: tuple[Policy, Tally]) -> None:
    """No exception, no NaN, no bare "inf"; interval, outcome and sentence fit each other."""
    promise, counted = case
    check(promise, judge(promise, counted, today=TODAY))


@settings(max_examples=60)
@given(cases())
def test_judging_again_by_the_stored_critical_values_changes_nothing(
    case: tuple[Policy, Tally],
) -> None:
    """Evidence stores them; a verdict read elsewhere is the same verdict."""
    promise, counted = case
    found = judge(promise, counted, today=TODAY)
    stored = {f"{f.rule}|{f.groups}": f.critical for f in found.findings}
    assert judge(promise, counted, today=TODAY, critical=stored) == found


@settings(max_examples=60)
@given(cases())
def test_without_waivers_nothing_is_better_than_with_them(case: tuple[Policy, Tally]) -> None:
    """A waiver may turn fail into something better; its end never does."""
    promise, counted = case
    with_them = judge(promise, counted, today=TODAY)
    after = judge(promise, counted, today=date(2030, 1, 1))
    failed = {shift.disadvantaged for shift in after.findings[0].shown}
    kept = {shift.disadvantaged for shift in with_them.findings[0].shown}
    if promise.rules[0].decide == "confident" and with_them.outcome is Outcome.FAIL:
        assert after.outcome is Outcome.FAIL, (failed, kept)
