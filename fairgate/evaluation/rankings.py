"""An evaluation of rankings from end to end: files in, verdict and evidence out."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import ClassVar, TypeAlias

from fairgate.engine.items import Wanted, read_items
from fairgate.errors import UserError
from fairgate.evaluation.request import Request
from fairgate.evaluation.result import Evaluation
from fairgate.evidence.artifact import file_name
from fairgate.ranking.gate.judge import judge
from fairgate.ranking.gate.policyfile import RankingPolicyFile
from fairgate.ranking.gate.rankingfile import read_rankings
from fairgate.ranking.gate.table import Rankings
from fairgate.ranking.label.hiding import hide
from fairgate.ranking.label.make import make_label
from fairgate.ranking.label.request import Request as LabelRequest
from fairgate.ranking.label.request import Sensitive
from fairgate.ranking.label.values import Label, Spread
from fairgate.verdict import Verdict

MOST_VALUES = 50
"""Values of an attribute that a label judges in turn; of one with more it shows the make-up."""


@dataclass(frozen=True)
class RankingRequest:
    """What is to be judged: files by name, as seen from the working directory.

    Attributes
    ----------
    policy : RankingPolicyFile
        The promise; its own ``predictions`` hold where nothing else is said.
    predictions : str or None
        Rankings to judge in place of what the policy names.
    baseline : str or None
        Rankings of the ranker in use now.
    first_model : bool
        There is no ranker in use yet.
    subject : str or None
        The model that the evidence is about.
    commit : str or None
        Of the change.
    issues : tuple of str
        Keys of the issues it belongs to.
    """

    policy: RankingPolicyFile
    predictions: str | None = None
    baseline: str | None = None
    first_model: bool = False
    subject: str | None = None
    commit: str | None = None
    issues: tuple[str, ...] = ()

    scores: ClassVar[bool] = False
    """No ranker is run here; see :class:`fairgate.evaluation.Request`."""

    artifact: ClassVar[str | None] = None

    @property
    def rows(self) -> str:
        """The file of rankings that is judged.

        Raises
        ------
        UserError
            If there is none.
        """
        found = self.predictions or self.policy.predictions
        if found is None:
            cure = "give --predictions FILE, or write predictions: in the policy"
            raise UserError("no rankings to judge", cure, self.policy.path, place="predictions")
        return found

    @property
    def reads(self) -> tuple[str, ...]:
        """Every file that is read."""
        named = (self.policy.path, self.rows, self.baseline, self.subject)
        return tuple(path for path in named if path is not None)


@dataclass(frozen=True)
class RankingEvaluation:
    """A verdict on rankings with all it rests on.

    Attributes
    ----------
    request : RankingRequest
        What was asked.
    rankings, before : Rankings
        What was judged, and the baseline.
    verdict : Verdict
        What follows from it.
    now : datetime
        When it was judged.
    """

    request: RankingRequest
    rankings: Rankings
    before: Rankings | None
    verdict: Verdict
    now: datetime

    notes: ClassVar[tuple[str, ...]] = ()

    @property
    def source(self) -> str:
        """Where the rankings come from, for reports."""
        return self.request.rows

    def label(self) -> Label | None:
        """Make the nutritional label, where there is one ranking that has one.

        Nobody is named in it, and no score of anybody stands in it; small counts are hidden. It
        looks at columns that the policy names, and at no other.
        """
        policy, columns = self.request.policy.policy, self.request.policy.policy.ranking
        if columns.query_id is not None:
            return None
        key = columns.score or columns.order
        wanted = LabelRequest(
            ((key, 1.0),) if key else (),
            tuple(Sensitive(each) for each in self._columns(few=True)),
            self._columns(few=False),
            next((rule.k for rule in policy.rules if rule.k), None),
            ascending=columns.score is None,
            alpha=round(1 - policy.confidence, 12),
        )
        read = read_items(self.request.rows, Wanted((key,) if key else (), wanted.columns))
        try:
            label = make_label(replace(read, numbers={}), wanted)
        except ValueError:  # fewer items than k, or scores of which no sum is finite
            return None
        named = replace(label, source=file_name(label.source))
        return hide(_without_scores(named), policy.min_cell)

    def _columns(self, *, few: bool) -> tuple[str, ...]:
        """Columns of the attributes that have few values, or of those that have many."""
        found = self.request.policy.policy.ranking.sensitive.items()
        values = {name: set(labels) - {None} for name, labels in self.rankings.labels.items()}
        return tuple(
            column for name, column in found if (2 <= len(values[name]) <= MOST_VALUES) is few
        )

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
            make_ranking_statement,
        )
        from fairgate.signing import IN_TOTO, sign, unsigned  # noqa: PLC0415 - takes a while

        request = self.request
        about = Circumstances(
            policy=request.policy.text,
            policy_file=request.policy.path,
            data=Artifact.of(request.rows),
            model=Artifact.of(request.subject) if request.subject else None,
            baseline=Artifact.of(request.baseline) if request.baseline else None,
            first_model=request.first_model,
            commit=request.commit,
            issues=request.issues,
            time=self.now,
        )
        statement = make_ranking_statement(
            self.verdict, self.rankings, self.before, about, self.label()
        )
        payload = statement.to_bytes()
        return sign(payload, IN_TOTO, key) if key else unsigned(payload, IN_TOTO)


def _without_scores(label: Label) -> Label:
    """Take out what somebody at a known place scored."""
    nothing = Spread(math.nan, math.nan, math.nan)
    parts = tuple(replace(part, top=nothing, overall=nothing) for part in label.recipe.parts)
    return replace(
        label,
        recipe=replace(label.recipe, parts=parts),
        stability=replace(label.stability, curve=()),
    )


AnyRequest: TypeAlias = Request | RankingRequest
AnyEvaluation: TypeAlias = Evaluation | RankingEvaluation


def evaluate_rankings(request: RankingRequest, *, now: datetime) -> RankingEvaluation:
    """Read rankings and judge them.

    Parameters
    ----------
    request : RankingRequest
        What is to be judged.
    now : datetime
        When; its day in UTC decides which waivers have ended.

    Raises
    ------
    UserError
        For whatever the user can mend.
    """
    policy, columns = request.policy.policy, request.policy.policy.ranking
    rankings = read_rankings(request.rows, columns)
    before = read_rankings(request.baseline, columns) if request.baseline else None
    verdict = judge(
        policy,
        rankings,
        before,
        today=now.date(),
        first_model=request.first_model,
        lines=request.policy.rule_lines,
    )
    return RankingEvaluation(request, rankings, before, verdict, now)
