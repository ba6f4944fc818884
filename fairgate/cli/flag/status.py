"""``fairgate flag status``: open or closed, since when, why, and how to get it back."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from fairgate.cli.flag import opening
from fairgate.cli.flag.words import EVENTS, folded, left, moment
from fairgate.cli.options import one_line
from fairgate.cli.terminal import write

if TYPE_CHECKING:
    from fairgate.rollout.protection import Protection
    from fairgate.rollout.store import Entry, Ledger

SCHEMA = "fairgate/rollout-status/v1"
RECENT = 86_400.0
"""Seconds for which an edit that was put back is told."""

NOTHING_KEPT = """\
No flag is kept yet. To begin:
  fairgate flag protect FLAG --issue KEY --policy fairgate.yaml
"""


@dataclass(frozen=True)
class Line:
    """One flag, as the ledger has it.

    Attributes
    ----------
    kept : Protection
        The flag.
    last : Entry or None
        The newest entry that tells of a decision.
    undone : Entry or None
        The newest that tells of somebody else's edit.
    now : float
        Seconds since 1970.
    """

    kept: Protection
    last: Entry | None
    undone: Entry | None
    now: float

    @property
    def facts(self) -> Mapping[str, Any]:
        """What the last decision came to."""
        return self.last.facts if self.last else {}

    @property
    def ran_out(self) -> bool:
        """Whether it was opened, and its lease is over because nobody renewed it."""
        return bool(self.kept.envelope) and self.kept.until <= self.now

    @property
    def is_open(self) -> bool:
        """Whether there is a grant, and it holds."""
        return bool(self.kept.envelope) and not self.ran_out

    @property
    def state(self) -> str:
        """In capitals, for whoever looks at nothing else."""
        if self.ran_out:
            return f"OFF, because its lease ended {left(self.now - self.kept.until)} ago"
        return f"OPEN at {self.facts.get('ceiling')} %" if self.is_open else "CLOSED"


@click.command()
@click.argument("flag", required=False, callback=one_line)
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text")
def status(flag: str | None, format_: str) -> None:
    """Show every flag that is kept, or FLAG: the last decision, and what it waits for.

    It reads the ledger and asks nobody, so it works when everything else is down.
    """
    ledger = opening.open_ledger()
    now = time.time()
    with opening.reported():
        kept = [one for one in ledger.all() if flag is None or one.flag == flag]
        lines = [_line(ledger, one, now) for one in kept]
        watcher = ledger.holder("watch")
    if flag is not None and not lines:
        opening.kept(ledger, flag, "production")
    if format_ == "json":
        document = {
            "schema": SCHEMA,
            "watched": _is_watched(watcher, now),
            "flags": [_as_json(line) for line in lines],
        }
        write(json.dumps(document, indent=2, ensure_ascii=False) + "\n")
    elif lines:
        shown = [text for line in lines for text in _text(line)]
        write("\n".join([*shown, *_watch(watcher, now)]) + "\n")
    else:
        write(NOTHING_KEPT)


def _line(ledger: Ledger, kept: Protection, now: float) -> Line:
    entries = ledger.entries(kept.name)[::-1]
    last = next((entry for entry in entries if "reasons" in entry.facts), None)
    return Line(kept, last, next((e for e in entries if e.event == "undone"), None), now)


def _text(line: Line) -> Iterator[str]:
    """One flag: what is most urgent first, what to type as one line."""
    kept = line.kept
    yield from folded(f"{kept.flag} in {kept.environment}: {line.state}", "")
    for label, text in (*_urgent(line), *_rest(line)):
        yield from folded(text, f"  {label:<12}  ")
    if not line.is_open:
        lead, command = _cure(line)
        yield from folded(lead, f"  {'get it back':<12}  ")
        yield f"{'':<16}{command}"  # never folded: somebody will copy it
    yield ""


def _urgent(line: Line) -> Iterator[tuple[str, str]]:
    kept = line.kept
    for at, reason in enumerate(line.facts.get("reasons", ())):
        yield "why" if not at else "", reason
    if kept.emergency and line.now < kept.emergency.until:
        ahead = kept.emergency
        ends = f"ends in {left(ahead.until - line.now)}"
        yield "EMERGENCY", f"{ahead.ceiling} % by {ahead.by}, {ends}: {ahead.reason}"
    if line.undone and line.now - line.undone.at < RECENT:
        entry = line.undone
        ago = left(max(1.0, line.now - entry.at))
        yield "put back", f"{entry.facts.get('what')} (by {entry.actor}, {ago} ago)"


def _rest(line: Line) -> Iterator[tuple[str, str]]:
    kept = line.kept
    if line.is_open:
        steps = [str(step.ceiling) for step in kept.ramp.steps]
        steps[kept.progress.step] = f"[{steps[kept.progress.step]}]"
        yield "ramp", f"{' -> '.join(steps)} %"
        if then := _next(line):
            yield "next", then
        yield "lease", f"ends in {left(kept.until - line.now)} unless it is renewed"
    if line.last:
        entry = line.last
        ago = left(max(1.0, line.now - entry.at))
        what = EVENTS.get(entry.event, entry.event)
        yield "last", f"{what} {ago} ago, by {entry.actor} ({moment(entry.at)})"
    model = f", model {kept.model[:12]}" if kept.model else ""
    yield "about", f"{kept.issue}, policy {kept.policy}{model}"


def _next(line: Line) -> str:
    """Say what the next step waits for, counted from now and not from the last decision."""
    at, steps = line.kept.progress.step, line.kept.ramp.steps
    if at + 1 >= len(steps):
        return ""
    wait = line.kept.progress.since + (steps[at].hold or 0.0) - line.now
    then = f"{steps[at + 1].ceiling} %"
    if wait > 0:
        return f"{then} in {left(wait)}"
    told = str(line.facts.get("waits_for") or "")
    return then if not told or " in " in told.partition("needs")[0] else told


def _cure(line: Line) -> tuple[str, str]:
    """What to do, and what to type then."""
    kept = line.kept
    if line.ran_out:
        return (
            "nobody renewed it; let a watcher run, or do one round now:",
            "fairgate flag reconcile",
        )
    model = "" if kept.model else " --model FILE"
    where = "" if kept.environment == "production" else f" --env {kept.environment}"
    lead = (
        "it is closed by hand; to open it:" if kept.stopped else "mend what stands under why; then:"
    )
    return lead, f"fairgate flag open {kept.flag}{where}{model}"


def _is_watched(watcher: tuple[str, float] | None, now: float) -> bool:
    return watcher is not None and watcher[1] > now


def _watch(watcher: tuple[str, float] | None, now: float) -> list[str]:
    if watcher and _is_watched(watcher, now):
        return folded(f"Kept by {watcher[0]}.", "")
    since = f" (the last one was seen {left(now - watcher[1])} ago)" if watcher else ""
    what = f"NO WATCHER RUNS{since}: no lease is renewed, and no edit is put back. Start one:"
    return [*folded(what, ""), "  fairgate flag watch"]


def _as_json(line: Line) -> dict[str, Any]:
    kept = line.kept
    return {
        "flag": kept.flag,
        "environment": kept.environment,
        "issue": kept.issue,
        "policy": kept.policy,
        "model": kept.model or None,
        "open": line.is_open,
        "ceiling": line.facts.get("ceiling", 0) if line.is_open else 0,
        "step": kept.progress.step,
        "until": kept.until or None,
        "emergency": bool(line.facts.get("emergency")) and line.is_open,
        "stopped": kept.stopped or None,
        "reasons": list(line.facts.get("reasons", ())),
        "waits_for": _next(line) or None if line.is_open else None,
        "approval": line.facts.get("approval") or None,
        "evidence": line.facts.get("evidence") or None,
    }
