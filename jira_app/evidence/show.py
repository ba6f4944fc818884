"""Evidence as people see it: sentences and small plots, made of the suppressed report."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup
from sqlalchemy import Connection

from fairgate.report import figures, from_json
from fairgate.report.plot import Plot
from fairgate.report.summary import SAYS, basis, methods, tally, worst_first
from fairgate.report.view import FindingView
from fairgate.report.words import cap
from fairgate.verdict import Finding
from jira_app.evidence import shelf
from jira_app.evidence.kept import Kept
from jira_app.evidence.label import Label, label_of
from jira_app.projects import project_of, read_project


@dataclass(frozen=True)
class Section:
    """One finding: its words, and what decided, drawn.

    Attributes
    ----------
    view : FindingView
        Title, sentence, remedies.
    plot : markupsafe.Markup
        SVG without style attributes and scripts; empty where nothing can be drawn.
    """

    view: FindingView
    plot: Markup


@dataclass(frozen=True)
class Shown:
    """One piece of evidence.

    Attributes
    ----------
    kept : Kept
        Where it comes from.
    says, tally, basis : str
        ``fails``; how many findings; what was judged.
    sections : tuple of Section
        What blocks first.
    methods : tuple of str
        How to read it.
    label : Label or None
        The nutritional label of a ranking.
    """

    kept: Kept
    says: str
    tally: str
    basis: str
    sections: tuple[Section, ...]
    methods: tuple[str, ...]
    label: Label | None = None

    @property
    def worst(self) -> tuple[Section, ...]:
        """What is shown where there is little room: what blocks or warns, else the first."""
        troubled = [each for each in self.sections if each.view.finding.outcome.rank]
        return tuple(troubled[:MOST]) or self.sections[:1]


MOST = 3
"""Findings of one verdict in the panel."""


@dataclass(frozen=True)
class Panel:
    """What an issue's page tells of its evidence.

    Attributes
    ----------
    issue : str
        Its key.
    newest : tuple of Shown
        The newest trusted evidence of each policy.
    untrusted : Shown or None
        The newest that nobody signed, if it is newer than all that is trusted.
    """

    issue: str
    newest: tuple[Shown, ...]
    untrusted: Shown | None


def panel_of(db: Connection, issue: str) -> Panel:
    """Read what the panel of an issue shows; who may see it is asked before."""
    counts = shelf.newest(db, issue, read_project(db, project_of(issue)).policies)
    latest = next((kept for kept in shelf.all_of(db, issue, 1) if not kept.trusted), None)
    return Panel(issue, tuple(map(shown, counts)), shown(latest) if latest else None)


def shown(kept: Kept) -> Shown:
    """Put one piece of evidence in words and plots."""
    stated = from_json.read(json.dumps(dict(kept.report)).encode(), "report")
    verdict, counts = stated.verdict, stated.counts
    sections = tuple(
        Section(
            FindingView.of(finding, verdict, counts),
            _drawn(figures.decision(finding, verdict.confidence), f"evidence-{kept.id}-{at}"),
        )
        for at, finding in enumerate(worst_first(verdict.findings), start=1)
    )
    return Shown(
        kept,
        SAYS[verdict.outcome],
        cap(tally(verdict.findings)),
        basis(verdict, counts),
        sections,
        methods(verdict),
        label_of(kept.report),
    )


def sentences(kept: Kept) -> Iterator[str]:
    """Give the findings of evidence, a sentence each, what blocks first; for comments in Jira."""
    stated = from_json.read(json.dumps(dict(kept.report)).encode(), "report")
    for finding in worst_first(stated.verdict.findings):
        yield _sentence(finding, stated)


def _sentence(finding: Finding, stated: from_json.Stated) -> str:
    return FindingView.of(finding, stated.verdict, stated.counts).sentence


def _drawn(plot: Plot | None, name: str) -> Markup:
    return Markup(_template().module.plot(plot, name)) if plot else Markup()  # type: ignore[attr-defined]  # noqa: S704 - from a template that escapes


@cache
def _template() -> Template:
    """Load the plots of fairgate's own reports."""
    environment = Environment(
        loader=PackageLoader("fairgate.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("plot.svg.j2")
