"""``fairgate train verify``: exit codes, and what it prints."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from fairgate.certificate import make_certificate
from fairgate.cli.train.verify import verify
from fairgate.errors import UserError
from fairgate.signing import IN_TOTO, generate_keys, sign


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make keys."""
    generate_keys(tmp_path)
    return tmp_path


def run(folder: Path, right: int = 9, name: str = "Ann Author", at: float = 0.0) -> Result:
    """Sign a certificate, and verify it."""
    statement = make_certificate(
        number="0f" * 16,
        name=name,
        module=("05", "Reading a verdict", "1.0.0", "sha256:" + "a" * 64),
        objectives=["Compute rates", "Explain an interval"],
        score=(right, 10, 8),
        at=at,
    )
    file = folder / "certificate.json"
    file.write_bytes(sign(statement.to_bytes(), IN_TOTO, folder / "fairgate.key"))
    return again(folder, "fairgate.pub")


def again(folder: Path, key: str) -> Result:
    """Verify what lies there."""
    arguments = [str(folder / "certificate.json"), "--key", str(folder / key)]
    return CliRunner().invoke(verify, arguments, standalone_mode=True)


def test_an_authentic_certificate_says_who_passed_what(folder: Path) -> None:
    """Exit code 0, with everything that is signed."""
    found = run(folder)
    assert found.exit_code == 0
    lines = found.output.splitlines()
    assert lines[0].endswith("certificate.json is authentic.")
    assert "person     Ann Author" in lines
    assert "module     05 Reading a verdict, version 1.0.0" in lines
    assert "score      9 of 10 right, 8 needed: passed" in lines
    assert "learnt     Compute rates" in lines
    assert "           Explain an interval" in lines
    assert "at         1970-01-01T00:00:00Z" in lines
    assert lines[-1].startswith("signed by  ")


def test_a_score_that_is_no_pass_has_an_exit_code_of_its_own(folder: Path) -> None:
    """Exit code 3; no app of ours signs such a thing."""
    found = run(folder, right=7)
    assert found.exit_code == 3
    assert "7 of 10 right, 8 needed: not passed" in found.output


def test_a_hostile_name_is_printed_and_not_obeyed(folder: Path) -> None:
    """Directions and commands of runners are shown."""
    found = run(folder, name="Eve \u202e::error::")
    assert found.exit_code == 0
    assert "\u202e" not in found.output
    assert "::error::" not in found.output


def test_what_is_not_authentic_is_an_error(folder: Path) -> None:
    """Another key, a changed byte, a date to come."""
    run(folder)
    generate_keys(folder / "other")
    assert isinstance(again(folder, "other/fairgate.pub").exception, UserError)
    file = folder / "certificate.json"
    file.write_bytes(file.read_bytes().replace(b'"sig":"', b'"sig":"A'))
    assert isinstance(again(folder, "fairgate.pub").exception, UserError)
    assert isinstance(run(folder, at=time.time() + 3600).exception, UserError)
