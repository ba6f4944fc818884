"""``fairgate keygen`` and ``fairgate verify``, as a shell sees them."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from fairgate.cli.main import main
from fairgate.signing import generate_keys, sign

CASES = Path(__file__).resolve().parents[1] / "cases" / "evidence"
Shell = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def vector(tmp_path: Path) -> Path:
    """Copy the published envelope, its key and its files into the working directory."""
    for name in ("envelope.json", "TEST-ONLY.pub", "TEST-ONLY.key", "model.txt", "predictions.csv"):
        shutil.copy(CASES / name, tmp_path)
    return tmp_path


@pytest.fixture
def verify(vector: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Run ``fairgate verify`` on files of the working directory, expecting code 2 and a reason."""

    def run(evidence: str, *options: str) -> str:
        paths = [o if o.startswith("--") else str(vector / o) for o in options]
        code = main(["verify", str(vector / evidence), *paths])
        out, reason = capsys.readouterr()
        assert (code, out) == (2, "")
        assert "Traceback" not in reason
        return reason.replace(f"{vector}/", "")

    return run


def test_verify_says_what_holds_and_exits_as_the_verdict_did(shell: Shell, vector: Path) -> None:
    """Who signed, policy, outcome, subjects, binding and time, each on a line; a fail is 3."""
    del vector
    result = shell("fairgate verify envelope.json --key TEST-ONLY.pub --subject model.txt")
    expected = json.loads((CASES / "expected.json").read_text())
    assert (result.returncode, result.stderr) == (3, "")
    assert result.stdout.splitlines() == [
        "envelope.json is authentic, and its verdict follows from its counts.",
        "outcome    fail",
        "policy     test-vector",
        "           fairgate.yaml",
        f"           {expected['policy_sha256']}",
        "model      model.txt",
        f"           {expected['model_sha256']}",
        "data       predictions.csv",
        f"           {expected['data_sha256']}",
        "           200 rows",
        "binding    declared: the predictions were handed in, and the model was only named",
        "judged     2026-11-22T09:30:00Z by fairgate 0.1.0",
        "commit     0123456789abcdef0123456789abcdef01234567",
        "issues     LOAN-12",
        f"signed by  {expected['key_id']}",
        "subject    model.txt is the model it is about",
    ]


def test_a_directory_of_keys_will_do(shell: Shell, vector: Path) -> None:
    """Any of the trusted keys may have signed."""
    (vector / "trusted").mkdir()
    shutil.copy(vector / "TEST-ONLY.pub", vector / "trusted")
    result = shell(
        "fairgate keygen --out x; cp x/fairgate.pub trusted; "
        "fairgate verify envelope.json --key trusted"
    )
    assert result.returncode == 3, result.stderr


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ("--key TEST-ONLY.pub --subject predictions.csv", "predictions.csv: is not the model"),
        ("--key TEST-ONLY.pub --subject absent", "error: absent: "),
        ("--key TEST-ONLY.key", "TEST-ONLY.key: is a private key"),
        ("--key absent.pub", "absent.pub: there is no such file"),
        ("--key envelope.json", "envelope.json: is no public key"),
        ("--key empty", "empty: holds no *.pub file"),
        ("--key other/fairgate.pub", "none of the 1 trusted key"),
        ("", "Missing option '--key'"),
    ],
)
def test_what_cannot_be_verified_exits_with_2(
    verify: Callable[..., str], vector: Path, options: str, words: str
) -> None:
    """One line says why, and nothing claims to be authentic."""
    (vector / "empty").mkdir()
    generate_keys(vector / "other")
    assert words in verify("envelope.json", *options.split())


def test_altered_evidence_exits_with_2(verify: Callable[..., str], vector: Path) -> None:
    """A fail that was rewritten to a pass is not authentic."""
    document = json.loads((vector / "envelope.json").read_text())
    payload = base64.b64decode(document["payload"]).replace(b'"fail"', b'"pass"')
    document["payload"] = base64.b64encode(payload).decode()
    (vector / "envelope.json").write_text(json.dumps(document))
    reason = verify("envelope.json", "--key", "TEST-ONLY.pub")
    assert "envelope.json: the signature does not fit the payload" in reason


def test_evidence_signed_anew_must_judge_again(verify: Callable[..., str], vector: Path) -> None:
    """Not even the trusted key can turn a fail into a pass."""
    document = json.loads((vector / "envelope.json").read_text())
    payload = base64.b64decode(document["payload"]).replace(b'"fail"', b'"pass"')
    envelope = sign(payload, document["payloadType"], vector / "TEST-ONLY.key")
    (vector / "envelope.json").write_bytes(envelope)
    reason = verify("envelope.json", "--key", "TEST-ONLY.pub")
    assert "does not re-judge: outcome: it states 'pass', its counts give 'fail'" in reason


def test_unsigned_evidence_exits_with_2(verify: Callable[..., str], vector: Path) -> None:
    """Evidence of a pull request opens nothing."""
    document = json.loads((vector / "envelope.json").read_text())
    (vector / "envelope.json").write_text(json.dumps(document | {"signatures": []}))
    assert "envelope.json: is not signed" in verify("envelope.json", "--key", "TEST-ONLY.pub")


@pytest.mark.parametrize("name", ["absent.json", "folder", "model.txt", "empty.json"])
def test_a_file_that_is_no_evidence_exits_with_2(
    verify: Callable[..., str], vector: Path, name: str
) -> None:
    """Missing, a directory, another file, no bytes: each is named."""
    (vector / "folder").mkdir()
    (vector / "empty.json").touch()
    assert verify(name, "--key", "TEST-ONLY.pub").startswith(f"error: {name}: ")


def test_keygen_makes_a_pair_and_keeps_it(shell: Shell, tmp_path: Path) -> None:
    """The second run changes nothing and says why; the secret is never printed."""
    first = shell("fairgate keygen --out keys/evidence")
    secret = (tmp_path / "keys" / "evidence" / "fairgate.key").read_text()
    second = shell("fairgate keygen --out keys/evidence")
    assert first.returncode == 0, first.stderr
    assert "keys/evidence/fairgate.pub" in first.stdout
    assert second.returncode == 2
    assert "keys/evidence/fairgate.key: is there already" in second.stderr
    assert (tmp_path / "keys" / "evidence" / "fairgate.key").read_text() == secret
    assert secret.splitlines()[1] not in first.stdout + first.stderr + second.stderr


def test_making_keys_loads_no_engine_and_no_statistics() -> None:
    """So that it starts at once."""
    program = (
        "import sys, tempfile\n"
        "from fairgate.cli.keygen import keygen\n"
        "with tempfile.TemporaryDirectory() as folder:\n"
        "    keygen(['--out', folder], standalone_mode=False)\n"
        "print({'duckdb', 'numpy', 'scipy', 'pydantic'} & set(sys.modules))\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert result.stdout.splitlines()[-1] == "set()"
