"""``fairgate flag protect``: put a flag below a parent that only fairgate opens."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import click

from fairgate.cli.flag import opening
from fairgate.cli.options import one_line, policy_option
from fairgate.cli.terminal import write
from fairgate.errors import UserError

if TYPE_CHECKING:
    from fairgate.cli.flag.settings import Settings
    from fairgate.policy import Policy
    from fairgate.ranking.gate.policy import RankingPolicy
    from fairgate.rollout.plan import Ramp


@click.command()
@click.argument("flag", callback=one_line)
@click.option("--issue", required=True, metavar="KEY", callback=one_line, help="The Jira issue.")
@click.option("--env", "environment", default="production", show_default=True, callback=one_line)
@policy_option
def protect(flag: str, issue: str, environment: str, policy: str) -> None:
    """Put FLAG below the parent fairgate.FLAG, which is closed until the assessment passes.

    The ramp is the part rollout: of the policy. Doing it again takes a changed plan over, and
    leaves open what is open as far as the new plan goes.
    """
    from dataclasses import replace  # noqa: PLC0415

    from fairgate.rollout.protection import Protection  # noqa: PLC0415

    promised = _read(policy)
    ramp = _ramp(promised, policy)
    given, ledger = opening.settings(), opening.open_ledger()
    new = Protection(
        flag, environment, issue, promised.name, declared=promised.accept == "declared", ramp=ramp
    )
    with opening.reported():
        _must_exist(given, flag, environment)
        was = ledger.get(new.name)
        if was is None:
            with ledger.begin() as db:
                ledger.save(db, new, time.time())
                ledger.append(db, new.name, "protected", actor="fairgate", at=time.time())
        elif was.issue != issue:
            cure = f"name --issue {was.issue}, or close and protect it under another name"
            raise UserError(f"{new.name} is kept for {was.issue}, not {issue}", cure)
        done = opening.keeper_of(given, ledger).reconcile(
            new.name,
            lambda kept: replace(kept, policy=new.policy, declared=new.declared, ramp=ramp),
            why="protected",
        )
    state = "open" if done.decision.open else "closed"
    write(f"{flag} in {environment} now depends on fairgate.{flag}, which is {state}.\n")


def _read(path: str) -> Policy | RankingPolicy:
    from fairgate.anypolicy import read_any_policy  # noqa: PLC0415 - heavy

    return read_any_policy(path).policy


def _ramp(promised: Policy | RankingPolicy, path: str) -> Ramp:
    if promised.rollout is None:
        cure = "add rollout: {steps: [{ceiling: 10, hold: 1h}, {ceiling: 100}]}"
        raise UserError("has no plan for a rollout", cure, file=path, place="rollout")
    return promised.rollout


def _must_exist(given: Settings, flag: str, environment: str) -> None:
    found = opening.admin_of(given).read(flag, environment)
    if not found.exists:
        raise UserError(f"Unleash has no flag {flag}", "make it there first; it is the team's own")
