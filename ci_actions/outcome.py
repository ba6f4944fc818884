"""What judging a change came to: the verdict, and all a reader must know beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from fairgate.verdict import Verdict

Level: TypeAlias = Literal["notice", "warning", "error"]
Report: TypeAlias = Literal["verdict", "evidence", "report", "markdown", "sarif", "junit"]


@dataclass(frozen=True)
class Note:
    """One thing to know beside the verdict, in one sentence.

    Attributes
    ----------
    level : str
        ``error`` blocks, ``warning`` is shown in red or yellow, ``notice`` informs.
    text : str
        The sentence; not escaped yet.
    file : str or None
        Path from the root of the repository that it is about.
    line : int or None
        In that file.
    """

    level: Level
    text: str
    file: str | None = None
    line: int | None = None


@dataclass(frozen=True)
class PolicyUsed:
    """The policy that judged.

    Attributes
    ----------
    path : str
        From the root of the repository.
    source : str
        ``base`` (the base branch's) or ``change`` (there is none at the base, or nothing
        to merge into).
    differences : tuple of Note
        What the change alters in it, in words; a loosening is a warning.
    """

    path: str
    source: Literal["base", "change"]
    differences: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Judged:
    """A change, judged.

    Attributes
    ----------
    verdict : Verdict
        By the policy that counts.
    policy : PolicyUsed
        Which one that was.
    baseline : str
        What it was compared with, in one sentence.
    notes : tuple of Note
        Everything else to know: data that the change alters, missing issue keys, ...
    issues : tuple of str
        Jira issues named by branch, title or commits.
    model : str or None
        Path of the model file from the root of the repository, where there is one.
    files : mapping of str to Path
        Reports that were written.
    exit_code : int
        0, 2, 3 or 4, as ``fairgate check`` has it, after ``fail-on`` and ``require-issue``.
    """

    verdict: Verdict
    policy: PolicyUsed
    baseline: str
    notes: tuple[Note, ...]
    issues: tuple[str, ...]
    model: str | None
    files: Mapping[Report, Path]
    exit_code: int
