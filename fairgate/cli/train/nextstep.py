"""What ``fairgate train check`` says: what passes, and what to do next."""

from __future__ import annotations

import os
import shlex
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from fairgate.cli.terminal import width
from fairgate.report.safe import printable
from fairgate.training.exercise import Tried
from fairgate.training.mark import Begun
from fairgate.training.models import Step
from fairgate.training.module import Module
from fairgate.training.progress import Done
from fairgate.training.typed import typed


@dataclass(frozen=True)
class Found:
    """An exercise, its module, and the folders of own modules that it was found with."""

    begun: Begun
    module: Module
    own: tuple[Path, ...]

    def fresh(self, name: str) -> str:
        """Write the command that lays the exercise out anew, beside this one."""
        beside = os.path.relpath(self.begun.folder.resolve().parent / name)
        return typed(
            f"fairgate train start {self.module.id} --out {shlex.quote(printable(beside))}",
            self.own,
        )


@dataclass(frozen=True)
class Asked:
    """What was found, and the words that asked for it."""

    found: Found
    where: str | None
    own: Sequence[Path]
    step: str | None

    def again(self, more: str = "") -> str:
        """Write the same command, with something behind it."""
        where = f" {shlex.quote(self.where)}" if self.where else ""
        return typed(f"fairgate train check{where}{more}", self.own)

    def other(self, words: str) -> str:
        """Write another command about the module."""
        return typed(f"fairgate train {words}", self.found.own)


@dataclass(frozen=True)
class Look:
    """What a look at an exercise came to.

    Attributes
    ----------
    done : sequence of Tried
        The steps that were looked at.
    open_ : sequence of Tried
        Those that do not pass; what may be left out comes last.
    tries : mapping of str to int
        How often each was tried in this folder without passing.
    noted : Done or None
        What is noted of the module now; None where this look is not.
    passed : bool
        Whether all passes that has to be done.
    """

    done: Sequence[Tried]
    open_: Sequence[Tried]
    tries: Mapping[str, int]
    noted: Done | None
    passed: bool


def told(asked: Asked, look: Look) -> str:
    """Write everything that a look at an exercise has to say."""
    module = asked.found.module
    lines = [*_other_version(asked.found), f"{module.id} {printable(module.title)}", ""]
    lines += [*_steps(module.exercise.steps, look.done), "", *_next(asked, look), ""]
    if look.noted is None:
        why = ": this folder was made with --solved" if asked.found.begun.solved else ""
        lines += [f"Nothing is noted{why}.", ""]
    return "\n".join(lines)


def _other_version(found: Found) -> list[str]:
    then, now = found.begun.version, found.module.outline.version
    if then == now:
        return []
    start = found.fresh("new")
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


def _next(asked: Asked, look: Look) -> Iterator[str]:
    """Say what to do next: the quiz, or a step with its problems and a hint."""
    quiz = asked.other(f"quiz {asked.found.module.id}")
    if not look.open_:
        yield _whole(asked, look.noted) if asked.step else f"All done. Next: {quiz}"
        return
    if look.passed:
        yield f"What has to be done is done. Next: {quiz}"
        yield "If there is time:"
        yield ""
    yield from _hint(asked, look.open_[0], look.tries)
    if len(look.open_) > 1:
        steps = asked.found.module.exercise.steps
        another = steps.index(look.open_[1].step) + 1
        yield f"Another step first: {asked.again(f' --step {another}')}"


def _whole(asked: Asked, noted: Done | None) -> str:
    """Lead from a step that passes to the exercise: only a look at all of it is noted as done."""
    steps = asked.found.module.exercise.steps
    left = [] if noted is None else [step for step in steps if step.id not in noted.steps]
    if noted is None or noted.exercise or not all(step.optional for step in left):
        return f"The whole exercise: {asked.again()}"
    done = "All that has to be done passes" if left else "All steps pass"
    return f"{done}. To have it noted: {asked.again()}"


def _hint(asked: Asked, one: Tried, tries: Mapping[str, int]) -> Iterator[str]:
    yield f"{printable(one.step.title or one.step.id)}, in {printable(one.step.file)}:"
    yield from (_wrapped(f"- {problem}", "  ") for problem in one.problems)
    yield ""
    if one.spoilt:
        yield f"Copy it again: {asked.found.fresh('fresh')}"
        return
    hints, number = one.step.hints, tries[one.step.id]
    at = min(number, len(hints))
    yield _wrapped(f"Hint {at} of {len(hints)}: {hints[at - 1]}", "")
    if number > len(hints):
        solution = asked.other(f"show {asked.found.module.id} --part solution")
        yield f"That was the last hint: {solution}"


def _wrapped(text: str, indent: str) -> str:
    wide = min(width(), 100)
    lines = textwrap.wrap(
        printable(text), wide, initial_indent=indent, subsequent_indent=f"{indent}  ",
        break_on_hyphens=False, break_long_words=False,
    )  # fmt: skip
    return "\n".join(lines)
