"""``fairgate flag status``: open or closed, since when, why, and how to get it back."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from fairgate.cli.flag import opening
from fairgate.cli.flag.words import left
from fairgate.cli.options import one_line
from fairgate.cli.terminal import width, write

if TYPE_CHECKING:
    from fairgate.rollout.protection import Protection
    from fairgate.rollout.store import Entry, Ledger

SCHEMA = "fairgate/rollout-status/v1"


@dataclass(frozen=True)
class Line:
    """One flag, as the ledger has it."""

    kept: Protection
    facts: Mapping[str, Any]
    last: Entry | None

    @property
    def is_open(self) -> bool:
        """Whether the last decision opened it."""
        return bool(self.kept.envelope)


@click.command()
@click.argument("flag", required=False, callback=one_line)
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text")
def status(flag: str | None, format_: str) -> None:
    """Show every flag that is kept, or FLAG: the last decision, and what it waits for.

    It reads the ledger and asks nobody, so it works when everything else is down.
    """
    ledger = opening.open_ledger()
    with opening.reported():
        lines = [_line(ledger, kept) for kept in ledger.all() if flag is None or kept.flag == flag]
    if flag is not None and not lines:
        opening.kept(ledger, flag, "production")
    now = time.time()
    if format_ == "json":
        document = {"schema": SCHEMA, "flags": [_as_json(line) for line in lines]}
        write(json.dumps(document, indent=2, ensure_ascii=False) + "\n")
    else:
        write("\n".join(text for line in lines for text in _text(line, now)) + "\n")


def _line(ledger: Ledger, kept: Protection) -> Line:
    """Take the newest entry that tells of a decision."""
    told = [entry for entry in ledger.entries(kept.name) if "reasons" in entry.facts]
    last = told[-1] if told else None
    return Line(kept, last.facts if last else {}, last)


def _text(line: Line, now: float) -> Sequence[str]:
    import textwrap  # noqa: PLC0415

    kept, facts = line.kept, line.facts
    rows = [("issue", kept.issue), ("policy", kept.policy)]
    if kept.model:
        rows.append(("model", kept.model[:12]))
    if line.is_open:
        steps = [str(step.ceiling) for step in kept.ramp.steps]
        at = kept.progress.step
        steps[at] = f"[{steps[at]}]"
        rows += [("ramp", " -> ".join(steps)), ("lease ends in", left(kept.until - now))]
    if kept.emergency and now < kept.emergency.until:
        ahead = kept.emergency
        ends = f"ends in {left(ahead.until - now)}"
        rows.append(("EMERGENCY", f"{ahead.ceiling} % by {ahead.by}: {ahead.reason}; {ends}"))
    rows += [("why" if not n else "", text) for n, text in enumerate(facts.get("reasons", ()))]
    if facts.get("waits_for"):
        rows.append(("next", f"{facts['waits_for']}, counted from then"))
    if line.last:
        ago = left(max(1.0, now - line.last.at))
        rows.append(("last change", f"{line.last.event} by {line.last.actor}, {ago} ago"))
    state = f"OPEN at {facts.get('ceiling')} %" if line.is_open else "CLOSED"
    if not line.is_open:
        rows.append(("to get it back", _cure(kept)))
    wide, shown = max(width(), 40), [f"{kept.flag} in {kept.environment}: {state}"]
    for label, text in rows:
        lead = f"  {label:<14}  "
        shown += textwrap.wrap(
            text,
            wide,
            initial_indent=lead,
            subsequent_indent=" " * len(lead),
            break_on_hyphens=False,
            break_long_words=False,
        )
    return [*shown, ""]


def _cure(kept: Protection) -> str:
    model = "" if kept.model else " --model FILE"
    where = "" if kept.environment == "production" else f" --env {kept.environment}"
    return f"mend what stands under why; then: fairgate flag open {kept.flag}{where}{model}"


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
        "waits_for": line.facts.get("waits_for") or None,
        "approval": line.facts.get("approval") or None,
        "evidence": line.facts.get("evidence") or None,
    }
