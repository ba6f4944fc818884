"""From envelopes to papers: what is authentic, and a complaint about each that is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fairgate.errors import UserError
from fairgate.rollout.decision import Papers
from fairgate.rollout.papers import Approval, Proof
from fairgate.rollout.protection import Protection
from fairgate.rollout.reading import read_approval, read_proof
from fairgate.rollout.source import Source
from fairgate.signing import PublicKey


@dataclass(frozen=True)
class Trusted:
    """Whose signatures count, each kind for itself."""

    evidence: Sequence[PublicKey]
    assessment: Sequence[PublicKey]


class Gatherer:
    """Reads what a decision rests on; verified envelopes are remembered.

    Judging evidence again takes long, and an envelope that was true stays true.
    """

    def __init__(self, source: Source, trusted: Trusted) -> None:
        self._source = source
        self._trusted = trusted
        self._proofs: dict[bytes, Proof | str] = {}

    def gather(self, protection: Protection, now: float) -> tuple[Papers, tuple[str, ...]]:
        """Read, verify, and say what was refused.

        Raises
        ------
        SourceDown
            If the source cannot say.
        """
        complaints: list[str] = []
        approval = self._approval(protection, now, complaints)
        policies = {protection.policy, *(s.live.policy for s in protection.ramp.steps if s.live)}
        proofs: list[Proof] = []
        for envelope in dict.fromkeys(
            envelope
            for policy in sorted(policies)
            for envelope in self._source.evidence(protection, policy)
        ):
            found = self._proof(envelope)
            if isinstance(found, Proof):
                proofs.append(found)
            else:
                complaints.append(found)
        papers = Papers(approval, tuple(proofs), protection.emergency, protection.stopped)
        return papers, tuple(complaints)

    def _approval(
        self, protection: Protection, now: float, complaints: list[str]
    ) -> Approval | None:
        for envelope in self._source.approvals(protection):
            try:
                return read_approval(envelope, self._trusted.assessment, now)
            except UserError as error:
                complaints.append(str(error))
        return None

    def _proof(self, envelope: bytes) -> Proof | str:
        if envelope not in self._proofs:
            try:
                self._proofs[envelope] = read_proof(envelope, self._trusted.evidence)
            except UserError as error:
                self._proofs[envelope] = str(error)
        return self._proofs[envelope]
