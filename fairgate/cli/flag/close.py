"""``fairgate flag close``: off at once, until somebody opens it again."""

from __future__ import annotations

import getpass
from dataclasses import replace

import click

from fairgate.cli.flag import opening
from fairgate.cli.flag.words import round_lines
from fairgate.cli.options import one_line
from fairgate.cli.terminal import write

ON_RECORD = (
    "the closing is on record, and a watcher writes it when Unleash answers; what is open ends "
    "with its lease"
)


@click.command()
@click.argument("flag", callback=one_line)
@click.option("--env", "environment", default="production", show_default=True, callback=one_line)
@click.option("--reason", required=True, metavar="TEXT", callback=one_line, help="Why.")
@click.option("--by", metavar="NAME", callback=one_line, help="Who asks; default: you.")
def close(flag: str, environment: str, reason: str, by: str | None) -> None:
    """Close FLAG and keep it closed until somebody opens it again.

    Applications see it at their next look at the server, and at the end of the lease if they
    cannot reach it.
    """
    given, ledger = opening.settings(), opening.open_ledger()
    was = opening.kept(ledger, flag, environment)
    who = by or getpass.getuser()
    with opening.reported(ON_RECORD):
        done = opening.keeper_of(given, ledger).reconcile(
            was.name,
            lambda kept: replace(kept, stopped=f"{who}: {reason}", emergency=None),
            actor=who,
            why=reason,
        )
    write("\n".join(round_lines(done)) + "\n")
    opening.tell(given, ledger)
