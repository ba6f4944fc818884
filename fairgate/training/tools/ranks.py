"""``fairgate rank`` on a learner's table, or on the recipe that a learner wrote for one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from fairgate.content import read
from fairgate.errors import UserError, did_you_mean
from fairgate.training.models import Step
from fairgate.training.steps import RankExpect, RankOptions, expect_of, options_of
from fairgate.training.tools.desk import Desk


def rank(step: Step, desk: Desk) -> tuple[str, ...]:
    """Rank, and compare the outcomes of measures."""
    if desk.rank is None:
        raise UserError("this step needs fairgate rank, which is not here", "update fairgate")
    options: RankOptions = options_of(step)
    path = desk.path(step.file)
    if path.endswith((".yaml", ".yml")):
        recipe = read(RankOptions, path).content
        given = recipe.model_dump(exclude_unset=True)
        options = options.model_copy(update={k: v for k, v in given.items() if k != "file"})
        path = desk.path(recipe.file or options.file or step.file)
    return tuple(_of_ranking(desk.rank(arguments(path, options)), expect_of(step)))


def arguments(path: str, options: RankOptions) -> list[str]:
    """Write options as a person would type them.

    Examples
    --------
    >>> arguments("a.csv", RankOptions(score={"points": 1.0}, sensitive=["sex=f"], k=10))
    ['a.csv', '--score', 'points=1', '--sensitive', 'sex=f', '--k', '10']
    """
    words = [path]
    for column, weight in options.score.items():
        words += ["--score", f"{column}={weight:g}"]
    for group in options.sensitive:
        words += ["--sensitive", group]
    words += ["--k", str(options.k)] if options.k is not None else []
    return words + (["--ascending"] if options.ascending else [])


def _of_ranking(ranking: Mapping[str, Any], expect: RankExpect) -> Iterator[str]:
    found: dict[str, str] = {}
    for measure in ranking["measures"]:
        group = measure.get("group")
        name = f"{measure['metric']} [{group}]" if group else str(measure["metric"])
        found[name] = str(measure["outcome"])
    for name, outcome in expect.measures.items():
        if name not in found:
            yield f"nothing was measured under the name {name!r} ({did_you_mean(name, found)})"
        elif found[name] != outcome:
            yield f"{name}: the outcome is {found[name]}, expected {outcome}"
