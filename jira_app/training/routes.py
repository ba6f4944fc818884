"""``/training``: which pages there are."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final
from uuid import uuid4

from flask import Blueprint
from sqlalchemy import Engine

from fairgate.training import Module
from jira_app.pages import limit_forms
from jira_app.training import certificates, cohorts, learning, quizzes
from jira_app.training.desk import Desk

MOST_BYTES: Final = 1_000_000
MOST_PARTS: Final = 20_000
"""Bytes and fields of a form: attendance has one for each member and module."""


def training(
    *,
    engine: Engine,
    clock: Callable[[], float],
    modules: Iterable[Module],
    signing_key: Path | None = None,
    new_id: Callable[[], str] = lambda: uuid4().hex,
    url: str = "",
) -> Blueprint:
    """Make the routes.

    Parameters
    ----------
    engine : sqlalchemy.Engine
        The store.
    clock : callable
        Seconds since 1970.
    modules : iterable of Module
        What is taught, in order.
    signing_key : Path or None
        The private key that signs certificates; None: they are not signed.
    new_id : callable
        Makes ids and numbers of certificates.
    url : str
        Where browsers find the app; empty: wherever they ask for it.
    """
    known = {module.id: module for module in modules}
    desk = Desk(engine, clock, known, signing_key, new_id, url)
    routes = Blueprint(
        "training",
        "jira_app.training",
        template_folder="templates",
        static_folder="static",
        static_url_path="/static/training",
    )
    limit_forms(routes, MOST_BYTES, MOST_PARTS)
    learning.add(routes, desk)
    quizzes.add(routes, desk)
    certificates.add(routes, desk)
    cohorts.add(routes, desk)
    return routes
