"""``fairgate triage`` on a learner's backlog items."""

from __future__ import annotations

from fairgate.errors import did_you_mean
from fairgate.files import read_bytes
from fairgate.training.models import Step
from fairgate.training.steps import TriageExpect, expect_of
from fairgate.training.tools.desk import Desk
from fairgate.triage import parse_items, ready
from fairgate.triage.items import MAX_BYTES


def triage(step: Step, desk: Desk) -> tuple[str, ...]:
    """Triage the items, and compare their risks."""
    expect: TriageExpect = expect_of(step)
    path = desk.path(step.file)
    flags = ready().flags(parse_items(read_bytes(path, MAX_BYTES), path))
    risks = {flag.id: flag.risk for flag in flags}
    found: list[str] = []
    for name, risk in expect.ids.items():
        if name not in risks:
            found.append(f"there is no item called {name} ({did_you_mean(name, risks)})")
        elif risks[name] != risk:
            found.append(f"{name}: triage says {risks[name]}, expected {risk}")
    return tuple(found)
