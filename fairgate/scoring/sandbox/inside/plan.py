"""What the launcher is told, as one argument: plain values, to JSON and back."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Bounds:
    """Limits that the kernel keeps: bytes of memory a process, tasks, bytes of a file."""

    memory: int
    tasks: int
    file: int


@dataclass(frozen=True)
class Grants:
    """Paths that Landlock leaves open: to read and execute, to read and write."""

    read: tuple[str, ...]
    devices: tuple[str, ...]
    write: tuple[str, ...]
    abi: int = 99  # the newest version of Landlock's interface to use


@dataclass(frozen=True)
class Plan:
    """One run: the program, its walls, and how what it wrote comes home.

    Attributes
    ----------
    command, environment, directory
        What to execute, with what, where.
    bounds : Bounds
        Limits set just before the program starts.
    grants : Grants or None
        Rules of Landlock; None where a mount namespace shows no more than may be read.
    shares_user : bool
        Whether programs outside run under the same user id, so that signals to them and
        their files' permissions need guarding too.
    user : int or None
        User and group to become first; None to stay.
    out : str
        The directory whose files are sent home.
    parcel : int
        Descriptor they are sent through.
    """

    command: tuple[str, ...]
    environment: dict[str, str]
    directory: str
    bounds: Bounds
    out: str
    parcel: int
    grants: Grants | None = None
    shares_user: bool = False
    user: int | None = None

    def to_json(self) -> str:
        """Write it as one argument of a command."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Plan:
        """Read what :meth:`to_json` wrote.

        Examples
        --------
        >>> plan = Plan(("/bin/true",), {}, "/", Bounds(2**30, 64, 2**20), "/out", 3)
        >>> Plan.from_json(plan.to_json()) == plan
        True
        """
        said = json.loads(text)
        said["command"] = tuple(said["command"])
        said["bounds"] = Bounds(**said["bounds"])
        grants = said["grants"]
        said["grants"] = None if grants is None else _grants(grants)
        return cls(**said)


@dataclass(frozen=True)
class Stage:
    """What root does before bubblewrap: show the sources to a user who could not reach them.

    Attributes
    ----------
    command : tuple of str
        bubblewrap with its arguments.
    sources : mapping of str to str
        Paths in that command to the paths on this machine they stand for.
    at : str
        Where the sources are mounted, in a mount namespace of its own.
    user : int
        User and group that bubblewrap runs as.
    """

    command: tuple[str, ...]
    at: str
    user: int
    sources: dict[str, str] = field(default_factory=dict)

    def to_json(self) -> str:
        """Write it as one argument of a command."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Stage:
        """Read what :meth:`to_json` wrote."""
        said = json.loads(text)
        said["command"] = tuple(said["command"])
        return cls(**said)


def _grants(said: dict[str, Any]) -> Grants:
    return Grants(
        tuple(said["read"]), tuple(said["devices"]), tuple(said["write"]), int(said["abi"])
    )
