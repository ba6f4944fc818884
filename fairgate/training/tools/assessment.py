"""``fairgate assess`` on a learner's answers."""

from __future__ import annotations

from collections.abc import Iterator

from fairgate.assessment.answers import read_answers
from fairgate.assessment.assess import Result
from fairgate.assessment.assess import assess as assessed
from fairgate.assessment.reading import read_template
from fairgate.files import read_bytes
from fairgate.training.models import Step
from fairgate.training.steps import AssessExpect, AssessOptions, expect_of, options_of
from fairgate.training.tools.desk import Desk
from fairgate.yamlfile.syntax import MAX_BYTES


def assess(step: Step, desk: Desk) -> tuple[str, ...]:
    """Assess the answers, and compare level, red lines and what is missing."""
    options: AssessOptions = options_of(step)
    path = desk.path(step.file)
    template = read_template(options.template, desk.own).content
    answers = read_answers(read_bytes(path, MAX_BYTES), path, template)
    return tuple(_of_result(assessed(template, answers.values), expect_of(step)))


def _of_result(result: Result, expect: AssessExpect) -> Iterator[str]:
    if expect.missing is not None and len(result.missing) > expect.missing:
        names = ", ".join(question.id for question in result.missing[:3])
        more = ", ..." if len(result.missing) > 3 else ""
        yield f"{len(result.missing)} answers are missing: {names}{more}"
    if expect.level is not None and result.level != expect.level:
        yield f"the level is {result.level}, expected {expect.level}"
    elif expect.level is not None and result.at_most != expect.level:
        yield f"missing answers may raise the level to {result.at_most}"
    if expect.red_lines is not None:
        drawn = {line.id for line in result.red_lines}
        wanted = set(expect.red_lines)
        yield from (f"no red line {name} is drawn yet" for name in sorted(wanted - drawn))
        yield from (f"the red line {name} is drawn, too" for name in sorted(drawn - wanted))
