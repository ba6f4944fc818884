"""``fairgate checklist quotas``: whom research has reached."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from fairgate.cli.contents import FORMATS, content_option, out_option, put
from fairgate.cli.terminal import width


@click.command()
@click.argument("studies", metavar="STUDIES")
@click.option("--format", "format_", type=click.Choice((*FORMATS, "json")), default="text")
@click.option("--rails", default="research-rails", metavar="ID", help="Default: research-rails.")
@out_option
@content_option
@click.pass_context
def quotas(
    ctx: click.Context,
    studies: str,
    *,
    format_: str,
    rails: str,
    out: str | None,
    own: Sequence[Path],
) -> None:
    """Count recruitment quotas over STUDIES.

    STUDIES is a YAML file of counts. Exits with 0 if every quota is met or taken on as a risk
    and no study left a rail, else 3.
    """
    from fairgate.checklist.library import open_library  # noqa: PLC0415 - heavy
    from fairgate.checklist.quotapage import quotas_json, quotas_page  # noqa: PLC0415 - heavy
    from fairgate.checklist.quotas import count  # noqa: PLC0415 - heavy
    from fairgate.checklist.studies import read_studies  # noqa: PLC0415 - heavy
    from fairgate.render import render as rendered  # noqa: PLC0415 - heavy

    research = open_library(own, kinds=["research"]).file(rails).content
    records = read_studies(studies, research).content
    standings = count(research, records, today=datetime.now(UTC).date())
    if format_ == "json":
        put(quotas_json(standings), out)
    else:
        shown = width() if out is None else 80
        put(rendered(quotas_page(standings), format_, width=shown), out)
    ctx.exit(0 if standings.passes else 3)
