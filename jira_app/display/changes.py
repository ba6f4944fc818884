"""What is to be written to one issue, as it waits in the outbox."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Note:
    """A comment, in ADF, and the marker by which it is posted once."""

    marker: str
    body: dict[str, Any]


@dataclass(frozen=True)
class RemoteLink:
    """A link to a page elsewhere; one of the same id is changed, not added."""

    id: str
    url: str
    title: str


@dataclass(frozen=True)
class Changes:
    """What to write to one issue. Every part can be written twice without being seen twice.

    Attributes
    ----------
    override : object
        The property's ``override`` that this was decided by, as it stands in Jira.
    value : dict
        The property, all of it.
    add_labels, remove_labels : tuple of str
        Labels of the app only.
    risk : str or None
        For the risk field.
    flagged : bool or None
        For Jira's own flag.
    gate : str or None
        For the gate field: ``open`` or ``closed``.
    issue_id : str
        Number of the issue, by which fields of an app are set.
    notes : tuple of Note
        Comments.
    links : tuple of RemoteLink
        Links to reports.
    """

    override: Any
    value: dict[str, Any]
    add_labels: tuple[str, ...] = ()
    remove_labels: tuple[str, ...] = ()
    risk: str | None = None
    flagged: bool | None = None
    gate: str | None = None
    issue_id: str = ""
    notes: tuple[Note, ...] = ()
    links: tuple[RemoteLink, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Write it for the outbox."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Changes:
        """Read what :meth:`as_json` wrote, also that of versions without gate, notes and links.

        Examples
        --------
        >>> Changes.from_json({"override": None, "value": {}, "comment": {"type": "doc"},
        ...                    "marker": "triage-1-high"}).notes[0].marker
        'triage-1-high'
        """
        notes = [Note(**each) for each in data.get("notes", ())]
        if data.get("comment"):  # there was one comment at most
            notes.append(Note(data.get("marker", ""), data["comment"]))
        return cls(
            override=data.get("override"),
            value=dict(data["value"]),
            add_labels=tuple(data.get("add_labels", ())),
            remove_labels=tuple(data.get("remove_labels", ())),
            risk=data.get("risk"),
            flagged=data.get("flagged"),
            gate=data.get("gate"),
            issue_id=data.get("issue_id", ""),
            notes=tuple(notes),
            links=tuple(RemoteLink(**each) for each in data.get("links", ())),
        )
