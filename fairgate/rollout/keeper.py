"""One round for one flag: read, decide, record, write, and say what changed.

What is decided is recorded before it is written: a grant that is in no log is on no server. A
round that dies half-way is done again, and shows no difference.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final, Protocol
from uuid import uuid4

from sqlalchemy import Connection

from fairgate.rollout import notices
from fairgate.rollout.decision import Papers, RolloutDecision, decide
from fairgate.rollout.gathering import Gatherer
from fairgate.rollout.granting import (
    event_of,
    facts_of,
    grant_for,
    last_decision,
    needs_renewal,
    wanted_strategy,
)
from fairgate.rollout.protection import Protection
from fairgate.rollout.repair import Repair, repairs
from fairgate.rollout.sealing import read_own_grant, sign_grant
from fairgate.rollout.settle import Writer, settle
from fairgate.rollout.source import SourceDown
from fairgate.rollout.state import Event
from fairgate.rollout.store import Ledger
from fairgate.rollout.wanted import parent_of

FAIRGATE: Final = "fairgate"
HALF: Final = "half "
"""Before a flag's name: the mark of what is recorded and not yet written."""

TURN: Final = 30.0
"""Seconds after which the turn of somebody who died is another's."""


class Admin(Writer, Protocol):
    """What is asked of :class:`fairgate.rollout.admin.UnleashAdmin`."""

    def events(self, after: int) -> tuple[Event, ...]:
        """Read what happened after an event, oldest first."""


@dataclass(frozen=True)
class Round:
    """What a round came to.

    Attributes
    ----------
    protection : Protection
        As it is now.
    decision : RolloutDecision
        What was decided.
    repairs : tuple of Repair
        What was written to the flag server.
    complaints : tuple of str
        Envelopes that were refused.
    """

    protection: Protection
    decision: RolloutDecision
    repairs: tuple[Repair, ...]
    complaints: tuple[str, ...]


class Busy(Exception):  # noqa: N818 - what it is
    """Somebody else has the flag in hand."""


class Keeper:
    """Keeps flags.

    Parameters
    ----------
    ledger : Ledger
        The store.
    admin : Admin
        The flag server.
    gatherer : Gatherer
        Reads approvals and evidence.
    grant_key : Path
        Private key that signs grants, and nothing else.
    channels : sequence of str
        Where notices go: ``issue``, ``chat``.
    clock : callable
        Seconds since 1970.
    """

    def __init__(
        self,
        ledger: Ledger,
        admin: Admin,
        gatherer: Gatherer,
        *,
        grant_key: Path,
        channels: Sequence[str] = (),
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.ledger = ledger
        self._admin = admin
        self._gatherer = gatherer
        self._grant_key = grant_key
        self._channels = tuple(channels)
        self._clock = clock

    def reconcile(
        self,
        name: str,
        change: Callable[[Protection], Protection] = lambda same: same,
        *,
        actor: str = FAIRGATE,
        why: str = "",
    ) -> Round:
        """Do one round.

        Parameters
        ----------
        name : str
            ``flag@environment``, of a flag that is kept.
        change : callable
            What somebody asked for, such as another model.
        actor, why : str
            Who, and their reason.

        Raises
        ------
        Busy
            If another has the flag in hand.
        SourceDown, UnleashError, sqlalchemy.exc.SQLAlchemyError
            If a part is away. Nothing was granted then that is not in the log.
        """
        with self._turn(name):
            was = self.ledger.get(name)
            if was is None:
                raise KeyError(name)
            now = self._clock()
            asked = change(was)
            try:
                papers, complaints = self._papers(asked, now)
            except SourceDown:
                self._hold_on(was, now)
                raise
            decision = decide(asked.request, asked.ramp, papers, asked.progress, now)
            becomes = self._becomes(asked, decision, now)
            half = bool(self.ledger.mark(HALF + name))
            if was != becomes:
                with self.ledger.begin() as db:
                    self._record(db, was, becomes, decision, actor=actor, why=why, now=now)
            strays = self._strays(was)
            done: tuple[Repair, ...] = ()
            if strays or was != becomes:
                done = self._write(becomes, decision, strays, now, half=half)
            return Round(becomes, decision, done, complaints)

    def _papers(self, asked: Protection, now: float) -> tuple[Papers, tuple[str, ...]]:
        """Read what a decision rests on; for closing by hand nothing is needed, or waited for."""
        if asked.stopped:
            return Papers(stopped=asked.stopped), ()
        return self._gatherer.gather(asked, now)

    def _hold_on(self, was: Protection, now: float) -> None:
        """Take back what others wrote, while nothing new can be decided."""
        strays = self._strays(was)
        if strays:
            half = bool(self.ledger.mark(HALF + was.name))
            self._write(was, last_decision(was), strays, now, half=half)

    def _becomes(self, asked: Protection, decision: RolloutDecision, now: float) -> Protection:
        if not decision.open:
            return replace(asked, progress=decision.progress, envelope="", until=0.0)
        becomes = replace(asked, progress=decision.progress)
        grant = grant_for(becomes, decision, now)
        if asked.envelope and not needs_renewal(read_own_grant(asked.envelope), grant, now):
            return becomes
        envelope = sign_grant(grant, self._grant_key)
        return replace(becomes, envelope=envelope, serial=grant.serial, until=float(grant.until))

    def _record(
        self,
        db: Connection,
        was: Protection,
        becomes: Protection,
        decision: RolloutDecision,
        *,
        actor: str,
        why: str,
        now: float,
    ) -> None:
        """Log what changed, and have people told unless only a lease was renewed."""
        self.ledger.save(db, becomes, now)
        self.ledger.set_mark(db, HALF + becomes.name, 1)
        event = event_of(was, becomes, decision)
        facts = facts_of(becomes, decision, why)
        line = self.ledger.append(db, becomes.name, event, actor=actor, at=now, facts=facts)
        if event != "renewed":
            told = notices.body(becomes, decision, by=actor, why=why or event, line=line)
            notices.queue(db, becomes.name, self._channels, told, now)

    def _strays(self, was: Protection) -> tuple[Repair, ...]:
        """List what is not as it was last decided: somebody else's doing, or a round that died."""
        found = self._admin.read(was.flag, was.environment)
        return repairs(was.flag, found, wanted_strategy(was), opened=bool(was.envelope))

    def _write(
        self,
        protection: Protection,
        decision: RolloutDecision,
        strays: Sequence[Repair],
        now: float,
        *,
        half: bool,
    ) -> tuple[Repair, ...]:
        """Write what was decided; log what had strayed, and who it was as far as Unleash knows."""
        flag, environment = protection.flag, protection.environment
        begins = not self.ledger.mark(protection.name)  # it was never written before
        told = bool(strays) and not begins
        theirs = self._theirs(protection) if told else ()
        wanted = wanted_strategy(protection)
        done = settle(self._admin, flag, environment, wanted, opened=decision.open)
        if told:
            own = half and not theirs
            self._tell_of(protection, decision, strays, theirs, now, own=own)
        self._have_seen(protection)
        return done

    def _tell_of(
        self,
        protection: Protection,
        decision: RolloutDecision,
        strays: Sequence[Repair],
        theirs: Sequence[Event],
        now: float,
        *,
        own: bool,
    ) -> None:
        """Log what had strayed; have people told, unless a round of our own had broken off."""
        by = ", ".join(dict.fromkeys(event.by for event in theirs)) or "somebody"
        event, by = ("resumed", FAIRGATE) if own else ("undone", by)
        what = "; ".join(dict.fromkeys(map(str, strays)))
        facts = {
            "repairs": [repair.kind for repair in strays],
            "what": what,
            "events": [asdict(event) for event in theirs],
        }
        with self.ledger.begin() as db:
            line = self.ledger.append(db, protection.name, event, actor=by, at=now, facts=facts)
            if not own:
                told = notices.body(protection, decision, by=by, why=f"undone: {what}", line=line)
                notices.queue(db, protection.name, self._channels, told, now)

    def _theirs(self, protection: Protection) -> tuple[Event, ...]:
        """Read what happened to a flag since our own last write."""
        names = {protection.flag, parent_of(protection.flag)}
        since = self._admin.events(self.ledger.mark(protection.name))
        return tuple(event for event in since if event.feature in names)

    def _have_seen(self, protection: Protection) -> None:
        """Note how far the event log goes, our own writes included."""
        mark = self.ledger.mark(protection.name)
        latest = max((event.id for event in self._admin.events(mark)), default=mark)
        with self.ledger.begin() as db:
            self.ledger.set_mark(db, protection.name, latest)
            self.ledger.set_mark(db, HALF + protection.name, 0)

    @contextmanager
    def _turn(self, name: str) -> Iterator[None]:
        holder = uuid4().hex
        if not self.ledger.hold(f"flag {name}"[:64], holder, self._clock(), TURN):
            raise Busy(name)
        try:
            yield
        finally:
            self.ledger.let_go(f"flag {name}"[:64], holder)
