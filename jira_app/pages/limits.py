"""How large the forms of a blueprint may be; known before anybody reads one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask import Blueprint, current_app, request

LIMITS: Final = "fairgate.limits"


@dataclass(frozen=True)
class Limit:
    """What a form may hold.

    Attributes
    ----------
    size : int
        Bytes.
    parts : int or None
        Fields and files, where it is sent in parts; None: as the app says.
    """

    size: int
    parts: int | None = None


def limit_forms(routes: Blueprint, size: int, parts: int | None = None) -> None:
    """Say how large the forms of a blueprint may be; larger ones are answered with 413.

    A view comes too late for that: the check of the CSRF token reads the form before it.

    Parameters
    ----------
    routes : flask.Blueprint
        Not registered yet.
    size : int
        Bytes.
    parts : int or None
        Fields and files, where a form is sent in parts; None: as the app says.
    """
    limit = Limit(size, parts)
    routes.record_once(
        lambda state: state.app.extensions.setdefault(LIMITS, {}).update({routes.name: limit})
    )


def obey() -> None:
    """Set the limits of a request; before all else."""
    limit = current_app.extensions.get(LIMITS, {}).get(request.blueprint)
    if limit is not None:
        request.max_content_length = request.max_form_memory_size = limit.size
        if limit.parts is not None:
            request.max_form_parts = limit.parts
