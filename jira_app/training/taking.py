"""A quiz that is taken: marked, kept, and at the first pass certified, all or nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from fairgate.certificate import make_certificate
from fairgate.errors import UserError
from fairgate.report.safe import printable
from fairgate.signing import IN_TOTO, sign
from fairgate.training import Module, Score, score
from jira_app.access import Person
from jira_app.training import shelf
from jira_app.training.desk import Desk
from jira_app.training.shelf import Attempt, Completion

NOBODY = "(no name)"
"""Name on the certificate of somebody whose account has none."""


class NotSigned(Exception):  # noqa: N818 - what it says to the one who tried
    """The certificate could not be signed, and nothing was stored."""


def take(
    desk: Desk, module: Module, person: Person, answers: Mapping[str, Collection[str]], nonce: str
) -> int:
    """Keep an attempt, and certify the first pass: the attempt's number.

    Parameters
    ----------
    desk : Desk
        The store, the clock, the key.
    module : Module
        Whose quiz.
    person : Person
        Who answered.
    answers : mapping of str to collection of str
        Ids of the chosen options by id of the question.
    nonce : str
        Names the form; the same one, sent again as it was, is the same attempt.

    Raises
    ------
    UserError
        For a question or an option that there is not.
    SentBefore
        If the form was sent before with something else in it; nothing is stored.
    NotSigned
        If the key cannot be read; nothing is stored.
    """
    found, now = score(module.quiz, answers), desk.clock()
    attempt = Attempt(
        person=person.id,
        module=module.id,
        version=module.outline.version,
        digest=module.digest,
        at=now,
        answers={item: sorted(chosen) for item, chosen in answers.items()},
        right=found.right,
        total=found.total,
        passed=found.passed,
    )
    with desk.engine.begin() as db:
        number, new = shelf.keep_attempt(db, attempt, nonce)
        if new and found.passed and module.id not in shelf.completions_of(db, person.id):
            shelf.complete(db, _completion(desk, module, person, attempt, found))
    return number


def _completion(
    desk: Desk, module: Module, person: Person, attempt: Attempt, found: Score
) -> Completion:
    done = Completion(
        id=desk.new_id(),
        person=person.id,
        module=module.id,
        version=attempt.version,
        digest=attempt.digest,
        at=attempt.at,
        right=attempt.right,
        total=attempt.total,
        envelope=None,
    )
    if desk.signing_key is None:
        return done
    statement = make_certificate(
        number=done.id,
        name=_one_line(person.name)[:200] or NOBODY,
        module=(done.module, _one_line(module.title), done.version, done.digest),
        objectives=[_one_line(objective.text) for objective in module.objectives],
        score=(done.right, done.total, found.needed),
        at=done.at,
    )
    try:
        envelope = sign(statement.to_bytes(), IN_TOTO, desk.signing_key).decode()
    except UserError as error:
        raise NotSigned from error
    return replace(done, envelope=envelope)


def _one_line(text: str) -> str:
    return printable(" ".join(text.split()))
