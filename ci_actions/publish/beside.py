"""What a reader must know beside the verdict, as a file in the artifact: ``beside.json``.

The run that judges may often not comment. Its artifact goes to the run that may, which takes
it as a claim by whoever made the change, and reads it strictly.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ci_actions.outcome import Judged, Note, PolicyUsed
from fairgate.errors import UserError

FILE = "beside.json"
LIMIT = 8 * 1024 * 1024
_TEXT, _NAME, _MOST = 4_000, 500, 500

Text: TypeAlias = Annotated[str, Field(max_length=_TEXT)]
Name: TypeAlias = Annotated[str, Field(max_length=_NAME)]


class _Exact(BaseModel):
    """No type is turned into another; what a later version adds is not read."""

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)


class _Note(_Exact):
    level: Literal["notice", "warning", "error"]
    text: Text
    file: Name | None = None
    line: Annotated[int, Field(ge=1, lt=2**31)] | None = None


_Notes: TypeAlias = Annotated[list[_Note], Field(max_length=_MOST)]


class _Policy(_Exact):
    path: Name
    source: Literal["base", "change"]
    differences: _Notes


class _Document(_Exact):
    schema_: Literal["fairgate/beside/v1"] = Field(alias="schema")
    policy: _Policy
    baseline: Text
    notes: _Notes
    issues: list[Name] = Field(max_length=_MOST)
    blocks: bool


@dataclass(frozen=True)
class Beside:
    """What :class:`~ci_actions.outcome.Judged` says beside the verdict.

    Attributes
    ----------
    policy, baseline, notes, issues
        As there.
    blocks : bool
        Whether the run ended with an error.
    """

    policy: PolicyUsed
    baseline: str
    notes: tuple[Note, ...]
    issues: tuple[str, ...]
    blocks: bool


def write(judged: Judged) -> bytes:
    """Write what stands beside a verdict, as JSON."""
    document = {
        "schema": "fairgate/beside/v1",
        "policy": {
            "path": judged.policy.path[:_NAME],
            "source": judged.policy.source,
            "differences": _notes(judged.policy.differences),
        },
        "baseline": judged.baseline[:_TEXT],
        "notes": _notes(judged.notes),
        "issues": [key[:_NAME] for key in judged.issues[:_MOST]],
        "blocks": judged.exit_code != 0,
    }
    # A half of a surrogate pair, from a badly encoded name, would be refused by the reader.
    text = json.dumps(document, indent=2, ensure_ascii=False)
    return text.encode("utf-8", "replace") + b"\n"


def _notes(notes: Sequence[Note]) -> list[dict[str, str | int | None]]:
    """Shorten what the reader would refuse; the most important notes come first."""
    loud_first = sorted(notes, key=lambda note: note.level == "notice")
    return [
        {
            "level": note.level,
            "text": note.text[:_TEXT],
            "file": None if note.file is None else note.file[:_NAME],
            "line": note.line,
        }
        for note in loud_first[:_MOST]
    ]


def read(data: bytes) -> Beside:
    """Read it back.

    Raises
    ------
    UserError
        If it is anything else.
    """
    try:
        found = _Document.model_validate_json(data)
    except ValidationError:
        raise UserError(
            "is not what a run of the gate writes",
            "let the run upload the directory as the gate left it",
            file=FILE,
        ) from None
    policy = PolicyUsed(found.policy.path, found.policy.source, _read(found.policy.differences))
    notes = _read(found.notes)
    return Beside(policy, found.baseline, notes, tuple(found.issues), found.blocks)


def _read(notes: Sequence[_Note]) -> tuple[Note, ...]:
    return tuple(Note(note.level, note.text, note.file, note.line) for note in notes)
