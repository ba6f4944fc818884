"""Pages about many issues: table and matrix, spreadsheet, trend.

All of them begin with the lines that the person may see, and know no others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import Response, render_template, request
from flask_babel import gettext as _
from sqlalchemy import Engine

from jira_app.access import allowed
from jira_app.board import charts, filters, words
from jira_app.board.filters import Filters
from jira_app.board.matrix import matrix
from jira_app.board.query import read_lines
from jira_app.board.sheet import day, sheet
from jira_app.board.trend import read_trend


@dataclass(frozen=True)
class Lists:
    """The pages, and what they are made from."""

    engine: Engine
    clock: Callable[[], float]

    def show(self) -> str:
        """Show table and matrix; ``print=1`` puts all of it on one page."""
        now, wanted = self.clock(), filters.read_filters(request.args)
        lines = read_lines(self.engine, allowed, now)
        chosen = filters.select(lines, wanted)
        inside = filters.arrange(filters.in_cell(chosen, wanted), wanted)
        whole = request.args.get("print") == "1"
        return render_template(
            "board/show.html",
            counts=filters.counts(chosen),
            filters=wanted,
            choices=_choices(filters.choices(lines), wanted),
            matrix=matrix(chosen),
            page=filters.paged(inside, wanted, whole=whole),
            whole=whole,
            now=now,
            seen=len(lines),
            columns=words.COLUMNS,
        )

    def export(self) -> Response:
        """Send exactly the lines that the same address shows as a page."""
        now, wanted = self.clock(), filters.read_filters(request.args)
        lines = filters.select(read_lines(self.engine, allowed, now), wanted)
        text = sheet(filters.arrange(filters.in_cell(lines, wanted), wanted), now)
        answer = Response(text, mimetype="text/csv")
        name = f"fairgate-board-{day(now)}.csv"
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        answer.headers["Cache-Control"] = "private, no-store"
        return answer

    def trend(self) -> str:
        """Show weeks; of the filters those hold that an issue keeps: project, squad, words."""
        now, asked = self.clock(), filters.read_filters(request.args)
        wanted = Filters(project=asked.project, squad=asked.squad, text=asked.text)
        lines = read_lines(self.engine, allowed, now)
        found = read_trend(self.engine, filters.select(lines, wanted), now)
        series = {"level": found.levels, "state": found.states}
        return render_template(
            "board/trend.html",
            filters=wanted,
            choices=_choices(filters.choices(lines), wanted),
            ends=found.ends,
            series=series,
            charts={name: charts.charts(each) for name, each in series.items()},
            size=(charts.WIDTH, charts.HEIGHT),
        )


def _choices(found: Mapping[str, list[str]], wanted: Filters) -> dict[str, list[tuple[str, str]]]:
    """Pair choices with their words; what was asked for stays chosen, though nothing has it."""
    return {
        name: [
            ("", _("all")),
            *((value, words.choice(name, value)) for value in values),
            *((value, value) for value in [getattr(wanted, name)] if value not in {"", *values}),
        ]
        for name, values in found.items()
    }
