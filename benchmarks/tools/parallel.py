"""The same function for many inputs, on several processes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TypeVar

Item = TypeVar("Item")
Answer = TypeVar("Answer")


def each(
    function: Callable[[Item], Answer],
    items: Sequence[Item],
    processes: int,
) -> list[Answer]:
    """Apply a function to every item, answers in order; one process means this one."""
    if processes == 1 or len(items) <= 1:
        return [function(item) for item in items]
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        return list(pool.map(function, items))
