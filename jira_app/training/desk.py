"""What the pages of training work with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from flask import abort
from flask_babel import gettext as _
from sqlalchemy import Engine

from fairgate.training import Module


@dataclass(frozen=True)
class Desk:
    """What the pages of training work with.

    Attributes
    ----------
    engine : sqlalchemy.Engine
        The store.
    clock : callable
        Seconds since 1970.
    modules : mapping of str to Module
        Every module, by its id, in order.
    signing_key : Path or None
        The private key that signs certificates; None: they are not signed.
    new_id : callable
        Makes ids and numbers of certificates: 32 letters that nobody guesses.
    url : str
        Where browsers find the app; empty: wherever they ask for it.
    """

    engine: Engine
    clock: Callable[[], float]
    modules: Mapping[str, Module]
    signing_key: Path | None
    new_id: Callable[[], str]
    url: str = ""

    def module(self, name: str) -> Module:
        """Find a module, or answer that there is none."""
        found = self.modules.get(name)
        if found is None:
            abort(HTTPStatus.NOT_FOUND, _("There is no such training module."))
        return found
