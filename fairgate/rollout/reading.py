"""From signed envelopes to what a decision needs of them; nothing that is not authentic gets in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from fairgate import approval as approvals
from fairgate.evidence import Verified, verify
from fairgate.evidence.strict import TIME_FORMAT
from fairgate.rollout.papers import Approval, Proof
from fairgate.signing import PublicKey


def read_proof(envelope: bytes, keys: Sequence[PublicKey], *, name: str = "evidence") -> Proof:
    """Verify evidence, judge it again, and take from it what a decision needs.

    Raises
    ------
    UserError
        If it is not authentic or does not judge again.
    """
    found = verify(envelope, keys, name=name)
    predicate, model = found.statement.predicate, found.statement.model
    return Proof(
        policy=found.verdict.policy,
        outcome=found.verdict.outcome,
        model=model.sha256 if model else None,
        scored=predicate.binding == "scored",
        issues=frozenset(predicate.issues),
        judged=datetime.strptime(predicate.time, TIME_FORMAT).replace(tzinfo=UTC).timestamp(),
        waived_until=min(_ends_of_waivers(found), default=None),
        digest=hashlib.sha256(envelope).hexdigest(),
    )


def read_approval(
    envelope: bytes, keys: Sequence[PublicKey], now: float, *, name: str = "approval"
) -> Approval:
    """Verify an approval and take from it what a decision needs.

    Raises
    ------
    UserError
        If it is not authentic, or has ended.
    """
    found = approvals.verify_approval(envelope, keys, now, name=name)
    return Approval(
        issue=found.approved.issue,
        level=found.approved.level or "none",
        model=found.approved.model,
        until=found.until,
        digest=hashlib.sha256(envelope).hexdigest(),
    )


def _ends_of_waivers(found: Verified) -> Iterator[float]:
    """A waiver holds to the end of its last day, in UTC, as the gate judges it."""
    for finding in found.verdict.findings:
        for waived in finding.waived:
            if not waived.expired:
                last = datetime.strptime(waived.until, "%Y-%m-%d").replace(tzinfo=UTC)
                yield (last + timedelta(days=1)).timestamp()
