"""Certificates: signed, read strictly, and never taken for anything else."""

from __future__ import annotations

import base64
import contextlib
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from fairgate.approval import verify_approval
from fairgate.certificate import (
    CertificateStatement,
    make_certificate,
    parse_certificate,
    verify_certificate,
)
from fairgate.cli.main import main
from fairgate.errors import UserError
from fairgate.evidence.canonical import canonical
from fairgate.signing import IN_TOTO, generate_keys, load_public_keys, sign, unsigned
from fairgate.training import find_module
from fairgate.training.module import read_module

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "certificate.md"
BOM = b"\xef\xbb\xbf"
NOW = 1_795_348_800.0


def certificate(**parts: Any) -> CertificateStatement:
    """State that Ann passed a module."""
    given = {
        "number": "0f" * 16,
        "name": "Ann Müller",
        "module": ("05", "Reading a verdict", "1.0.0", "sha256:" + "a" * 64),
        "objectives": ["Compute rates", "Explain an interval"],
        "score": (9, 10, 8),
        "at": NOW + 0.9,
    }
    return make_certificate(**{**given, **parts})


@pytest.fixture
def keys(tmp_path: Path) -> tuple[Path, Path]:
    """Make a key pair."""
    return generate_keys(tmp_path / "keys")


def test_a_signed_certificate_is_read_back(keys: tuple[Path, Path]) -> None:
    """By whoever has the public key; seconds are rounded down."""
    private, public = keys
    envelope = sign(certificate().to_bytes(), IN_TOTO, private)
    found = verify_certificate(envelope, load_public_keys(public), NOW)
    assert found.certified == certificate().predicate
    assert found.certified.at == "2026-11-22T12:00:00Z"
    assert found.digest == "a" * 64
    assert found.key_id == load_public_keys(public)[0].keyid


def test_the_statement_is_canonical_json() -> None:
    """As the reference shows it."""
    text = certificate().to_bytes().decode()
    assert text.startswith('{"_type":"https://in-toto.io/Statement/v1","predicate":{"at":"2026')
    assert '"person":{"name":"Ann Müller"}' in text
    assert json.loads(text)["predicateType"] == "urn:fairgate:training:v1"
    assert parse_certificate(text.encode()) == certificate()


def test_what_was_altered_unsigned_or_signed_by_others_is_not_authentic(
    keys: tuple[Path, Path], tmp_path: Path
) -> None:
    """Each with a cure that a person can follow."""
    private, public = keys
    trusted = load_public_keys(public)
    envelope = json.loads(sign(certificate().to_bytes(), IN_TOTO, private))
    other = certificate(name="Eve").to_bytes()
    altered = {**envelope, "payload": base64.b64encode(other).decode()}
    stranger, _ = generate_keys(tmp_path / "other")
    for wrong, said in (
        (json.dumps(altered).encode(), "altered after it was signed"),
        (unsigned(certificate().to_bytes(), IN_TOTO), "is not signed"),
        (sign(certificate().to_bytes(), IN_TOTO, stranger), "none of the 1 trusted"),
        (sign(certificate().to_bytes(), "text/plain", private), "holds 'text/plain'"),
        (b"{}", "is no DSSE envelope"),
        (b"\xff", "is no DSSE envelope"),
    ):
        with pytest.raises(UserError, match=said) as caught:
            verify_certificate(wrong, trusted, NOW, name="c.json")
        assert caught.value.cure.startswith("take the certificate as the app wrote it")
        assert caught.value.file == "c.json"


def test_a_certificate_from_the_future_is_refused(keys: tuple[Path, Path]) -> None:
    """Clocks may differ by five minutes."""
    private, public = keys
    envelope = sign(certificate().to_bytes(), IN_TOTO, private)
    verify_certificate(envelope, load_public_keys(public), NOW - 299)
    with pytest.raises(UserError, match="has not come yet"):
        verify_certificate(envelope, load_public_keys(public), NOW - 301)


def test_a_certificate_is_no_approval(keys: tuple[Path, Path]) -> None:
    """Although the same key signs both."""
    private, public = keys
    envelope = sign(certificate().to_bytes(), IN_TOTO, private)
    with pytest.raises(UserError):
        verify_approval(envelope, load_public_keys(public), NOW)


@pytest.mark.parametrize(
    ("place", "value", "said"),
    [
        (("predicateType",), "urn:fairgate:assessment:v1", "predicateType"),
        (("extra",), 1, "extra"),
        (("predicate", "extra"), 1, "predicate.extra"),
        (("predicate", "number"), "1", "predicate.number"),
        (("predicate", "person", "name"), "", "predicate.person.name"),
        (("predicate", "person", "name"), "a\nb", "predicate.person.name"),
        (("predicate", "person", "name"), "x" * 201, "predicate.person.name"),
        (("predicate", "module", "objectives"), [], "predicate.module.objectives"),
        (("predicate", "score", "right"), "9", "predicate.score.right"),
        (("predicate", "score", "right"), 11, "more right answers than questions"),
        (("predicate", "score", "needed"), 0, "needed is not between 1 and total"),
        (("predicate", "score", "needed"), 11, "needed is not between 1 and total"),
        (("predicate", "at"), "2026-11-22", "predicate.at"),
        (("subject",), [], "subject"),
    ],
)
def test_a_statement_of_another_form_is_refused(
    place: tuple[str, ...], value: object, said: str
) -> None:
    """Unknown keys, other types, numbers that cannot be."""
    document = json.loads(certificate().to_bytes())
    *path, last = place
    inner = document
    for name in path:
        inner = inner[name]
    inner[last] = value
    with pytest.raises(UserError) as caught:
        parse_certificate(canonical(document))
    assert said in f"{caught.value.place}: {caught.value.problem}"


def test_doubled_keys_are_refused() -> None:
    """Readers would disagree about them."""
    text = certificate().to_bytes().replace(b'{"_type"', b'{"_type":"x","_type"', 1)
    with pytest.raises(UserError, match="stands there twice"):
        parse_certificate(text)


@pytest.fixture
def recomputed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """Compute the digest of a module as the reference says, by the code that it shows.

    The module is that of the house, in a folder of that name, saved by an editor that marks the
    order of bytes.
    """
    module = find_module("05")
    folder = shutil.copytree(module.folder, tmp_path / "training" / "05-reading-a-verdict")
    lesson = folder / "lesson.md"
    lesson.write_bytes(BOM + lesson.read_bytes())
    (code,) = re.findall(r"```python\n(import hashlib\n.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    with contextlib.chdir(tmp_path):
        exec(code, {})  # noqa: S102 - our own page
    assert read_module(folder).digest == module.digest
    return capsys.readouterr().out.strip()


def test_the_digest_of_a_module_is_what_the_reference_says(
    recomputed: str, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Whoever has the files can compute it; the command says the same."""
    assert f"sha256:{recomputed}" == find_module("05").digest
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    items = find_module("05").quiz.items
    answers = {item.id: [option.id for option in item.options if option.right] for item in items}
    (tmp_path / "answers.yaml").write_text(json.dumps({"answers": answers}), "utf-8")
    words = ["train", "quiz", "05", "--answers", str(tmp_path / "answers.yaml"), "--format", "json"]
    assert main(words) == 0
    assert json.loads(capsys.readouterr().out)["digest"] == f"sha256:{recomputed}"


@pytest.mark.parametrize("name", ["module.yaml", "lesson.md", "quiz.yaml"])
def test_a_changed_file_changes_the_digest(tmp_path: Path, name: str) -> None:
    """One more line is enough; in other files it is not."""
    module = find_module("05")
    folder = shutil.copytree(module.folder, tmp_path / module.folder.name)
    (folder / "handout.md").write_text("# Other", "utf-8")
    assert read_module(folder).digest == module.digest
    with (folder / name).open("a", encoding="utf-8") as file:
        file.write("\n")
    assert read_module(folder).digest != module.digest
