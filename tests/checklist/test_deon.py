"""Deon's format in and out: nothing is lost, nothing is half-imported."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairgate.checklist import Checklist
from fairgate.checklist.deon import (
    Deon,
    DeonLine,
    DeonSection,
    deon_text,
    from_deon,
    read_deon,
    slug,
    to_deon,
)
from fairgate.checklist.writing import checklist_text
from fairgate.content import Source, parse
from fairgate.content.references import references
from fairgate.errors import UserErrors

ROOT = Path(__file__).resolve().parents[2]
OWN = ROOT / "tests" / "cases" / "checklist" / "deon.yml"
REAL = ROOT.parent / "shared" / "data" / "instruments" / "deon_checklist.yml"
SOURCE = Source(id="deon", title="deon", url="https://deon.drivendata.org/")


def there_and_back(deon: Deon) -> Deon:
    """Import, write our file, read it again, export."""
    ours = from_deon(deon, name="deon", licence="MIT", source=SOURCE)
    read = parse(Checklist, checklist_text(ours).encode(), "ours.yaml")
    assert read.content == ours
    references([read])
    return to_deon(read.content)


@pytest.mark.parametrize(
    ("path", "lines"),
    [(OWN, 3), pytest.param(REAL, 21, marks=pytest.mark.shared)],
    ids=["own", "real"],
)
def test_the_round_trip_gives_the_same_bytes(path: Path, lines: int) -> None:
    """Deon's own checklist and an example of ours."""
    text = path.read_bytes()
    deon = read_deon(text, path.name).content
    assert sum(len(section.lines) for section in deon.sections) == lines
    assert deon_text(there_and_back(deon)).encode().rstrip() == text.rstrip()


WORDS = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\t"), min_size=1
).filter(lambda text: text.isprintable() or text.strip() != "")


@given(WORDS, WORDS, st.sampled_from(["NO", "yes", "1:30", "010", "1e3", "~", "null", "a: b #c"]))
def test_any_words_survive(title: str, line: str, summary: str) -> None:
    """Line ends, quotes, and words that YAML takes for something else."""
    lines = [DeonLine(line_id="A.1", line_summary=summary, line=line)]
    deon = Deon(title=title, sections=[DeonSection(title=title, section_id="A", lines=lines)])
    back = there_and_back(deon)
    assert back == deon
    assert read_deon(deon_text(back).encode(), "deon.yml").content == deon


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("line_id: A.2", "line_id: A.1", "9: sections[0].lines[1].line_id: another line is called"),
        ("section_id: B", "section_id: A", "13: sections[1].section_id: another section is called"),
        ("line_id: A.2", "line_id: A 2", "9: sections[0].lines[1].line_id: expected letters"),
        ("line_summary: 'NO'", "line_summary: NO", "10: sections[0].lines[1].line_summary: YAML r"),
        (
            "line_summary: Telling",
            "line_sumary: T",
            "16: sections[1].lines[0].line_sumary: unknown",
        ),
        ("line_id: A.2", "line_id: 1:30", "9: sections[0].lines[1].line_id: YAML reads 1:30 in"),
        ("title: Survey", "titel: Survey", "1: titel: unknown key (did you mean title?)"),
        ("title: Survey", "title: A\ntitle: Survey", "2: title: this key stands in line 1 already"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(old: str, new: str, complaint: str) -> None:
    """Nothing is half-imported."""
    text = OWN.read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(UserErrors) as raised:
        read_deon(text.replace(old, new, 1).encode(), "deon.yml")
    assert f"deon.yml:{complaint}" in str(raised.value)


def test_a_title_without_letters_still_gives_an_id() -> None:
    """Then the user may choose another."""
    assert slug("???") == "checklist"


def test_export_keeps_the_ids_of_items_that_are_called_otherwise() -> None:
    """Only the checklist's own name is taken off."""
    ours = from_deon(
        read_deon(OWN.read_bytes(), "deon.yml").content, name="survey", licence="MIT", source=SOURCE
    )
    renamed = ours.model_copy(update={"id": "other"})
    assert to_deon(renamed).sections[0].lines[0].line_id == "survey.A.1"
