"""Weighted sums: the score of each item, and the ranking by it."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from fairgate.ranking.ranked import Floats, Ints

Table: TypeAlias = np.ndarray[tuple[int, int], np.dtype[np.float64]]


def check_table(table: Table, attributes: int | None = None) -> None:
    """Check a table of attributes: a row an item, large is good.

    Raises
    ------
    ValueError
        If it is not two-dimensional, is empty, has not that many attributes, or holds a
        value that is not a finite number.

    Examples
    --------
    >>> check_table(np.array([[1.0, np.nan]]))
    Traceback (most recent call last):
    ValueError: row 0, attribute 1: nan is not a finite number
    """
    if table.ndim != 2 or not table.size:
        raise ValueError(f"expected a table with items and attributes, got shape {table.shape}")
    if attributes is not None and table.shape[1] != attributes:
        raise ValueError(f"expected {attributes} attributes, got {table.shape[1]}")
    wrong = np.argwhere(~np.isfinite(table))
    if len(wrong):
        row, column = wrong[0].tolist()
        value = table[row, column]
        raise ValueError(f"row {row}, attribute {column}: {value} is not a finite number")


def check_weights(weights: Floats, attributes: int) -> None:
    """Check weights: one an attribute, none negative, not all 0.

    Raises
    ------
    ValueError
        If they are otherwise.

    Examples
    --------
    >>> check_weights(np.array([1.0, -1.0]), 2)
    Traceback (most recent call last):
    ValueError: weight 1 is -1.0: expected 0 or more (turn the attribute round instead)
    """
    if weights.shape != (attributes,):
        raise ValueError(f"{attributes} attributes, but weights of shape {weights.shape}")
    for at, weight in enumerate(weights.tolist()):
        if not np.isfinite(weight):
            raise ValueError(f"weight {at} is {weight}: expected a finite number")
        if weight < 0:
            raise ValueError(
                f"weight {at} is {weight}: expected 0 or more (turn the attribute round instead)"
            )
    if not weights.any():
        raise ValueError("all weights are 0: they rank nothing")


def scores_by(table: Table, weights: Floats) -> Floats:
    """Score of each item: the weighted sum of its attributes.

    Added up attribute by attribute and not as a matrix product, whose rounding depends on
    the row: equal items get equal scores.

    Examples
    --------
    >>> scores_by(np.array([[1.0, 2.0], [3.0, 0.0]]), np.array([1.0, 0.5])).tolist()
    [2.0, 3.0]
    """
    total = np.zeros(len(table))
    for column, weight in zip(table.T, weights.tolist(), strict=True):
        total += weight * column
    return total


def best_first(scores: Floats) -> Ints:
    """Places from the largest score to the smallest; ties keep the order of the table.

    Examples
    --------
    >>> best_first(np.array([1.0, 3.0, 1.0])).tolist()
    [1, 0, 2]
    """
    return np.argsort(-scores, kind="stable").astype(np.int64)
