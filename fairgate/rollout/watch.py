"""The service that keeps flags: it looks at the event log, renews leases, and goes up the ramp.

One watcher works; others stand by on the same ledger and take over when its time runs out. While
the ledger, the flag server or the source of envelopes is away nothing is granted, and what was
granted runs out with its lease.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Event, Thread
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from fairgate.rollout.keeper import Busy, Keeper
from fairgate.rollout.notices import Channel, deliver
from fairgate.rollout.source import SourceDown
from fairgate.rollout.state import Event as Happening
from fairgate.rollout.state import UnleashError
from fairgate.rollout.wanted import parent_of

log = logging.getLogger(__name__)

LOCK: Final = "watch"
FOUGHT_OVER: Final = {"gone", "invalid"}
"""Trouble of one flag: others must not wait because somebody writes to this one all the time."""

GOODBYE: Final = 5.0
"""Seconds for a notice in hand, when the watcher stops; it would be told again."""


@dataclass(frozen=True)
class Rhythm:
    """How often a watcher does what, in seconds.

    Attributes
    ----------
    poll : float
        Between looks at the event log.
    round : float
        Between rounds of a flag to which nothing happened.
    lease : float
        For which a watcher is the one that works.
    longest_wait : float
        Between tries while something is away.
    """

    poll: float = 0.4
    round: float = 15.0
    lease: float = 10.0
    longest_wait: float = 8.0


class Watcher:
    """Keeps all flags of a ledger until it is told to stop.

    Parameters
    ----------
    keeper : Keeper
        Does a round for one flag.
    events : callable
        What happened on the flag server after an event, oldest first.
    holder : str
        No other watcher's name.
    channels : mapping of str to Channel
        Who is told of changes.
    clock : callable
        Seconds since 1970.
    rhythm : Rhythm
        How often.
    """

    def __init__(
        self,
        keeper: Keeper,
        events: Callable[[int], tuple[Happening, ...]],
        holder: str,
        *,
        channels: Mapping[str, Channel],
        clock: Callable[[], float],
        rhythm: Rhythm | None = None,
    ) -> None:
        self._keeper = keeper
        self._events = events
        self._holder = holder
        self._channels = channels
        self._clock = clock
        self._rhythm = rhythm or Rhythm()
        self._work = Event()
        self._woken = Event()
        self._stopping = Event()
        self._seen = -1
        self._due: dict[str, float] = {}
        self._tries = 0
        self.working = False

    def wake(self) -> None:
        """Say that something may have happened, so that it is looked at once."""
        self._woken.set()
        self._work.set()

    def stop(self) -> None:
        """Ask to stop; the round in hand is finished first."""
        self._stopping.set()
        self._work.set()

    def run(self) -> None:
        """Work until :meth:`stop`, or stand by while another watcher works."""
        teller = Thread(target=self._tell, name="notices", daemon=True)
        teller.start()
        try:
            while not self._stopping.is_set():
                self._work.clear()
                self._work.wait(self._turn())
        finally:
            self._leave()
            teller.join(timeout=GOODBYE)

    def _tell(self) -> None:
        """Tell people, beside the work: somebody who does not listen must not hold it up."""
        while not self._stopping.wait(self._rhythm.poll):
            if self.working:
                try:
                    deliver(self._keeper.ledger, self._channels, self._clock())
                except SQLAlchemyError as error:
                    log.warning("could not tell anybody: %s", type(error).__name__)

    def _turn(self) -> float:
        """Do what is due, and say how long nothing will be."""
        try:
            self._work_once()
        except (UnleashError, SourceDown, SQLAlchemyError) as error:
            self._tries += 1
            wait = min(self._rhythm.longest_wait, self._rhythm.poll * 2.0 ** min(self._tries, 10))
            said = str(error).partition("\n")[0][:200]
            log.warning("nothing is renewed, next try in %.1f s: %s", wait, said)
            return wait
        self._tries = 0
        return self._rhythm.poll

    def _work_once(self) -> None:
        now = self._clock()
        working = self._keeper.ledger.hold(LOCK, self._holder, now, self._rhythm.lease)
        if working != self.working:
            log.info("%s as %s", "works" if working else "stands by", self._holder)
            self.working = working
            self._woken.set()  # much may have happened while another worked
        if self._woken.is_set():
            self._woken.clear()
            self._due.clear()  # here, or a round that was in hand would forget the call
        if working:
            self._look()
            self._rounds(now)

    def _look(self) -> None:
        """Make every flag due to which something happened; events are a hint, never the truth."""
        happened = self._events(self._seen)
        if happened:
            touched = {event.feature for event in happened}
            unnamed = "" in touched  # segments and imports name no flag
            for name in list(self._due):
                flag = name.rpartition("@")[0]
                if unnamed or flag in touched or parent_of(flag) in touched:
                    self._due[name] = 0.0
            self._seen = max(event.id for event in happened)

    def _rounds(self, now: float) -> None:
        """Do a round for every flag that is due; one that fails does not stop the others."""
        trouble: Exception | None = None
        for kept in self._keeper.ledger.all():
            if self._stopping.is_set() or now < self._due.get(kept.name, 0.0):
                continue
            try:
                done = self._keeper.reconcile(kept.name)
            except Busy:
                self._due[kept.name] = now + self._rhythm.poll
                continue
            except (UnleashError, SourceDown) as error:
                if isinstance(error, UnleashError) and error.kind in FOUGHT_OVER:
                    log.warning("%s: %s", kept.name, error)
                    self._due[kept.name] = now + 4 * self._rhythm.poll
                    continue
                self._due[kept.name] = 0.0
                trouble = error
                continue
            self._due[kept.name] = now + min(self._rhythm.round, kept.ramp.lease / 8)
            if done.repairs:
                state = "open" if done.decision.open else "closed"
                what = "; ".join(map(str, done.repairs))
                log.info("%s is %s; mended: %s", kept.name, state, what)
        if trouble:
            raise trouble

    def _leave(self) -> None:
        """Let another watcher work at once."""
        if self.working:
            try:
                self._keeper.ledger.let_go(LOCK, self._holder)
            except SQLAlchemyError as error:
                log.warning("could not make way for another: %s", type(error).__name__)
