"""``fairgate train agenda``: a session that fits the time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click

from fairgate.cli.contents import FORMATS, content_option, out_option, put
from fairgate.cli.terminal import width
from fairgate.render import render
from fairgate.training.agenda import fit
from fairgate.training.library import find_modules
from fairgate.training.plan import session_page


@click.command(
    epilog="""\b
Examples:
  fairgate train agenda --minutes 90 --people 12
  fairgate train agenda --minutes 180 --modules 01,05 --at 14:00
  fairgate train agenda --minutes 90 --modules 05 --format html \\
      --out plan.html
"""
)
@click.option(
    "--minutes", metavar="N", type=click.IntRange(15, 960), required=True, help="How long it is."
)
@click.option("--modules", "names", metavar="ID,ID", help="Which, in order. Default: all.")
@click.option("--people", metavar="N", type=click.IntRange(1, 500), help="How many come.")
@click.option("--at", "begins", metavar="HH:MM", type=click.DateTime(["%H:%M"]), help="When.")
@click.option("--format", "format_", type=click.Choice(FORMATS), default="text")
@out_option
@content_option
def agenda(
    *,
    minutes: int,
    names: str | None,
    people: int | None,
    begins: datetime | None,
    format_: str,
    out: str | None,
    own: Sequence[Path],
) -> None:
    """Fit modules into the time, with a welcome, breaks and an end; say what is left out.

    The core of each module comes first, in order; then optional parts, as far as there is time.
    """
    wanted = [name.strip() for name in (names or "").split(",") if name.strip()]
    session = fit(find_modules(wanted, own), minutes)
    document = session_page(session, people, begins.time() if begins else None, own)
    put(render(document, format_, width=width() if out in (None, "-") else 80), out)
