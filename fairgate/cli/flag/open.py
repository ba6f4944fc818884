"""``fairgate flag open``: ask for a rollout, or go ahead of the plan."""

from __future__ import annotations

import getpass
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import click

from fairgate.cli.flag import opening
from fairgate.cli.flag.words import round_lines
from fairgate.cli.options import one_line
from fairgate.cli.terminal import write
from fairgate.errors import UserError
from fairgate.files import read_bytes

if TYPE_CHECKING:
    from fairgate.rollout.decision import Emergency
    from fairgate.rollout.protection import Protection

_ENVELOPE_SIZE = 2**26
CLOSED = 4


@click.command("open")
@click.argument("flag", callback=one_line)
@click.option("--env", "environment", default="production", show_default=True, callback=one_line)
@click.option("--model", metavar="FILE", help="The model that applications will load.")
@click.option("--approval", multiple=True, metavar="FILE", help="A signed approval.")
@click.option("--evidence", multiple=True, metavar="FILE", help="Signed evidence.")
@click.option("--by", metavar="NAME", callback=one_line, help="Who asks; default: you.")
@click.option("--emergency", is_flag=True, help="Go ahead of the plan; needs the next three.")
@click.option("--ceiling", type=click.IntRange(1, 100), help="Percent of people.")
@click.option("--reason", metavar="TEXT", callback=one_line, help="Why it cannot wait.")
@click.option("--until", metavar="DATE", help="Last day, such as 2026-11-30; or hours, such as 4h.")
@click.pass_context
def open_(
    ctx: click.Context,
    flag: str,
    *,
    environment: str,
    model: str | None,
    approval: Sequence[str],
    evidence: Sequence[str],
    by: str | None,
    emergency: bool,
    ceiling: int | None,
    reason: str | None,
    until: str | None,
) -> None:
    """Ask for FLAG to be rolled out with a model, as far as approval and evidence allow.

    Exits with 0 if it is open, and with 4 if it stays closed; the reasons say how to go on.
    An emergency skips waiting and live analyses: never the approval, never the evidence.
    """
    from fairgate.rollout.guard import digest_of  # noqa: PLC0415 - heavy

    ahead = _emergency(emergency, ceiling, reason, until, by)
    digest = digest_of(model) if model else ""
    given, ledger = opening.settings(), opening.open_ledger()
    was = opening.kept(ledger, flag, environment)
    if not digest and not was.model:
        raise UserError("no model was ever named", "name the one to be loaded with --model FILE")
    for kind, paths in (("approval", approval), ("evidence", evidence)):
        for path in paths:
            ledger.add_paper(was.name, kind, read_bytes(path, _ENVELOPE_SIZE), time.time())
    with opening.reported():
        done = opening.keeper_of(given, ledger).reconcile(
            was.name, _change(digest, ahead), actor=by or getpass.getuser(), why=reason or "asked"
        )
    write("\n".join(round_lines(done)) + "\n")
    opening.tell(given, ledger)
    ctx.exit(0 if done.decision.open else CLOSED)


def _change(digest: str, ahead: Emergency | None) -> Callable[[Protection], Protection]:
    def change(kept: Protection) -> Protection:
        same = not digest or digest == kept.model
        moved = kept if same else replace(kept, model=digest, progress=type(kept.progress)())
        return replace(moved, stopped="", emergency=ahead or (kept.emergency if same else None))

    return change


def _emergency(
    wanted: bool,  # noqa: FBT001 - an option
    ceiling: int | None,
    reason: str | None,
    until: str | None,
    by: str | None,
) -> Emergency | None:
    from fairgate.rollout.decision import Emergency  # noqa: PLC0415

    if not wanted:
        if ceiling or until:
            raise UserError("--ceiling and --until are for emergencies", "add --emergency")
        return None
    missing = [
        name
        for name, value in (
            ("--by", by),
            ("--ceiling", ceiling),
            ("--reason", reason),
            ("--until", until),
        )
        if not value
    ]
    if missing:
        raise UserError(
            "an emergency has a name, a ceiling, a reason and an end",
            f"add {', '.join(missing)}",
            place="--emergency",
        )
    return Emergency(ceiling or 0, by or "", reason or "", _end(until or ""))


def _end(text: str) -> float:
    from fairgate.rollout.durations import seconds  # noqa: PLC0415

    now = time.time()
    try:
        day = datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)
        end = (day + timedelta(days=1)).timestamp()
    except ValueError:
        try:
            end = now + seconds(text)
        except ValueError:
            cure = "write a day such as 2026-11-30, or a length such as 4h"
            raise UserError(f"expected an end, got {text!r}", cure, place="--until") from None
    if not now < end <= now + 14 * 86400:
        cure = "choose an end within two weeks; then the plan has to hold"
        raise UserError(f"{text} is over or too far away", cure, place="--until")
    return end
