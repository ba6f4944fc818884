"""``fairgate train export``: which forms go where, and what is refused."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from cli.running import Run

from fairgate.training.progress import Progress

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
        ("--xapi a.jsonl --actor ''", "nobody is named (give mailto:name@example.org, or"),
        ("--html a.html --home-page https://a.example.org", "--home-page is for --xapi alone"),
        ("--xapi a.jsonl --actor b --home-page b", "this is no home page of accounts: 'b' (write"),
        ("--xapi a.jsonl --actor b --home-page 'https://[b'", "this is no home page of accounts"),
        (
            "--xapi a.jsonl --actor mailto:a@b.org --home-page https://b.org",
            "an address has no home page",
        ),
        ("--html - --xapi -", "two forms cannot go to standard output (name files for the others"),
        ("--scorm12 - --html a.html", "--scorm12 makes a zip, which is no text for standard"),
        ("--html - --slides none/a.md", "none/a.md: could not write it"),
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


@pytest.fixture
def learnt(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Have learnt something on a machine on which one is called amara."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("LOGNAME", "amara")
    file = Progress(tmp_path / "state" / "fairgate" / "training.json")
    with file.changing("05") as noted:
        noted[0] = noted[0].answered(0.9, passed=True, day="2026-11-20")


def actor(text: str) -> object:
    """Say who learnt, by the only statement."""
    return json.loads(text)["actor"]


@pytest.mark.usefixtures("learnt")
def test_who_learnt_is_whoever_is_logged_in(fairgate: Run, tmp_path: Path) -> None:
    """An account here, where nobody else is named."""
    said = fairgate("train export --xapi a.jsonl")
    assert said.out.startswith("Wrote a.jsonl: 1 statement, "), said.err
    account = {"homePage": "https://fairgate.readthedocs.io", "name": "amara"}
    text = (tmp_path / "a.jsonl").read_text("utf-8")
    assert actor(text) == {"objectType": "Agent", "account": account}


@pytest.mark.usefixtures("learnt")
def test_who_learnt_is_whoever_is_named(fairgate: Run) -> None:
    """By address, or by an account of the system that is named, as it is written."""
    said = fairgate("train export --xapi - --actor mailto:amara@example.org")
    assert actor(said.out) == {"objectType": "Agent", "mbox": "mailto:amara@example.org"}
    said = fairgate("train export --xapi - --actor p-17 --home-page https://lms.example.org/a")
    account = {"homePage": "https://lms.example.org/a", "name": "p-17"}
    assert actor(said.out) == {"objectType": "Agent", "account": account}


@pytest.mark.usefixtures("learnt")
def test_statements_are_counted(fairgate: Run, tmp_path: Path) -> None:
    """Of what was done on this machine: nothing yet in this module."""
    said = fairgate("train export 01 --xapi a.jsonl --actor amara")
    assert said.out == "Wrote a.jsonl: 0 statements, 0 bytes.\n"
    assert (tmp_path / "a.jsonl").read_bytes() == b""


@pytest.mark.parametrize(
    ("form", "begins"),
    [("html", "<!doctype html>"), ("slides", "---\nmarp: true"), ("xapi", '{"id": "')],
)
@pytest.mark.usefixtures("learnt")
def test_a_dash_is_standard_output(fairgate: Run, tmp_path: Path, form: str, begins: str) -> None:
    """For one form; what goes into files is said beside it, and no file is called so."""
    said = fairgate(f"train export 05 --{form} -")
    assert said.out.lstrip().startswith(begins)
    assert said.err == ""
    both = fairgate(f"train export 05 --{form} - --scorm12 a.zip")
    assert both.out == said.out
    assert both.err.startswith("Wrote a.zip: 1 module, ")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.zip", "state"]


def test_a_file_may_be_called_a_dash(fairgate: Run, tmp_path: Path) -> None:
    """With its folder."""
    assert fairgate("train export 05 --slides - --html ./-").code == 0
    assert (tmp_path / "-").read_text("utf-8").lstrip().startswith("<!doctype html>")


@pytest.mark.usefixtures("learnt")
def test_progress_that_an_earlier_version_noted_is_told(fairgate: Run, tmp_path: Path) -> None:
    """It does not say on which day the best score was reached."""
    file = tmp_path / "state" / "fairgate" / "training.json"
    data = json.loads(file.read_text("utf-8"))
    assert data["modules"]["05"].pop("best_on") == "2026-11-20"
    file.write_text(json.dumps(data), "utf-8")
    said = fairgate("train export --xapi -")
    assert json.loads(said.out)["timestamp"] == "2026-11-20T12:00:00Z"
