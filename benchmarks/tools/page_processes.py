"""Pages as a process: ``python -m benchmarks.tools.page_processes ROLE DATABASE ISSUES``.

``app`` serves the app's pages to a product manager who may see everything, from a store of so many
issues; ``bare`` reads the same rows with one statement and renders as many of them as the board
shows on a page. A server prints its port.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask, render_template_string
from sqlalchemy import Engine, insert, select

from benchmarks.tools.webhook_processes import SECRET, serve
from fairgate.checklist import open_library
from jira_app.access.authority import Permission
from jira_app.access.person import Person, Role
from jira_app.access.visit import ENVIRON, Visit
from jira_app.app import create_app
from jira_app.store.engine import database_url, open_engine, reading
from jira_app.store.migrate import upgrade
from jira_app.store.records import assessments, issues, people
from jira_app.web import Web

SHOWN = 50
"""Rows of the bare page."""

RISKS = ("none", "low", "medium", "high")
STATES = ("draft", "submitted", "approved", "changes-requested")
PAM = Person("p-pam", "Pam Manager", roles=frozenset(Role))

_PAGE = """<!doctype html><title>Issues</title><p>{{ rows|length }} issues</p><table>
{% for row in rows[:shown] %}<tr><td>{{ row.key }}<td>{{ row.summary }}<td>{{ row.risk }}\
<td>{{ row.status }}<td>{{ row.owner }}<td>{{ row.squad }}{% endfor %}</table>"""


class Everything:
    """Lets everybody see and change everything."""

    def allowed(
        self, person: Person, keys: Iterable[str], permission: Permission = Permission.BROWSE
    ) -> frozenset[str]:
        """Allow it."""
        del person, permission
        return frozenset(keys)


def fill(engine: Engine, count: int) -> None:
    """Store issues, half of them with an assessment."""
    draw, now = random.Random(5), time.time()  # noqa: S311 - a benchmark
    keys = [f"ED-{number}" for number in range(1, count + 1)]
    person = {"id": PAM.id, "issuer": "bench", "subject": PAM.id, "account": "", "email": ""}
    with engine.begin() as db:
        db.execute(insert(people).values(**person, name=PAM.name, roles=[], created=now))
        db.execute(insert(issues), [_issue(key, draw, now) for key in keys])
        db.execute(insert(assessments), [_assessment(key, draw, now) for key in keys[::2]])


def _issue(key: str, draw: random.Random, now: float) -> dict[str, Any]:
    return {
        "key": key,
        "project": "ED",
        "summary": f"{draw.choice(('Rank', 'Refuse', 'Price'))} what comes in, part {key}",
        "status": draw.choice(("To Do", "In Progress", "Done")),
        "owner": f"owner-{draw.randrange(20)}",
        "squad": f"squad-{draw.randrange(8)}",
        "risk": draw.choice(RISKS),
        "needs_assessment": draw.random() < 0.5,
        "gone": False,
        "first_seen": now - draw.randrange(100) * 86_400,
        "seen": now,
    }


def _assessment(key: str, draw: random.Random, now: float) -> dict[str, Any]:
    return {
        "id": f"a-{key}",
        "issue": key,
        "project": "ED",
        "template": "preflight",
        "template_version": "1.0.0",
        "template_digest": "",
        "state": draw.choice(STATES),
        "answers": {},
        "revision": 1,
        "level": draw.choice(RISKS[1:]),
        "likelihood": draw.randrange(5),
        "severity": draw.randrange(5),
        "author": PAM.id,
        "until": now + draw.randrange(1, 100) * 86_400,
        "answers_digest": "",
        "model_digest": "",
        "public": False,
        "public_tiers": {},
        "created": now,
        "updated": now,
    }


def app(engine: Engine) -> Flask:
    """Make the app, seen by somebody who may do everything."""
    web = Web(
        "only for a benchmark " * 3,
        open_library(kinds=("template", "cases")),
        secure=False,
        authority=Everything(),
    )
    made = create_app(engine, SECRET, time.time, web=web)
    inner = made.wsgi_app

    def as_pam(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        environ[ENVIRON] = Visit(PAM, authority=Everything())
        return inner(environ, start)

    made.wsgi_app = as_pam
    return made


def bare(engine: Engine) -> Flask:
    """Make a page of one statement and one small template."""
    made = Flask("bare")

    @made.get("/board")
    def board() -> str:
        with reading(engine).connect() as db:
            rows = db.execute(select(issues).order_by(issues.c.key)).all()
        return render_template_string(_PAGE, rows=rows, shown=SHOWN)

    return made


if __name__ == "__main__":
    role, address, count = sys.argv[1:]
    store = open_engine(database_url(address))
    upgrade(store)
    fill(store, int(count))
    serve({"app": app, "bare": bare}[role](store))
