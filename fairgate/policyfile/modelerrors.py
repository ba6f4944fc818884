"""Complaints of the policy's own models about several keys: their place and their cure."""

from __future__ import annotations

from typing import Any

from fairgate.yamlfile.reader import Path

REFERENCE = "see https://fairgate.readthedocs.io/reference/policy"

_MODEL_CURES = (
    ("expected exactly one of at_least", "a floor or a ceiling: keep one of the two"),
    ("got none", "add one, for example ratio: {at_least: 0.8}"),
    ("expected exactly one of", "make a rule of each"),
    ("must_detect", "mend it, or remove it: there is a default"),
    ("bins must ascend", "sort them, and name each once"),
    ("as a difference only", "write difference: {at_most: ...}"),
    ("regression needs", "use difference or value for this metric"),
    ("within needs", "use a rate such as selection_rate, or remove within"),
    ("within goes with", "use ratio or difference, or remove within"),
    ("reference goes with", "use ratio or difference, or remove reference"),
    ("features name", "name each column once"),
    ("format says", "keep one of the two"),
    ("reference: overall", "name a group such as race=white, or remove reference"),
)


def model_error(path: Path, message: str, value: Any) -> tuple[Path, str, str]:
    """Give a complaint about several keys its place and its cure.

    The place is the key with which the message begins, where the value has such a key.

    Examples
    --------
    >>> model_error(("rules", 0), "within needs a rate", {"within": ["dept"]})[0]
    ('rules', 0, 'within')
    """
    if message.startswith("must_detect") and not _path_to("must_detect", value):
        limit = _path_to("at_least", value) or _path_to("at_most", value)
        problem = "no violation lies beyond this limit, so it promises nothing"
        return (*path, *limit), problem, "write a limit inside the scale"
    problem, _, said = message.partition("; ")
    cure = said or next((cure for sign, cure in _MODEL_CURES if sign in problem), REFERENCE)
    return (*path, *_path_to(problem.split()[0].strip(":,"), value)), problem, cure


def _path_to(key: str, value: Any) -> Path:
    if not isinstance(value, dict):
        return ()
    if key in value:
        return (key,)
    return next(
        (
            (outer, key)
            for outer, inner in value.items()
            if isinstance(inner, dict) and key in inner
        ),
        (),
    )
