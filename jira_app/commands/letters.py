"""``fairgate jira dead-letters``: what was given up on, and another try for it."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime

import click


@click.command("dead-letters")
@click.option("--replay", is_flag=True, help="Put all of it back to work.")
def dead_letters(*, replay: bool) -> None:
    """List work that Jira refused for good, or as often as it was tried.

    The database is the one of FAIRGATE_DATABASE_URL. A running `fairgate serve` takes up what
    is replayed.
    """
    from fairgate.report.safe import printable  # noqa: PLC0415 - only when called
    from jira_app.commands.opening import open_store  # noqa: PLC0415
    from jira_app.settings import read_settings  # noqa: PLC0415
    from jira_app.store import letters  # noqa: PLC0415

    engine = open_store(read_settings(os.environ, None).database)
    with engine.begin() as db:
        found = letters.letters(db)
        if replay:
            letters.replay(db, time.time())
    for letter in found:
        since = datetime.fromtimestamp(letter.since, UTC).isoformat(timespec="seconds")
        line = f"{since}  {letter.issue}  {letter.box}  {letter.what}  {letter.error}"
        click.echo(printable(line))
    said = "replayed" if replay else "waiting for --replay"
    click.echo(f"{len(found)} dead letter{'s' * (len(found) != 1)}" + (f" {said}" * bool(found)))
