"""Why a step is not taken; the words for people are in :mod:`jira_app.assessments.words`."""

from __future__ import annotations

from enum import StrEnum


class Refusal(StrEnum):
    """What stands in the way of a step."""

    CHANGED_MEANWHILE = "changed-meanwhile"
    IS_SUBMITTED = "is-submitted"
    NOT_OPEN = "not-open"
    NOT_SUBMITTED = "not-submitted"
    NOTHING_THERE = "nothing-there"
    MISSING_ANSWERS = "missing-answers"
    TEMPLATE_CHANGED = "template-changed"
    OWN_WORK = "own-work"
    NOT_A_REVIEWER = "not-a-reviewer"
    NOT_NAMED = "not-named"
    UNTRAINED = "untrained"
    NO_REASON = "no-reason"
    WAS_SUBMITTED = "was-submitted"
    SWITCHED_OFF = "switched-off"
    NOT_SIGNED = "not-signed"


class Refused(Exception):  # noqa: N818 - what it says to the one who tried
    """A step is not taken, and nothing was changed.

    Attributes
    ----------
    why : Refusal
        What stands in the way.
    names : tuple of str
        Ids it is about: missing questions, training modules.
    """

    def __init__(self, why: Refusal, names: tuple[str, ...] = ()) -> None:
        super().__init__(why.value)
        self.why = why
        self.names = names
