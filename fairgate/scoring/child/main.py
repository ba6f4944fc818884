"""The program inside: ``main.py ARTIFACT ROWS OUT FORMAT``, and ``ROWS/task.json``.

Writes ``scores.npy`` (float64) and ``predictions.npy`` (uint8), those that there are, and
ends with code 0; with code 3 and a last line that says why, if the model cannot be scored.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

REFUSED = 3
"""Exit code of a model that cannot be scored."""


def main(arguments: Sequence[str]) -> int:
    """Score, and write the answers down."""
    from fairgate.scoring.child.answers import RefusalError  # noqa: PLC0415 - found only now

    artifact, rows, out = map(Path, arguments[:3])
    try:
        results = _results(artifact, rows, out, arguments[3])
    except RefusalError as refusal:
        print(" ".join(str(refusal).split()), file=sys.stderr)  # noqa: T201 - its way to speak
        return REFUSED
    import numpy as np  # noqa: PLC0415 - as above

    for name, values in results.items():
        np.save(out / f"{name}.npy", values, allow_pickle=False)
    return 0


def _results(artifact: Path, rows: Path, out: Path, kind: str) -> Mapping[str, Any]:
    from fairgate.scoring.child import command  # noqa: PLC0415 - as above
    from fairgate.scoring.child.answers import Wanted  # noqa: PLC0415 - as above
    from fairgate.scoring.child.gathering import Gathered  # noqa: PLC0415 - as above
    from fairgate.scoring.child.loading import load  # noqa: PLC0415 - as above
    from fairgate.scoring.child.reading import keep_to  # noqa: PLC0415 - as above
    from fairgate.scoring.child.tables import batches  # noqa: PLC0415 - as above

    task = json.loads((rows / "task.json").read_text(encoding="utf-8"))
    wanted, gathered = Wanted(**task["wanted"]), Gathered()
    if task["command"]:
        where = artifact if artifact.is_dir() else artifact.parent
        features, scores = rows / "features.csv", out / "scores.csv"
        gathered.add(command.run(task["command"], where, features, scores))
        return gathered.results(wanted, None)
    model = load(artifact, kind)
    if kind == "skops":
        keep_to(rows, out)
    for table in batches(rows):
        gathered.add(model.answer(table, wanted))
    return gathered.results(wanted, model.classes)


def _find_package(folder: Path) -> None:
    """Make ``fairgate`` importable from its own folder; the one above may not be readable."""
    where = [str(folder)]
    spec = spec_from_file_location(
        "fairgate", folder / "__init__.py", submodule_search_locations=where
    )
    assert spec is not None
    assert spec.loader is not None
    package = sys.modules["fairgate"] = module_from_spec(spec)
    spec.loader.exec_module(package)


if __name__ == "__main__":
    _find_package(Path(__file__).parents[2])
    sys.exit(main(sys.argv[1:]))
