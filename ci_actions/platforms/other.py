"""Any other CI: two variables of our own, both optional."""

from __future__ import annotations

from collections.abc import Mapping

from ci_actions.change import Change


def change(environment: Mapping[str, str]) -> Change:
    """Read the change from ``FAIRGATE_BASE`` and ``FAIRGATE_HEAD``: commits, branches or tags.

    Without a base it is a push, judged by itself; whoever set the key then wants it signed.

    Examples
    --------
    >>> change({}).kind, change({}).head, change({"FAIRGATE_BASE": "origin/main"}).base
    ('push', 'HEAD', 'origin/main')
    """
    base = environment.get("FAIRGATE_BASE", "")
    head = environment.get("FAIRGATE_HEAD", "") or "HEAD"
    if not base:
        return Change(platform="other", kind="push", head=head, protected=True)
    branch = base.removeprefix("origin/")
    return Change(platform="other", kind="request", base_branch=branch, base=base, head=head)
