"""The statement: what was judged, on what, by which policy, with what outcome.

An in-toto Statement v1 (https://github.com/in-toto/attestation) whose predicate holds
all that is needed to judge again. The format is described in docs/reference/evidence.md.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any, Literal, TypeAlias

from pydantic import Field, model_validator

from fairgate import __version__
from fairgate.cells import Tally
from fairgate.evidence.artifact import Artifact, StatedPolicy, Subject, file_name
from fairgate.evidence.canonical import digest, plain
from fairgate.evidence.intoto import STATEMENT_TYPE, Signable, read_statement
from fairgate.evidence.strict import TIME_FORMAT, Finite, OneLine, Time
from fairgate.evidence.tally import Statistics
from fairgate.strict import Strict
from fairgate.verdict import Verdict

PREDICATE_TYPE = "urn:fairgate:fairness-evaluation:v1"

NOT_STATED = frozenset({"message", "notes", "reason", "line", "critical", "source"})
"""Fields of a verdict that are left out of it: words change between versions, facts do not.

Judging again writes the words anew. Critical values stand beside the verdict.
"""


Binding: TypeAlias = Literal["scored", "declared"]
CriticalValues: TypeAlias = dict[str, dict[str, Finite]]


class Tool(Strict):
    """What judged."""

    name: Literal["fairgate"]
    version: OneLine


class Predicate(Strict):
    """A fairness evaluation: everything that judging again needs, and its answer."""

    policy: StatedPolicy
    statistics: Statistics
    seed: int
    critical_values: CriticalValues
    verdict: dict[str, Any]
    first_model: bool
    baseline: Artifact | None
    binding: Binding
    commit: OneLine | None
    issues: list[OneLine]
    tool: Tool
    time: Time


class Statement(Signable):
    """An in-toto Statement v1 about a fairness evaluation."""

    type_: Literal["https://in-toto.io/Statement/v1"] = Field(alias="_type")
    subject: list[Subject]
    predicate_type: Literal["urn:fairgate:fairness-evaluation:v1"] = Field(alias="predicateType")
    predicate: Predicate

    @model_validator(mode="after")
    def _consistent(self) -> Statement:
        parts = [subject.name for subject in self.subject]
        if parts not in (["data"], ["model", "data"]):
            raise ValueError(f"expected the subjects model (optional) and data, got {parts}")
        if self.predicate.binding == "scored" and self.model is None:
            raise ValueError("binding is scored, but no model is named")
        if self.predicate.statistics.baseline_rows and self.predicate.baseline is None:
            raise ValueError("rows of a baseline were counted, but no baseline is named")
        if self.predicate.seed != self.predicate.statistics.seed:
            raise ValueError("seed does not follow from the statistics: they were altered")
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


def make_statement(
    verdict: Verdict,
    tally: Tally,
    *,
    policy: bytes,
    policy_file: str,
    data: Artifact,
    time: datetime,
    model: Artifact | None = None,
    baseline: Artifact | None = None,
    binding: Binding = "declared",
    first_model: bool = False,
    commit: str | None = None,
    issues: Sequence[str] = (),
) -> Statement:
    """State a verdict and all it rests on.

    Parameters
    ----------
    verdict, tally
        What the gate answered, and the counts it was asked about.
    policy, policy_file
        The policy's bytes and file name.
    data, model, baseline : Artifact
        The evaluation data; the model and the baseline's predictions, where there are any.
    time : datetime
        When it was judged, with a time zone; its day in UTC is the ``today`` of the gate.
    binding : str
        ``scored`` if fairgate itself scored ``model``; ``declared`` if somebody handed in
        predictions and named a model.
    first_model : bool
        As the gate was told: the base branch has no model to compare with.
    commit, issues
        Where the change comes from: its commit, and the keys of the issues it belongs to.

    Raises
    ------
    ValueError
        If the parts contradict each other, for example ``scored`` without a model, or a
        commit or key is not one line.
    """
    subjects = [("model", model)] if model else []
    return Statement.model_validate(
        {
            "_type": STATEMENT_TYPE,
            "subject": [
                {
                    "name": name,
                    "digest": {"sha256": part.sha256},
                    "annotations": {"file": part.file},
                }
                for name, part in [*subjects, ("data", data)]
            ],
            "predicateType": PREDICATE_TYPE,
            "predicate": {
                "policy": {
                    "file": file_name(policy_file),
                    "sha256": digest(policy),
                    "content": base64.b64encode(policy).decode(),
                },
                "statistics": (statistics := Statistics.of(tally)),
                "seed": statistics.seed,
                "critical_values": critical_values(verdict),
                "verdict": facts(verdict),
                "first_model": first_model,
                "baseline": baseline,
                "binding": binding,
                "commit": commit,
                "issues": list(issues),
                "tool": {"name": "fairgate", "version": __version__},
                "time": time.astimezone(UTC).strftime(TIME_FORMAT),
            },
        }
    )


def parse_statement(payload: bytes, *, name: str = "evidence") -> Statement:
    """Read a statement, strictly: nothing missing, nothing extra, adding up.

    Raises
    ------
    UserError
        For anything else, naming the place.
    """
    return read_statement(Statement, payload, name=name, cure="take evidence as fairgate wrote it")


def critical_values(verdict: Verdict) -> dict[str, dict[str, float]]:
    """Critical values of every finding by ``rule|groups`` and family."""
    return {
        f"{finding.rule}|{finding.groups}": plain(finding.critical) for finding in verdict.findings
    }


def facts(verdict: Verdict) -> dict[str, Any]:
    """Write a verdict as a plain document with exact counts, without prose."""
    document: dict[str, Any] = plain(verdict, leave_out=NOT_STATED)
    return document
