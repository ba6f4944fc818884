"""A cohort to take away: a spreadsheet, and statements for a learning record store.

Neither says more about anybody than the page does and the certificates to which it leads, which is
what members agreed to: no single answer, the day of a pass and no moment, and no time at all of
what is no pass.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from flask import Response, request

from fairgate.training import Module
from fairgate.training.export.actors import agent
from fairgate.training.export.xapi import Attempted, Completed, statements
from jira_app.board.sheet import BOM, day, defused
from jira_app.store.engine import reading
from jira_app.training import cohort_reading, cohort_store
from jira_app.training.cohort import Cohort, Pass, Progress, Quiz, Row, rows
from jira_app.training.cohort_access import own_cohort
from jira_app.training.desk import Desk

HEAD: Final = (
    "group", "day", "name", "module", "title", "attended", "exercise", "tries", "best %", "passed",
)  # fmt: skip


@dataclass(frozen=True)
class CohortFiles:
    """The files, and what they are made from."""

    desk: Desk

    def csv(self, cohort_id: str) -> Response:
        """Send a line a member and module."""
        cohort, table = self._read(cohort_id)
        titles = {name: module.title for name, module in self.desk.modules.items()}
        return _file(sheet(cohort, table, titles), f"{_name(cohort)}.csv", "text/csv")

    def xapi(self, cohort_id: str) -> Response:
        """Send statements of xAPI, one a line."""
        cohort, table = self._read(cohort_id)
        home = (self.desk.url or request.host_url).rstrip("/")
        text = "".join(
            statements(
                _done(row, self.desk.modules),
                actor=agent(row.member.id, home_page=home, name=row.member.name),
                modules=self.desk.modules.values(),
            )
            for row in table
        )
        return _file(text, f"{_name(cohort)}.xapi.jsonl", "application/x-ndjson")

    def _read(self, cohort_id: str) -> tuple[Cohort, tuple[Row, ...]]:
        with reading(self.desk.engine).connect() as db:
            cohort = own_cohort(db, cohort_id)
            known = cohort_reading.done(db, cohort)
            return cohort, rows(cohort, cohort_store.members(db, cohort.id), known)


def sheet(cohort: Cohort, table: Iterable[Row], titles: Mapping[str, str]) -> str:
    """Write a cohort as CSV, in which no cell is a formula; the same form in every language."""
    out = io.StringIO()
    write = csv.writer(out, dialect="excel", lineterminator="\r\n")
    write.writerow(HEAD)
    for row in table:
        for name, progress in row.modules.items():
            about = (cohort.name, cohort.day, row.member.name, name, titles.get(name, ""))
            write.writerow([defused(each) for each in (*about, *_cells(progress))])
    return BOM + out.getvalue()


def _cells(progress: Progress) -> Iterator[str]:
    yield "yes" if progress.attended else "no"
    yield "yes" if progress.exercise is not None else "no"
    yield str(progress.quiz.tries) if progress.quiz else "0"
    yield str(100 * progress.quiz.right // progress.quiz.total) if progress.quiz else ""
    yield day(progress.passed.at) if progress.passed else ""


def _done(row: Row, modules: Mapping[str, Module]) -> Iterator[Attempted | Completed]:
    """Tell what somebody did: how they passed first, or else the best of their tries."""
    for name, progress in row.modules.items():
        title = modules[name].title if name in modules else name
        if progress.exercise is not None:
            yield Completed(name, "", title, None, "exercise")
        if progress.passed:
            yield from _passed(name, title, progress.passed)
        elif progress.quiz:
            yield _failed(name, title, progress.quiz)


def _passed(module: str, title: str, first: Pass) -> Iterator[Attempted | Completed]:
    on = datetime.fromtimestamp(first.at, UTC).date()
    yield Attempted(module, first.version, title, on, first.right, first.total, passed=True)
    yield Completed(module, "", title, on)


def _failed(module: str, title: str, best: Quiz) -> Attempted:
    return Attempted(module, best.version, title, None, best.right, best.total, passed=False)


def _name(cohort: Cohort) -> str:
    return f"fairgate-group-{cohort.day}-{cohort.id[:8]}"


def _file(text: str, name: str, kind: str) -> Response:
    answer = Response(text, mimetype=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
