"""``fairgate check`` and ``fairgate plan`` on a learner's policy."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Protocol, TypeVar

from fairgate.errors import did_you_mean
from fairgate.evaluation import Request, count, evaluate
from fairgate.planning import plan as planned
from fairgate.policyfile import PolicyFile, read_policy
from fairgate.training.models import Step
from fairgate.training.steps import (
    CheckExpect,
    CheckOptions,
    PlanExpect,
    PlanOptions,
    expect_of,
    options_of,
)
from fairgate.training.tools.desk import Desk
from fairgate.verdict import Finding, Verdict

_SAID = {0: "pass", 3: "fail", 4: "unknown"}


class _Judged(Protocol):
    @property
    def rule(self) -> str: ...
    @property
    def groups(self) -> str: ...


One = TypeVar("One", bound=_Judged)
Value = TypeVar("Value")


def check(step: Step, desk: Desk) -> tuple[str, ...]:
    """Judge the learner's policy, and compare the verdict with what is expected."""
    options: CheckOptions = options_of(step)
    expect: CheckExpect = expect_of(step)
    request = Request(
        _policy(step, desk),
        predictions=desk.path_if(options.predictions),
        baseline=desk.path_if(options.baseline),
        first_model=options.first_model,
    )
    verdict = evaluate(request, now=desk.at(options.today), find_sandbox=desk.sandbox).verdict
    missing = _missing(request.policy, [*expect.findings, *expect.limits], verdict.findings)
    return tuple(_of_verdict(verdict, expect, missing))


def plan(step: Step, desk: Desk) -> tuple[str, ...]:
    """Ask what the rows can show, and compare."""
    options: PlanOptions = options_of(step)
    expect: PlanExpect = expect_of(step)
    file = _policy(step, desk)
    request = Request(file, predictions=desk.path_if(options.predictions))
    tally = count(request, find_sandbox=desk.sandbox).tally
    lines = planned(file.policy, tally, today=desk.now.date())
    missing = _missing(file, expect.enough, lines)
    found = list(map(_no_rule, missing))
    for name, enough in _without(missing, expect.enough).items():
        lines_of = list(_named(name, lines))
        if not lines_of:
            found.append(_no_such(name, lines))
        for line in lines_of:
            has = line.detectable is not None and not line.rows_needed
            if has != enough:
                answer = "can" if has else "cannot"
                wanted = f"a violation of {line.must_detect:g}"
                found.append(f"{line.rule} [{line.groups}]: these rows {answer} show {wanted}")
    return tuple(found)


def _policy(step: Step, desk: Desk) -> PolicyFile:
    return read_policy(desk.path(step.file))


def _of_verdict(verdict: Verdict, expect: CheckExpect, missing: Collection[str]) -> Iterator[str]:
    code = verdict.outcome.exit_code
    if code != expect.exit:
        yield (
            f"the gate says {verdict.outcome.value} (exit code {code}), expected "
            f"{_SAID[expect.exit]} (exit code {expect.exit})"
        )
        yield from (finding.message for finding in verdict.findings if finding.outcome.blocks)
    yield from map(_no_rule, missing)
    for name, outcome in _without(missing, expect.findings).items():
        findings = list(_named(name, verdict.findings))
        if not findings:
            yield _no_such(name, verdict.findings)
        elif (worst := max(finding.outcome for finding in findings)).value != outcome:
            yield f"{name}: the gate says {worst.value}, expected {outcome}"
    yield from _limits(verdict.findings, _without(missing, expect.limits))


def _limits(findings: Iterable[Finding], limits: Mapping[str, float]) -> Iterator[str]:
    """Find promises that were loosened, which passes a gate and helps nobody."""
    promised = {finding.rule: finding.limit for finding in findings}
    for rule, limit in limits.items():
        if rule not in promised:
            yield _no_such(rule, findings)
        elif promised[rule] != limit:
            yield f"{rule}: the limit is {promised[rule]:g}, and has to stay {limit:g}"


def _missing(file: PolicyFile, names: Iterable[str], judged: Iterable[_Judged]) -> list[str]:
    """List rules that are expected and not there: each once, whatever is expected of it."""
    known = {rule.id for rule in file.policy.rules} | {one.rule for one in judged}
    return [rule for rule in dict.fromkeys(map(_rule, names)) if rule not in known]


def _without(missing: Collection[str], expected: Mapping[str, Value]) -> dict[str, Value]:
    return {name: value for name, value in expected.items() if _rule(name) not in missing}


def _no_rule(rule: str) -> str:
    return f"the policy has no rule {rule} yet"


def _rule(name: str) -> str:
    return name.partition(" [")[0]


def _named(name: str, judged: Iterable[One]) -> Iterator[One]:
    """Find those of a rule; or of a rule and a grouping, written ``rule [race,sex]``."""
    rule, _, groups = name.partition(" [")
    for one in judged:
        if one.rule == rule and (not groups or one.groups == groups.removesuffix("]")):
            yield one


def _no_such(name: str, judged: Iterable[_Judged]) -> str:
    known = {one.rule for one in judged} | {f"{one.rule} [{one.groups}]" for one in judged}
    return f"nothing was judged under the name {name!r} ({did_you_mean(name, sorted(known))})"
