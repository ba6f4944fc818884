"""``fairgate checklist import`` and ``export``: other people's formats."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from fairgate.cli.contents import content_option, find, out_option, put
from fairgate.cli.options import one_line
from fairgate.errors import UserError
from fairgate.files import read_bytes, write_atomically

DEON = "https://deon.drivendata.org/"
_LARGEST = 2**20


@click.command("import")
@click.argument("format_", metavar="FORMAT", type=click.Choice(["deon", "canada-aia"]))
@click.argument("file", metavar="FILE")
@click.option("--id", "name", metavar="NAME", help="Id of the checklist. Default: from its title.")
@click.option("--requirements", metavar="FILE", help="Canada's requirements by level.")
@click.option(
    "--licence", callback=one_line, default="NOASSERTION", help="Licence of the text, such as MIT."
)
@click.option("--url", default=DEON, help=f"Where the text is from. Default: {DEON}")
@click.option("--out", metavar="FILE", required=True, help="Where to write the checklist.")
def import_(
    format_: str,
    file: str,
    *,
    name: str | None,
    requirements: str | None,
    licence: str,
    url: str,
    out: str,
) -> None:
    """Import a checklist from deon, or Canada's impact assessment.

    FORMAT is deon, or canada-aia, whose id, licence and address are known. Nothing is written
    unless the whole FILE is sound.
    """
    if format_ == "canada-aia":
        _import_form(file, requirements, out)
        return
    if requirements:
        raise UserError("--requirements goes with canada-aia", "leave it away")
    from fairgate.checklist import deon  # noqa: PLC0415 - heavy
    from fairgate.checklist.models import Checklist  # noqa: PLC0415 - heavy
    from fairgate.checklist.writing import checklist_text  # noqa: PLC0415 - heavy
    from fairgate.content import Source, parse  # noqa: PLC0415 - heavy

    read = deon.read_deon(read_bytes(file, _LARGEST), file).content
    if not url.startswith(("https://", "http://")) or not url.isprintable() or " " in url:
        raise UserError(f"--url: expected a web address, got {url!r}", f"write --url {DEON}")
    source = Source(id="deon", title=f"{read.title}, in the format of deon", url=url)
    named = deon.check_name(name or deon.slug(read.title))
    ours = deon.from_deon(read, name=named, licence=licence, source=source)
    text = checklist_text(ours).encode()
    parse(Checklist, text, out)  # what is written can be read
    write_atomically(out, text)
    click.echo(f"Wrote {out}: {ours.id}, {sum(1 for _ in ours.items())} checks.")


def _import_form(file: str, requirements: str | None, out: str) -> None:
    from fairgate.assessment import parse_template  # noqa: PLC0415 - heavy
    from fairgate.assessment.canada.importing import imported  # noqa: PLC0415 - heavy

    if requirements is None:
        raise UserError("the requirements by level are missing", "add --requirements FILE")
    names = (file, requirements)
    survey, by_level = (read_bytes(each, _LARGEST) for each in names)
    text = imported(survey, by_level, names).encode()
    template = parse_template(text, out).content  # what is written can be read
    write_atomically(out, text)
    click.echo(f"Wrote {out}: {template.id}, {len(template.by_id)} questions.")


@click.command()
@click.argument("format_", metavar="FORMAT", type=click.Choice(["deon"]))
@click.argument("name", metavar="ID|FILE")
@out_option
@content_option
def export(format_: str, name: str, out: str | None, own: Sequence[Path]) -> None:
    """Export a checklist to deon.

    FORMAT is deon, which has no place for reasons, sources and roles.
    """
    del format_
    from fairgate.checklist import deon  # noqa: PLC0415 - heavy
    from fairgate.checklist.models import Checklist  # noqa: PLC0415 - heavy
    from fairgate.content import read  # noqa: PLC0415 - heavy

    if name.endswith((".yaml", ".yml")):
        found = read(Checklist, name).content
    else:
        library, _ = find(name, own, items=False)
        found = library.file(name, "checklist").content
    put(deon.deon_text(deon.to_deon(found)), out)
