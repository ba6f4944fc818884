"""Every count of a verdict as people may see it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from fairgate.cells import group_name
from fairgate.suppression import Count, mark, partition, suppress, threshold
from fairgate.verdict import Excluded, Finding, GroupReport, Verdict

Tabled = Mapping[str, Mapping[str, tuple[int, Count]]]


@dataclass(frozen=True)
class ShownCounts:
    """All counts of a verdict, decided together.

    Attributes
    ----------
    total, compared : Count
        Rows judged; rows of the comparison with the baseline.
    min_cell : int
        Counts under it are hidden.
    tabled : mapping of grouping, then group, to (int, Count)
        True and shown rows of every group in the tables.
    """

    total: Count
    compared: Count
    min_cell: int
    tabled: Tabled

    @classmethod
    def of(cls, verdict: Verdict) -> ShownCounts:
        """Decide for all counts of a verdict together."""
        shown = suppress(verdict.by_group, verdict.min_cell, verdict.rows)
        tabled: dict[str, dict[str, tuple[int, Count]]] = defaultdict(dict)
        for report in verdict.by_group:
            if report.rows:
                count = shown[tuple(report.group.items())]
                tabled[grouping_of(report)][name_of(report)] = (report.rows, count)
        total, compared = shown[()], verdict.compared_with.rows
        hides = compared == verdict.rows or not isinstance(total, int)
        return cls(
            total=total,
            compared=total if hides else _alone(compared, verdict.min_cell),
            min_cell=verdict.min_cell,
            tabled=tabled,
        )

    def of_group(self, report: GroupReport) -> Count:
        """Rows of a group in the tables."""
        return self.tabled[grouping_of(report)][name_of(report)][1]

    def of_finding(self, finding: Finding) -> dict[str, Count]:
        """Rows of a finding's groups.

        Where they are not those of the tables (a regression rule counts the rows that both
        models judged), they are decided for themselves, and hidden where the tables hide.
        """
        tabled = self.tabled.get(finding.groups, {})
        rows = {name: n for name, n in finding.rows.items() if n}
        if all(name in tabled and tabled[name][0] == n for name, n in rows.items()):
            return {name: tabled[name][1] for name in rows}
        own = self._partition(rows)
        return {
            name: mark(n, self.min_cell) if _hidden(tabled.get(name)) and own[name] else own[name]
            for name, n in rows.items()
        }

    def of_excluded(self, finding: Finding, group: Excluded) -> Count:
        """Rows of a group that was too rare to be compared."""
        tabled = self.tabled.get(finding.groups, {}).get(group.group)
        return tabled[1] if tabled else _alone(group.rows, self.min_cell)

    def of_strata(self, finding: Finding) -> dict[str, Count]:
        """Rows of the strata of a finding."""
        return self._partition({stratum.name: stratum.rows for stratum in finding.strata})

    def _partition(self, rows: Mapping[str, int]) -> dict[str, Count]:
        return dict.fromkeys(rows) if self.total is None else partition(rows, self.min_cell)


def grouping_of(report: GroupReport) -> str:
    """Write a group's attributes as findings do: ``race,sex``."""
    return ",".join(report.group)


def name_of(report: GroupReport) -> str:
    """Write a group as findings and waivers do: ``race=black``."""
    return group_name(tuple(report.group), tuple(report.group.values()))


def _hidden(tabled: tuple[int, Count] | None) -> bool:
    return tabled is not None and not isinstance(tabled[1], int)


def _alone(rows: int, min_cell: int) -> Count:
    return mark(rows, min_cell) if 0 < rows < threshold(min_cell) else rows
