"""Learn the weights of triage and write them, with the models they come from.

    python -m benchmarks.train_triage build/word-vectors.npz

Learns from the development set beside this checkout and from every file in
tests/cases/triage but examples-b, which measures only. Prints how well each source is
answered by what the others teach, with and without words.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import skops.io

from benchmarks.tools.triage_learning import Learned, learn
from benchmarks.tools.triage_scores import COLUMNS, score
from benchmarks.tools.triage_sets import ROOT, read_sets, read_vectors, teaching, unseen
from fairgate.triage.signalfile import read_signals
from fairgate.triage.spotter import Spotter
from fairgate.triage.weights import SCHEMA, UNIT, Row, Weights

OUT = ROOT / "checklists" / "models"


def main(vectors_file: Path) -> None:
    """Measure, learn from all that may teach, write."""
    sets = read_sets(Spotter(read_signals()))
    vectors = read_vectors(vectors_file)
    print(f"{'':36}{'  '.join(COLUMNS)}")
    for title, used in (("signals", None), ("signals and words", vectors)):
        for name, answers in unseen(sets, used).items():
            print(f"{title}: {name}".ljust(36), *score(sets[name].levels, answers).cells)
    taught_by = teaching(sets)
    _write(learn(taught_by, vectors), len(taught_by.items))


def _write(learned: Learned, items: int) -> None:
    OUT.mkdir(exist_ok=True)
    models = {"need": learned.need, "level": learned.level, "features": list(learned.names)}
    skops.io.dump(models, OUT / "triage-en.skops")
    text = json.dumps(_as_json(learned.weights, items), ensure_ascii=False, separators=(",", ":"))
    (OUT / "triage-en.json").write_text(text.replace("],", "],\n") + "\n", encoding="utf-8")


def _as_json(weights: Weights, items: int) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "language": "en",
        "learned_from": items,
        "threshold": weights.threshold,
        "threshold_high": weights.threshold_high,
        "sure": weights.sure,
        "unit": UNIT,
        "start": _whole(weights.start),
        "features": {name: _whole(row) for name, row in sorted(weights.features.items())},
        "words": {word: _whole(row) for word, row in sorted(weights.words.items())},
    }


def _whole(row: Row) -> list[int]:
    return [round(number / UNIT) for number in row]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
