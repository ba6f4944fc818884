"""A worker process that can be killed: ``python -m tests.jira_app.worker.clerk DATABASE JIRA``.

Its lease and its waits are short, and it judges by one word, quoting the whole summary.
"""

from __future__ import annotations

import os
import random
import sys
import time
from dataclasses import replace

from fairgate.triage import Item, RiskFlag
from jira_app.jira import ONCE, JiraClient, JiraSite, Pace
from jira_app.store.engine import database_url, open_engine
from jira_app.twin.seed import GATE_SELECT
from jira_app.worker import Desk, Limits, Worker
from tests.jira_app.town import judge

LEASE = 2.0


def quoting(item: Item) -> RiskFlag:
    """Judge, and quote the summary, so that the answer shows which version was read."""
    flag = judge(item)
    return replace(flag, signals=tuple(replace(s, text=item.summary) for s in flag.signals))


def clerk(database: str, jira: str, ahead: float = 0.0) -> Worker:
    """Make a worker for a twin, whose clock may be ahead, so that all leases are over."""
    site = JiraSite(jira, "app-token", "fairgate@example.org", gate_field=GATE_SELECT)
    client = JiraClient(site, Pace(ONCE))

    def clock() -> float:
        return time.time() + ahead

    desk = Desk(open_engine(database_url(database)), client, quoting, clock)
    desk = replace(desk, lease=LEASE, gate_field=GATE_SELECT)
    limits = Limits(first=0.02, longest=0.1)
    return Worker(desk, f"clerk:{os.getpid()}", random.random, limits, idle=0.02)


if __name__ == "__main__":
    clerk(*sys.argv[1:]).run()
