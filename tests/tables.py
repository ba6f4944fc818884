"""Small tables written as tables, and the shortest way from one to a finding."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from fairgate.cells import Cells, Group, PairedCells, ScoreHistogram, Tally
from fairgate.gate import judge
from fairgate.policy import Policy
from fairgate.verdict import Finding, Verdict

PUBLISHED = Path(__file__).parent / "cases" / "published"
TODAY = date(2026, 7, 1)
MISSING = "-"
BINS = 256


def cells(table: str) -> Cells:
    """Read a table of groups: names of attributes, then ``tp fp fn tn`` or ``yes no``.

    ``yes no`` counts decisions about people who all should get a yes. ``-`` is a value that
    was not given.

    Examples
    --------
    >>> cells('''
    ...     sex  yes no
    ...     f     30 70
    ...     -      1  2
    ... ''').counts.tolist()
    [[30, 0, 70, 0], [1, 0, 2, 0]]
    """
    head, *rows = [line.split() for line in table.strip().splitlines()]
    size = 4 if head[-4:] == ["tp", "fp", "fn", "tn"] else 2
    assert size == 4 or head[-2:] == ["yes", "no"], head
    counted: dict[Group, tuple[int, ...]] = {}
    for row in rows:
        group = tuple(None if value == MISSING else value for value in row[:-size])
        numbers = tuple(map(int, row[-size:]))
        counted[group] = numbers if size == 4 else (numbers[0], 0, numbers[1], 0)
    return Cells.of(head[:-size], counted)


def rates(attribute: str, table: Mapping[str, tuple[int, int]]) -> Cells:
    """Groups from yeses and rows: ``{"f": (30, 100)}``."""
    counted = {(name,): (yes, 0, n - yes, 0) for name, (yes, n) in table.items()}
    return Cells.of((attribute,), counted)


def published(file: str, attributes: Sequence[str], rows: str, yes: str) -> Cells:
    """Read a table of ``cases/published``: columns of groups, of rows and of yeses."""
    with (PUBLISHED / file).open(encoding="utf-8", newline="") as lines:
        counted = {
            tuple(row[name] for name in attributes): (int(row[yes]), int(row[rows]))
            for row in csv.DictReader(lines)
        }
    return Cells.of(attributes, {group: (x, 0, n - x, 0) for group, (x, n) in counted.items()})


def marginal(fine: Cells, attributes: Sequence[str]) -> Cells:
    """Sum cells over the attributes that are not named."""
    at = [fine.attributes.index(name) for name in attributes]
    summed: dict[Group, np.ndarray] = {}
    for group, counts in zip(fine.groups, fine.counts, strict=True):
        key = tuple(group[i] for i in at)
        summed[key] = summed.get(key, np.zeros(4, dtype=np.int64)) + counts
    return Cells.of(attributes, {key: counts.tolist() for key, counts in summed.items()})


def tally(fine: Cells, *groupings: Sequence[str], **more: Any) -> Tally:
    """What an engine would count: the cells themselves, and their sums by each grouping."""
    counted = {tuple(names): marginal(fine, names) for names in groupings}
    return Tally(int(fine.rows.sum()), {fine.attributes: fine, **counted}, **more)


def before_and_after(table: str) -> PairedCells:
    """Read rows judged by two models: attributes, then ``label old new rows``.

    Examples
    --------
    >>> before_and_after('''
    ...     sex label old new rows
    ...     f   1     1   1     10
    ...     f   1     1   0      3
    ... ''').candidate.counts.tolist()
    [[10, 0, 3, 0]]
    """
    head, *rows = [line.split() for line in table.strip().splitlines()]
    assert head[-4:] == ["label", "old", "new", "rows"], head
    counted: dict[Group, np.ndarray] = {}
    for row in rows:
        group = tuple(None if value == MISSING else value for value in row[:-4])
        label, old, new, n = map(int, row[-4:])
        counted.setdefault(group, np.zeros((2, 2, 2), dtype=np.int64))[label, old, new] += n
    return PairedCells(tuple(head[:-4]), tuple(counted), np.stack(list(counted.values())))


def on_the_same_rows(paired: PairedCells) -> Tally:
    """Candidate and baseline on the same rows."""
    rows = int(paired.counts.sum())
    key = paired.attributes
    return Tally(
        rows,
        {key: paired.candidate},
        {key: paired},
        {key: paired.baseline},
        baseline_rows=rows,
        paired_rows=rows,
    )


def on_other_rows(candidate: Cells, baseline: Cells) -> Tally:
    """Candidate and baseline on rows that could not be matched."""
    key = candidate.attributes
    n = int(baseline.rows.sum())
    return Tally(int(candidate.rows.sum()), {key: candidate}, {}, {key: baseline}, baseline_rows=n)


def histogram(
    attribute: str,
    scored: Mapping[str | None, Iterable[tuple[int, float]]],
    bins: int = BINS,
) -> tuple[Cells, ScoreHistogram]:
    """Groups from rows of (label, score), a yes from .5; scores lie in [0, 1]."""
    k = len(scored)
    groups = tuple((name,) for name in scored)
    counts = np.zeros((k, 2, bins), dtype=np.int64)
    sums, squares = np.zeros((k, 2)), np.zeros((k, 2))
    table = np.zeros((k, 4), dtype=np.int64)
    for at, rows in enumerate(scored.values()):
        for label, score in rows:
            counts[at, label, min(int(score * bins), bins - 1)] += 1
            sums[at, label] += score
            squares[at, label] += score**2
            table[at, (0 if score >= 0.5 else 2) if label else (1 if score >= 0.5 else 3)] += 1
    names = (attribute,)
    return Cells(names, groups, table), ScoreHistogram(names, groups, counts, sums, squares)


def scored(attribute: str, rows: Mapping[str | None, Iterable[tuple[int, float]]]) -> Tally:
    """What an engine would count for a rule about scores."""
    counted, scores = histogram(attribute, rows)
    key = counted.attributes
    return Tally(int(counted.rows.sum()), {key: counted}, histograms={key: scores})


def policy(*rules: Mapping[str, Any], groups: Sequence[Any], **more: Any) -> Policy:
    """Validate a policy of these rules about these groupings."""
    named = [{"id": f"rule-{at}", **rule} for at, rule in enumerate(rules, start=1)]
    attributes = {name for g in groups for name in ([g] if isinstance(g, str) else g)}
    columns = {
        "label": "label",
        "prediction": "prediction",
        "score": "score",
        "sensitive": {name: name for name in sorted(attributes)},
    }
    document = {"version": 1, "name": "test", "columns": columns, "groups": list(groups)}
    return Policy.model_validate({**document, "rules": named, **more})


def verdict(promise: Policy, counted: Cells | Tally, **more: Any) -> Verdict:
    """Judge cells (of one grouping) or a whole tally."""
    if isinstance(counted, Cells):
        counted = tally(counted)
    return judge(promise, counted, **{"today": TODAY, **more})


POLICY_KEYS = ("confidence", "min_cell", "missing", "waivers")
JUDGE_KEYS = ("today", "first_model", "critical", "lines")


def judged(counted: Cells | Tally, metric: str = "selection_rate", **spec: Any) -> Finding:
    """One rule on one grouping: the first that was counted, unless ``groups`` says otherwise.

    ``spec`` takes keys of the rule, of the policy and of :func:`fairgate.gate.judge`.
    """
    first = counted if isinstance(counted, Cells) else next(iter(counted.cells.values()))
    groups = spec.pop("groups", [list(first.attributes)])
    top = {key: spec.pop(key) for key in POLICY_KEYS if key in spec}
    how = {key: spec.pop(key) for key in JUDGE_KEYS if key in spec}
    promise = policy({"metric": metric, **spec}, groups=groups, **top)
    (finding,) = verdict(promise, counted, **how).findings
    return finding


def waiver(groups: str, until: str = "2026-12-31", rule: str = "rule-1") -> dict[str, Any]:
    """A waiver as a policy file has it, signed by A. Person."""
    return {
        "rule": rule,
        "groups": groups,
        "until": date.fromisoformat(until),
        "owner": "a.person",
        "why": "a pilot with twelve customers",
    }
