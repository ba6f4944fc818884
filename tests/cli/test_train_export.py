"""``fairgate train export``: which forms go where, and what is refused."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest
from cli.running import Run

SAMPLES = Path(__file__).resolve().parents[1] / "cases" / "training"


def test_several_forms_are_written_at_once(fairgate: Run, tmp_path: Path) -> None:
    """Each is said, with how much it is."""
    said = fairgate("train export 05 --html a.html --slides a.md --scorm12 a.zip")
    assert said.code == 0, said.err
    lines = said.out.splitlines()
    assert [line.rpartition(", ")[0] for line in lines] == [
        "Wrote a.html: 1 module", "Wrote a.md: 1 module", "Wrote a.zip: 1 module",
    ]  # fmt: skip
    assert all(line.endswith("kB.") for line in lines)
    assert "Reading a verdict" in (tmp_path / "a.html").read_text(encoding="utf-8")
    assert "imsmanifest.xml" in zipfile.ZipFile(tmp_path / "a.zip").namelist()


def test_without_a_name_all_modules_go_in_and_own_ones_too(fairgate: Run, tmp_path: Path) -> None:
    """In order; a module that is named twice goes in once."""
    fairgate(f"train export --slides all.html --content {SAMPLES}")
    html = (tmp_path / "all.html").read_text(encoding="utf-8")
    assert html.index("Where unfairness enters") < html.index("Names on forms")
    twice = fairgate("train export 01 01 where-unfairness-enters --html one.html")
    assert "1 module, " in twice.out


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ("", "nothing to write was named (add --html, --slides, --scorm12 or --xapi"),
        ("--slides a.pdf", "--slides knows no form that ends in '.pdf' (end the file's name in"),
        ("--slides a", "knows no form that ends in ''"),
        ("--html a --scorm12 a", "a: two forms cannot go into one file (name two)"),
        ("--xapi a.jsonl", "--xapi has to say who learnt (add --actor"),
        ("--html a.html --actor amara", "--actor is for --xapi alone"),
        ("99 --html a.html", "there is no module called '99'"),
        ("--html none/a.html", "none/a.html: could not write it"),
        ("--html a.html --slides none/b.html", "none/b.html: could not write it"),
    ],
)
def test_what_cannot_be_written_is_said_and_nothing_is(
    fairgate: Run, tmp_path: Path, words: str, complaint: str
) -> None:
    """Exit code 2, and no file at all."""
    said = fairgate(f"train export {words}")
    assert said.code == 2
    assert complaint in said.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("other", ["{}/a.html", "sub/../a.html", "link"])
def test_one_file_by_two_names_is_one_file(fairgate: Run, tmp_path: Path, other: str) -> None:
    """By its whole path, by a way round, by a link: no form takes another one's place."""
    (tmp_path / "sub").mkdir()
    (tmp_path / "link").symlink_to("a.html")
    said = fairgate(f"train export 05 --html a.html --scorm12 {other.format(tmp_path)}")
    assert said.code == 2
    assert "two forms cannot go into one file (name two)" in said.err
    assert not (tmp_path / "a.html").exists()


def test_statements_are_counted(fairgate: Run, tmp_path: Path) -> None:
    """Of what was done on this machine: nothing yet."""
    state = tmp_path / "state"
    before = os.environ.get("XDG_STATE_HOME")
    os.environ["XDG_STATE_HOME"] = str(state)
    try:
        said = fairgate("train export --xapi a.jsonl --actor amara")
    finally:
        os.environ.pop("XDG_STATE_HOME")
        if before is not None:
            os.environ["XDG_STATE_HOME"] = before
    assert said.out == "Wrote a.jsonl: 0 statements, 0 bytes.\n"
    assert (tmp_path / "a.jsonl").read_bytes() == b""
