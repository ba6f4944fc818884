"""Taking scores back: a model's answers are numbers of the right count and range, or nothing.

Whatever ran in the sandbox may have written anything under any name, so files are opened
without following links, bounded before they are read, and never unpickled.
"""

from __future__ import annotations

import io
import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from fairgate.errors import UserError

_NO_LINKS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_HEADER = 1024

Kind = TypeVar("Kind", np.float64, np.uint8)


@dataclass(frozen=True)
class Given:
    """What a model gave, checked.

    Attributes
    ----------
    scores : (n,) float64 or None
        Finite.
    predictions : (n,) uint8 or None
        0 or 1.
    """

    scores: npt.NDArray[np.float64] | None
    predictions: npt.NDArray[np.uint8] | None


def take_back(out: Path, rows: int, *, model: str, shares: bool) -> Given:
    """Read the answers that a model left in a directory.

    Parameters
    ----------
    out : Path
        Where it could write.
    rows : int
        How many answers there must be.
    model : str
        Its file, for complaints.
    shares : bool
        Whether scores must lie from 0 to 1, as ``columns.score`` needs them.

    Raises
    ------
    UserError
        For anything but so many finite numbers.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as out:
    ...     np.save(f"{out}/scores.npy", np.array([0.5, 0.25]))
    ...     take_back(Path(out), 2, model="m.onnx", shares=True).scores.tolist()
    [0.5, 0.25]
    """
    scores = _array(out / "scores.npy", rows, np.float64, model)
    if scores is not None:
        _check_scores(scores, model, shares=shares)
    predictions = _array(out / "predictions.npy", rows, np.uint8, model)
    if predictions is not None and predictions.max(initial=0) > 1:
        problem = f"decided {predictions.max()} for a row, and only 0 and 1 are decisions"
        raise _refusal(problem, "mend the model", model)
    return Given(scores, predictions)


def _array(path: Path, rows: int, kind: type[Kind], model: str) -> npt.NDArray[Kind] | None:
    content = _content(path, rows * np.dtype(kind).itemsize + _HEADER, model)
    if content is None:
        return None
    try:
        array = np.load(io.BytesIO(content), allow_pickle=False)
    except Exception:  # noqa: BLE001 - numpy's parser raises anything for a file made to hurt it
        problem = f"wrote a file {path.name} that is no array of numbers"
        raise _refusal(problem, "let fairgate's own program write it", model) from None
    if not isinstance(array, np.ndarray) or array.dtype != kind or array.ndim != 1:
        problem = f"wrote a file {path.name} that is no list of {kind.__name__}"
        raise _refusal(problem, "let fairgate's own program write it", model)
    if len(array) != rows:
        problem = f"gave {len(array):,} answers for {rows:,} rows"
        raise _refusal(problem, "let it answer once for every row, in their order", model)
    return array


def _content(path: Path, most: int, model: str) -> bytes | None:
    """A regular file of at most so many bytes; None if there is none."""
    try:
        descriptor = os.open(path, _NO_LINKS)
    except FileNotFoundError:
        return None
    except OSError:
        raise _no_file(path, model) from None
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise _no_file(path, model)
    with os.fdopen(descriptor, "rb") as file:
        content = file.read(most + 1)
    if len(content) > most:
        problem = f"wrote more than {most:,} bytes to {path.name}, too many for these rows"
        raise _refusal(problem, "let it answer once for every row, in their order", model)
    return content


def _check_scores(scores: npt.NDArray[np.float64], model: str, *, shares: bool) -> None:
    finite = np.isfinite(scores)
    if not finite.all():
        row = int(np.argmin(finite))
        word = "no number (NaN)" if np.isnan(scores[row]) else "infinite"
        more = f", and {int((~finite).sum()) - 1:,} more" if (~finite).sum() > 1 else ""
        problem = f"gave a score that is {word} for row {row + 1:,}{more}"
        raise _refusal(problem, "fill in missing features in the model's own pipeline", model)
    if shares and not ((scores >= 0) & (scores <= 1)).all():
        row = int(np.argmax((scores < 0) | (scores > 1)))
        problem = f"gave the score {scores[row]:g} for row {row + 1:,}, and 0 to 1 is expected"
        cure = "let it give probabilities, or leave columns.score out and set a threshold"
        raise _refusal(problem, cure, model)


def _no_file(path: Path, model: str) -> UserError:
    problem = f"put something in the place of {path.name} that is no file"
    return _refusal(problem, "do not merge it before somebody has looked", model)


def _refusal(problem: str, cure: str, model: str) -> UserError:
    return UserError(f"the model {problem}", cure, file=model)
