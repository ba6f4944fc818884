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
from fairgate.rollout.decision import RolloutDecision, decide
from fairgate.rollout.gathering import Gatherer
from fairgate.rollout.granting import event_of, facts_of, grant_for, needs_renewal, wanted_strategy
from fairgate.rollout.protection import Protection
from fairgate.rollout.repair import Repair, repairs
from fairgate.rollout.sealing import read_own_grant, sign_grant
from fairgate.rollout.settle import Writer, settle
from fairgate.rollout.state import Event
from fairgate.rollout.store import Ledger
from fairgate.rollout.wanted import parent_of

FAIRGATE: Final = "fairgate"
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
            papers, complaints = self._gatherer.gather(asked, now)
            decision = decide(asked.request, asked.ramp, papers, asked.progress, now)
            becomes = self._becomes(asked, decision, now)
            if was == becomes:
                return Round(
                    becomes, decision, self._watch_over(becomes, decision, now), complaints
                )
            with self.ledger.begin() as db:
                self._record(db, was, becomes, decision, actor=actor, why=why, now=now)
            done = self._write(becomes, decision)
            self._have_seen(becomes)
            return Round(becomes, decision, done, complaints)

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
        event = event_of(was, becomes, decision)
        facts = facts_of(becomes, decision, why)
        self.ledger.append(db, becomes.name, event, actor=actor, at=now, facts=facts)
        if event != "renewed":
            told = notices.body(becomes, decision, by=actor, why=why or event)
            notices.queue(db, becomes.name, self._channels, told, now)

    def _write(self, protection: Protection, decision: RolloutDecision) -> tuple[Repair, ...]:
        flag, environment = protection.flag, protection.environment
        wanted = wanted_strategy(protection, decision)
        return settle(self._admin, flag, environment, wanted, opened=decision.open)

    def _watch_over(
        self, protection: Protection, decision: RolloutDecision, now: float
    ) -> tuple[Repair, ...]:
        """Take back what somebody else wrote, and log who it was as far as the server knows."""
        found = self._admin.read(protection.flag, protection.environment)
        wanted = wanted_strategy(protection, decision)
        if not repairs(protection.flag, found, wanted, opened=decision.open):
            return ()
        begins = not self.ledger.mark(protection.name)
        theirs = () if begins else self._theirs(protection)
        done = self._write(protection, decision)
        if begins:  # nobody else's doing: it was never written before
            self._have_seen(protection)
            return done
        by = ", ".join(dict.fromkeys(event.by for event in theirs)) or "somebody"
        what = "; ".join(dict.fromkeys(str(repair) for repair in done))
        facts = {
            "repairs": [repair.kind for repair in done],
            "what": what,
            "events": [asdict(event) for event in theirs],
        }
        with self.ledger.begin() as db:
            self.ledger.append(db, protection.name, "undone", actor=by, at=now, facts=facts)
            told = notices.body(protection, decision, by=by, why=f"undone: {what}")
            notices.queue(db, protection.name, self._channels, told, now)
        self._have_seen(protection)
        return done

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

    @contextmanager
    def _turn(self, name: str) -> Iterator[None]:
        holder = uuid4().hex
        if not self.ledger.hold(f"flag {name}"[:64], holder, self._clock(), TURN):
            raise Busy(name)
        try:
            yield
        finally:
            self.ledger.let_go(f"flag {name}"[:64], holder)
