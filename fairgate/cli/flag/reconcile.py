"""``fairgate flag reconcile``: one round for every flag."""

from __future__ import annotations

import click

from fairgate.cli.flag import opening
from fairgate.cli.flag.words import round_lines
from fairgate.cli.terminal import write


@click.command()
def reconcile() -> None:
    """Look at every flag once: decide, renew, and take back what others wrote."""
    given, ledger = opening.settings(), opening.open_ledger()
    keeper = opening.keeper_of(given, ledger)
    for kept in ledger.all():
        with opening.reported():
            done = keeper.reconcile(kept.name)
        write("\n".join(round_lines(done)) + "\n")
    opening.tell(given, ledger)
