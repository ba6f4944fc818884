"""``fairgate jira audit``: whether every history is the one that was written."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from fairgate.errors import UserError

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from jira_app.records.anchor import Anchor

BROKEN = 3
"""Exit code, as of a verdict that fails."""


@click.command("audit")
@click.option(
    "--anchor",
    "kept",
    metavar="ANCHOR",
    help="An anchor printed earlier: what it stands for must still be there.",
)
def audit(*, kept: str | None) -> None:
    """Check every history, and print an anchor to keep elsewhere.

    A history that was changed, cut in its middle or put in another order is named, with the first
    entry that does not hold, and the exit code is 3. That the newest entries were taken away
    shows only against an anchor that was printed before.
    """
    from jira_app.commands.opening import open_kept  # noqa: PLC0415 - only when called
    from jira_app.records.anchor import read_anchor  # noqa: PLC0415
    from jira_app.settings import read_settings  # noqa: PLC0415

    earlier = None
    if kept is not None:
        try:
            earlier = read_anchor(kept)
        except UserError as error:
            raise UserError(error.problem, error.cure, place="--anchor") from None
    engine = open_kept(read_settings(os.environ, None).database)
    try:
        if not _sound(engine, earlier):
            sys.exit(BROKEN)
    finally:
        engine.dispose()


def _sound(engine: Engine, earlier: Anchor | None) -> bool:
    """Say what holds and what does not; whether everything does."""
    from fairgate.report.safe import printable  # noqa: PLC0415 - only when called
    from jira_app.records import anchor  # noqa: PLC0415
    from jira_app.store.engine import reading  # noqa: PLC0415

    with engine.begin() as db:
        now = anchor.take(db)
    with reading(engine).begin() as db:
        names = anchor.issues(db)
        breaks = [found for name in names if (found := anchor.broken(db, name))]
        as_kept = earlier is None or anchor.holds(db, earlier)
    for each in breaks:
        where = f"history of {printable(each.issue)}, entry {each.number}"
        click.echo(f"broken: {where}: {each.what}", err=True)
    if not as_kept:
        said = "is not what it was: entries were taken away, or a history was made anew"
        click.echo(f"broken: what anchor {earlier} stands for {said}", err=True)
    if breaks or not as_kept:
        click.echo("Compare with a back-up from before; do not restore over this one.", err=True)
        return False
    click.echo(f"{len(names)} {'history holds' if len(names) == 1 else 'histories hold'}.")
    click.echo(f"anchor {now}")
    return True
