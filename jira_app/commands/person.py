"""``fairgate jira person``: what is held about somebody, and how it is forgotten."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from fairgate.errors import UserError

if TYPE_CHECKING:
    from sqlalchemy import Engine

WHO = "ID_OR_EMAIL"


@click.group()
def person() -> None:
    """Hand out or forget what is held about a person."""


@person.command("export")
@click.argument("who", metavar=WHO)
def export_command(*, who: str) -> None:
    """Print all that is held about a person, as JSON."""
    from jira_app.records import people  # noqa: PLC0415 - only when called
    from jira_app.store.engine import reading  # noqa: PLC0415

    with _kept() as engine, reading(engine).begin() as db:
        held = people.export(db, _the_one(people.find(db, who), who))
    click.echo(json.dumps(held, indent=2))


@person.command("erase")
@click.argument("who", metavar=WHO)
@click.option("--yes", is_flag=True, help="Do not ask; there is no way back.")
def erase_command(*, who: str, yes: bool) -> None:
    """Forget a person: name, e-mail, account, sign-in, and all they wrote and learnt.

    Their id stays in the histories, which still hold; they are signed out. What Jira itself holds
    about them is erased in Jira.
    """
    from jira_app.records import people  # noqa: PLC0415 - only when called
    from jira_app.store.engine import reading  # noqa: PLC0415

    with _kept() as engine:
        with reading(engine).begin() as db:
            found = _the_one(people.find(db, who), who)
        if not yes:
            _ask(found)
        with engine.begin() as db:
            done = people.erase(db, found, by=people.OPERATOR, at=time.time())
    if done.again:
        click.echo(f"Person {found} was erased before; nothing was done.")
        return
    texts = f"{done.texts} text{'s' * (done.texts != 1)}"
    click.echo(f"Erased person {found}: name, e-mail, account and {texts}. Back-ups still hold it.")


@contextmanager
def _kept() -> Iterator[Engine]:
    from jira_app.commands.opening import open_kept  # noqa: PLC0415 - only when called
    from jira_app.settings import read_settings  # noqa: PLC0415

    engine = open_kept(read_settings(os.environ, None).database)
    try:
        yield engine
    finally:
        engine.dispose()


def _the_one(found: tuple[str, ...], who: str) -> str:
    if not found:
        cure = (
            "give the id, or the e-mail address they signed in with; who was erased has only an id"
        )
        raise UserError(f"nobody is known as {who!r}", cure, place=WHO)
    if len(found) > 1:
        problem = f"{who!r} signed in in {len(found)} ways, each with an id: {', '.join(found)}"
        raise UserError(problem, "do it for each id", place=WHO)
    return found[0]


def _ask(found: str) -> None:
    if not sys.stdin.isatty():
        raise UserError("there is nobody to ask whether to erase", "give --yes", place="--yes")
    click.confirm(f"Erase person {found} for good?", abort=True)
