"""A verdict as one page: self-contained, accessible, without script or network."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from fairgate import __version__
from fairgate.report import Context, figures
from fairgate.report.counts import ShownCounts
from fairgate.report.groups import GroupTable, metrics_of, table_of
from fairgate.report.plot import Plot
from fairgate.report.safe import printable
from fairgate.report.summary import MEANING, SAYS, basis, methods, tally, worst_first
from fairgate.report.view import FindingView
from fairgate.report.words import cap
from fairgate.verdict import Finding, Outcome, Verdict


@dataclass(frozen=True)
class Section:
    """A finding with its plots, and the tables behind them."""

    id: str
    view: FindingView
    decision: Plot | None
    groups: tuple[tuple[Plot | None, GroupTable], ...]


def render(verdict: Verdict, context: Context) -> str:
    """Write a verdict as an HTML page; see :func:`fairgate.report.render`."""
    counts = ShownCounts.of(verdict)
    sections = [
        _section(f"finding-{at}", finding, verdict, counts)
        for at, finding in enumerate(worst_first(verdict.findings), start=1)
    ]
    page = _environment().get_template("page.html.j2")
    return page.render(
        policy=printable(verdict.policy),
        outcome=verdict.outcome,
        blocks=verdict.blocks,
        says=SAYS[verdict.outcome],
        tally=cap(tally(verdict.findings)),
        basis=basis(verdict, counts),
        policy_file=printable(context.policy_file),
        predictions=printable(context.predictions),
        sections=sections,
        blocking=[section for section in sections if section.view.finding.outcome.blocks],
        meanings=[(outcome, MEANING[outcome]) for outcome in reversed(Outcome)],
        methods=methods(verdict),
        version=__version__,
    )


@cache
def _environment() -> Environment:
    """Load the templates; they are compiled once."""
    return Environment(
        loader=PackageLoader("fairgate.report"),
        autoescape=True,
        finalize=_glued,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _section(id_: str, finding: Finding, verdict: Verdict, counts: ShownCounts) -> Section:
    groups = (
        (
            figures.groups(finding, metric, verdict),
            table_of(metric, finding.groups, verdict, counts),
        )
        for metric in metrics_of(finding)
    )
    return Section(
        id_,
        FindingView.of(finding, verdict, counts),
        figures.decision(finding, verdict.confidence),
        tuple((plot, table) for plot, table in groups if table.lines),
    )


def _glued(value: object) -> object:
    """Keep a number and its per cent sign on one line."""
    return value.replace(" %", "\N{NO-BREAK SPACE}%") if isinstance(value, str) else value
