"""The statement: what was judged, on what, by which policy, with what outcome.

An in-toto Statement v1 (https://github.com/in-toto/attestation) whose predicate holds
all that is needed to judge again. The format is described in docs/reference/evidence.md.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from pydantic import Field, model_validator

from fairgate.cells import Tally
from fairgate.evidence.canonical import plain
from fairgate.evidence.evaluated import Circumstances, Evaluated, Evaluation, document
from fairgate.evidence.strict import Finite
from fairgate.evidence.tally import Statistics
from fairgate.verdict import Verdict

PREDICATE_TYPE = "urn:fairgate:fairness-evaluation:v1"

CriticalValues: TypeAlias = dict[str, dict[str, Finite]]


class Predicate(Evaluation):
    """A fairness evaluation: everything that judging again needs, and its answer."""

    statistics: Statistics
    seed: int
    critical_values: CriticalValues


class Statement(Evaluated):
    """An in-toto Statement v1 about a fairness evaluation."""

    predicate_type: Literal["urn:fairgate:fairness-evaluation:v1"] = Field(alias="predicateType")
    predicate: Predicate

    @model_validator(mode="after")
    def _counts_fit(self) -> Statement:
        if self.predicate.statistics.baseline_rows and self.predicate.baseline is None:
            raise ValueError("rows of a baseline were counted, but no baseline is named")
        if self.predicate.seed != self.predicate.statistics.seed:
            raise ValueError("seed does not follow from the statistics: they were altered")
        return self


def make_statement(verdict: Verdict, tally: Tally, about: Circumstances) -> Statement:
    """State a verdict and all it rests on.

    Parameters
    ----------
    verdict, tally
        What the gate answered, and the counts it was asked about.
    about : Circumstances
        Files, time, commit and issues.

    Raises
    ------
    ValueError
        If the parts contradict each other, for example ``scored`` without a model, or a
        commit or key is not one line.
    """
    statistics = Statistics.of(tally)
    more = {
        "statistics": statistics,
        "seed": statistics.seed,
        "critical_values": critical_values(verdict),
    }
    return Statement.model_validate(document(PREDICATE_TYPE, about, verdict, more))


def critical_values(verdict: Verdict) -> dict[str, dict[str, float]]:
    """Critical values of every finding by ``rule|groups`` and family."""
    return {
        f"{finding.rule}|{finding.groups}": plain(finding.critical) for finding in verdict.findings
    }
