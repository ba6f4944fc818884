"""From an issue as it is to what Jira should show of it: only what differs, or nothing.

Pure: reads and writes nothing. What people see is the entity property ``fairgate``, the risk
field or a label, Jira's own flag, and a comment whenever the risk rises.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from fairgate.render import Bullets, Document, Paragraph, Strong
from fairgate.render.as_adf import adf
from fairgate.triage import Item, RiskFlag
from jira_app.jira import Issue

PROPERTY: Final = "fairgate"
"""Name of the entity property: for searching and display. Any editor can change it."""

LABEL: Final = "fairgate-risk-"
LEVELS: Final = ("none", "low", "medium", "high")
VERSION: Final = 1
LONGEST_QUOTE: Final = 120
LONGEST_WHY: Final = 240
MOST_SIGNALS: Final = 6

Judge = Callable[[Item], RiskFlag]
"""Says what an item's text alone tells; :meth:`fairgate.triage.Triage.flag`."""

_TITLE = "This change may treat people unequally"
_REST = "A person can override this risk, with a reason; editing the issue has it looked at again."


@dataclass(frozen=True)
class Override:
    """A person's own decision about the risk, which triage never changes."""

    risk: str
    name: str
    reason: str
    date: str


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
    comment : dict or None
        ADF.
    marker : str
        What the comment is about, so that it is posted once.
    """

    override: Any
    value: dict[str, Any]
    add_labels: tuple[str, ...] = ()
    remove_labels: tuple[str, ...] = ()
    risk: str | None = None
    flagged: bool | None = None
    comment: dict[str, Any] | None = None
    marker: str = ""

    def as_json(self) -> dict[str, Any]:
        """Write it for the outbox."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Changes:
        """Read what :meth:`as_json` wrote."""
        labels = {name: tuple(data[name]) for name in ("add_labels", "remove_labels")}
        return cls(**{**data, **labels})


def item(issue: Issue) -> Item:
    """Take from an issue what triage may look at; the app's own labels are not about people."""
    labels = tuple(label for label in issue.labels if not label.startswith(LABEL))
    return Item(
        issue.key, issue.summary, issue.description_text, labels, issue.components, issue.type
    )


def read_override(recorded: Mapping[str, Any] | None) -> Override | None:
    """Read a person's override out of the property; one without name or reason counts for nothing.

    Examples
    --------
    >>> read_override({"override": {"risk": "low", "name": "Ada", "reason": "tested",
    ...                             "date": "2026-11-02"}}).risk
    'low'
    >>> read_override({"override": {"risk": "none", "name": "", "reason": "because"}})
    """
    found = (recorded or {}).get("override")
    if not isinstance(found, dict) or found.get("risk") not in LEVELS:
        return None
    texts = [found.get(name) for name in ("name", "reason", "date")]
    if not all(isinstance(text, str) and text.strip() for text in texts):
        return None
    return Override(found["risk"], *texts)  # type: ignore[arg-type]  # checked above


def plan(
    issue: Issue,
    recorded: Mapping[str, Any] | None,
    found: RiskFlag,
    judged: str,
    *,
    has_field: bool = False,
    approved: bool = False,
) -> Changes | None:
    """Compare an issue with what it should show; None if nothing has to be written.

    Parameters
    ----------
    issue : Issue
        As just read from Jira.
    recorded : mapping or None
        Its property ``fairgate``, as just read.
    found : RiskFlag
        What triage says.
    judged : str
        Now, for people to read.
    has_field : bool
        Whether the site has a risk field; without one the risk is a label.
    approved : bool
        Whether an assessment of this issue is approved, so that high needs no flag.
    """
    recorded = recorded or {}
    override = read_override(recorded)
    risk = override.risk if override else found.risk
    flagged = _flag(issue, recorded, wanted=risk == "high" and not approved)
    was = _recorded_risk(recorded)
    rises = LEVELS.index(risk) > LEVELS.index(was) and override is None
    value = _value(recorded, found, risk, flagged=flagged, rises=rises)
    wanted = set() if has_field or risk == "none" else {LABEL + risk}
    own = {label for label in issue.labels if label.startswith(LABEL)}
    changed = value != {key: recorded[key] for key in recorded if key != "judged"}
    changes = Changes(
        override=recorded.get("override"),
        value={**value, "judged": judged if changed else recorded.get("judged", judged)},
        add_labels=tuple(sorted(wanted - own)),
        remove_labels=tuple(sorted(own - wanted)),
        risk=risk if has_field and issue.risk != risk else None,
        flagged=flagged if flagged != issue.flagged and flagged != _is_ours(recorded) else None,
        comment=comment(found) if rises else None,
        marker=f"triage-{value['rises']}-{risk}" if rises else "",
    )
    labels = changes.add_labels or changes.remove_labels
    shown = changes.risk is not None or changes.flagged is not None
    return changes if changed or labels or shown else None


def comment(found: RiskFlag) -> dict[str, Any]:
    """Write what the squad reads when the risk of an issue rises, as ADF."""
    lines = tuple(
        (Strong(_short(signal.text, LONGEST_QUOTE)), f": {_short(signal.why, LONGEST_WHY)}")
        for signal in found.signals[:MOST_SIGNALS]
    )
    risk = Paragraph(("Risk: ", Strong(found.risk), ". An impact assessment is needed."))
    blocks = (risk, Bullets(lines), Paragraph((_REST,))) if lines else (risk, Paragraph((_REST,)))
    return adf(Document("Note", _TITLE, blocks))


def _value(
    recorded: Mapping[str, Any], found: RiskFlag, risk: str, *, flagged: bool, rises: bool
) -> dict[str, Any]:
    signals = [
        {
            "id": signal.id,
            "why": _short(signal.why, LONGEST_WHY),
            "text": _short(signal.text, LONGEST_QUOTE),
        }
        for signal in found.signals[:MOST_SIGNALS]
    ]
    value = {
        "version": VERSION,
        "risk": risk,
        "triaged": found.risk,
        "needs_assessment": risk != "none",
        "signals": signals,
        "flagged": flagged,
        "rises": _count(recorded.get("rises")) + rises,
    }
    return {**value, "override": recorded["override"]} if "override" in recorded else value


def _flag(issue: Issue, recorded: Mapping[str, Any], *, wanted: bool) -> bool:
    """Whether the flag is ours from now on; one that a person set before stays theirs.

    It is set and cleared once each time our mind changes: between times it is the people's.
    """
    return wanted and (_is_ours(recorded) or not issue.flagged)


def _is_ours(recorded: Mapping[str, Any]) -> bool:
    return recorded.get("flagged") is True


def _recorded_risk(recorded: Mapping[str, Any]) -> str:
    risk = recorded.get("risk")
    return risk if risk in LEVELS else "none"


def _count(value: Any) -> int:
    return value if isinstance(value, int) and 0 <= value < 2**31 else 0


def _short(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
