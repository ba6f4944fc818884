"""Judging again: the verdict of a statement must follow from its own counts.

A signature says who stated a verdict; judging again says that it is true of the counts
and the policy beside it. The stored critical values decide, so that other versions of
numpy give the same answer; that they are the right ones is checked within a tolerance.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from fairgate.cells import Tally
from fairgate.errors import UserError
from fairgate.evidence.comparison import Difference, critical_differences, differences
from fairgate.evidence.statement import Statement, critical_values, facts
from fairgate.policy import Policy
from fairgate.policyfile import parse_policy
from fairgate.verdict import Verdict


def rejudge(statement: Statement, *, name: str = "evidence") -> Verdict:
    """Judge the counts of a statement by its policy, and compare with what it states.

    Parameters
    ----------
    statement : Statement
        From :func:`fairgate.evidence.parse_statement`.
    name : str
        What complaints call it: its file name.

    Returns
    -------
    Verdict
        As judged now with the stored critical values, words included.

    Raises
    ------
    UserError
        "does not re-judge": the stated verdict or its critical values do not follow
        from the counts and the policy.
    UserErrors
        If the policy is not one.
    """
    from fairgate.gate import judge  # noqa: PLC0415 - scipy, only where something is judged

    predicate = statement.predicate
    policy = parse_policy(predicate.policy.data, f"{name}: {predicate.policy.file}").policy
    tally = predicate.statistics.tally()
    _refuse_gaps(policy, tally, name)

    def judged(critical: Mapping[str, Mapping[str, float]] | None) -> Verdict:
        return judge(
            policy,
            tally,
            today=statement.day,
            first_model=predicate.first_model,
            critical=critical,
        )

    stored = predicate.critical_values
    _refuse_any(
        critical_differences(stored, critical_values(judged(None))), name, "critical values"
    )
    verdict = judged(stored)
    _refuse_any(differences(predicate.verdict, facts(verdict)), name, "verdict")
    return verdict


def _refuse_gaps(policy: Policy, tally: Tally, name: str) -> None:
    """Refuse counts that do not cover what the policy asks for."""
    from fairgate.gate import question  # noqa: PLC0415 - scipy, only where something is judged

    asked = question(policy)
    regressions = [
        grouping
        for rule in policy.rules
        if rule.regression and tally.baseline
        for grouping in rule.groupings(policy.groups)
    ]
    for kind, wanted, counted in (
        ("cells", asked.groupings, tally.cells),
        ("histograms", asked.scored, tally.histograms),
        ("baseline", regressions, tally.baseline),
    ):
        for grouping in wanted:
            if grouping not in counted:
                raise UserError(
                    f"does not re-judge: the policy asks for {','.join(grouping)}",
                    "judge anew with fairgate check",
                    file=name,
                    place=f"statistics.{kind}",
                )


def _refuse_any(found: Iterator[Difference], name: str, what: str) -> None:
    difference = next(found, None)
    if difference is not None:
        raise UserError(
            f"does not re-judge: {difference}",
            "it was altered, or another version wrote it: judge anew with fairgate check",
            file=name,
            place=what,
        )
