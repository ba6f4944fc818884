"""``fairgate train export``: modules as a page, slides, a package or statements."""

from __future__ import annotations

import getpass
import os
from collections.abc import Callable, Mapping, Sequence
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
from fairgate.training.library import find_modules
from fairgate.training.module import Module

Make: TypeAlias = Callable[[Sequence[Module]], bytes]
Command = TypeVar("Command", bound=Callable[..., None])

STDOUT = "-"


def _to(name: str, what: str) -> Callable[[Command], Command]:
    return click.option(name, metavar="FILE", help=what)


@click.command(
    epilog="""\b
Examples:
  fairgate train export --html training.html
  fairgate train export 05 --slides 05.html
  fairgate train export --scorm12 training.zip
  fairgate train export --xapi learnt.jsonl
  fairgate train export --xapi learnt.jsonl \\
      --actor mailto:amara@example.org
"""
)
@click.argument("names", metavar="[MODULE...]", nargs=-1)
@_to("--html", "One page that works without a network, with quizzes.")
@_to("--slides", "A slide show (.html), or one Marp file (.md).")
@_to("--scorm12", "A SCORM 1.2 package (.zip) for a learning platform.")
@_to("--xapi", "What you have done, as xAPI statements (.jsonl).")
@click.option(
    "--actor",
    metavar="WHO",
    help="Who learnt, for --xapi: mailto:ADDRESS, or the name of an account; "
    "by default your login on this machine.",
)
@click.option("--home-page", metavar="URL", help="The system that has this account, for --xapi.")
@content_option
def export(
    *,
    names: tuple[str, ...],
    html: str | None,
    slides: str | None,
    scorm12: str | None,
    xapi: str | None,
    actor: str | None,
    home_page: str | None,
    own: Sequence[Path],
) -> None:
    """Write each MODULE in other forms, several at once if you like. Without one: all, in order.

    A FILE of - is standard output, for one form that is a text; slides are Marp's then.
    """
    _expect_xapi(xapi, {"--actor": actor, "--home-page": home_page})
    modules = find_modules(names, own)
    forms: tuple[tuple[str | None, Make], ...] = (
        (html, _page),
        (slides, partial(_slides, target=slides or "")),
        (scorm12, _package),
        (xapi, partial(_statements, actor=actor, home_page=home_page)),
    )
    wanted = [(target, make) for target, make in forms if target is not None]
    _expect_places([target for target, _ in wanted], scorm12)
    made = {target: make(modules) for target, make in wanted}
    write_all((target, content) for target, content in made.items() if target != STDOUT)
    for target, content in made.items():
        if target != STDOUT:
            words = _said(modules, target, content, told=target == xapi)
            click.echo(words, err=True) if STDOUT in made else write(f"{words}\n")
    if STDOUT in made:
        write(made[STDOUT].decode())


def _expect_xapi(xapi: str | None, given: Mapping[str, str | None]) -> None:
    """Refuse to be told who learnt where nothing is told about them."""
    name = next((name for name, value in given.items() if value is not None), None)
    if name and xapi is None:
        raise UserError(f"{name} is for --xapi alone", "remove it, or add --xapi FILE")


def _expect_places(targets: Sequence[str], scorm12: str | None) -> None:
    if not targets:
        cure = "add --html, --slides, --scorm12 or --xapi, each with a file"
        raise UserError("nothing to write was named", cure)
    if scorm12 == STDOUT:
        problem = "--scorm12 makes a zip, which is no text for standard output"
        raise UserError(problem, "name a file that ends in .zip")
    if targets.count(STDOUT) > 1:
        raise UserError("two forms cannot go to standard output", "name files for the others")
    places = [target if target == STDOUT else os.path.realpath(target) for target in targets]
    for at, target in enumerate(targets):
        if places[at] in places[:at]:
            raise UserError("two forms cannot go into one file", "name two", file=target)


def _page(modules: Sequence[Module]) -> bytes:
    from fairgate.training.export.page import html_page  # noqa: PLC0415 - heavy

    return html_page(modules).encode()


def _slides(modules: Sequence[Module], *, target: str) -> bytes:
    from fairgate.training.export import marp, slideshow  # noqa: PLC0415 - heavy

    ending = ".md" if target == STDOUT else Path(target).suffix.lower()
    if ending in (".html", ".htm"):
        return slideshow.slideshow(modules).encode()
    if ending == ".md":
        return marp.joined(modules).encode()
    cure = "end the file's name in .html for a slide show, or in .md for Marp"
    raise UserError(f"--slides knows no form that ends in {ending!r}", cure)


def _package(modules: Sequence[Module]) -> bytes:
    from fairgate.training.export.scorm import scorm12  # noqa: PLC0415 - heavy

    return scorm12(modules)


def _statements(modules: Sequence[Module], *, actor: str | None, home_page: str | None) -> bytes:
    from fairgate.training.export.actors import HOME_PAGE, agent  # noqa: PLC0415 - only for this form
    from fairgate.training.export.learnt import noted  # noqa: PLC0415 - only for this form
    from fairgate.training.export.xapi import statements  # noqa: PLC0415 - only for this form

    who = _login() if actor is None else actor
    if home_page is not None and who.lower().startswith("mailto:"):
        cure = "remove --home-page, or name the account"
        raise UserError("an address has no home page: it names one person everywhere", cure)
    named = agent(who, home_page=HOME_PAGE if home_page is None else home_page)
    return statements(noted(progress().all(), modules), actor=named, modules=modules).encode()


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # what is raised differs by version and platform
        problem = "--xapi has to say who learnt, and this machine has no name for you"
        raise UserError(problem, "add --actor mailto:name@example.org, or a name") from None


def _said(modules: Sequence[Module], target: str, content: bytes, *, told: bool) -> str:
    """Say what was written: statements are counted, since there may be none yet."""
    number, what = (content.count(b"\n"), "statement") if told else (len(modules), "module")
    counted = f"{number} {what}" if number == 1 else f"{number} {what}s"
    return f"Wrote {printable(target)}: {counted}, {_size(len(content))}."


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
