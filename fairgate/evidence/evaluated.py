"""What every statement about an evaluation says, of decisions and of rankings alike."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Final, Literal, TypeAlias

from pydantic import Field, model_validator

from fairgate import __version__
from fairgate.evidence.artifact import Artifact, StatedPolicy, Subject, file_name
from fairgate.evidence.canonical import digest, plain
from fairgate.evidence.intoto import STATEMENT_TYPE, Signable
from fairgate.evidence.strict import TIME_FORMAT, OneLine, Time
from fairgate.strict import Strict
from fairgate.verdict import Verdict

NOT_STATED: Final = frozenset({"message", "notes", "reason", "line", "critical", "source"})
"""Fields of a verdict that are left out of it: words change between versions, facts do not.

Judging again writes the words anew. Critical values stand beside the verdict.
"""

Binding: TypeAlias = Literal["scored", "declared"]


class Tool(Strict):
    """What judged."""

    name: Literal["fairgate"]
    version: OneLine


class Evaluation(Strict):
    """A predicate, but for what the verdict follows from."""

    policy: StatedPolicy
    verdict: dict[str, Any]
    first_model: bool
    baseline: Artifact | None
    binding: Binding
    commit: OneLine | None
    issues: list[OneLine]
    tool: Tool
    time: Time


class Evaluated(Signable):
    """An in-toto Statement v1 about an evaluation."""

    type_: Literal["https://in-toto.io/Statement/v1"] = Field(alias="_type")
    subject: list[Subject]
    predicate: Evaluation

    @model_validator(mode="after")
    def _subjects_fit(self) -> Evaluated:
        parts = [subject.name for subject in self.subject]
        if parts not in (["data"], ["model", "data"]):
            raise ValueError(f"expected the subjects model (optional) and data, got {parts}")
        if self.predicate.binding == "scored" and self.model is None:
            raise ValueError("binding is scored, but no model is named")
        return self

    @property
    def model(self) -> Artifact | None:
        """The model, if one is named."""
        return self.subject[0].artifact if self.subject[0].name == "model" else None

    @property
    def data(self) -> Artifact:
        """The evaluation data."""
        return self.subject[-1].artifact

    @property
    def day(self) -> date:
        """The day of the verdict, in UTC; waivers are judged on it."""
        return datetime.strptime(self.predicate.time, TIME_FORMAT).replace(tzinfo=UTC).date()


@dataclass(frozen=True)
class Circumstances:
    """Where an evaluation comes from.

    Attributes
    ----------
    policy, policy_file : bytes, str
        The policy's bytes and file name.
    data, model, baseline : Artifact
        The evaluation data; the model and what it is compared with, where there are any.
    time : datetime
        When it was judged, with a time zone; its day in UTC is the ``today`` of the gate.
    binding : str
        ``scored`` if fairgate itself scored ``model``; ``declared`` if somebody handed in
        predictions and named a model.
    first_model : bool
        As the gate was told: the base branch has nothing to compare with.
    commit, issues
        Where the change comes from: its commit, and the keys of the issues it belongs to.
    """

    policy: bytes
    policy_file: str
    data: Artifact
    time: datetime
    model: Artifact | None = None
    baseline: Artifact | None = None
    binding: Binding = "declared"
    first_model: bool = False
    commit: str | None = None
    issues: Sequence[str] = field(default=())


def document(
    kind: str, about: Circumstances, verdict: Verdict, more: Mapping[str, object]
) -> dict[str, Any]:
    """Write a statement that has not been checked yet; ``more`` is what its predicate adds."""
    subjects = [("model", about.model)] if about.model else []
    return {
        "_type": STATEMENT_TYPE,
        "subject": [
            {
                "name": name,
                "digest": {"sha256": part.sha256},
                "annotations": {"file": part.file},
            }
            for name, part in [*subjects, ("data", about.data)]
        ],
        "predicateType": kind,
        "predicate": {
            "policy": {
                "file": file_name(about.policy_file),
                "sha256": digest(about.policy),
                "content": base64.b64encode(about.policy).decode(),
            },
            "verdict": facts(verdict),
            "first_model": about.first_model,
            "baseline": about.baseline,
            "binding": about.binding,
            "commit": about.commit,
            "issues": list(about.issues),
            "tool": {"name": "fairgate", "version": __version__},
            "time": about.time.astimezone(UTC).strftime(TIME_FORMAT),
            **more,
        },
    }


def facts(verdict: Verdict) -> dict[str, Any]:
    """Write a verdict as a plain document with exact counts, without prose."""
    written: dict[str, Any] = plain(verdict, leave_out=NOT_STATED)
    return written
