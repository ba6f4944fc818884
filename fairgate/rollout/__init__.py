"""From evidence and approval to a feature that is on, for how many, until when.

Pure, in reading order: :mod:`~fairgate.rollout.plan` (what the team promised),
:mod:`~fairgate.rollout.papers` (what was signed), :mod:`~fairgate.rollout.decision` (open or
closed, and why), :mod:`~fairgate.rollout.grant` (leave to show a feature),
:mod:`~fairgate.rollout.wanted` (what the flag then looks like). Inside an application,
:class:`Guard` asks the flag server and believes only a grant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fairgate.rollout.guard import Answer, Guard

__all__ = ["Answer", "Guard"]


def __getattr__(name: str) -> Any:
    """Load the guard when it is asked for: policies import this package too."""
    if name in __all__:
        from fairgate.rollout import guard  # noqa: PLC0415 - see above

        return getattr(guard, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
