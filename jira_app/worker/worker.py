"""A worker goes from issue to issue until it is told to stop."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from threading import Event, Thread

from sqlalchemy.exc import SQLAlchemyError

from fairgate.errors import UserError
from jira_app.jira import JiraError
from jira_app.store import inbox, lanes, letters, outbox
from jira_app.worker.desk import Desk, LostLane
from jira_app.worker.patience import Limits, after
from jira_app.worker.steps import step

log = logging.getLogger(__name__)

LONGEST_ERROR = 500
KEPT = 30 * 24 * 3600.0
"""Seconds for which finished work is remembered, and with it which messages are repetitions."""
TIDY = 3600.0


class Worker:
    """One worker; several may share a store, in threads or processes.

    Parameters
    ----------
    desk : Desk
        What it works with.
    name : str
        No other worker's.
    chance : callable
        Draws from 0 to 1, to spread tries.
    limits : Limits
        How often work is tried.
    idle : float
        Seconds between looks at an empty store.
    chores : sequence of callable
        Done once an hour; doing one twice must do no harm.
    """

    def __init__(
        self,
        desk: Desk,
        name: str,
        chance: Callable[[], float],
        limits: Limits | None = None,
        *,
        idle: float = 0.5,
        chores: Sequence[Callable[[], object]] = (),
    ) -> None:
        self.desk = desk
        self.name = name
        self._chance = chance
        self._limits = limits or Limits()
        self._idle = idle
        self._chores = tuple(chores)
        self._work = Event()
        self._stopping = Event()
        self._tidy_at = 0.0

    def wake(self) -> None:
        """Say that there may be work, so that it begins at once."""
        self._work.set()

    def stop(self) -> None:
        """Ask to stop; the piece of work in hand is finished first."""
        self._stopping.set()
        self._work.set()

    def start(self) -> Thread:
        """Run in a thread of its own."""
        thread = Thread(target=self.run, name=f"worker {self.name}", daemon=True)
        thread.start()
        return thread

    def run(self) -> None:
        """Work until :meth:`stop`; a database that is away is waited for."""
        while not self._stopping.is_set():
            self._work.clear()
            try:
                self._tidy()
                busy = self.work_one()
            except SQLAlchemyError as error:
                log.warning("database unavailable", extra={"error": type(error).__name__})
                busy = False
            if not busy:
                self._work.wait(self._idle)

    def drain(self) -> None:
        """Do all work that is due now."""
        while self.work_one():
            pass

    def work_one(self) -> bool:
        """Take one issue and do its work to the end; False if none is due."""
        with self.desk.engine.begin() as db:
            issue = lanes.claim(db, self.name, self.desk.clock(), self.desk.lease)
        if issue is None:
            return False
        try:
            while step(self.desk, issue, self.name):
                if self._stopping.is_set():
                    break
        except LostLane:
            log.warning("lost", extra={"issue": issue})
        except SQLAlchemyError:
            raise  # the lease runs out by itself
        except Exception as error:  # noqa: BLE001 - one issue's bug must not stop the others
            self._failed(issue, error)
        else:
            with self.desk.engine.begin() as db:
                lanes.release(db, issue, self.name, self.desk.clock())
        return True

    def _failed(self, issue: str, error: Exception) -> None:
        ours = not isinstance(error, JiraError | UserError)
        said = (type(error).__name__ if ours else str(error))[:LONGEST_ERROR]
        now = self.desk.clock()
        with self.desk.engine.begin() as db:
            if not lanes.keep(db, issue, self.name, now):
                return
            tried = lanes.tries(db, issue) + 1
            fate = after(error, tried, self._limits, self._chance())
            if fate.verdict == "pause":
                lanes.pause(db, now + fate.wait, said)
                lanes.release(db, issue, self.name, now)
            elif fate.verdict == "later":
                lanes.postpone(db, issue, self.name, now + fate.wait, said)
            else:
                letters.bury(db, issue, said)
                lanes.progress(db, issue)
                lanes.release(db, issue, self.name, now)
        log.warning(
            fate.verdict,
            extra={"issue": issue, "error": said, "tried": tried, "wait": round(fate.wait, 1)},
            exc_info=error if ours else None,
        )

    def _tidy(self) -> None:
        now = self.desk.clock()
        if now < self._tidy_at:
            return
        self._tidy_at = now + TIDY
        with self.desk.engine.begin() as db:
            forgotten = inbox.forget(db, now - KEPT) + outbox.forget(db, now - KEPT)
        if forgotten:
            log.info("forgot", extra={"rows": forgotten})
        for chore in self._chores:
            self._do(chore)

    def _do(self, chore: Callable[[], object]) -> None:
        try:
            chore()
        except Exception as error:
            log.exception("chore failed", extra={"error": type(error).__name__})
