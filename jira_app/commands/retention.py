"""``fairgate jira retention``: delete what has been kept long enough, now."""

from __future__ import annotations

import os
import time

import click


@click.command("retention")
@click.option("--dry-run", is_flag=True, help="Say what would be deleted, and delete nothing.")
def retention(*, dry_run: bool) -> None:
    """Delete what is about issues that are gone, and what people did in training long ago.

    How long assessments, evidence and words of issues are kept, each project's settings say;
    without, they are kept for ever. For groups, feedback and answers of quizzes
    FAIRGATE_TRAINING_DAYS does. The app does this once a day by itself.
    """
    from fairgate.report.safe import printable  # noqa: PLC0415 - only when called
    from jira_app.commands.opening import open_kept  # noqa: PLC0415
    from jira_app.records.retention import Counts, due, expire  # noqa: PLC0415
    from jira_app.records.unlearning import to_unlearn, unlearn  # noqa: PLC0415
    from jira_app.settings import read_settings  # noqa: PLC0415

    settings = read_settings(os.environ, None)
    engine, days = open_kept(settings.database), settings.training_days
    try:
        if dry_run:
            found = due(engine, time.time())
            for key, counts in found.items():
                click.echo(printable(f"{key}  {counts}"))
            click.echo(f"would delete  {sum(found.values(), Counts())}")
            click.echo(f"would delete  {to_unlearn(engine, time.time(), days)}")
        else:
            click.echo(f"deleted  {expire(engine, time.time)}")
            click.echo(f"deleted  {unlearn(engine, time.time, days)}")
    finally:
        engine.dispose()
