"""Limits that the kernel keeps for one process and its children."""

from __future__ import annotations

import resource

from .plan import Bounds

OPEN_FILES = 1024


def limit(bounds: Bounds) -> None:
    """Set them, soft and hard: without the privilege, no program can raise them again.

    The limit on tasks counts those of the same user; the kernel does not apply it to root.
    """
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_NOFILE, OPEN_FILES)
    _lower(resource.RLIMIT_FSIZE, bounds.file)
    _lower(resource.RLIMIT_NPROC, bounds.tasks)
    _lower(resource.RLIMIT_AS, bounds.memory)


def _lower(what: int, value: int) -> None:
    _, hard = resource.getrlimit(what)
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(what, (value, value))
