"""Taking scores back: whatever a model left behind is numbers, or is refused with a reason."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from fairgate.errors import UserError
from fairgate.scoring.scores import take_back

Leaving = Callable[[Path], object]


def refused(out: Path, *, shares: bool = True) -> str:
    """Why three answers are not taken back."""
    with pytest.raises(UserError) as caught:
        take_back(out, 3, model="m.pkl", shares=shares)
    assert caught.value.file == "m.pkl"
    assert caught.value.cure
    return caught.value.problem


def save(*values: float) -> Leaving:
    """Leave these scores."""
    return lambda out: np.save(out / "scores.npy", np.array(values, dtype=float))


def save_pickled(out: Path) -> None:
    """Leave an array of objects, which is a pickle inside."""
    np.save(out / "scores.npy", np.array([0.1, None, print], dtype=object), allow_pickle=True)


def link(target: str) -> Leaving:
    """Leave a link in place of scores."""
    return lambda out: (out / "scores.npy").symlink_to(target)


@pytest.mark.parametrize(
    ("leave", "said"),
    [
        (save(0.1, float("nan"), 0.2), "gave a score that is no number (NaN) for row 2"),
        (save(float("inf"), 0.1, float("nan")), "infinite for row 1, and 1 more"),
        (save(0.1, 0.2), "gave 2 answers for 3 rows"),
        (save(0.1, 0.2, 1.5), "gave the score 1.5 for row 3, and 0 to 1 is expected"),
        (save(0.1, 0.2, -1e-9), "gave the score -1e-09 for row 3"),
        (save(*[0.5] * 100_000), "bytes to scores.npy, too many for these rows"),
        (save_pickled, "that is no array of numbers"),
        (lambda out: (out / "scores.npy").write_bytes(b""), "that is no array of numbers"),
        (lambda out: (out / "scores.npy").write_bytes(b"\x93NUMPY\x01"), "no array of numbers"),
        (lambda out: np.save(out / "scores.npy", np.float32([1, 0, 1])), "no list of float64"),
        (lambda out: np.save(out / "scores.npy", np.ones((3, 1))), "no list of float64"),
        (link("/etc/hostname"), "that is no file"),
        (link("scores.npy"), "that is no file"),
        (lambda out: (out / "scores.npy").mkdir(), "that is no file"),
        (lambda out: os.mkfifo(out / "scores.npy"), "that is no file"),
        (
            lambda out: np.save(out / "predictions.npy", np.array([0, 1, 2], dtype=np.uint8)),
            "decided 2 for a row",
        ),
    ],
)
def test_anything_but_so_many_numbers_is_refused(tmp_path: Path, leave: Leaving, said: str) -> None:
    """With what was wrong."""
    leave(tmp_path)
    assert said in refused(tmp_path)


def test_a_file_that_says_it_is_endless_is_not_believed(tmp_path: Path) -> None:
    """A header may promise any number of rows."""
    header = b"{'descr': '<f8', 'fortran_order': False, 'shape': (999999999999,)}"
    content = b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header
    (tmp_path / "scores.npy").write_bytes(content)
    assert "no array of numbers" in refused(tmp_path)


def test_other_scales_are_fine_where_only_a_threshold_cuts_them(tmp_path: Path) -> None:
    """A credit score of 620, for example."""
    save(620, 580, -3)(tmp_path)
    given = take_back(tmp_path, 3, model="m.pkl", shares=False)
    assert given.scores is not None
    assert given.scores.tolist() == [620, 580, -3]
    assert given.predictions is None


def test_a_model_that_left_nothing_gave_nothing(tmp_path: Path) -> None:
    """What that means is for the policy to say."""
    given = take_back(tmp_path, 3, model="m.pkl", shares=True)
    assert (given.scores, given.predictions) == (None, None)


HEADERS = {
    "a zip": b"PK\x03\x04garbage",
    "an open bracket": "{'descr': '<f8', 'fortran_order': False, 'shape': (3,",
    "no kind": "{'descr': ((),), 'fortran_order': False, 'shape': (3,)}",
    "beyond counting": f"{{'descr': '<f8', 'fortran_order': False, 'shape': ({2**70},)}}",
    "a truth value": "{'descr': '<f8', 'fortran_order': False, 'shape': (True,)}",
    "a list as a key": "{[]: '<f8'}",
}


@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS)
def test_a_file_made_to_break_its_reader_is_refused(tmp_path: Path, header: str | bytes) -> None:
    """The reader fails in many ways, and none of them is a crash of ours."""
    if isinstance(header, str):
        size = len(header).to_bytes(2, "little")
        header = b"\x93NUMPY\x01\x00" + size + header.encode() + bytes(24)
    (tmp_path / "scores.npy").write_bytes(header)
    assert "no array of numbers" in refused(tmp_path)


@pytest.mark.parametrize("kind", [">f8", "<c16", "<i8", "<f4"])
def test_numbers_of_another_kind_are_refused(tmp_path: Path, kind: str) -> None:
    """Turned round, complex, whole or short: what they mean would be a guess."""
    np.save(tmp_path / "scores.npy", np.array([0, 1, 0], dtype=kind))
    assert "no list of float64" in refused(tmp_path)


def test_a_negative_zero_is_a_zero(tmp_path: Path) -> None:
    """And lies from 0 to 1."""
    save(-0.0, 0.5, 1)(tmp_path)
    assert take_back(tmp_path, 3, model="m.pkl", shares=True).scores is not None
