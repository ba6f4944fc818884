"""What an evaluation came to, and how it is stated as evidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from fairgate.cells import Tally
from fairgate.evaluation.request import Request
from fairgate.verdict import Verdict

if TYPE_CHECKING:
    from fairgate.evidence import Artifact
    from fairgate.scoring.score import Scored


@dataclass(frozen=True)
class Evaluation:
    """A verdict with all it rests on.

    Attributes
    ----------
    request : Request
        What was asked.
    tally : Tally
        What was counted.
    verdict : Verdict
        What follows from it.
    now : datetime
        When it was judged.
    scored : Scored or None
        The model, where fairgate scored it itself.
    baseline : Scored or None
        The model in use now, where fairgate scored that too.
    """

    request: Request
    tally: Tally
    verdict: Verdict
    now: datetime
    scored: Scored | None = None
    baseline: Scored | None = None

    @property
    def source(self) -> str:
        """Where the predictions come from, for reports."""
        rows = self.request.rows
        return rows if self.scored is None else f"{rows}, {self.scored.how}"

    @property
    def notes(self) -> tuple[str, ...]:
        """What else a reader must know, a sentence each."""
        models = [model for model in (self.scored, self.baseline) if model is not None]
        return tuple(dict.fromkeys(note for model in models for note in model.notes))

    def evidence(self, key: str | Path | None = None) -> bytes:
        """State the verdict and all it rests on; signed if there is a private key.

        Raises
        ------
        UserError
            If the key, or a file that is stated by its digest, cannot be read.
        """
        from fairgate.evidence import (  # noqa: PLC0415 - cryptography
            Artifact,
            Circumstances,
            make_statement,
        )
        from fairgate.signing import IN_TOTO, sign, unsigned  # noqa: PLC0415 - takes a while

        request, scored = self.request, self.scored
        subject = Artifact.of(request.subject) if request.subject else None
        about = Circumstances(
            policy=request.policy.text,
            policy_file=request.policy.path,
            data=Artifact.of(request.rows) if scored is None else scored.data,
            model=subject if scored is None else scored.model,
            baseline=self._baseline(),
            binding="declared" if scored is None else "scored",
            first_model=request.first_model,
            commit=request.commit,
            issues=request.issues,
            time=self.now,
        )
        payload = make_statement(self.verdict, self.tally, about).to_bytes()
        return sign(payload, IN_TOTO, key) if key else unsigned(payload, IN_TOTO)

    def _baseline(self) -> Artifact | None:
        from fairgate.evidence import Artifact  # noqa: PLC0415 - as above

        if self.baseline is not None:
            return self.baseline.model
        if self.request.recorded is not None:
            return self.request.recorded.artifact
        return Artifact.of(self.request.baseline) if self.request.baseline else None
