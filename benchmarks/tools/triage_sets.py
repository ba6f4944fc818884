"""The labelled files of triage: which of them teach, and what the others teach about each."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from benchmarks.tools.triage_learning import Examples, Vectors, answer, learn, read_examples
from fairgate.triage.spotter import Spotter

ROOT = Path(__file__).parent.parent.parent
CASES = ROOT / "tests" / "cases" / "triage"
MEASURING = "b"
FILES = {
    "dev": ROOT.parent / "shared" / "data" / "triage-dev.jsonl",
    "training": CASES / "training.jsonl",
    **{name: CASES / f"examples-{name}.jsonl" for name in "abdefghij"},
}
VECTORS = ROOT / "build" / "word-vectors.npz"
LIKE_DEV = ("dev", "d", "e", "f", "g", "h", "i", "j")
"""Sources in the manner of the development set, whose items nobody read who wrote signals.

But for dev itself, which was read.
"""


def read_sets(spotter: Spotter) -> dict[str, Examples]:
    """Read every file that is there, by name."""
    return {name: read_examples(path, spotter) for name, path in FILES.items() if path.is_file()}


def teaching(sets: Mapping[str, Examples], without: str = "") -> Examples:
    """Put all that may teach together, but for one."""
    first, *rest = [found for name, found in sets.items() if name not in (MEASURING, without)]
    for one in rest:
        first += one
    return first


def unseen(sets: Mapping[str, Examples], vectors: Vectors | None) -> dict[str, list[str]]:
    """Answer each source by weights that only the other sources taught.

    Stricter than folds of one file: items of one author are more alike than those of two.
    """
    return {name: _answers(teaching(sets, name), found, vectors) for name, found in sets.items()}


def _answers(taught_by: Examples, judged: Examples, vectors: Vectors | None) -> list[str]:
    weights = learn(taught_by, vectors).weights
    return [answer(weights, judged, row) for row in range(len(judged.items))]


def read_vectors(path: Path) -> Vectors:
    """Read where words stand among each other, as ``benchmarks.tools.word_vectors`` wrote it."""
    table = np.load(path)
    return dict(zip(map(str, table["words"]), table["vectors"], strict=True))
