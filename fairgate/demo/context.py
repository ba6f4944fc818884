"""What the chapters of the demo share: the data, the promise, and what happened so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from fairgate.demo.applications import Applications
from fairgate.demo.voice import Voice
from fairgate.demo.workbench import Judged
from fairgate.policyfile import PolicyFile


@dataclass(frozen=True)
class FlagServer:
    """An Unleash to use: its address, and an admin token."""

    url: str
    token: str = field(repr=False)


@dataclass
class Context:
    """The story so far. Chapters add to it, in the order they are told.

    Attributes
    ----------
    voice : Voice
        Speaks to the reader.
    out : Path
        Where files go; it exists.
    now : datetime
        The time of every verdict, with a time zone.
    applications : Applications
        The data.
    policy : PolicyFile
        The promise, read from ``out / "fairgate.yaml"``.
    judged : dict of str to Judged
        Models by name, in the order they were judged; ``in-use`` is the baseline.
    to_open : list of (Path, str)
        What the last chapter points to, each with a few words.
    flags : FlagServer or None
        A real flag server, if one was named.
    """

    voice: Voice
    out: Path
    now: datetime
    applications: Applications
    policy: PolicyFile
    judged: dict[str, Judged] = field(default_factory=dict)
    to_open: list[tuple[Path, str]] = field(default_factory=list)
    flags: FlagServer | None = None
