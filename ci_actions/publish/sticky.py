"""One comment a gate: updated when the verdict changes, never repeated."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

_NOT_PLAIN = re.compile(r"[^A-Za-z0-9._ -]|-(?=-)")


@dataclass(frozen=True)
class Comment:
    """A comment on a request.

    Attributes
    ----------
    id : int
        Smaller is older.
    body : str
        As the platform returns it.
    """

    id: int
    body: str


class Board(Protocol):
    """Where one request's comments are."""

    def mine(self) -> Iterable[Comment]:
        """Return the comments that this token's owner wrote."""

    def create(self, body: str) -> Comment:
        """Write a new one."""

    def update(self, comment: Comment, body: str) -> None:
        """Change one."""

    def delete(self, comment: Comment) -> None:
        """Take one away; it may be gone."""


def marker(name: str) -> str:
    """Return the hidden line that marks a gate's comment.

    Parameters
    ----------
    name : str
        Of the policy. What could end an HTML comment is replaced, and a digest keeps names apart.

    Examples
    --------
    >>> marker("loan-approval")
    '<!-- fairgate: loan-approval -->'
    >>> marker("a --> <b>")
    '<!-- fairgate: a - b 4a695240 -->'
    """
    kept = " ".join(_NOT_PLAIN.sub(" ", name).split())[:80]
    if kept != name:
        kept = f"{kept} {hashlib.sha256(name.encode('utf-8', 'replace')).hexdigest()[:8]}"
    return f"<!-- fairgate: {kept} -->"


def stick(board: Board, mark: str, body: str) -> str:
    """Make ``body`` the one comment with this mark.

    Two runs at the same time may both find none and write one each. So whoever wrote one looks
    again: the oldest stays and gets the body, one's own younger one goes.

    Parameters
    ----------
    board : Board
        The request's comments.
    mark : str
        Of :func:`marker`; the body begins with it.
    body : str
        The whole comment.

    Returns
    -------
    str
        ``created``, ``updated`` or ``unchanged``.
    """
    found = _marked(board, mark)
    if found:
        oldest, *others = found
        for comment in others:
            board.delete(comment)
        return _bring_up_to_date(board, oldest, body)
    created = board.create(body)
    oldest = min([created, *_marked(board, mark)], key=lambda comment: comment.id)
    if oldest.id != created.id:
        board.delete(created)
        return _bring_up_to_date(board, oldest, body)
    return "created"


def _marked(board: Board, mark: str) -> list[Comment]:
    found = (comment for comment in board.mine() if comment.body.lstrip().startswith(mark))
    return sorted(found, key=lambda comment: comment.id)


def _bring_up_to_date(board: Board, comment: Comment, body: str) -> str:
    if "\n".join(comment.body.split("\r\n")).strip() == body.strip():
        return "unchanged"
    board.update(comment, body)
    return "updated"
