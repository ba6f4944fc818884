"""Feedback on a module: read out of a form, and counted. Pure, but for the words of complaints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from flask_babel import gettext as _

from fairgate.training.models import Feedback, FeedbackQuestion
from jira_app.store.tables import storable
from jira_app.training.cohort import FEWEST

SCALE: Final = range(1, 6)
LONGEST: Final = 2_000
"""Characters of a text."""

FIELD: Final = "a:"
"""What names of the form's fields begin with."""

NO_ANSWER: Final = ""
"""Stands for a question that is left out; it can be chosen, so that an answer can be taken back."""

Answers: TypeAlias = Mapping[str, int | str]
"""By id of the question: a point of the scale, a choice, or a text."""


@dataclass(frozen=True)
class Tally:
    """What was answered to one question; nothing where fewer than five answered it.

    Attributes
    ----------
    question : FeedbackQuestion
        The question.
    counts : mapping
        How many gave which answer, in the order of the form; empty for a text.
    texts : tuple of str
        What was written.
    """

    question: FeedbackQuestion
    counts: Mapping[int | str, int] = field(default_factory=dict)
    texts: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """How many answered it; 0 also where they are too few to be told of."""
        return sum(self.counts.values()) + len(self.texts)

    @property
    def few(self) -> bool:
        """Whether fewer than :data:`~jira_app.training.cohort.FEWEST` answered it."""
        return self.total < FEWEST

    @property
    def mean(self) -> float | None:
        """Mean of a scale; None: too few answered, or it is none.

        Examples
        --------
        >>> scale = FeedbackQuestion(id="q", text="How?", kind="scale", choices=["Bad", "Good"])
        >>> Tally(scale, {1: 2, 2: 0, 3: 0, 4: 0, 5: 6}).mean
        4.0
        """
        if self.question.kind != "scale" or not self.total:
            return None
        return sum(int(point) * count for point, count in self.counts.items()) / self.total


@dataclass(frozen=True)
class Summary:
    """What a group said: how many forms there are, and of each question what may be told.

    Attributes
    ----------
    forms : int
        How many there are.
    tallies : tuple of Tally
        One a question; empty below :data:`~jira_app.training.cohort.FEWEST` forms.
    """

    forms: int
    tallies: tuple[Tally, ...] = ()

    @property
    def lacking(self) -> int:
        """How many forms are lacking before anything is shown."""
        return max(0, FEWEST - self.forms)


def summary(form: Feedback, given: Sequence[Answers]) -> Summary:
    """Count answers question by question, or only how many forms are lacking where there are few.

    Five forms are not five answers: every question may be left out.
    """
    if len(given) < FEWEST:
        return Summary(len(given))
    return Summary(len(given), tuple(_tally(question, given) for question in form.questions))


def read_form(
    form: Feedback, posted: Mapping[str, str]
) -> tuple[dict[str, int | str], dict[str, str]]:
    """Read answers out of a form: what was meant, and complaints by the name of the field.

    Every question may be left out, but not all of them; that complaint is about the first field.
    """
    meant: dict[str, int | str] = {}
    errors: dict[str, str] = {}
    for question in form.questions:
        name = FIELD + question.id
        said = storable(posted.get(name, "")).replace("\r\n", "\n").strip()
        value = _value(question, said)
        if value is None:
            errors[name] = _("Choose one of the answers that the form has.")
        elif len(said) > LONGEST:
            errors[name] = _("A text may have %(most)s characters at most.", most=LONGEST)
        elif value != NO_ANSWER:
            meant[question.id] = value
    if not meant and not errors:
        errors[FIELD + form.questions[0].id] = _("Answer at least one question.")
    return meant, errors


def _value(question: FeedbackQuestion, said: str) -> int | str | None:
    """Find what is meant; None: there is no such answer."""
    if question.kind == "text" or said == NO_ANSWER:
        return said
    return next((each for each in options(question) if str(each) == said), None)


def options(question: FeedbackQuestion) -> Sequence[int | str]:
    """List what can be chosen."""
    if question.kind == "scale":
        return SCALE
    return question.choices if question.kind == "choice" else ()


def _tally(question: FeedbackQuestion, given: Sequence[Answers]) -> Tally:
    said: list[Any] = [each[question.id] for each in given if question.id in each]
    if question.kind == "text":
        whole = Tally(question, texts=tuple(each for each in said if isinstance(each, str)))
    else:
        counted = Counter(said)  # an answer that an older form had is not one of the options
        whole = Tally(question, {each: counted[each] for each in options(question)})
    return Tally(question) if whole.few else whole
