"""Evidence of rankings: in which order groups stand, and the verdict that follows from it.

What measures of a ranking are computed from is the order of everybody's groups; there is no
smaller table of counts. Items have no names in it, and queries have numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal, TypeAlias

import numpy as np
from pydantic import Field, model_validator

from fairgate.evidence.canonical import plain
from fairgate.evidence.evaluated import Circumstances, Evaluated, Evaluation, document
from fairgate.evidence.label import read_label
from fairgate.evidence.strict import Count
from fairgate.ranking.gate.table import Rankings
from fairgate.ranking.items import Labels
from fairgate.ranking.label.values import Label
from fairgate.strict import Strict
from fairgate.verdict import Verdict

PREDICATE_TYPE = "urn:fairgate:ranking-evaluation:v1"

Positive: TypeAlias = Annotated[Count, Field(ge=1)]


class AttributeOf(Strict):
    """An attribute: its values, and which of them each item has, by place; null is not known."""

    name: str
    values: list[str | None]
    places: list[Count]

    @model_validator(mode="after")
    def _places_exist(self) -> AttributeOf:
        if len(set(self.values)) != len(self.values):
            raise ValueError(f"{self.name}: a value stands there twice")
        if max(self.places, default=0) >= len(self.values):
            raise ValueError(f"{self.name}: there is no value at place {max(self.places)}")
        return self

    @classmethod
    def of(cls, name: str, labels: Labels) -> AttributeOf:
        """Write an attribute.

        Examples
        --------
        >>> AttributeOf.of("sex", ("m", None, "m")).places
        [0, 1, 0]
        """
        place = {value: at for at, value in enumerate(dict.fromkeys(labels))}
        return cls(name=name, values=list(place), places=[place[value] for value in labels])

    @property
    def labels(self) -> Labels:
        """The value of each item."""
        return tuple(self.values[at] for at in self.places)


class RankingsOf(Strict):
    """Rankings, query after query, best items first.

    Attributes
    ----------
    queries : list of int
        Numbers of the queries; one that is in the baseline as well has the same number there.
    items : list of int
        Items of each query.
    attributes : list of AttributeOf
        Attributes of all items, in the order of the ranking.
    """

    queries: Annotated[list[Count], Field(min_length=1)]
    items: list[Positive]
    attributes: Annotated[list[AttributeOf], Field(min_length=1)]

    @model_validator(mode="after")
    def _fit(self) -> RankingsOf:
        names = [attribute.name for attribute in self.attributes]
        if len(set(self.queries)) != len(self.queries) or len(set(names)) != len(names):
            raise ValueError("a query or an attribute stands there twice")
        if len(self.items) != len(self.queries):
            raise ValueError("queries and items differ in number")
        for attribute in self.attributes:
            if len(attribute.places) != self.rows:
                said = f"{len(attribute.places)} items have {attribute.name}"
                raise ValueError(f"{said}, and there are {self.rows}")
        return self

    @classmethod
    def of(cls, rankings: Rankings, numbers: Sequence[int]) -> RankingsOf:
        """Write rankings; ``numbers`` are those of the queries."""
        return cls(
            queries=list(numbers),
            items=np.diff(rankings.starts).tolist(),
            attributes=[AttributeOf.of(*each) for each in rankings.labels.items()],
        )

    @property
    def rows(self) -> int:
        """How many items."""
        return sum(self.items)

    @property
    def rankings(self) -> Rankings:
        """The same as the gate takes them."""
        starts = np.concatenate([[0], np.cumsum(self.items)])
        labels = {attribute.name: attribute.labels for attribute in self.attributes}
        return Rankings(tuple(map(str, self.queries)), starts, labels)


class Orders(Strict):
    """What the verdict is computed from: the rankings that are judged, and the baseline's."""

    now: RankingsOf
    before: RankingsOf | None

    @classmethod
    def of(cls, now: Rankings, before: Rankings | None) -> Orders:
        """Write both; queries of one name get one number.

        Examples
        --------
        >>> now = Rankings(("a", "b"), np.array([0, 1, 2]), {"sex": ("f", "m")})
        >>> before = Rankings(("c", "b"), np.array([0, 1, 2]), {"sex": ("m", "m")})
        >>> both = Orders.of(now, before)
        >>> both.now.queries, both.before.queries
        ([1, 2], [3, 2])
        """
        names = dict.fromkeys((*now.names, *(before.names if before else ())))
        number = {name: at for at, name in enumerate(names, start=1)}
        first, second = (
            RankingsOf.of(each, [number[name] for name in each.names]) if each else None
            for each in (now, before)
        )
        assert first is not None
        return cls(now=first, before=second)


class RankingPredicate(Evaluation):
    """An evaluation of rankings: everything that judging again needs, and its answer.

    ``label`` is the nutritional label, where one ranking was judged. It is stated, and not
    computed again: that would need everybody's scores.
    """

    binding: Literal["declared"]  # fairgate runs no ranker
    statistics: Orders
    label: dict[str, Any] | None

    @model_validator(mode="after")
    def _label_is_one(self) -> RankingPredicate:
        if self.label is not None:
            read_label(self.label)
        return self


class RankingStatement(Evaluated):
    """An in-toto Statement v1 about an evaluation of rankings."""

    predicate_type: Literal["urn:fairgate:ranking-evaluation:v1"] = Field(alias="predicateType")
    predicate: RankingPredicate

    @model_validator(mode="after")
    def _baseline_is_named(self) -> RankingStatement:
        if (self.predicate.statistics.before is None) != (self.predicate.baseline is None):
            raise ValueError("a baseline is named and not stated, or the other way round")
        return self

    @model_validator(mode="after")
    def _label_fits(self) -> RankingStatement:
        if self.predicate.label is None:
            return self
        label, now = read_label(self.predicate.label), self.predicate.statistics.now
        if (label.source, label.n, len(now.queries)) != (self.data.file, now.rows, 1):
            raise ValueError("the label is of another ranking")
        if label.recipe.leaders:
            raise ValueError("the label names who is best")
        return self


def make_ranking_statement(
    verdict: Verdict,
    now: Rankings,
    before: Rankings | None,
    about: Circumstances,
    label: Label | None = None,
) -> RankingStatement:
    """State a verdict on rankings and all it rests on.

    Parameters
    ----------
    verdict : Verdict
        What the gate answered.
    now, before : Rankings
        What was judged, and the baseline.
    about : Circumstances
        Files, time, commit and issues.
    label : Label, optional
        The nutritional label, small counts hidden.

    Raises
    ------
    ValueError
        If the parts contradict each other.
    """
    more = {"statistics": Orders.of(now, before), "label": plain(label)}
    return RankingStatement.model_validate(document(PREDICATE_TYPE, about, verdict, more))
