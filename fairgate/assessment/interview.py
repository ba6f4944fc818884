"""Going through the questions with a person: one at a time, back and forth, saved as they type.

The conversation is a loop over values: it knows neither terminal nor file. ``Talk`` says and
hears, ``save`` keeps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from fairgate.assessment.branching import path
from fairgate.assessment.heard import heard, heard_row
from fairgate.assessment.prompts import answer_words, how_to_answer, question_lines, row_prompt
from fairgate.assessment.questions import Question
from fairgate.assessment.template import Template
from fairgate.assessment.typed import Mistake
from fairgate.assessment.values import Cells, NotApplicable, Value

HELP, BACK, SKIP = "?", "<", "-"

Save = Callable[[Mapping[str, Value]], None]


class Talk(Protocol):
    """Whom the interview talks to."""

    def say(self, text: str, *, strong: bool = False) -> None:
        """Show a line."""

    def ask(self, prompt: str) -> str:
        """Show a prompt and return what was typed; raises an exception to stop."""


class _Back(Exception):  # noqa: N818 - a way of going, not an error
    """The person wants the question before."""


def nothing_beside(_: str) -> Iterable[str]:
    """Show nothing beside a question."""
    return ()


@dataclass
class Interview:
    """Questions of a template and the answers so far.

    Attributes
    ----------
    template : Template
        What is asked.
    talk : Talk
        Whom it is asked.
    save : callable
        Is handed all answers after each.
    values : dict
        Answers so far; an interview goes on where they end.
    beside : callable
        Gives lines to show with the help of a question, such as cases, by its id.
    """

    template: Template
    talk: Talk
    save: Save
    values: dict[str, Value] = field(default_factory=dict)
    beside: Callable[[str], Iterable[str]] = nothing_beside

    def run(self) -> dict[str, Value]:
        """Ask until nothing is missing.

        Returns
        -------
        dict
            All answers. What :meth:`Talk.ask` raises ends the interview; what was
            answered until then has been saved.
        """
        if self.values:
            count = sum(1 for name in self.values if path(self.template, self.values).asked[name])
            self.talk.say(f"{count} answers are there already; going on after them.")
        self.talk.say(f"{HELP} explains, {BACK} goes back. Answers are kept as you go.")
        at = self._next(0)
        while at is not None:
            try:
                self._one(at)
            except _Back:
                at = self._previous(at)
            else:
                at = self._next(at + 1)
                at = self._next(0, required=True) if at is None else at
        return self.values

    def _next(self, start: int, *, required: bool = False) -> int | None:
        """Place of the next question that is asked and not answered."""
        way = path(self.template, self.values)
        for at, question in enumerate(self.template.by_id.values()):
            wanted = question.required or not required
            if at >= start and wanted and way.asked[question.id] and not way.answered(question):
                return at
        return None

    def _previous(self, start: int) -> int:
        """Place of the question before; the first has none."""
        way = path(self.template, self.values)
        questions = list(self.template.by_id)[:start]
        asked = [at for at, name in enumerate(questions) if way.asked[name]]
        if not asked:
            self.talk.say("This is the first question.")
        return asked[-1] if asked else start

    def _one(self, at: int) -> None:
        """Ask one question until the answer fits."""
        _, section, question = list(self.template.questions())[at]
        number = 1 + sum(
            1
            for name in list(self.template.by_id)[:at]
            if path(self.template, self.values).asked[name]
        )
        first = section.questions[0].id == question.id
        self.talk.say("")
        if first:
            self.talk.say(section.title, strong=True)
            if section.intro:
                self.talk.say(section.intro)
        for line in question_lines(question, number):
            self.talk.say(line)
        if question.kind == "matrix":
            self._matrix(question)
        else:
            self._simple(question)

    def _simple(self, question: Question) -> None:
        before = self.values.get(question.id)
        while True:
            said = self._listen(question, how_to_answer(question, before))
            if not said and (before is not None or not question.required):
                return
            try:
                self._keep(question.id, self._heard(question, said))
            except Mistake as mistake:
                self._complain(mistake)
            else:
                return

    def _heard(self, question: Question, said: str) -> Value:
        if said == SKIP and question.not_applicable:
            reason = self._listen(question, "Why does it not apply?")
            if not reason:
                raise Mistake("not applicable needs a reason", f"answer it, or {SKIP} and a reason")
            return NotApplicable(reason)
        return heard(question, said)

    def _matrix(self, question: Question) -> None:
        """Ask a line a row; each is kept at once."""
        way = path(self.template, self.values)
        rows = [row for row in question.rows if way.row(question, row.id)]
        at = self._first_open(question, [row.id for row in rows])
        while at < len(rows):
            kept = self.values.get(question.id)
            chosen = dict(kept.chosen) if isinstance(kept, Cells) else {}
            prompt = row_prompt(question, rows[at], chosen)
            try:
                said = self._listen(question, prompt)
                known = all((rows[at].id, column.id) in chosen for column in question.columns)
                if said or not known:
                    chosen |= heard_row(question, rows[at].id, said)
                    self._keep(question.id, Cells(chosen))
            except Mistake as mistake:
                self._complain(mistake)
            except _Back:
                if at == 0:
                    raise
                at -= 1
            else:
                at += 1

    def _first_open(self, question: Question, rows: list[str]) -> int:
        """Place of the first row with a cell to fill; of the first row if there is none."""
        kept = self.values.get(question.id)
        chosen = kept.chosen if isinstance(kept, Cells) else {}
        columns = [column.id for column in question.columns]
        done = [all((row, column) in chosen for column in columns) for row in rows]
        return done.index(False) if False in done else 0

    def _listen(self, question: Question, prompt: str) -> str:
        """Hear something that is neither a call for help nor for the question before."""
        while True:
            said = self.talk.ask(prompt).strip()
            if said == BACK:
                raise _Back
            if said != HELP:
                return said
            self._explain(question)

    def _explain(self, question: Question) -> None:
        sources = {source.id: source for source in self.template.sources}
        if question.help:
            self.talk.say(question.help)
        if question.example:
            self.talk.say(f"For example: {question.example}")
        for line in self.beside(question.id):
            self.talk.say(line)
        for name in question.source:
            self.talk.say(f"Source: {sources[name].title}, {sources[name].url}")
        if question.not_applicable:
            self.talk.say(f"{SKIP} says that it does not apply; you are then asked why.")
        if question.id in self.values:
            self.talk.say(f"Answer so far: {answer_words(question, self.values[question.id])}")

    def _complain(self, mistake: Mistake) -> None:
        problem, cure = mistake.words
        self.talk.say(f"That does not fit: {problem} ({cure}).")

    def _keep(self, name: str, value: Value) -> None:
        self.values[name] = value
        self.save(dict(self.values))
