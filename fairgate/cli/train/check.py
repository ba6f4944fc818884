"""``fairgate train check``: the tools look at a learner's answer; the next hint."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import click

from fairgate.cli.contents import content_option
from fairgate.cli.terminal import write
from fairgate.cli.train.common import desk, progress, today
from fairgate.cli.train.nextstep import Asked, Found, Look, told
from fairgate.errors import UserError, did_you_mean
from fairgate.training.exercise import Tried, tried
from fairgate.training.library import find_module
from fairgate.training.mark import MARK, Begun, begun
from fairgate.training.models import Step
from fairgate.training.progress import Done
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
@click.option("--no-record", is_flag=True, help="Note nothing, hints neither: to rehearse.")
@content_option
@click.pass_context
def check(
    ctx: click.Context,
    *,
    where: str | None,
    name: str | None,
    no_record: bool,
    own: Sequence[Path],
) -> None:
    """Check every step of an exercise, and give a hint for the first that is left to do.

    Without an argument it is the exercise in this folder. Each look at a step that does not
    pass gives its next hint. Steps that may be left out come last, and never keep anybody from
    being done. A folder that was made with --solved notes no progress.
    """
    found = _find(where, own)
    steps = found.module.exercise.steps
    chosen = steps if name is None else [_step(name, steps)]
    done = list(tried(chosen, desk(found.begun.folder, found.module.start, found.own)))
    open_ = _open(done)
    passed = not open_ or (name is None and open_[0].step.optional)
    failed = open_[0].step.id if open_ and not open_[0].spoilt else None
    here = found.begun.counted([one.step.id for one in done if one.passed], failed)
    noted = None
    if not no_record:
        here.keep()
        if not here.solved:
            noted = _note(found, done, failed, whole=passed and name is None)
    look = Look(done, open_, here.tries, noted, passed=passed)
    write(told(Asked(found, where, own, name), look))
    ctx.exit(0 if passed else NOT_YET)


def _note(found: Found, done: Sequence[Tried], failed: str | None, *, whole: bool) -> Done:
    """Note what the learner has done in the module, whichever folder it was done in."""
    steps = found.module.exercise.steps
    with progress().changing(found.module.id) as noted:
        passing = _passing(steps, done, noted[0].steps)
        state = noted[0].checked(passing, whole=whole, day=today())
        noted[0] = state if failed is None else state.failed(failed)
    return noted[0]


def _find(where: str | None, own: Sequence[Path]) -> Found:
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


def _with_module(here: Begun, own: Sequence[Path]) -> Found:
    """Read the module of an exercise; folders that were named now go before those noted then."""
    folders = tuple(own) or here.own
    return Found(here, find_module(here.module, folders), folders)


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
