"""``fairgate demo`` from a shell: it ends well, and what it says can be checked by hand."""

from __future__ import annotations

import json
import re
from importlib.util import find_spec
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from typed import Shell, typed

from fairgate.demo.applications import NEEDS
from fairgate.verdict import Outcome

ROOT = Path(__file__).resolve().parents[2]
MODELS = ("in-use", "stricter", "fuller-on-a-fifth", "fuller", "mended")
NUMBER = re.compile(r"\d[\d.,]*")

needs_extras = pytest.mark.skipif(
    any(find_spec(name) is None for name in NEEDS), reason="needs the extras models and demo"
)


@needs_extras
def test_the_demo_tells_its_story_twice(shell: Shell, tmp_path: Path) -> None:
    """It ends by itself with 0, also over what it left before, and every claim of it holds."""
    told = shell("fairgate demo --out out </dev/null")
    assert (told.returncode, told.stderr) == (0, "")
    outcomes = read_outcomes(tmp_path / "out")
    assert outcomes["mended"] is Outcome.PASS
    assert outcomes["stricter"] is Outcome.FAIL
    assert outcomes["fuller-on-a-fifth"] is Outcome.UNKNOWN
    assert every_file_it_names_exists(told.stdout, tmp_path)

    again = typed("fairgate demo --out out", shell, tmp_path)
    assert (again.returncode, again.stdout) == (0, told.stdout)
    assert read_outcomes(tmp_path / "out") == outcomes
    evidence_is_verified_and_forgery_refused(shell)
    the_gate_repeats_the_refusal_and_the_picture(shell)


def read_outcomes(out: Path) -> dict[str, Outcome]:
    """Outcome of every model, from the verdicts it wrote."""
    verdicts = {name: (out / name / "verdict.json").read_text(encoding="utf-8") for name in MODELS}
    return {name: Outcome(json.loads(text)["outcome"]) for name, text in verdicts.items()}


def every_file_it_names_exists(said: str, folder: Path) -> bool:
    """Tell whether all that the reader is pointed to is there."""
    named = set(re.findall(r"out/[\w./-]+\w", said))
    assert {"out/stricter/report.html", "out/evidence.json", "out/fairgate.yaml"} <= named
    return all((folder / name).is_file() for name in named)


def evidence_is_verified_and_forgery_refused(shell: Shell) -> None:
    """The evidence is about the model in the folder, and one changed number is enough."""
    verify = "fairgate verify --key out/throwaway-keys/fairgate.pub"
    good = shell(f"{verify} out/evidence.json --subject out/mended-model.json")
    assert (good.returncode, good.stderr) == (0, "")
    forged = shell(f"{verify} out/evidence-tampered.json")
    assert forged.returncode == 2
    assert "altered after it was signed" in forged.stderr


def the_gate_repeats_the_refusal_and_the_picture(shell: Shell) -> None:
    """Ask by hand, as the last chapter says: the same refusal, and README's picture of it.

    Only the words are compared, as numbers may differ between machines. Where they have
    changed, docs/images/make_images.py draws the picture anew.
    """
    check = "fairgate check --policy fairgate.yaml --predictions stricter.parquet"
    result = shell(f"cd out && {check} --baseline in-use.parquet")
    assert result.returncode == Outcome.FAIL.exit_code
    printed = [NUMBER.sub("0", line) for line in result.stdout.splitlines() if line]
    *shown, _ = [NUMBER.sub("0", line) for line in picture(ROOT / "docs/images/verdict.svg")]
    assert shown == printed[: len(shown)]


def picture(path: Path) -> list[str]:
    """Read the lines of a terminal drawn as SVG, empty ones left out."""
    lines: dict[float, dict[float, str]] = {}
    for text in ET.parse(path).iter("{http://www.w3.org/2000/svg}text"):  # noqa: S314 - our own
        if "clip-path" in text.attrib:
            row = lines.setdefault(float(text.attrib["y"]), {})
            row[float(text.attrib["x"])] = text.text or ""
    joined = ("".join(row[at] for at in sorted(row)) for _, row in sorted(lines.items()))
    return [line for line in (words.replace("\xa0", " ").rstrip() for words in joined) if line]


def test_without_the_extras_the_demo_names_the_cure(shell: Shell, tmp_path: Path) -> None:
    """Nothing is begun where a package is missing: one line, exit code 2, no folder."""
    hide = "import sys; sys.modules['fairlearn'] = None"
    run = "from fairgate.cli.main import main; sys.exit(main(['demo', '--out', 'out']))"
    result = shell(f'python -c "{hide}; {run}"')
    assert result.returncode == 2
    assert result.stderr == (
        "error: the demo needs fairlearn, which is not installed "
        '(pip install "fairgate[models,demo]"; in a checkout: make demo)\n'
    )
    assert result.stdout == ""
    assert not (tmp_path / "out").exists()


@needs_extras
def test_a_file_where_the_folder_should_be_is_a_mistake(shell: Shell, tmp_path: Path) -> None:
    """The complaint names it, and the way out."""
    (tmp_path / "taken").write_text("mine", encoding="utf-8")
    result = typed("fairgate demo --out taken", shell, tmp_path)
    assert result.returncode == 2
    assert result.stderr.startswith("error: taken: could not make this directory")
    assert "--out" in result.stderr
    assert (tmp_path / "taken").read_text(encoding="utf-8") == "mine"
