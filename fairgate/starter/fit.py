"""Fitting promises to data: rules that these rows can answer.

What the data can detect is asked of the gate itself. Groupings that cannot be judged yet
are not left out: they warn, and a comment says how many rows they lack.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from fairgate.policyfile import parse_policy
from fairgate.starter.promises import PROMISES, Entry, Grouping, Promise, with_ids
from fairgate.starter.text import Names, policy_text
from fairgate.verdict import Finding, Outcome, Verdict

Judge = Callable[[str], Verdict]
"""Judges the data by a policy, given as text."""


@dataclass(frozen=True)
class Starter:
    """A policy to start from, and what it says about the data today."""

    text: str
    entries: tuple[Entry, ...]
    verdict: Verdict


def write_starter(names: Names, judged: Judge) -> Starter:
    """Write the policy.

    Parameters
    ----------
    names : Names
        Title, file, columns, and whom to compare.
    judged : callable
        Judges the data by a policy's text; the data do not change between calls.

    Returns
    -------
    Starter
        Its verdict is never unknown.
    """
    entries = _settle(_entries(_finest(names, judged), names.groups), names, judged)
    verdict = judged(policy_text(names, entries))
    entries = tuple(_with_lacks(entry, verdict) for entry in entries)
    text = policy_text(names, entries)
    parse_policy(text.encode(), "fairgate.yaml")
    return Starter(text, entries, verdict)


def _finest(names: Names, judged: Judge) -> Mapping[tuple[str, str], float]:
    """For every promise and grouping, the finest ``must_detect`` that leaves no unknown."""
    found: dict[tuple[str, str], float] = {}
    for at in range(max(len(promise.steps) for promise in PROMISES)):
        steps = {promise.id: promise.steps[min(at, len(promise.steps) - 1)] for promise in PROMISES}
        entries = [Entry(p.id, p, names.groups, steps[p.id]) for p in PROMISES]
        for finding in judged(policy_text(names, entries)).findings:
            if not _lacking(finding):
                found.setdefault((finding.rule, finding.groups), steps[finding.rule])
    return found


def _lacking(finding: Finding) -> bool:
    """Whether rows are lacking, even if a violation is so large that it shows all the same.

    A better model would have no violation to show, and the same rows would leave it unknown.
    """
    return finding.outcome is Outcome.UNKNOWN or bool(finding.rows_needed)


def _entries(
    finest: Mapping[tuple[str, str], float], groupings: Sequence[Grouping]
) -> tuple[Entry, ...]:
    """One rule for groupings of equal ``must_detect``, and one that warns for the others."""
    entries = []
    for promise in PROMISES:
        detected = {g: finest.get((promise.id, ",".join(g))) for g in groupings}
        for step in promise.steps:
            some = tuple(g for g in groupings if detected[g] == step)
            if some:
                entries.append(Entry("", promise, some, step))
        unable = tuple(g for g in groupings if detected[g] is None)
        if unable:
            entries.append(Entry("", promise, unable, promise.usual, blocks=False))
    return with_ids(entries)


def _settle(entries: tuple[Entry, ...], names: Names, judged: Judge) -> tuple[Entry, ...]:
    """Let groupings that are unknown after all warn too, until none is left.

    Splitting rules changes nobody's share of the error, so this is seldom needed.
    """
    while True:
        findings = judged(policy_text(names, entries)).findings
        unknown = {(f.rule, f.groups) for f in findings if _lacking(f)} & {
            (entry.id, ",".join(g)) for entry in entries if entry.blocks for g in entry.groupings
        }
        if not unknown:
            return entries
        entries = with_ids(
            entry for promise in PROMISES for entry in _moved(promise, entries, unknown)
        )


def _moved(
    promise: Promise, entries: Iterable[Entry], unknown: set[tuple[str, str]]
) -> Iterator[Entry]:
    """Rules of one promise, with the unknown groupings in the one that warns."""
    late: list[Grouping] = []
    for entry in entries:
        if entry.promise is promise:
            out = [
                g for g in entry.groupings if not entry.blocks or (entry.id, ",".join(g)) in unknown
            ]
            late += out
            if len(out) < len(entry.groupings):
                yield replace(entry, groupings=tuple(g for g in entry.groupings if g not in out))
    if late:
        yield Entry("", promise, tuple(late), promise.usual, blocks=False)


def _with_lacks(entry: Entry, verdict: Verdict) -> Entry:
    """Say of every grouping that only warns what it lacks."""
    if entry.blocks:
        return entry
    lacks = []
    for grouping in entry.groupings:
        finding = next(
            f
            for f in verdict.findings
            if f.metric == entry.promise.metric and f.groups == ",".join(grouping)
        )
        needed = finding.rows_needed or {}
        more = ", ".join(f"{group} {count:,}" for group, count in needed.items())
        names = " x ".join(grouping)
        lacks.append(f"{names} lacks rows: {more}" if more else f"{names}: {finding.message}")
    return replace(entry, lacks=tuple(lacks))
