"""The walls, in the order in which each still lets the next be built."""

from __future__ import annotations

import os

from . import landlock, libc, limits, seccomp, user
from .plan import Plan
from .refusals import filter_program


def confine_and_execute(plan: Plan) -> None:
    """Confine this process, then become the program. Returns never.

    Raises
    ------
    OSError
        If a wall cannot be built or the program cannot be executed.
    """
    os.chdir(plan.directory)
    os.umask(0o077)
    rules = None if plan.grants is None else landlock.ruleset(plan.grants)
    limits.limit(plan.bounds)
    if plan.user is not None:
        user.become(plan.user, may_read_all=rules is not None)
    libc.prctl(libc.SET_NO_NEW_PRIVILEGES, 1)
    if rules is not None:
        landlock.restrict(rules)
        os.close(rules)
    beside = os.getpid() if plan.shares_user else None
    seccomp.install(filter_program(os.uname().machine, beside=beside))
    os.execve(plan.command[0], plan.command, plan.environment)  # noqa: S606 - no shell is the point
