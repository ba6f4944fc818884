"""Whether a change reaches for what judges it: data, keys, baseline, workflow.

Each is said, because a reviewer must look. Keys and baseline are read from the base, so editing
them changes no verdict; data and workflow are the change's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase

from ci_actions.outcome import Note

WORKFLOWS = (
    ".github/workflows/*",
    ".github/actions/*",
    ".github/CODEOWNERS",
    "CODEOWNERS",
    "docs/CODEOWNERS",
    "action.yml",
    "action.yaml",
    ".gitlab-ci.yml",
    ".gitlab/*",
    "Jenkinsfile*",
    "*/Jenkinsfile*",
)
"""Files that decide what a CI platform runs, or who must approve it."""

_FIRST = 5


def touched(
    changed: Iterable[str],
    *,
    data: str | None,
    keys: Iterable[str],
    baselines: Iterable[str],
) -> tuple[Note, ...]:
    """Say which of what judges a change alters.

    Parameters
    ----------
    changed : iterable of str
        Files that differ from the base, from the root of the repository.
    data : str or None
        The evaluation data on which a model is scored, if it is in the repository.
    keys, baselines : iterable of str
        Files and directories of trusted keys, and of what is compared with.

    Examples
    --------
    >>> [note.file for note in touched([".gitlab-ci.yml", "model.onnx"], data=None, keys=[],
    ...                                baselines=[])]
    ['.gitlab-ci.yml']
    """
    paths = sorted(set(changed))
    return (
        *_of_data(paths, data),
        *_within(
            paths,
            keys,
            "This change edits trusted keys. They were read from the base, so that does not alter "
            "this verdict; once merged, whoever holds the new key can sign evidence.",
        ),
        *_within(
            paths,
            baselines,
            "This change edits what models are compared with. It was read from the base, so that "
            "does not alter this verdict; once merged, later changes are compared with it.",
        ),
        *_workflows(paths),
    )


def _of_data(paths: list[str], data: str | None) -> Iterator[Note]:
    if data is not None and data in paths:
        yield Note(
            "warning",
            "This change alters the evaluation data that judge it: the verdict is about other "
            "rows than the base's. Look at the difference before you believe it.",
            data,
        )


def _within(paths: list[str], places: Iterable[str], text: str) -> Iterator[Note]:
    wanted = tuple(places)
    found = [p for p in paths if any(p == w or p.startswith(f"{w}/") for w in wanted)]
    yield from (Note("warning", text, path) for path in found[:_FIRST])


def _workflows(paths: list[str]) -> Iterator[Note]:
    found = [p for p in paths if any(fnmatchcase(p, pattern) for pattern in WORKFLOWS)]
    for path in found[:_FIRST]:
        yield Note(
            "warning",
            "This change edits the workflow that judges it, or who must approve it. That is "
            "contained only by a required workflow of the organisation plus CODEOWNERS.",
            path,
        )
    if len(found) > _FIRST:
        more = len(found) - _FIRST
        yield Note("warning", f"{more} more files of workflows or code owners are edited.")
