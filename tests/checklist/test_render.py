"""Documents in four formats: the same words in each, and nothing that escapes."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest

from fairgate.checklist import Library, open_library
from fairgate.checklist.pages import item_page, page
from fairgate.render import (
    FORMATS,
    Bullets,
    Code,
    Document,
    Heading,
    Link,
    Paragraph,
    Strong,
    Table,
    Task,
    Tasks,
    render,
)

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "tests" / "cases" / "checklist"
ADF_SCHEMA = ROOT / "build" / "tools" / "adf" / "full-57.7.22.json"
SUFFIXES = {"text": "txt", "markdown": "md", "adf": "adf.json", "html": "html"}
NAMES = (
    "data-collection",
    "inclusive-design",
    "launch",
    "model-release",
    "research-rails",
    "cases",
)

NOTE = (Strong("Source:"), " ", Link("W3C (names)", "https://www.w3.org/a_(b)"), ", ", Code("a.b"))
SAMPLE = Document(
    "Checklist",
    "Launch of the café",
    (
        Paragraph(("Before it ", Strong("opens"), ".")),
        Heading("Doors"),
        Tasks(
            (
                Task("launch.step", "No step", "Anybody can come in.", (NOTE,)),
                Task("launch.bell", "A bell", done=True),
            )
        ),
        Bullets((("One",), ("Two ", Code("c")))),
        Table("Widths", ("Door", "Metres", "Fits"), ((("Front",), ("0.9",), ("yes",)),)),
        Table("Counts", ("What", "How many"), ((("Doors",), ("2",)),)),
    ),
    fields=("Filled in by",),
    footer=(Code("launch"), ", version 1.0.0."),
)
ATTACK = "<script>alert(1)</script> **x** [y](javascript:z) @team \x1b[31m ::error:: | `c`"
HOSTILE = Document(
    ATTACK,
    ATTACK,
    (
        Heading(ATTACK),
        Paragraph((ATTACK, Link(ATTACK, "javascript:alert(1)"), Code(ATTACK))),
        Tasks((Task("a.b", ATTACK, ATTACK, ((Strong(ATTACK), ATTACK),)),)),
        Table(ATTACK, (ATTACK, "b"), (((ATTACK,), (Link("x", 'https://e.org/">(<b>)'),)),)),
    ),
    footer=(ATTACK,),
)


@pytest.fixture(scope="module")
def library() -> Library:
    """Read checklists, rails and cases."""
    return open_library(kinds=("checklist", "research", "cases"))


@pytest.mark.parametrize("format_", FORMATS)
def test_the_sample_looks_as_it_did(format_: str) -> None:
    """The golden file; a change of it is a change that readers see."""
    golden = (CASES / f"sample.{SUFFIXES[format_]}").read_text(encoding="utf-8")
    found = render(SAMPLE, format_)
    assert re.sub(r"fairgate \d[\w.]*", "fairgate X", found) == golden


def test_an_unknown_format_is_refused() -> None:
    """A caller's mistake, not a user's."""
    with pytest.raises(ValueError, match="expected one of text, markdown, adf, html, got 'pdf'"):
        render(SAMPLE, "pdf")


@pytest.mark.parametrize("format_", FORMATS)
def test_nothing_escapes(format_: str) -> None:
    """No markup, no control character, no address but web addresses."""
    found = render(HOSTILE, format_)
    assert "\x1b" not in found
    assert "::error" not in found
    if format_ == "html":
        assert "<script" not in found
        assert 'href="javascript' not in found
        assert '">(' not in found
    if format_ == "markdown":
        assert "<script" not in found
        assert "](javascript" not in found
        assert "**x**" not in found
        assert "@team" not in found
    if format_ == "adf":
        assert '"href": "javascript' not in found


@pytest.mark.parametrize("width", [40, 80, 200])
@pytest.mark.parametrize("name", NAMES)
def test_text_keeps_to_the_width(library: Library, name: str, width: int) -> None:
    """Only an address or an id, which cannot be broken, runs over."""
    text = render(page(library.file(name), library), "text", width=width)
    long = [line for line in text.splitlines() if len(line) > width]
    assert [line for line in long if len(line.split()) > 2] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_item_is_in_every_format(library: Library, name: str) -> None:
    """Each id and each title can be found, whatever the format."""
    file = library.file(name)
    document = page(file, library)
    for format_ in FORMATS:
        found = render(document, format_)
        if name != "cases":
            assert [item.id for item in file.content.items() if item.id not in found] == []


@pytest.mark.skipif(not ADF_SCHEMA.is_file(), reason="no ADF schema: run tests/servers/adf.sh")
@pytest.mark.parametrize("name", [*NAMES, "sample", "hostile"])
def test_adf_fits_atlassians_schema(library: Library, name: str) -> None:
    """The schema of npm @atlaskit/adf-schema, draft 4."""
    own = {"sample": SAMPLE, "hostile": HOSTILE}
    document = own[name] if name in own else page(library.file(name), library)
    schema = json.loads(ADF_SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft4Validator(schema).validate(json.loads(render(document, "adf")))


def test_ids_of_tasks_in_jira_are_unique_and_stay(library: Library) -> None:
    """Rendering twice is rendering once; two tasks never share a tick."""
    document = page(library.file("launch"), library)
    first, second = (render(document, "adf") for _ in range(2))
    assert first == second
    ids = re.findall(r'"localId": "([^"]+)"', first)
    assert len(ids) == len(set(ids)) > 18


def test_a_case_is_told_with_the_item_it_is_joined_to(library: Library) -> None:
    """The story, not only its name."""
    text = render(item_page("data-collection.labels.meaning", library), "text")
    assert "Cost stood for illness (2019)" in text
    assert "Less is spent on black" in " ".join(text.split())
