"""``fairgate train new``, ``lint``, ``schema`` and ``readme``: for those who write modules."""

from __future__ import annotations

import json
import re
import shlex
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from fairgate.checklist import Case, Cases, open_library
from fairgate.cli.contents import out_option, put
from fairgate.cli.terminal import progress, write
from fairgate.cli.train.common import desk, folder_out
from fairgate.content import home
from fairgate.errors import UserError, UserErrors
from fairgate.files import user_error, write_all
from fairgate.report.safe import printable
from fairgate.training.library import FOLDER, Place, expect_free, open_modules, places, read_place
from fairgate.training.lint import across, proof
from fairgate.training.lint import lint as linted
from fairgate.training.module import Module
from fairgate.training.readme import readme as made
from fairgate.training.schemas import MODELS, schema_of
from fairgate.training.skeleton import skeleton


@click.command()
@click.argument("name", metavar="NN-NAME")
@folder_out("Default: here.")
def new(*, name: str, out: Path) -> None:
    """Begin a module of your own, such as 81-our-forms; lint then says what is missing."""
    number, _, words = name.partition("-")
    if not re.fullmatch(r"[0-9]{2}-[a-z0-9]+(-[a-z0-9]+)*", name):
        problem = f"expected two digits and words in small letters, got {name!r}"
        raise UserError(problem, "write one such as 81-our-forms")
    folder = out / name
    if folder.exists():
        raise UserError("this folder is there already", "choose another", file=str(folder))
    expect_free(number, out)
    texts = skeleton(number, words)
    try:
        for path in texts:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise user_error(error, folder, "write") from None
    write_all((folder / path, text.encode()) for path, text in texts.items())
    write(f"Made {printable(str(folder))}. Change its words, then:\n")
    write(f"  fairgate train lint {shlex.quote(printable(str(out)))}\n")


@click.command()
@click.argument("folders", metavar="[DIR...]", nargs=-1, type=click.Path(path_type=Path))
@click.option("--no-run", is_flag=True, help="Do not run the exercises.")
def lint(*, folders: tuple[Path, ...], no_run: bool) -> None:
    """Check modules: those in each DIR, or all that come along.

    Minutes, objectives, coverage by quiz and exercise, sources, alternative texts, contrast,
    and that the real tools refuse every start and pass every solution.
    """
    own = [folder for folder in folders if not _comes_along(folder)]
    known = places(own)
    chosen = [place for place in known if not folders or _is_in(place, folders)]
    errors: list[UserError] = []
    modules = list(_read(chosen, errors))
    others = [place for place in known if place not in chosen]
    errors += across([*modules, *_read(others, [])])
    cases = _cases()
    with progress("Running exercises", sys.stderr) as shown:
        for at, module in enumerate(modules):
            errors += linted(module, cases)
            errors += [] if no_run else proof(module, lambda here, start: desk(here, start, own))
            if shown:
                shown((at + 1) / len(modules))
    if errors:
        raise UserErrors(errors)
    questions = sum(len(module.quiz.items) for module in modules)
    noun = "module" if len(modules) == 1 else "modules"
    write(f"{len(modules)} {noun}, {questions} questions: nothing to mend.\n")


@click.command()
@click.argument("kind", type=click.Choice(("module", "quiz", "feedback")))
@out_option
def schema(kind: str, out: str | None) -> None:
    """Write a JSON Schema, for editors."""
    assert kind in MODELS
    put(json.dumps(schema_of(kind), indent=2, ensure_ascii=False) + "\n", out)


@click.command()
@out_option
def readme(out: str | None) -> None:
    """Write the README of the modules that come along."""
    put(made(open_modules()), out)


def _read(chosen: Sequence[Place], errors: list[UserError]) -> Iterator[Module]:
    for place in chosen:
        try:
            yield read_place(place)
        except UserErrors as several:
            errors += several.errors


def _cases() -> dict[str, Case]:
    """All cases, by id."""
    contents = (file.content for file in open_library(kinds=["cases"]).files)
    return {case.id: case for found in contents if isinstance(found, Cases) for case in found.cases}


def _comes_along(folder: Path) -> bool:
    return folder.resolve().is_relative_to((home() / FOLDER).resolve())


def _is_in(place: Place, folders: Sequence[Path]) -> bool:
    where = place.folder.resolve()
    return any(where.is_relative_to(folder.resolve()) for folder in folders)
