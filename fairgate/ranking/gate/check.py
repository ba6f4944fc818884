"""From files to a verdict on rankings: what ``fairgate check`` does with a ranking policy."""

from __future__ import annotations

from datetime import date

from fairgate.errors import UserError
from fairgate.ranking.gate.judge import judge
from fairgate.ranking.gate.policyfile import RankingPolicyFile
from fairgate.ranking.gate.table import read_rankings
from fairgate.verdict import Verdict


def rankings_of(file: RankingPolicyFile, given: str | None) -> str:
    """Name the file of rankings that is judged.

    Raises
    ------
    UserError
        If there is none.
    """
    found = given or file.predictions
    if found is None:
        cure = "give --predictions FILE, or write predictions: in the policy"
        raise UserError("no rankings to judge", cure, file.path, place="predictions")
    return found


def check_rankings(
    file: RankingPolicyFile,
    rankings: str,
    baseline: str | None = None,
    *,
    today: date,
    first_model: bool = False,
) -> Verdict:
    """Read rankings and judge them.

    Raises
    ------
    UserError
        For whatever the user can mend.
    """
    columns = file.policy.ranking
    now = read_rankings(rankings, columns)
    before = read_rankings(baseline, columns) if baseline else None
    return judge(
        file.policy, now, before, today=today, first_model=first_model, lines=file.rule_lines
    )
