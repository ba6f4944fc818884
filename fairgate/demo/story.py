"""The story that ``fairgate demo`` tells, as a list of chapters.

Other packages add chapters of their own through the entry-point group
``fairgate.demo_chapters``: functions that take a :class:`~fairgate.demo.context.Context`
and tell something. They come before the last one, sorted by name.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from importlib import metadata, resources
from pathlib import Path
from typing import TypeAlias

from rich.console import Console

from fairgate.demo import beginning, candidates, ending, proof, rollout
from fairgate.demo.applications import load
from fairgate.demo.context import Context, FlagServer
from fairgate.demo.voice import Voice
from fairgate.demo.workbench import make_folder
from fairgate.files import write_atomically
from fairgate.policyfile import read_policy

Chapter: TypeAlias = Callable[[Context], None]

CHAPTERS: tuple[Chapter, ...] = (
    beginning.the_data,
    beginning.the_promise,
    candidates.the_model_in_use,
    candidates.four_candidates,
    proof.evidence,
    rollout.the_rollout,
)
LAST: Chapter = ending.what_to_open

PLUGINS = "fairgate.demo_chapters"
"""Entry-point group through which other packages add chapters."""


def chapters() -> tuple[Chapter, ...]:
    """List every chapter in the order it is told.

    Examples
    --------
    >>> chapters()[0].__name__, chapters()[-1].__name__
    ('the_data', 'what_to_open')
    """
    added = sorted(metadata.entry_points(group=PLUGINS), key=lambda plugin: plugin.name)
    return (*CHAPTERS, *(plugin.load() for plugin in added), LAST)


def tell(console: Console, out: Path, *, now: datetime, flags: FlagServer | None = None) -> None:
    """Tell the whole story.

    Parameters
    ----------
    console : rich.console.Console
        Where to.
    out : Path
        Directory for what it writes; made if missing. What an earlier run left is
        overwritten.
    now : datetime
        The time of every verdict, with a time zone.
    flags : FlagServer or None
        A real one to use; None: the chapter about the rollout needs none.

    Raises
    ------
    UserError
        If the extras are not installed, or ``out`` cannot be written.
    """
    context = prepare(Voice(console), out, now, flags)
    context.voice.say(
        "One promise, five models, real people. All of it happens on this machine; files go "
        f"to {out}."
    )
    for chapter in chapters():
        chapter(context)


def prepare(voice: Voice, out: Path, now: datetime, flags: FlagServer | None = None) -> Context:
    """Load the data, and put the promise where the reader finds it."""
    with voice.waiting("Loading the data ..."):
        applications = load()
    make_folder(out)
    promise = out / "fairgate.yaml"
    packaged = resources.files("fairgate.demo").joinpath("fairgate.yaml")
    write_atomically(promise, packaged.read_bytes())
    return Context(voice, out, now, applications, read_policy(promise), flags=flags)
