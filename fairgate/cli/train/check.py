"""``fairgate train check``: the tools look at a learner's answer; the next hint."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import click

from fairgate.cli.contents import content_option
from fairgate.cli.terminal import width, write
from fairgate.cli.train.common import desk, progress, today
from fairgate.errors import UserError, did_you_mean
from fairgate.report.safe import printable
from fairgate.training.exercise import MARK, Begun, Tried, begun, tried
from fairgate.training.library import find_module
from fairgate.training.models import Step
from fairgate.training.module import Module
from fairgate.training.typed import typed

NOT_YET = 3


@click.command(
    epilog="""\b
Exit codes:
  0  every step passes that has to be done; with --step, this one
  3  not yet; the next hint is printed
  2  there is no exercise here, or a file cannot be read

\b
Examples:
  fairgate train check
  fairgate train check --step 3
"""
)
@click.argument("where", metavar="[DIR|MODULE]", required=False)
@click.option("--step", "name", metavar="STEP", help="Look at this step alone: its number or id.")
@content_option
@click.pass_context
def check(ctx: click.Context, *, where: str | None, name: str | None, own: Sequence[Path]) -> None:
    """Check every step of an exercise, and give a hint for the first that is left to do.

    Without an argument it is the exercise in this folder. Each look at a step that does not
    pass gives its next hint. Steps that may be left out come last, and never keep anybody from
    being done.
    """
    found = _find(where, own)
    module = found.module
    steps = module.exercise.steps
    chosen = steps if name is None else [_step(name, steps)]
    done = list(tried(chosen, desk(found.begun.folder, module.start, found.own)))
    open_ = _open(done)
    passed = not open_ or (name is None and open_[0].step.optional)
    with progress().changing(module.id) as noted:
        passing = _passing(steps, done, noted[0].steps)
        state = noted[0].checked(passing, whole=passed and name is None, day=today())
        noted[0] = state.failed(open_[0].step.id) if open_ else state
        tries = noted[0].tries.get(open_[0].step.id, 0) if open_ else 0
    lines = [*_other_version(found), f"{module.id} {printable(module.title)}", ""]
    lines += _steps(steps, done)
    lines += ["", *_next(_Asked(found, where, own, name), open_, tries, passed=passed), ""]
    write("\n".join(lines))
    ctx.exit(0 if passed else NOT_YET)


@dataclass(frozen=True)
class _Found:
    """An exercise, its module, and the folders of own modules that it was found with."""

    begun: Begun
    module: Module
    own: tuple[Path, ...]


@dataclass(frozen=True)
class _Asked:
    """What was found, and the words that asked for it."""

    found: _Found
    where: str | None
    own: Sequence[Path]
    step: str | None

    def again(self, more: str = "") -> str:
        """Write the same command, with something behind it."""
        where = f" {self.where}" if self.where else ""
        return typed(f"fairgate train check{where}{more}", self.own)

    def other(self, words: str) -> str:
        """Write another command about the module."""
        return typed(f"fairgate train {words}", self.found.own)


def _find(where: str | None, own: Sequence[Path]) -> _Found:
    """Find the exercise: in a folder, or that of a module in or below this one."""
    if where is None or Path(where).is_dir():
        return _with_module(begun(Path(where or ".")), own)
    near = list(_near())
    for here in near:
        folder = here.folder.resolve().name
        if where in (here.module, here.module.removeprefix("0"), folder, folder[3:]):
            return _with_module(here, own)
    module = find_module(where, own)
    for here in near:
        if here.module == module.id:
            return _with_module(here, own)
    problem = f"the exercise of {module.id} is not in this folder"
    start = typed(f"fairgate train start {module.id}", own)
    raise UserError(problem, f"go to it, or begin: {start}")


def _with_module(here: Begun, own: Sequence[Path]) -> _Found:
    """Read the module of an exercise; folders that were named now go before those noted then."""
    folders = tuple(own) or here.own
    return _Found(here, find_module(here.module, folders), folders)


def _near() -> Iterator[Begun]:
    """Find exercises that lie in this folder, or right below it."""
    for folder in (Path(), *(mark.parent for mark in sorted(Path().glob(f"*/{MARK}")))):
        with suppress(UserError):
            yield begun(folder)


def _step(name: str, steps: Sequence[Step]) -> Step:
    """Find a step by its number, as it is printed, or by its id.

    Raises
    ------
    UserError
        Where there is none.
    """
    numbered = {str(at): step for at, step in enumerate(steps, 1)}
    known = numbered | {step.id: step for step in steps}
    if name not in known:
        hint = did_you_mean(name, [step.id for step in steps])
        cure = hint if hint.startswith("did") else f"name a number from 1 to {len(steps)}, or an id"
        raise UserError(f"there is no step called {name!r}", cure)
    return known[name]


def _open(done: Sequence[Tried]) -> list[Tried]:
    """List what does not pass; what may be left out comes last."""
    return sorted((one for one in done if not one.passed), key=lambda one: one.step.optional)


def _passing(
    steps: Sequence[Step], done: Sequence[Tried], before: Sequence[str]
) -> tuple[str, ...]:
    """Ids of the steps that pass; of those that were not looked at, what was noted before."""
    looked = {one.step.id: one.passed for one in done}
    return tuple(step.id for step in steps if looked.get(step.id, step.id in before))


def _other_version(found: _Found) -> list[str]:
    then, now = found.begun.version, found.module.outline.version
    if then == now:
        return []
    start = typed(f"fairgate train start {found.module.id} --out new", found.own)
    words = (
        f"This exercise was begun with version {then} of the module, and here is {now}: files or "
        f"steps may have changed. Start it again elsewhere, and copy your answers: {start}"
    )
    return [_wrapped(words, ""), ""]


def _steps(steps: Sequence[Step], done: Sequence[Tried]) -> Iterator[str]:
    """List the steps that were looked at, by their numbers in the exercise."""
    at = {step.id: number for number, step in enumerate(steps, 1)}
    for one in done:
        mark = "passed" if one.passed else "not yet"
        spare = " (may be left out)" if one.step.optional else ""
        yield f"  {mark:<7}  {at[one.step.id]}. {printable(one.step.title or one.step.id)}{spare}"


def _next(asked: _Asked, open_: Sequence[Tried], tries: int, *, passed: bool) -> Iterator[str]:
    """Say what to do next: the quiz, or a step with its problems and a hint."""
    quiz = asked.other(f"quiz {asked.found.module.id}")
    if not open_:
        again = f"The whole exercise: {asked.again()}"
        yield again if asked.step else f"All done. Next: {quiz}"
        return
    if passed:
        yield f"What has to be done is done. Next: {quiz}"
        yield "If there is time:"
        yield ""
    yield from _hint(asked, open_[0], tries)
    if len(open_) > 1:
        yield f"Another step first: {asked.again(f' --step {open_[1].step.id}')}"


def _hint(asked: _Asked, one: Tried, tries: int) -> Iterator[str]:
    yield f"{printable(one.step.title or one.step.id)}, in {printable(one.step.file)}:"
    yield from (_wrapped(f"- {problem}", "  ") for problem in one.problems)
    yield ""
    hints = one.step.hints
    at = min(tries, len(hints))
    yield _wrapped(f"Hint {at} of {len(hints)}: {hints[at - 1]}", "")
    if tries > len(hints):
        solution = asked.other(f"show {asked.found.module.id} --part solution")
        yield f"That was the last hint: {solution}"


def _wrapped(text: str, indent: str) -> str:
    wide = min(width(), 100)
    lines = textwrap.wrap(
        printable(text), wide, initial_indent=indent, subsequent_indent=f"{indent}  ",
        break_on_hyphens=False, break_long_words=False,
    )  # fmt: skip
    return "\n".join(lines)
