"""The feedback form of a module, as a text to print or to send."""

from __future__ import annotations

from collections.abc import Iterator

from fairgate.training.models import FeedbackQuestion
from fairgate.training.module import Module

SCALE = ("1", "2", "3", "4", "5")
_LINES = 3
"""Lines to write on."""


def feedback_text(module: Module) -> str:
    """Write the questions as Markdown, with boxes to tick and lines to write on.

    Parameters
    ----------
    module : Module
        Whose form.
    """
    pieces = [f"# Feedback: {module.id} {module.title}"]
    for number, question in enumerate(module.feedback.questions, 1):
        pieces += [f"## {number}. {question.text}", *_answer(question)]
    return "\n\n".join(pieces) + "\n"


def _answer(question: FeedbackQuestion) -> Iterator[str]:
    if question.kind == "text":
        yield from ("___" for _ in range(_LINES))
        return
    if question.kind == "scale" and question.choices:
        yield f"1: {question.choices[0]}. 5: {question.choices[-1]}."
    choices = SCALE if question.kind == "scale" else question.choices
    yield "\n".join(f"- [ ] {choice}" for choice in choices)
