"""``fairgate flag log``: who decided what, on which evidence; and whether the chain holds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from fairgate.cli.flag import opening
from fairgate.cli.options import one_line
from fairgate.cli.terminal import write

if TYPE_CHECKING:
    from fairgate.rollout.store import Entry

BROKEN = 3


@click.command()
@click.argument("flag", callback=one_line)
@click.option("--env", "environment", default="production", show_default=True, callback=one_line)
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text")
@click.pass_context
def log(ctx: click.Context, flag: str, environment: str, format_: str) -> None:
    """Show the log of FLAG, oldest first, and check its chain of hashes.

    Exits with 3 if a line was altered or taken out.
    """
    ledger = opening.open_ledger()
    with opening.reported():
        kept = opening.kept(ledger, flag, environment)
        entries, broken = ledger.entries(kept.name), ledger.broken_at(kept.name)
    if format_ == "json":
        document = {
            "flag": kept.name,
            "holds": broken is None,
            "entries": list(map(asdict, entries)),
        }
        write(json.dumps(document, indent=2, ensure_ascii=False) + "\n")
    else:
        write("\n".join(line for entry in entries for line in _lines(entry)) + "\n")
    if broken is not None:
        click.echo(f"error: {kept.name}: the log does not hold from line {broken} on", err=True)
        ctx.exit(BROKEN)


def _lines(entry: Entry) -> Iterator[str]:
    at = datetime.fromtimestamp(entry.at, UTC).strftime("%Y-%m-%d %H:%M:%S")
    facts = entry.facts
    share = f" at {facts['ceiling']} %" if facts.get("ceiling") else ""
    yield f"{entry.number:>4}  {at}  {entry.event}{share}, by {entry.actor}"
    for name in ("why", "what"):
        if facts.get(name) and facts[name] != entry.event:
            yield f"      {facts[name]}"
    yield from (f"      {reason}" for reason in facts.get("reasons", ()))
    for name in ("approval", "evidence", "grant"):
        if facts.get(name):
            yield f"      {name} sha256 {facts[name][:16]}"
    for event in facts.get("events", ()):
        yield f"      {event['type']} by {event['by']} at {event['at']}"
