"""The content that comes along: complete, sourced, joined, and as the pages say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from fairgate.checklist import Cases, Checklist, Library, open_library
from fairgate.checklist.heads import summaries
from fairgate.checklist.library import KINDS, items_of, kind
from fairgate.checklist.readme import readme
from fairgate.checklist.studies import Studies
from fairgate.content import home, json_schema
from fairgate.content.references import references
from fairgate.errors import UserErrors

FOLDER = home() / "checklists"
ROOT = Path(__file__).resolve().parents[2]
WCAG = ROOT.parent / "shared" / "data" / "instruments" / "wcag22_success_criteria.json"
MINE = ("checklist", "research", "cases")
NAMES = ("data-collection", "inclusive-design", "launch", "model-release")


@pytest.fixture(scope="module")
def library() -> Library:
    """Read checklists, rails and cases."""
    return open_library(kinds=MINE)


def test_ids_across_files_hold() -> None:
    """None borne twice, none dangling; a case points at an item or question that exists."""
    files = open_library().files
    references(files)
    cases = [file for file in files if file.content.id == "cases"]
    with pytest.raises(UserErrors, match="no item"):
        references(cases)  # alone, what its cases point at is missing


@pytest.mark.parametrize("name", NAMES)
def test_a_checklist_takes_a_squad_no_longer_than_it_has(library: Library, name: str) -> None:
    """12 to 22 checks, each with its reason, who does it and when."""
    content = library.file(name).content
    assert isinstance(content, Checklist)
    checks = list(content.items())
    assert 12 <= len(checks) <= 22
    assert [
        check.id for check in checks if not (check.why and check.roles and check.lifecycle)
    ] == []
    assert all(check.id.startswith(f"{name}.") for check in checks)


def test_every_source_is_cited(library: Library) -> None:
    """A source that no item cites is a leftover."""
    for file in library.files:
        cited = {name for item in items_of(file.content) for name in item.source}
        assert {source.id for source in file.content.sources} == cited, file.path


def test_there_are_enough_cases_and_most_checks_have_none_twice(library: Library) -> None:
    """15 to 35 cases, of different things."""
    (cases,) = [file.content for file in library.files if isinstance(file.content, Cases)]
    assert 15 <= len(cases.cases) <= 35
    assert len({case.title for case in cases.cases}) == len(cases.cases)
    assert len(library.cases) >= 30


@pytest.mark.shared
def test_success_criteria_are_wcags_own(library: Library) -> None:
    """Number, title, level and address as W3C has them; level A or AA, none obsolete."""
    real = {each["num"]: each for each in json.loads(WCAG.read_text())["criteria"]}
    sources = library.file("inclusive-design").content.sources
    named = [source for source in sources if source.id.startswith("wcag-")]
    assert len(named) >= 25
    for source in named:
        criterion = real[source.id.removeprefix("wcag-")]
        title = f"success criterion {criterion['num']} {criterion['title']} "
        assert title in source.title
        assert f"(level {criterion['level']})" in source.title
        assert criterion["level"] in ("A", "AA")
        assert not criterion["obsolete"]
        assert source.url == f"https://www.w3.org/TR/WCAG22/#{criterion['id']}"


def test_the_readme_is_made_from_the_data(library: Library) -> None:
    """Mend with: fairgate checklist readme --out checklists/README.md."""
    written = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert written == readme(summaries(), library)


def model(name: str) -> Any:
    """Model of a kind of file."""
    return Studies if name == "studies" else kind(name)[0]


@pytest.mark.parametrize("name", [*MINE, "studies"])
def test_the_published_schema_is_the_models(name: str) -> None:
    """Mend with: fairgate checklist schema KIND --out checklists/schemas/KIND.json."""
    published = json.loads((FOLDER / "schemas" / f"{name}.json").read_text(encoding="utf-8"))
    assert published == json_schema(model(name))


@pytest.mark.parametrize("summary", [s for s in summaries() if s.kind in MINE], ids=lambda s: s.id)
def test_a_file_fits_the_schema_that_its_first_line_names(summary: Any) -> None:
    """So an editor complains of nothing that we take, as far as a schema can tell."""
    text = summary.path.read_text(encoding="utf-8")
    marker, _, name = text.partition("\n")[0].partition("$schema=")
    assert marker == "# yaml-language-server: "
    schema = json.loads((summary.path.parent / name).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(yaml.safe_load(text))


def test_kinds_are_those_that_are_listed() -> None:
    """A new kind of file needs a place in the order."""
    assert {summary.kind for summary in summaries()} <= set(KINDS)
