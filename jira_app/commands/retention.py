"""``fairgate jira retention``: delete what has been kept long enough, now."""

from __future__ import annotations

import os
import time

import click


@click.command("retention")
@click.option("--dry-run", is_flag=True, help="Say what would be deleted, and delete nothing.")
def retention(*, dry_run: bool) -> None:
    """Delete assessments, evidence and words of issues that are gone.

    How long they are kept, each project's settings say; without, they are kept for ever. The
    app does this once a day by itself.
    """
    from fairgate.report.safe import printable  # noqa: PLC0415 - only when called
    from jira_app.commands.opening import open_kept  # noqa: PLC0415
    from jira_app.records.retention import Counts, due, expire  # noqa: PLC0415
    from jira_app.settings import read_settings  # noqa: PLC0415

    engine = open_kept(read_settings(os.environ, None).database)
    try:
        if dry_run:
            found = due(engine, time.time())
            for key, counts in found.items():
                click.echo(printable(f"{key}  {counts}"))
            click.echo(f"would delete  {sum(found.values(), Counts())}")
        else:
            click.echo(f"deleted  {expire(engine, time.time)}")
    finally:
        engine.dispose()
