"""Where content is found, and what an organisation's own folder may do."""

from __future__ import annotations

from pathlib import Path

import pytest

from fairgate.content import find, home, listing
from fairgate.errors import UserError, UserErrors

OWN = "schema: fairgate/template/v1\nid: {id}\n"


def write(folder: Path, name: str, text: str) -> Path:
    """Write a file of an organisation's own."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_built_in_content_is_found_by_kind_and_id() -> None:
    """In a checkout, under checklists/."""
    assert find("template", "preflight") == home() / "checklists/assessments/preflight.yaml"


def test_a_wrong_name_is_met_with_the_right_one() -> None:
    """The nearest id is suggested."""
    with pytest.raises(UserError, match="did you mean preflight"):
        find("template", "prefligth")


def test_an_own_file_is_added(tmp_path: Path) -> None:
    """Built-in content stays."""
    path = write(tmp_path / "own", "deep.yaml", OWN.format(id="deep-dive"))
    assert find("template", "deep-dive", [tmp_path / "own"]) == path
    assert find("template", "preflight", [tmp_path / "own"])


def test_an_own_file_does_not_replace_a_built_in_one_in_silence(tmp_path: Path) -> None:
    """It has to say so."""
    path = write(tmp_path, "p.yaml", OWN.format(id="preflight"))
    with pytest.raises(UserErrors, match="overrides: true"):
        listing([tmp_path])
    path.write_text(OWN.format(id="preflight") + "overrides: true\n", encoding="utf-8")
    assert find("template", "preflight", [tmp_path]) == path


def test_nothing_can_be_overridden_that_is_not_there(tmp_path: Path) -> None:
    """A misspelt id would leave the built-in one in force."""
    write(tmp_path, "p.yaml", OWN.format(id="preflihgt") + "overrides: true\n")
    with pytest.raises(UserErrors, match="did you mean preflight"):
        listing([tmp_path])


def test_two_own_files_of_one_id_are_refused(tmp_path: Path) -> None:
    """Nobody could tell which one is meant."""
    for name in ("a.yaml", "b.yaml"):
        write(tmp_path, name, OWN.format(id="ours"))
    with pytest.raises(UserErrors, match=r"a\.yaml is called ours already"):
        listing([tmp_path])


@pytest.mark.parametrize(("text", "missing"), [("id: x\n", "schema"), (OWN[:29], "id")])
def test_an_own_file_without_a_head_is_refused(tmp_path: Path, text: str, missing: str) -> None:
    """A file that is passed over in silence would be missed by nobody."""
    write(tmp_path, "x.yaml", text)
    with pytest.raises(UserError, match=f"it has no {missing}"):
        listing([tmp_path])


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    """As a mistake of the user's."""
    with pytest.raises(UserError, match="no such folder"):
        listing([tmp_path / "nowhere"])
