"""``fairgate train check``: the tools look at a learner's answer; the next hint."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from fairgate.cli.contents import content_option
from fairgate.cli.terminal import width, write
from fairgate.cli.train.common import desk, progress, today
from fairgate.errors import UserError
from fairgate.report.safe import printable
from fairgate.training.exercise import Begun, Tried, begun, folder_name, tried
from fairgate.training.library import find_module
from fairgate.training.module import Module

NOT_YET = 3


@click.command(
    epilog="""\b
Exit codes:
  0  every step passes
  3  not yet; the next hint is printed
  2  there is no exercise here, or a file cannot be read
"""
)
@click.argument("where", metavar="[DIR|MODULE]", required=False)
@content_option
@click.pass_context
def check(ctx: click.Context, *, where: str | None, own: Sequence[Path]) -> None:
    """Check an exercise step by step, up to the first that does not pass yet.

    Without an argument it is the exercise in this folder. Each look at a step that does not
    pass gives its next hint.
    """
    found = _find(where, own)
    module = found.module
    done: list[Tried] = []
    for one in tried(module, desk(found.begun.folder, module.start, own)):
        done.append(one)
        if not one.passed:
            break
    whole = all(one.passed for one in done)
    with progress().changing(module.id) as noted:
        passed = tuple(one.step.id for one in done if one.passed)
        state = noted[0].checked(passed, whole=whole, day=today())
        noted[0] = state if whole else state.failed(done[-1].step.id)
        tries = noted[0].tries.get(done[-1].step.id, 0)
    write(_report(module, done, tries))
    ctx.exit(0 if whole else NOT_YET)


@dataclass(frozen=True)
class _Found:
    begun: Begun
    module: Module


def _find(where: str | None, own: Sequence[Path]) -> _Found:
    """Find the exercise: in a folder, or that of a module in or below this one."""
    if where is None or Path(where).is_dir():
        here = begun(Path(where or "."))
        return _Found(here, find_module(here.module, own))
    module = find_module(where, own)
    for folder in (Path(), Path(folder_name(module))):
        try:
            here = begun(folder)
        except UserError:
            continue
        if here.module == module.id:
            return _Found(here, module)
    problem = f"the exercise of {module.id} is not in this folder"
    raise UserError(problem, f"go to it, or begin: fairgate train start {module.id}")


def _report(module: Module, done: Sequence[Tried], tries: int) -> str:
    steps = module.exercise.steps
    lines = [f"{module.id} {printable(module.title)}", ""]
    for at, step in enumerate(steps):
        mark = "to do " if at >= len(done) else "passed" if done[at].passed else "not yet"
        lines.append(f"  {mark:<7}  {at + 1}. {printable(step.title or step.id)}")
    last = done[-1]
    if last.passed:
        return "\n".join([*lines, "", f"All done. Next: fairgate train quiz {module.id}", ""])
    lines += ["", f"{printable(last.step.title or last.step.id)}, in {printable(last.step.file)}:"]
    lines += [_wrapped(f"- {problem}", "  ") for problem in last.problems]
    hints = last.step.hints
    at = min(tries, len(hints))
    lines += ["", _wrapped(f"Hint {at} of {len(hints)}: {hints[at - 1]}", "")]
    if tries > len(hints):
        lines.append(f"That was the last hint: fairgate train show {module.id} --part solution")
    return "\n".join([*lines, ""])


def _wrapped(text: str, indent: str) -> str:
    wide = min(width(), 100)
    lines = textwrap.wrap(
        printable(text), wide, initial_indent=indent, subsequent_indent=f"{indent}  ",
        break_on_hyphens=False, break_long_words=False,
    )  # fmt: skip
    return "\n".join(lines)
