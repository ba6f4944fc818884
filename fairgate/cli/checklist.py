"""``fairgate checklist``: content to look at, print, exchange and check."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import click

from fairgate.cli.contents import FORMATS, JOINED, content_option, find, out_option, put
from fairgate.cli.exchange import export, import_
from fairgate.cli.quotas import quotas
from fairgate.cli.terminal import width, write

KINDS = ("template", "checklist", "research", "signals", "cases", "studies")


@click.group(
    epilog="""\b
Examples:
  fairgate checklist show launch
  fairgate checklist render inclusive-design --format html --out design.html
  fairgate checklist quotas studies.yaml
"""
)
def checklist() -> None:
    """Show, print, exchange and check checklists, research rails and cases."""


@checklist.command("list")
@content_option
def list_(own: Sequence[Path]) -> None:
    """List content: kind, id, version, items, title."""
    from fairgate.checklist.heads import summaries  # noqa: PLC0415 - heavy

    heads = summaries(own)
    wide = max(len(head.id) for head in heads)
    lines = [
        f"{head.kind:<9}  {head.id:<{wide}}  {head.version:<7}  {head.items:>3}  {head.title}"
        for head in heads
    ]
    write("\n".join(lines) + "\n")


@checklist.command()
@click.argument("name", metavar="ID")
@content_option
def show(name: str, own: Sequence[Path]) -> None:
    """Show a checklist, or one item and its cases."""
    from fairgate.checklist.pages import item_page, page  # noqa: PLC0415 - heavy
    from fairgate.render import render as rendered  # noqa: PLC0415 - heavy

    library, file = find(name, own)
    document = page(file, library) if file else item_page(name, library)
    write(rendered(document, "text", width=width()))


@checklist.command()
@click.argument("name", metavar="ID")
@click.option(
    "--format", "format_", type=click.Choice(FORMATS), default="text", help="Default: text."
)
@out_option
@content_option
def render(name: str, format_: str, out: str | None, own: Sequence[Path]) -> None:
    """Write a checklist for the web, Jira or print."""
    from fairgate.checklist.pages import page  # noqa: PLC0415 - heavy
    from fairgate.render import render as rendered  # noqa: PLC0415 - heavy

    library, file = find(name, own, items=False)
    assert file is not None
    put(rendered(page(file, library), format_, width=width() if out is None else 80), out)


@checklist.command()
@click.argument("folders", metavar="[DIR...]", nargs=-1, type=click.Path(path_type=Path))
def lint(folders: Sequence[Path]) -> None:
    """Check content, built-in and in your folders."""
    from fairgate.checklist import open_library  # noqa: PLC0415 - heavy

    library = open_library(folders)
    write(f"{len(library.files)} files, {len(library.items)} items: nothing to mend.\n")


@checklist.command()
@click.argument(
    "kind", type=click.Choice(["template", "checklist", "research", "signals", "cases", "studies"])
)
@out_option
def schema(kind: str, out: str | None) -> None:
    """Write a JSON Schema, for editors."""
    from fairgate.checklist.library import kind as model_of  # noqa: PLC0415 - heavy
    from fairgate.checklist.studies import Studies  # noqa: PLC0415 - heavy
    from fairgate.content import json_schema  # noqa: PLC0415 - heavy

    model = Studies if kind == "studies" else model_of(kind)[0]
    put(json.dumps(json_schema(model), indent=2, ensure_ascii=False) + "\n", out)


@checklist.command()
@out_option
def readme(out: str | None) -> None:
    """Write the README of the built-in content."""
    from fairgate.checklist import open_library  # noqa: PLC0415 - heavy
    from fairgate.checklist.heads import summaries  # noqa: PLC0415 - heavy
    from fairgate.checklist.readme import readme as made  # noqa: PLC0415 - heavy

    put(made(summaries(), open_library(kinds=JOINED)), out)


for _command in (import_, export, quotas):
    checklist.add_command(_command)
