"""``fairgate train export``: modules as a page, slides, a package or statements."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeAlias, TypeVar

import click

from fairgate.cli.contents import content_option
from fairgate.cli.terminal import write
from fairgate.cli.train.common import progress
from fairgate.errors import UserError
from fairgate.files import write_all
from fairgate.report.safe import printable
from fairgate.training.library import find_module, open_modules
from fairgate.training.module import Module

Make: TypeAlias = Callable[[Sequence[Module]], bytes]
Command = TypeVar("Command", bound=Callable[..., None])


def _to(name: str, what: str) -> Callable[[Command], Command]:
    return click.option(name, metavar="FILE", type=click.Path(path_type=Path), help=what)


@click.command(
    epilog="""\b
Examples:
  fairgate train export --html training.html
  fairgate train export 05 --slides 05.html
  fairgate train export --scorm12 training.zip
  fairgate train export --xapi learnt.jsonl \\
      --actor mailto:amara@example.org
"""
)
@click.argument("names", metavar="[MODULE...]", nargs=-1)
@_to("--html", "One page that works without a network, with quizzes.")
@_to("--slides", "A slide show (.html), or one Marp file (.md).")
@_to("--scorm12", "A SCORM 1.2 package (.zip) for a learning platform.")
@_to("--xapi", "What you have done, as xAPI statements (.jsonl).")
@click.option("--actor", metavar="WHO", help="Who learnt, for --xapi: mailto:ADDRESS, or a name.")
@content_option
def export(
    *,
    names: tuple[str, ...],
    html: Path | None,
    slides: Path | None,
    scorm12: Path | None,
    xapi: Path | None,
    actor: str | None,
    own: Sequence[Path],
) -> None:
    """Write each MODULE in other forms, several at once if you like. Without one: all, in order."""
    if xapi and not actor:
        cure = "add --actor mailto:name@example.org, or a name"
        raise UserError("--xapi has to say who learnt", cure)
    if actor and not xapi:
        raise UserError("--actor is for --xapi alone", "remove it, or add --xapi FILE")
    modules = _modules(names, own)
    forms: tuple[tuple[Path | None, Make], ...] = (
        (html, _page),
        (slides, partial(_slides, ending=slides.suffix.lower() if slides else "")),
        (scorm12, _package),
        (xapi, partial(_statements, actor=actor or "")),
    )
    wanted = [(target, make) for target, make in forms if target is not None]
    _expect_files([target for target, _ in wanted])
    made = [(target, make(modules)) for target, make in wanted]
    write_all(made)
    for target, content in made:
        write(_said(modules, target, content, told=target == xapi))


def _modules(names: Sequence[str], own: Sequence[Path]) -> tuple[Module, ...]:
    if not names:
        return open_modules(own)
    found = [find_module(name, own) for name in names]
    return tuple({module.id: module for module in found}.values())


def _expect_files(targets: Sequence[Path]) -> None:
    if not targets:
        cure = "add --html, --slides, --scorm12 or --xapi, each with a file"
        raise UserError("nothing to write was named", cure)
    places = [os.path.realpath(target) for target in targets]
    for at, target in enumerate(targets):
        if places[at] in places[:at]:
            raise UserError("two forms cannot go into one file", "name two", file=str(target))


def _page(modules: Sequence[Module]) -> bytes:
    from fairgate.training.export.page import html_page  # noqa: PLC0415 - heavy

    return html_page(modules).encode()


def _slides(modules: Sequence[Module], *, ending: str) -> bytes:
    from fairgate.training.export import marp, slideshow  # noqa: PLC0415 - heavy

    if ending in (".html", ".htm"):
        return slideshow.slideshow(modules).encode()
    if ending == ".md":
        return marp.joined(modules).encode()
    cure = "end the file's name in .html for a slide show, or in .md for Marp"
    raise UserError(f"--slides knows no form that ends in {ending!r}", cure)


def _package(modules: Sequence[Module]) -> bytes:
    from fairgate.training.export.scorm import scorm12  # noqa: PLC0415 - heavy

    return scorm12(modules)


def _statements(modules: Sequence[Module], *, actor: str) -> bytes:
    from fairgate.training.export.actors import agent  # noqa: PLC0415 - only for this form
    from fairgate.training.export.learnt import noted  # noqa: PLC0415 - only for this form
    from fairgate.training.export.xapi import statements  # noqa: PLC0415 - only for this form

    done = noted(progress().all(), modules)
    return statements(done, actor=agent(actor), modules=modules).encode()


def _said(modules: Sequence[Module], target: Path, content: bytes, *, told: bool) -> str:
    """Say what was written: statements are counted, since there may be none yet."""
    number, what = (content.count(b"\n"), "statement") if told else (len(modules), "module")
    counted = f"{number} {what}" if number == 1 else f"{number} {what}s"
    return f"Wrote {printable(str(target))}: {counted}, {_size(len(content))}.\n"


def _size(number: int) -> str:
    """Write a number of bytes for people.

    Examples
    --------
    >>> _size(900), _size(382_322), _size(2_400_000)
    ('900 bytes', '382 kB', '2.4 MB')
    """
    if number < 1_000:
        return f"{number} bytes"
    return f"{number / 1_000:.0f} kB" if number < 1_000_000 else f"{number / 1_000_000:.1f} MB"
