"""One commit for all who wait: a disk needs as long for eight as for one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock

from jira_app.store.inbox import Hint

Store = Callable[[Sequence[Hint]], Sequence[bool]]
"""Commits hints in one transaction and says which were new."""


@dataclass(eq=False)
class _Ticket:
    hint: Hint
    new: bool | None = None
    error: Exception | None = None


class Together:
    """Stores hints that threads bring at the same time in one transaction.

    Whoever's turn it is stores for all who came meanwhile; they find theirs done. Each call
    returns only after the commit that its hint was part of.

    Parameters
    ----------
    store : Store
        Commits a batch, all or nothing.

    Examples
    --------
    >>> store = Together(lambda hints: [True] * len(hints))
    >>> store(Hint("ED-1", "jira:issue_created", "digest"))
    True
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._turn = Lock()
        self._queue = Lock()
        self._waiting: list[_Ticket] = []

    def __call__(self, hint: Hint) -> bool:
        """Store a hint; False if it is a repetition.

        Raises
        ------
        Exception
            What the store raised; then nothing of the batch is stored.
        """
        ticket = _Ticket(hint)
        with self._queue:
            self._waiting.append(ticket)
        with self._turn:
            if ticket.new is None and ticket.error is None:
                self._store_all()
        if ticket.error is not None:
            raise ticket.error
        assert ticket.new is not None
        return ticket.new

    def _store_all(self) -> None:
        with self._queue:
            batch, self._waiting = self._waiting, []
        try:
            answers = self._store([ticket.hint for ticket in batch])
        except Exception as error:  # noqa: BLE001 - each caller raises it
            for ticket in batch:
                ticket.error = error
        else:
            for ticket, new in zip(batch, answers, strict=True):
                ticket.new = new
