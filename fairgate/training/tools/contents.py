"""``fairgate checklist lint`` and ``quotas`` on a learner's content file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from fairgate.checklist.library import KINDS, items_of, kind, open_library
from fairgate.checklist.quotas import Standings, count
from fairgate.checklist.studies import read_studies
from fairgate.content import ContentFile, Head, read, references
from fairgate.errors import UserError, did_you_mean
from fairgate.files import read_bytes
from fairgate.training.models import Step
from fairgate.training.steps import ChecklistExpect, ChecklistOptions, expect_of, options_of
from fairgate.training.tools.desk import Desk
from fairgate.yamlfile import load
from fairgate.yamlfile.syntax import MAX_BYTES

RAILS = "research-rails"


def checklist(step: Step, desk: Desk) -> tuple[str, ...]:
    """Lint the learner's file beside all built-in content; or count quotas over studies."""
    options: ChecklistOptions = options_of(step)
    expect: ChecklistExpect = expect_of(step)
    path = desk.path(step.file)
    name = _kind(path)
    if name == "studies":
        research = open_library(kinds=["research"]).file(RAILS).content
        studies = read_studies(path, research).content
        standings = count(research, studies, today=desk.at(options.today).date())
        return tuple(_of_standings(standings, expect))
    model, lint = kind(name)
    file: ContentFile[Head] = read(model, Path(path), lint=lint)
    references([*open_library(desk.own).files, file])
    return tuple(_of_items(file, expect))


def _kind(path: str) -> str:
    """Say of which kind a content file is, by its schema."""
    data = load(read_bytes(path, MAX_BYTES), path).data
    schema = str(data.get("schema", "")) if isinstance(data, dict) else ""
    found = schema.removeprefix("fairgate/").removesuffix("/v1")
    if found not in (*KINDS, "studies"):
        known = [f"fairgate/{name}/v1" for name in (*KINDS, "studies")]
        problem = f"expected the schema of a content file, got {schema!r}"
        raise UserError(problem, did_you_mean(schema, known), path, place="schema")
    return found


def _of_items(file: ContentFile[Head], expect: ChecklistExpect) -> Iterator[str]:
    names = [item.id for item in items_of(file.content)]
    if expect.items is not None and len(names) < expect.items:
        yield f"the file has {len(names)} items, expected {expect.items} or more"
    for name in expect.has:
        if name not in names:
            yield f"there is no item called {name} ({did_you_mean(name, names)})"


def _of_standings(standings: Standings, expect: ChecklistExpect) -> Iterator[str]:
    found = {standing.quota.id: standing.outcome for standing in standings.quotas}
    for gap in standings.gaps:
        yield f"{gap.study}: {gap.text}"
    for name, outcome in expect.quotas.items():
        if name not in found:
            yield f"there is no quota called {name} ({did_you_mean(name, found)})"
        elif found[name] != outcome:
            yield f"{name}: the quota is {found[name]}, expected {outcome}"
