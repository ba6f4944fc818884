"""Sign-in for development: anybody at this machine is whoever they say, so only at this machine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask import abort, request
from sqlalchemy import Engine

from fairgate.errors import UserError
from jira_app.access import people
from jira_app.access.person import Person, Role
from jira_app.intake.local import came_from_elsewhere, is_loopback

ISSUER: Final = "development"
LONGEST: Final = 100


@dataclass(frozen=True)
class Known:
    """Somebody whom the form suggests: a person of the Jira that is tried out."""

    name: str
    email: str


class Development:
    """Takes a name, an e-mail address and roles from a form, and believes them.

    Parameters
    ----------
    host : str
        What the server listens on.
    known : tuple of Known
        Suggestions.

    Raises
    ------
    UserError
        If others than this machine can reach the server.

    Examples
    --------
    >>> Development("0.0.0.0")
    Traceback (most recent call last):
    ...
    fairgate.errors.UserError: 0.0.0.0 can be reached from elsewhere, where nobody may sign in \
by a mere name (set FAIRGATE_OIDC_ISSUER, FAIRGATE_OIDC_CLIENT_ID and FAIRGATE_OIDC_CLIENT_SECRET)
    """

    def __init__(self, host: str, known: tuple[Known, ...] = ()) -> None:
        if not is_loopback(host):
            names = (f"FAIRGATE_OIDC_{name}" for name in ("ISSUER", "CLIENT_ID", "CLIENT_SECRET"))
            first, second, third = names
            raise UserError(
                f"{host} can be reached from elsewhere, where nobody may sign in by a mere name",
                f"set {first}, {second} and {third}",
            )
        self.known = known

    def check(self) -> None:
        """Refuse a request that is not for this machine, or that a proxy handed on."""
        if came_from_elsewhere(request.host, request.headers.keys()):
            abort(403, "The sign-in for development is for this machine only.")

    def arrive(self, engine: Engine, now: float) -> Person:
        """Store whoever the form names; their roles are those chosen, no more."""
        self.check()
        name = request.form.get("name", "").strip()
        email = request.form.get("email", "").strip()
        chosen = {role for role in Role if role.value in request.form.getlist("roles")}
        if not 0 < len(name) <= LONGEST or len(email) > LONGEST:
            abort(400, "Enter a name of at most 100 characters.")
        with engine.begin() as db:
            found = people.arrive(db, ISSUER, name.casefold(), now, name=name, email=email)
            return people.set_roles(db, found, chosen or {Role.SQUAD})
