"""``fairgate checklist``: content shown, printed, exchanged and checked on the command line."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from cli.running import Run

from fairgate.checklist.heads import summaries

CASES = Path(__file__).resolve().parents[1] / "cases" / "checklist"
DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Copy an organisation's folder; return its one file."""
    shutil.copytree(CASES / "own", tmp_path / "own")
    return tmp_path / "own" / "clinic.yaml"


def test_list_names_every_file(fairgate: Run) -> None:
    """Kind, id, version, number of items, title; a line each."""
    result = fairgate("checklist list")
    assert (result.code, result.err) == (0, "")
    assert [line.split()[:2] for line in result.out.splitlines()] == [
        [summary.kind, summary.id] for summary in summaries()
    ]


def test_list_has_own_files_too(fairgate: Run, own: Path) -> None:
    """Beside the built-in ones."""
    assert "checklist  clinic" in fairgate(f"checklist list --content {own.parent}").out


def test_show_prints_the_rails(fairgate: Run) -> None:
    """Quotas with their basis and source, then what every study does."""
    result = fairgate("checklist show research-rails")
    assert result.code == 0
    for words in ("At least half of all participants are 55 or older.", "Basis:", "Same pay"):
        assert words in result.out


def test_show_prints_one_item_with_its_cases(fairgate: Run) -> None:
    """By the item's id."""
    out = fairgate("checklist show launch.recourse.meanwhile").out
    assert out.startswith("Nobody pays before the answer\n")
    assert "Debts by averaging (2023)" in out


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        ("show launc", "did you mean launch?"),
        ("show launch.recourse.reech", "did you mean launch.recourse.reach?"),
        ("render xyz", "see fairgate checklist list"),
        ("export deon lunch", "did you mean launch?"),
        ("export deon cases", "there is no checklist called 'cases'"),
        ("export deon none.yaml", "none.yaml: there is no such file"),
        ("quotas none.yaml", "none.yaml: there is no such file"),
        ("lint nowhere", "nowhere: there is no such folder"),
        ("import deon none.yml --out x.yaml", "none.yml: there is no such file"),
    ],
)
def test_a_name_that_is_not_there_gets_a_hint(fairgate: Run, words: str, hint: str) -> None:
    """Code 2, one line, nothing printed."""
    result = fairgate(f"checklist {words}")
    assert (result.code, result.out) == (2, "")
    assert hint in result.err
    assert result.err.count("\n") == 1


@pytest.mark.parametrize(
    ("format_", "begins"),
    [
        ("text", "Launch checklist\n"),
        ("markdown", "# Launch checklist\n"),
        ("adf", "{"),
        ("html", "<!doctype html>"),
    ],
)
def test_render_writes_the_same_to_a_file_as_to_the_screen(
    fairgate: Run, tmp_path: Path, format_: str, begins: str
) -> None:
    """Standard output without --out."""
    printed = fairgate(f"checklist render launch --format {format_}")
    written = fairgate(f"checklist render launch --format {format_} --out page")
    assert (printed.code, written.code, written.out) == (0, 0, "")
    assert printed.out == (tmp_path / "page").read_text(encoding="utf-8")
    assert printed.out.lstrip().startswith(begins)


def test_deon_comes_in_and_goes_out_again(fairgate: Run, tmp_path: Path) -> None:
    """The same bytes; the imported file can be shown with the rest."""
    (tmp_path / "own").mkdir()
    source = f"'{CASES / 'deon.yml'}'"
    brought = fairgate(f"checklist import deon {source} --id survey --out own/survey.yaml")
    assert brought.out == "Wrote own/survey.yaml: survey, 3 checks.\n"
    assert fairgate("checklist show survey.A.1 --content own").out.startswith("Consent\n")
    for name in ("survey --content own", "own/survey.yaml"):
        assert fairgate(f"checklist export deon {name} --out back.yml").code == 0
        assert (tmp_path / "back.yml").read_bytes() == (CASES / "deon.yml").read_bytes()


@pytest.mark.parametrize(
    ("old", "new"), [("line_id: A.2", "line_id: A.1"), ("title: Survey", "title: NO\nx: y")]
)
def test_a_wrong_import_writes_nothing(fairgate: Run, tmp_path: Path, old: str, new: str) -> None:
    """Nothing is half-imported."""
    text = (CASES / "deon.yml").read_text(encoding="utf-8").replace(old, new, 1)
    (tmp_path / "deon.yml").write_text(text, encoding="utf-8")
    result = fairgate("checklist import deon deon.yml --out survey.yaml")
    assert (result.code, result.out) == (2, "")
    assert "deon.yml:" in result.err
    assert not (tmp_path / "survey.yaml").exists()


@pytest.mark.parametrize("option", ["--id 'a b'", "--url 'javascript:alert(1)'", "--licence ''"])
def test_an_import_under_a_wrong_name_writes_nothing(
    fairgate: Run, tmp_path: Path, option: str
) -> None:
    """What is written can be read again."""
    source = f"'{CASES / 'deon.yml'}'"
    result = fairgate(f"checklist import deon {source} {option} --out survey.yaml")
    assert (result.code, result.out) == (2, "")
    assert not (tmp_path / "survey.yaml").exists()


def test_lint_is_content_with_what_comes_along(fairgate: Run) -> None:
    """Every built-in file, checked against every other."""
    result = fairgate("checklist lint")
    assert (result.code, result.err) == (0, "")
    assert result.out.endswith("items: nothing to mend.\n")


def test_lint_is_content_with_a_folder_that_refers_to_the_built_in(
    fairgate: Run, own: Path
) -> None:
    """The example of the documentation."""
    assert fairgate(f"checklist lint {own.parent}").code == 0


WRONG = [
    ("see: [incl", "see: [x.y, incl", "18: sections[0].checks[0].see[0]: there is no item called"),
    ("see: [inclusive-design.u", "see: [inclusive-design.v", "did you mean inclusive-design.und"),
    (
        "source: [house]",
        "source: [hose]",
        "16: sections[0].checks[0].source[0]: there is no source",
    ),
    ("        source: [house]\n", "", "12: sections[0].checks[0]: source is missing (add source: "),
    ("source: [house]", "source: []", "16: sections[0].checks[0].source: "),
    ("why: Ch", "wy: Ch", "15: sections[0].checks[0].wy: unknown key (did you mean why?)"),
    ("summary: Interpreter", "summary: NO", "13: sections[0].checks[0].summary: YAML reads NO"),
    ("version: 1.0.0", "version: 1:30", "3: version: YAML reads 1:30 in base 60"),
    ("id: clinic\n", "id: clinic\nid: x\n", "3: id: this key stands in line 2 already"),
    ("id: clinic\n", "id: launch\n", "id: there is a built-in checklist called launch already"),
    ("clinic.desk.int", "launch.recourse.reach #", "has an item called launch.recourse.reach alr"),
    ("roles: [operations]", "roles: [ops]", "17: sections[0].checks[0].roles[0]: "),
    ("checklist/v1", "checklst/v1", "schema: there is no kind of content called 'checklst' (did "),
    ("schema: fairgate/checklist/v1\n", "", "this is no content file: it has no schema"),
]


@pytest.mark.parametrize(("old", "new", "complaint"), WRONG)
def test_lint_says_file_line_place_value_and_cure(
    fairgate: Run, own: Path, old: str, new: str, complaint: str
) -> None:
    """An organisation's own file, wrong in one way each."""
    text = own.read_text(encoding="utf-8")
    assert old in text
    own.write_text(text.replace(old, new, 1), encoding="utf-8")
    result = fairgate(f"checklist lint {own.parent}")
    assert (result.code, result.out) == (2, "")
    assert f"error: {own}" in result.err
    assert complaint in result.err


def test_lint_says_everything_at_once(fairgate: Run, own: Path) -> None:
    """Two files, two mistakes, one run."""
    text = own.read_text(encoding="utf-8")
    own.write_text(text.replace("why:", "wy:"), encoding="utf-8")
    other = text.replace("clinic", "office").replace("text: An", "txt: An")
    own.with_name("office.yaml").write_text(other, encoding="utf-8")
    result = fairgate(f"checklist lint {own.parent}")
    assert result.code == 2
    assert "clinic.yaml:15" in result.err
    assert "office.yaml:14" in result.err


def test_rails_whose_quota_would_tell_a_hidden_count_are_refused(
    fairgate: Run, tmp_path: Path
) -> None:
    """A minimum of four, met, under a suppression of five means exactly four people."""
    (rails,) = [summary for summary in summaries() if summary.kind == "research"]
    (tmp_path / "own").mkdir()
    text = rails.path.read_text(encoding="utf-8")
    text = text.replace("\nid: research-rails\n", "\nid: research-rails\noverrides: true\n")
    (tmp_path / "own" / "rails.yaml").write_text(text.replace("people: 5", "people: 4", 1))
    result = fairgate("checklist lint own")
    assert (result.code, result.out) == (2, "")
    assert "4 is under suppress_under (5)" in result.err


def test_quotas_end_with_3_where_one_is_not_met(fairgate: Run) -> None:
    """The words of the report are in tests/checklist."""
    result = fairgate(f"checklist quotas '{CASES / 'studies.yaml'}' --format json")
    assert (result.code, result.err) == (3, "")
    assert json.loads(result.out)["outcome"] == "fail"


def test_quotas_end_with_0_where_all_are_met_or_taken_on(fairgate: Run, tmp_path: Path) -> None:
    """A risk with reason, owner and a day far away stands for a quota."""
    names = ("older", "cognitive", "rural", "screen-reader", "magnifier", "no-mouse", "deaf")
    risks = "".join(
        f"  - {{quota: research-rails.quota.{name}, reason: r, owner: o, until: 2999-01-01}}\n"
        for name in names
    )
    (tmp_path / "studies.yaml").write_text(
        "schema: fairgate/studies/v1\nproduct: P\nstudies:\n"
        "  - {id: a, title: A, held: 2026-01-01, participants: 30, groups: {}, consented: 30,\n"
        "     paid: 30, accommodations: {offered: 30, asked: 0, met: 0}}\n"
        f"risks:\n{risks}",
        encoding="utf-8",
    )
    result = fairgate("checklist quotas studies.yaml")
    assert result.code == 0
    assert "Every quota is met or taken on as a risk" in result.out


def test_quotas_are_written_for_other_readers(fairgate: Run, tmp_path: Path) -> None:
    """A page, as every other document."""
    result = fairgate(f"checklist quotas '{CASES / 'studies.yaml'}' --format html --out q.html")
    assert (result.code, result.out) == (3, "")
    assert "Benefits portal" in (tmp_path / "q.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", ["checklist", "research", "cases", "studies"])
def test_schema_is_the_published_one(fairgate: Run, kind: str) -> None:
    """What editors read."""
    published = summaries()[0].path.parents[1] / "schemas" / f"{kind}.json"
    assert fairgate(f"checklist schema {kind}").out == published.read_text(encoding="utf-8")


def test_readme_is_the_published_one(fairgate: Run) -> None:
    """Mend with: fairgate checklist readme --out checklists/README.md."""
    published = summaries()[0].path.parents[1] / "README.md"
    assert fairgate("checklist readme").out == published.read_text(encoding="utf-8")


def test_the_guide_runs_as_written(fairgate: Run, tmp_path: Path) -> None:
    """Its YAML in files, its commands one after the other; none of its quotas is met."""
    guide = (DOCS / "how-to" / "checklists.md").read_text(encoding="utf-8")
    studies, clinic = re.findall(r"```yaml\n(.*?)```", guide, re.DOTALL)
    (tmp_path / "our-content").mkdir()
    (tmp_path / "studies.yaml").write_text(studies, encoding="utf-8")
    (tmp_path / "our-content" / "clinic.yaml").write_text(clinic, encoding="utf-8")
    shutil.copy(CASES / "deon.yml", tmp_path / "checklist.yml")
    for command in re.findall(r"^\$ fairgate (.*?)(?: +#.*)?$", guide, re.MULTILINE):
        result = fairgate(command)
        assert result.code == (3 if "quotas" in command else 0), f"{command}: {result.err}"
