"""Certificates: a page to print, and the signed file behind it."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from flask import Blueprint, Response, abort, render_template
from flask_babel import gettext as _
from sqlalchemy import Connection

from fairgate.certificate import Certified, parse_certificate
from jira_app.access import Person, Role, people, person
from jira_app.evidence.envelope import read_envelope
from jira_app.store.engine import reading
from jira_app.training import cohort_store, shelf
from jira_app.training.desk import Desk
from jira_app.training.shelf import Completion


@dataclass(frozen=True)
class Shown:
    """A certificate as people read it.

    Attributes
    ----------
    completion : Completion
        As it is stored.
    name, title : str
        Of the person and the module: as they were signed; unsigned, as they are now.
    objectives : tuple of str
        What was learnt; empty where it is unsigned and the module has changed since.
    language : str
        Of title and objectives.
    key_id : str
        Of the key that signed it; empty: it is not signed.
    """

    completion: Completion
    name: str
    title: str
    objectives: tuple[str, ...]
    language: str
    key_id: str


def add(routes: Blueprint, desk: Desk) -> None:
    """Add the routes."""

    @routes.get("/training/certificates/<number>")
    def certificate(number: str) -> str:
        """Show a certificate, to its holder, who teaches them and administrators."""
        return render_template("training/learn_certificate.html", shown=_find(desk, number))

    @routes.get("/training/certificates/<number>/certificate.json")
    def statement(number: str) -> Response:
        """Hand out the signed statement."""
        found = _find(desk, number).completion
        if found.envelope is None:
            abort(HTTPStatus.NOT_FOUND, _("This certificate is not signed."))
        answer = Response(found.envelope, mimetype="application/json")
        name = f"certificate-{found.module}-{found.id[:8]}.json"
        answer.headers.set("Content-Disposition", "attachment", filename=name)
        return answer


def _find(desk: Desk, number: str) -> Shown:
    asking, shown = person(), None
    with reading(desk.engine).connect() as db:
        found = shelf.find_completion(db, number)
        if found is not None and _may_see(db, asking, found):
            shown = _shown(db, desk, found)
    if shown is None:
        abort(HTTPStatus.NOT_FOUND, _("There is no such certificate."))
    return shown


def _may_see(db: Connection, asking: Person, found: Completion) -> bool:
    """Whether it is theirs, or they teach its holder this very module, or see all."""
    if found.person == asking.id or asking.is_a(Role.ADMIN):
        return True
    if not asking.is_a(Role.TRAINER):
        return False
    return cohort_store.teaches(db, asking.id, found.person, found.module)


def _shown(db: Connection, desk: Desk, found: Completion) -> Shown | None:
    """Read what a certificate says; None where its holder was erased."""
    holder = people.find(db, found.person)
    if holder is None:
        return None
    module = desk.modules.get(found.module)
    language = module.outline.language if module else "en"
    if found.envelope is not None:
        certified, key_id = _signed(found.envelope)
        objectives = tuple(certified.module.objectives)
        title = certified.module.title
        return Shown(found, certified.person.name, title, objectives, language, key_id)
    same = module is not None and module.digest == found.digest
    objectives = tuple(each.text for each in module.objectives) if module and same else ()
    title = module.title if module else found.module
    return Shown(found, holder.name, title, objectives, language, "")


def _signed(envelope: str) -> tuple[Certified, str]:
    read = read_envelope(envelope.encode())
    return parse_certificate(read.statement).predicate, read.signatures[0].keyid
