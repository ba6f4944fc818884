"""How far a change reaches: into what judges it, and into the model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ci_actions.base import key_paths
from ci_actions.change import Change
from ci_actions.git import Repository
from ci_actions.outcome import Note
from ci_actions.recorded import EVIDENCE
from ci_actions.settings import Settings
from ci_actions.touched import touched
from fairgate.errors import UserError
from fairgate.evaluation.rankings import AnyEvaluation, AnyRequest


@dataclass(frozen=True)
class Reach:
    """A change, what it alters, and what is judged.

    Attributes
    ----------
    repository : Repository
    change : Change
        With its commits settled.
    policy_path : str
        From the root of the repository.
    request : Request or RankingRequest
        What is judged.
    changed : frozenset of str
        Files that differ between the base and what is checked out; empty for a push.
    """

    repository: Repository
    change: Change
    policy_path: str
    request: AnyRequest
    changed: frozenset[str]

    @classmethod
    def of(
        cls, repository: Repository, change: Change, policy_path: str, request: AnyRequest
    ) -> Reach:
        """Compare the checkout with the base."""
        changed = repository.changed(change.base, "HEAD") if change.base else ()
        return cls(repository, change, policy_path, request, frozenset(changed))

    def inside(self, path: str | None) -> str | None:
        """Write a path from the root of the repository; None for a file elsewhere."""
        if path is None or "://" in path:
            return None
        try:
            return self.repository.relative(path)
        except UserError:
            return None

    def shown(self, found: AnyEvaluation) -> str:
        """Say what was judged, with paths from the root, for reports."""
        rows = found.request.rows
        return found.source.replace(rows, self.inside(rows) or Path(rows).name, 1)

    def judges(self, settings: Settings) -> tuple[Note, ...]:
        """Say whether the change edits what judges it."""
        base, changed = self.change.base, self.changed
        if base is None:
            return ()
        data = self.inside(self.request.rows) if self.request.scores else None
        if data and self.repository.entries(base, data):  # a job may have written it anew
            same = self.repository.same_as_here(base, data)
            changed = changed - {data} if same else changed | {data}
        own = self.inside(settings.baseline)
        return touched(
            changed,
            data=data,
            keys=key_paths(self.repository, settings),
            baselines=[EVIDENCE, *([own] if own else [])],
        )

    def issue_notes(self, issues: tuple[str, ...], *, required: bool) -> Iterator[Note]:
        """Say how to name an issue, where a change to the model names none."""
        if issues or self.change.kind != "request" or not self._touches_the_model():
            return
        lead = "It is required here: name" if required else "Name"
        yield Note(
            "error" if required else "notice",
            f"This change to a model names no issue. {lead} one, such as LOAN-12, in the branch, "
            "the title or a commit message, so that its evidence is found from the issue.",
        )

    def _touches_the_model(self) -> bool:
        """Whether policy, model or predictions differ; what git does not track may well do."""
        judged = [self.request.artifact, self.request.subject]
        if not self.request.scores:
            judged.append(self.request.rows)
        paths = [self.inside(path) for path in judged if path is not None]
        wanted = [self.policy_path, *filter(None, paths)]
        return any(p is None or not self.repository.entries("HEAD", p) for p in paths) or any(
            name == place or name.startswith(f"{place}/")
            for name in self.changed
            for place in wanted
        )
