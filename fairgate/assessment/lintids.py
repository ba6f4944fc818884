"""Ids of a template that name nothing, are used twice, or that YAML would misread."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from fairgate.assessment.conditions import Condition, When
from fairgate.assessment.questions import Question, Scope
from fairgate.assessment.template import Template
from fairgate.errors import did_you_mean
from fairgate.modelfile import Complaint
from fairgate.yamlfile.reader import Path
from fairgate.yamlfile.words import SWITCHES, reads_as_text


def dangling(template: Template) -> Iterator[Complaint]:
    """Find ids that point at nothing."""
    for name, condition in template.conditions.items():
        yield from _condition(template, ("conditions", name), condition)
        yield from _circles(template, name, condition)
    for path, question in _questions(template):
        yield from _own_ids(path, question)
        yield from _scopes(template, path, question)
        yield from _rows_from(template, path, question)
    yield from _whens(template)
    yield from _levels(template)


def whens(template: Template) -> Iterator[tuple[Path, When, int]]:
    """Yield every condition in use: its path, and how many questions come before it."""
    before = 0
    for at, section in enumerate(template.sections):
        if section.when is not None:
            yield ("sections", at, "when"), section.when, before
        for inner, question in enumerate(section.questions):
            if question.when is not None:
                yield ("sections", at, "questions", inner, "when"), question.when, before
            before += 1
    for key in ("red_lines", "obligations"):
        for at, entry in enumerate(getattr(template, key)):
            if entry.when is not None:
                yield (key, at, "when"), entry.when, before


def _questions(template: Template) -> Iterator[tuple[Path, Question]]:
    return ((path, question) for path, _, question in template.questions())


def _whens(template: Template) -> Iterator[Complaint]:
    for path, when, before in whens(template):
        if isinstance(when, str):
            yield from _name(template, path, when)
        else:
            yield from _condition(template, path, when)
        yield from _too_early(template, path, when, before)


def _condition(template: Template, path: Path, condition: Condition) -> Iterator[Complaint]:
    for inner, part in condition.parts(path):
        if isinstance(part, str):
            yield from _name(template, inner, part)
        elif part.question is not None:
            yield from _question(template, inner, part)


def _name(template: Template, path: Path, name: str) -> Iterator[Complaint]:
    if name not in template.conditions:
        problem = f"there is no condition called {name!r}"
        known = template.conditions
        yield Complaint(path, problem, did_you_mean(name, known) if known else "write it out")


def _question(template: Template, path: Path, condition: Condition) -> Iterator[Complaint]:
    known = template.by_id
    assert condition.question is not None
    question = known.get(condition.question)
    if question is None:
        problem = f"there is no question called {condition.question!r}"
        yield Complaint((*path, "question"), problem, _near(condition.question, known))
        return
    words = question.kind in ("text", "date")
    if (question.kind == "number") != (condition.at_least is not None) or words:
        needed = "at_least" if question.kind == "number" else "is"
        needed = "a question with choices" if words else needed
        problem = f"{question.id} is a {question.kind} question"
        yield Complaint(path, problem, f"use {needed}")
    choices = [choice.id for choice in question.choices]
    yield from _all_known((*path, "is"), condition.is_ or (), choices, "choice")
    columns = [column.id for column in question.columns]
    yield from _all_known((*path, "columns"), condition.columns or (), columns, "column")


def _too_early(template: Template, path: Path, when: When, before: int) -> Iterator[Complaint]:
    """A condition may only look back."""
    order = list(template.by_id)
    for name in sorted(used(template, when)):
        if name in order and order.index(name) >= before:
            problem = f"{name} is asked later"
            yield Complaint(path, problem, "move it up, or ask something earlier")


def used(template: Template, when: When | None, seen: frozenset[str] = frozenset()) -> set[str]:
    """Name the questions that a condition looks at, through named conditions too."""
    if when is None:
        return set()
    if isinstance(when, str):
        if when in seen or when not in template.conditions:
            return set()
        return used(template, template.conditions[when], seen | {when})
    found: set[str] = set()
    for _, part in when.parts():
        if isinstance(part, str):
            found |= used(template, part, seen)
        elif part.question is not None:
            found.add(part.question)
    return found


def _circles(template: Template, name: str, condition: Condition) -> Iterator[Complaint]:
    """Find named conditions that need themselves."""
    waiting, seen = [condition], {name}
    while waiting:
        for _, part in waiting.pop().parts():
            if part == name:
                problem = f"the condition {name} needs itself"
                yield Complaint(("conditions", name), problem, "write out what is meant")
                return
            if isinstance(part, str) and part in template.conditions and part not in seen:
                seen.add(part)
                waiting.append(template.conditions[part])


def _own_ids(path: Path, question: Question) -> Iterator[Complaint]:
    """Ids inside a question: used once, and text to YAML without quotes."""
    for key in ("choices", "rows", "columns"):
        names: list[str] = [each.id for each in getattr(question, key)]
        for at, name in enumerate(names):
            if name in names[:at]:
                problem = f"{key}[{names.index(name)}] is called {name} already"
                yield Complaint((*path, key, at, "id"), problem, "give it another id")
            if name.lower() in {*SWITCHES, "y", "n"} or not reads_as_text(name):
                problem = f"YAML reads {name} as something else in an answers file"
                yield Complaint((*path, key, at, "id"), problem, f"call it is-{name.lower()}")


def _scopes(template: Template, path: Path, question: Question) -> Iterator[Complaint]:
    yield from _scope(template, (*path, "to"), question.to)
    for at, choice in enumerate(question.choices):
        for inner, credit in enumerate(choice.mitigates):
            yield from _scope(template, (*path, "choices", at, "mitigates", inner), credit)


def _scope(template: Template, path: Path, scope: Scope) -> Iterator[Complaint]:
    matrices = [q for q in template.by_id.values() if q.kind == "matrix"]
    rows = [row.id for question in matrices for row in question.rows]
    columns = [column.id for question in matrices for column in question.columns]
    yield from _all_known((*path, "stakeholders"), scope.stakeholders or (), rows, "row")
    yield from _all_known((*path, "harms"), scope.harms or (), columns, "column")


def _rows_from(template: Template, path: Path, question: Question) -> Iterator[Complaint]:
    if question.rows_from is None:
        return
    order = template.by_id
    source = order.get(question.rows_from)
    if source is None or source.kind != "multiple":
        known = [name for name, each in order.items() if each.kind == "multiple"]
        problem = f"there is no multiple question called {question.rows_from!r}"
        yield Complaint((*path, "rows_from"), problem, _near(question.rows_from, known))
    elif list(order).index(source.id) >= list(order).index(question.id):
        yield Complaint((*path, "rows_from"), f"{source.id} is asked later", "move it up")
    else:
        rows = [row.id for row in question.rows]
        for choice in source.scored:
            if choice.id not in rows:
                problem = f"{source.id} can pick {choice.id}, which is no row here"
                yield Complaint((*path, "rows"), problem, f"add a row {choice.id}")
        picked = [choice.id for choice in source.choices]
        for at, row in enumerate(rows):
            if row not in picked:
                problem = f"no choice of {source.id} picks the row {row}"
                yield Complaint((*path, "rows", at, "id"), problem, did_you_mean(row, picked))


def _levels(template: Template) -> Iterator[Complaint]:
    known = [level.id for level in template.levels]
    for at, level in enumerate(template.levels):
        if level.id in known[:at]:
            problem = f"levels[{known.index(level.id)}] is called {level.id} already"
            yield Complaint(("levels", at, "id"), problem, "give each level another id")
        floor = template.levels[at - 1].at_least if at else 0.0
        if at == 0 and level.at_least != 0:
            problem = f"expected 0 for the lowest level, got {level.at_least:g}"
            yield Complaint(("levels", at, "at_least"), problem, "write 0")
        if at and level.at_least <= floor:
            problem = f"expected more than {floor:g}, got {level.at_least:g}"
            yield Complaint(("levels", at, "at_least"), problem, "list levels from the lowest up")
    for at, line in enumerate(template.red_lines):
        yield from _known(("red_lines", at, "floor"), line.floor, known, "level")
    for at, obligation in enumerate(template.obligations):
        yield from _all_known(("obligations", at, "levels"), obligation.levels, known, "level")
    yield from _promises(template)


def _promises(template: Template) -> Iterator[Complaint]:
    """Rules of one policy need different names."""
    seen: dict[str, str] = {}
    for at, obligation in enumerate(template.obligations):
        for inner, rule in enumerate(obligation.promises):
            path: Path = ("obligations", at, "promises", inner)
            if seen.setdefault(rule.id, obligation.id) != obligation.id:
                problem = f"{seen[rule.id]} has a promise called {rule.id} already"
                yield Complaint((*path, "id"), problem, "give each promise a name of its own")
            if rule.groups is not None:
                problem = "who is compared is said by the answers"
                yield Complaint((*path, "groups"), problem, "remove groups")


def _all_known(
    path: Path, names: Iterable[str], known: Sequence[str], what: str
) -> Iterator[Complaint]:
    for at, name in enumerate(names):
        yield from _known((*path, at), name, known, what)


def _known(path: Path, name: str, known: Sequence[str], what: str) -> Iterator[Complaint]:
    if name not in known:
        cure = did_you_mean(name, dict.fromkeys(known)) if known else "remove it"
        yield Complaint(path, f"there is no {what} {name!r}", cure)


def _near(name: str, known: Iterable[str]) -> str:
    """Suggest an id; a list of all of them would help nobody."""
    hint = did_you_mean(name, known)
    return hint if hint.startswith("did") else "name a question of this template"
