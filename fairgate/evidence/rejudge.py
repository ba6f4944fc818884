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
from fairgate.evidence.evaluated import facts
from fairgate.evidence.rankings import RankingStatement
from fairgate.evidence.reading import AnyStatement
from fairgate.evidence.statement import Statement, critical_values
from fairgate.policy import Policy
from fairgate.policyfile import parse_policy
from fairgate.verdict import Verdict


def rejudge(statement: AnyStatement, *, name: str = "evidence") -> Verdict:
    """Judge the counts of a statement by its policy, and compare with what it states.

    Parameters
    ----------
    statement : Statement or RankingStatement
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
    if isinstance(statement, RankingStatement):
        return _rejudge_rankings(statement, name)
    return _rejudge_decisions(statement, name)


def _rejudge_decisions(statement: Statement, name: str) -> Verdict:
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
    found = critical_values(judged(None))
    _refuse_any(critical_differences(stored, found), name, "critical values")
    verdict = judged(stored)
    _refuse_any(differences(predicate.verdict, facts(verdict)), name, "verdict")
    return verdict


def _rejudge_rankings(statement: RankingStatement, name: str) -> Verdict:
    """All that chance decides is drawn from the rankings themselves, so nothing else is stored."""
    from fairgate.ranking.gate.judge import judge  # noqa: PLC0415 - scipy, as above
    from fairgate.ranking.gate.policyfile import parse_ranking_policy  # noqa: PLC0415 - as above

    predicate, orders = statement.predicate, statement.predicate.statistics
    policy_name = f"{name}: {predicate.policy.file}"
    policy = parse_ranking_policy(predicate.policy.data, policy_name).policy
    for kind, rankings in (("now", orders.now), ("before", orders.before)):
        known = [attribute.name for attribute in rankings.attributes] if rankings else []
        for attribute in policy.ranking.sensitive if rankings else ():
            if attribute not in known:
                raise _gap(attribute, name, kind)
        if more := [attribute for attribute in known if attribute not in policy.ranking.sensitive]:
            problem = f"does not re-judge: the policy asks for no {more[0]:.80}"
            cure = "judge anew with fairgate check"
            raise UserError(problem, cure, file=name, place=f"statistics.{kind}")
    verdict = judge(
        policy,
        orders.now.rankings,
        orders.before.rankings if orders.before else None,
        today=statement.day,
        first_model=predicate.first_model,
    )
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
                raise _gap(",".join(grouping), name, kind)


def _gap(asked: str, name: str, kind: str) -> UserError:
    problem = f"does not re-judge: the policy asks for {asked}"
    cure = "judge anew with fairgate check"
    return UserError(problem, cure, file=name, place=f"statistics.{kind}")


def _refuse_any(found: Iterator[Difference], name: str, what: str) -> None:
    difference = next(found, None)
    if difference is not None:
        raise UserError(
            f"does not re-judge: {difference}",
            "it was altered, or another version wrote it: judge anew with fairgate check",
            file=name,
            place=what,
        )
