"""What becomes of an issue that came into a gated status through a closed gate. Pure.

People win in the end: a move is taken back once, and after three in an hour the app only says
that something is wrong. What happened before there was a gate, or while it was open, stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from jira_app.jira import Move, Trail
from jira_app.workflow.memory import REVERTED, Memory

MOST_REVERTS: Final = 3
HOUR: Final = 3600.0


@dataclass(frozen=True)
class Finding:
    """A move that was not allowed, and what becomes of it.

    Attributes
    ----------
    act : str
        ``revert``: take it back; ``hold``: flag the issue and say why it stays; ``held``:
        as ``hold``, and that was decided before.
    move : Move
        Which one.
    often : bool
        Whether it was taken back so often, or put there by the app itself, that it is left.
    """

    act: Literal["revert", "hold", "held"]
    move: Move
    often: bool = False


def judge(
    status: str, trail: Trail, since: float | None, memory: Memory, *, me: str, now: float
) -> Finding | None:
    """Judge the last move of an issue whose gate is closed; None if it stands.

    Parameters
    ----------
    status : str
        Where the issue is; gated.
    trail : Trail
        How it came there, by Jira's own history.
    since : float or None
        Since when the status has been gated, in seconds since 1970; None: it is not.
    memory : Memory
        What happened at the gate.
    me : str
        The app's own account.
    now : float
        Seconds since 1970.
    """
    move = trail.moves[-1] if trail.moves else None
    if since is None or move is None or move.at is None or trail.status != status:
        return None
    at = move.at.timestamp()
    done = memory.acted.get(move.id)
    if move.after != status or at < since or done == REVERTED:
        return None
    recent = [each for each in memory.reverted if each > now - HOUR]
    often = len(recent) >= MOST_REVERTS or move.author == me
    if done:
        return Finding("held", move, often)
    if memory.was_open(at):
        return None
    return Finding("hold" if often else "revert", move, often)
