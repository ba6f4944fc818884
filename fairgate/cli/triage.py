"""``fairgate triage``: which backlog items may touch people unequally, and why."""

from __future__ import annotations

import sys

import click

from fairgate.cli.terminal import write
from fairgate.errors import UserError
from fairgate.files import read_bytes
from fairgate.triage import parse_items, ready
from fairgate.triage.items import MAX_BYTES
from fairgate.triage.report import as_json, as_text


@click.command(
    "triage",
    epilog="""\b
Examples:
  fairgate triage backlog.jsonl
  fairgate triage backlog.jsonl --format json
  fairgate triage - --signals our-signals.yaml < backlog.jsonl
""",
)
@click.argument("file", metavar="FILE")
@click.option(
    "--format",
    "format_",
    type=click.Choice(("text", "json")),
    default="text",
    show_default=True,
    help="A table with quotes, or one JSON object a line.",
)
@click.option(
    "--signals",
    metavar="YAML",
    multiple=True,
    help="Signals of your own, which add to the built-in ones; repeatable.",
)
def triage(*, file: str, format_: str, signals: tuple[str, ...]) -> None:
    """Say which backlog items need an assessment, how urgently, and which words say so.

    FILE has one JSON object a line with id, summary and, if you have them, description,
    labels, components and type; - reads standard input. Nothing leaves this machine.
    """
    name = "standard input" if file == "-" else file
    items = parse_items(_content(file), name)
    flags = ready(signals).flags(items)
    write(as_json(flags) if format_ == "json" else as_text(items, flags))


def _content(file: str) -> bytes:
    if file != "-":
        return read_bytes(file, MAX_BYTES)
    content = sys.stdin.buffer.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        problem = f"larger than {MAX_BYTES:,} bytes"
        raise UserError(problem, "send it in pieces", file="standard input")
    return content
