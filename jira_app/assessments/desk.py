"""Steps of assessments as transactions: read, judged, stored, told to the history and to Jira."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from fairgate.assessment.values import Stamp
from fairgate.errors import UserError
from jira_app.access.person import Person
from jira_app.assessments import lifecycle, shelf
from jira_app.assessments.approval import envelope_of
from jira_app.assessments.case import Case, State
from jira_app.assessments.lapsing import tell
from jira_app.assessments.readings import Readings
from jira_app.assessments.refusal import Refusal, Refused
from jira_app.assessments.scored import Scored, score
from jira_app.assessments.step import Step, begin
from jira_app.projects import Project, project_of, read_project


def nobody_passed(_person: str) -> frozenset[str]:
    """Say that nobody has passed anything: where pages are served without training."""
    return frozenset()


class Desk(Readings):
    """Where assessments are worked on; see :class:`Readings` for what it works with."""

    def save(
        self, issue: str, template: str, revision: int, answers: Scored, person: Person
    ) -> Case:
        """Store other answers."""
        now = self.clock()

        def take(case: Case, _scored: Scored, _project: Project) -> Step | None:
            return lifecycle.edit(case, answers, person.id, now)

        return self.change(issue, template, revision, take, by=person)

    def submit(self, issue: str, template: str, revision: int, person: Person) -> Case:
        """Hand in."""
        now = self.clock()

        def take(case: Case, scored: Scored, project: Project) -> Step:
            return self._signed(lifecycle.submit(case, scored, project, person.id, now))

        return self.change(issue, template, revision, take)

    def withdraw(self, issue: str, template: str, revision: int, person: Person) -> Case:
        """Take back what was submitted."""
        now = self.clock()
        return self.change(
            issue, template, revision, lambda case, *_: lifecycle.withdraw(case, person.id, now)
        )

    def approve(self, issue: str, template: str, revision: int, person: Person) -> Case:
        """Approve, and sign."""
        now, passed = self.clock(), self.passed(person.id)

        def take(case: Case, scored: Scored, project: Project) -> Step:
            step = lifecycle.approve(case, scored, project, person, passed=passed, now=now)
            return self._signed(step)

        return self.change(issue, template, revision, take)

    def request_changes(
        self, issue: str, template: str, revision: int, person: Person, reason: str
    ) -> Case:
        """Send back, with the reason."""
        now = self.clock()

        def take(case: Case, scored: Scored, project: Project) -> Step:
            return lifecycle.request_changes(case, scored, project, person, reason=reason, now=now)

        return self.change(issue, template, revision, take)

    def publish(
        self, issue: str, template: str, revision: int, person: Person, public: dict[str, Any]
    ) -> Case:
        """Show in the register or not; ``public`` has ``shown``, ``short`` and ``detail``."""
        now = self.clock()
        tiers = {"short": public["short"], "detail": public["detail"]}

        def take(case: Case, _scored: Scored, _project: Project) -> Step | None:
            if (case.public, dict(case.public_tiers)) == (public["shown"], tiers):
                return None
            return lifecycle.publish(case, public["shown"], tiers, person.id, now)

        return self.change(issue, template, revision, take)

    def discard(self, issue: str, template: str, revision: int, person: Person) -> None:
        """Throw away what was never submitted."""
        now = self.clock()
        with self.engine.begin() as db:
            case = self._held(db, issue, template, revision)
            if case is None:
                raise Refused(Refusal.NOTHING_THERE)
            if case.submitted is not None or case.state is not State.DRAFT:
                raise Refused(Refusal.WAS_SUBMITTED)
            shelf.remove(db, case, person.id, now)
            after = replace(case, revision=case.revision + 1, level="discarded")
            tell(db, case, after, now)
        self.wake()

    def change(
        self,
        issue: str,
        template: str,
        revision: int,
        take: Callable[[Case, Scored, Project], Step | None],
        by: Person | None = None,
    ) -> Case:
        """Take one step from the revision that a person saw.

        Parameters
        ----------
        issue, template : str
            Which assessment.
        revision : int
            As it was shown; 0: nobody had begun.
        take : callable
            Gives the step; None: nothing changes.
        by : Person, optional
            Who begins one where there is none; without, there must be one.

        Raises
        ------
        Refused
            Where the step is not taken; nothing is changed then.
        """
        now, file = self.clock(), self.file(template)
        told = False
        with self.engine.begin() as db:
            project = read_project(db, project_of(issue))
            if not project.enabled:
                raise Refused(Refusal.SWITCHED_OFF)
            case = self._held(db, issue, template, revision)
            if case is None:
                if by is None:
                    raise Refused(Refusal.NOTHING_THERE)
                stamp = Stamp(file.content.id, file.content.version, file.digest)
                case = begin(self.new_id(), issue, stamp, by.id, now)
            step = take(case, score(file, case.answers), project)
            after = case
            if step is not None:
                after = shelf.write(db, case, step, now)
                told = tell(db, case, after, now)
        if told:
            self.wake()
        return after

    def _held(self, db: Connection, issue: str, template: str, revision: int) -> Case | None:
        case = shelf.of_template(db, issue, template, to_change=True)
        if revision != (case.revision if case else 0):
            raise Refused(Refusal.CHANGED_MEANWHILE)
        return case

    def _signed(self, step: Step) -> Step:
        try:
            envelope = envelope_of(step.case, self.signing_key)
        except UserError as error:
            raise Refused(Refusal.NOT_SIGNED) from error
        return replace(step, case=replace(step.case, envelope=envelope))
