"""A program that scores: it gets a CSV file of features and writes one of scores."""

from __future__ import annotations

import csv
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from fairgate.scoring.child.answers import Answers, Array, RefusalError

_COLUMNS = ("score", "prediction")


def run(command: Sequence[str], directory: Path, features: Path, scores: Path) -> Answers:
    """Run ``command... FEATURES SCORES`` in a directory, and read what it wrote.

    Parameters
    ----------
    command : sequence of str
        Program and arguments; two more are added: the file to read and the file to write.
    directory : Path
        Where the artifact is.
    features, scores : Path
        CSV with a header. Scores has the columns ``score``, ``prediction`` or both, a line
        for each row of features.
    """
    try:
        done = subprocess.run(  # noqa: S603 - the policy's own command, in the sandbox
            [*command, str(features), str(scores)], cwd=directory, check=False, env=os.environ
        )
    except OSError as error:
        raise RefusalError(f"the command cannot be run: {command[0]}: {error.strerror}") from None
    if done.returncode:
        raise RefusalError(f"the command ended with code {done.returncode}")
    if not scores.is_file() or scores.is_symlink():
        raise RefusalError(f"the command wrote no file {scores}: it is its last argument")
    return _read(scores)


def _read(path: Path) -> Answers:
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = csv.reader(file)
        names = [name.strip() for name in next(lines, [])]
        found = [name for name in _COLUMNS if name in names]
        if not found:
            raise RefusalError("the command's file has neither a column score nor prediction")
        places = [names.index(name) for name in found]
        try:
            rows = [[line[place] for place in places] for line in lines if line]
        except IndexError:
            raise RefusalError("a line of the command's file is too short") from None
    columns = {name: [row[i] for row in rows] for i, name in enumerate(found)}
    score = columns.get("score")
    labels: Array | None = np.array(columns["prediction"]) if "prediction" in columns else None
    return Answers(None if score is None else _numbers(score), labels)


def _numbers(texts: list[str]) -> Array:
    try:
        return np.array(texts, dtype=np.float64)[:, None]
    except ValueError as error:
        raise RefusalError(f"a score is no number: {error}") from None
