"""``fairgate flag log``: who decided what, on which evidence; and whether the chain holds."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import groupby
from typing import TYPE_CHECKING

import click

from fairgate.cli.flag import opening
from fairgate.cli.flag.words import EVENTS, folded, moment
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

    Times are UTC. Renewals in a row are one line; --format json has each. Exits with 3 if a
    line was altered or taken out.
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
        write("\n".join(_text(entries)) + "\n")
    if broken is not None:
        click.echo(f"error: {kept.name}: the log does not hold from line {broken} on", err=True)
        ctx.exit(BROKEN)


def _text(entries: Sequence[Entry]) -> Iterator[str]:
    for renewed, run in groupby(entries, lambda entry: entry.event == "renewed"):
        if renewed:
            yield from _renewals([*run])
        else:
            yield from (line for entry in run for line in _lines(entry))


def _renewals(run: Sequence[Entry]) -> Iterator[str]:
    first, last = run[0], run[-1]
    times = "" if len(run) == 1 else f" {len(run)} times"
    yield f"{last.number:>4}  {moment(last.at)}  lease renewed{times} since line {first.number - 1}"


def _lines(entry: Entry) -> Iterator[str]:
    facts = entry.facts
    share = f" at {facts['ceiling']} %" if facts.get("ceiling") else ""
    what = EVENTS.get(entry.event, entry.event)
    yield from folded(
        f"{what}{share}, by {entry.actor}", f"{entry.number:>4}  {moment(entry.at)}  "
    )
    told = [facts.get("why"), facts.get("what"), *facts.get("reasons", ())]
    told += [
        f"{event['type']} by {event['by']} at {event['at']}" for event in facts.get("events", ())
    ]
    for text in told:
        if text and text not in {entry.event, "asked"}:
            yield from folded(text, "      ")
    names = ("model", "approval", "evidence", "grant")
    digests = [f"{name} {facts[name][:12]}" for name in names if facts.get(name)]
    if facts.get("ceiling"):
        yield from folded(", ".join(digests), "      ")
