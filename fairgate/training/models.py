"""What the YAML files of a training module hold: its outline, its quiz, its feedback form."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field

from fairgate.content.models import Id, Language, Source, Strict, Text, Version

Number: TypeAlias = Annotated[
    str,
    Field(
        pattern=r"^[0-9]{2}$",
        json_schema_extra={"patternErrorMessage": 'two digits in quotes, such as "05"'},
    ),
]
"""Id of a module, as its folder begins."""

ObjectiveId: TypeAlias = Annotated[
    str,
    Field(
        pattern=r"^[0-9]{2}\.[a-z0-9][a-z0-9-]*$",
        json_schema_extra={"patternErrorMessage": "the module's id, a dot, a word: 05.interval"},
    ),
]

Relative: TypeAlias = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)*$",
        json_schema_extra={"patternErrorMessage": "a file inside the exercise, such as a/b.yaml"},
    ),
]

Tool: TypeAlias = Literal[
    "check",
    "plan",
    "assess",
    "triage",
    "checklist",
    "rank",
    "page",
    "rollout",
    "answers",
]


class Profile(Strict):
    """One person whom the module is for, so that trainers know whom to think of."""

    name: Text = Field(description="a first name and a job: Amara, product manager")
    text: Text = Field(description="what she does, knows already, and wants")


class Objective(Strict):
    """What a learner can do afterwards."""

    id: ObjectiveId = Field(description="the module's id, a dot, a word: 05.interval")
    text: Text = Field(description="starts with a verb that can be observed: Name, Compute, Decide")


class AgendaItem(Strict):
    """Part of a session."""

    id: Id = Field(description="short name, unique in the module")
    title: Text = Field(description="what people read")
    minutes: int = Field(ge=1, le=180, description="how long it takes")
    kind: Literal["talk", "discussion", "exercise", "quiz", "break"] = Field(
        description="what people do; minutes of all but breaks sum to teaching + exercises"
    )
    optional: bool = Field(False, description="true: may be left out where time is short")
    steps: list[Id] = Field(
        [], description="steps of the exercise that belong to it; an optional exercise names them"
    )


class Step(Strict):
    """One step of the exercise, which a real tool decides.

    What ``options`` and ``expect`` may hold depends on the tool:
    :mod:`fairgate.training.steps` says what.
    """

    id: Id = Field(description="short name, unique in the module")
    title: Text | None = Field(None, description="what is to be reached, in a few words")
    objective: ObjectiveId = Field(description="which objective it practises")
    tool: Tool = Field(description="what decides")
    file: Relative = Field(description="the learner's file, seen from the exercise's folder")
    optional: bool = Field(
        False, description="true: may be left out, as the part of the agenda that it belongs to"
    )
    options: dict[str, Any] = Field({}, description="how the tool is run")
    expect: dict[str, Any] = Field({}, description="what it has to find")
    unchanged: list[Relative] = Field(
        [], description="files that have to stay as they were at the start, such as data"
    )
    hints: list[Text] = Field(
        min_length=2, max_length=3, description="two or three, from vague to nearly the answer"
    )


class Exercise(Strict):
    """The exercise: ``start/``, and in ``solution/`` what is to be laid over it."""

    folder: Literal["exercise"] = Field("exercise", description="exercise")
    task: Literal["exercise/task.md"] = Field("exercise/task.md", description="exercise/task.md")
    steps: list[Step] = Field(min_length=1, description="in the order in which learners go")


class Outline(Strict):
    """``module.yaml``."""

    schema_: Literal["fairgate/module/v1"] = Field(alias="schema", description="fairgate/module/v1")
    id: Number = Field(description='two digits in quotes, such as "05"')
    name: Id = Field(description="as the folder is called after its number: reading-a-verdict")
    version: Version = Field(description='a version in quotes, such as "1.0.0"')
    title: Text = Field(description="what people call it")
    summary: Text = Field(description="what it is about, in one or two sentences")
    language: Language = Field("en", description="language of its words, such as en")
    licence: Text = Field("CC-BY-4.0", description="licence of the module")
    overrides: bool = Field(False, description="true: takes the place of the built-in of this id")
    audience: list[Text] = Field(min_length=1, description="whom it is for")
    prerequisites: list[Number] = Field([], description="modules to do before, by id")
    profiles: list[Profile] = Field(min_length=1, description="people whom it is for")
    objectives: list[Objective] = Field(min_length=1, description="what learners can do afterwards")
    agenda: list[AgendaItem] = Field(min_length=1, description="the session, in order")
    sources: list[Source] = Field(
        [], description="where facts are from; cited in the lesson as [@id]"
    )
    cases: list[Id] = Field([], description="ids of cases in checklists/cases.yaml that it tells")
    exercise: Exercise = Field(description="what learners do")


class Option(Strict):
    """An answer to choose."""

    id: Id = Field(description="short name, unique in the question")
    text: Text = Field(description="what people read")
    right: bool = Field(description="whether it is right")
    rationale: Text = Field(description="why it is right or wrong, said after answering")


class QuizItem(Strict):
    """A question of the quiz."""

    id: Id = Field(description="short name, unique in the quiz")
    objective: ObjectiveId = Field(description="which objective it tests")
    text: Text = Field(description="the question")
    kind: Literal["single", "multiple"] = Field(description="one right answer, or all right ones")
    options: list[Option] = Field(min_length=2, description="the answers to choose from")

    @property
    def right(self) -> frozenset[str]:
        """Ids of the right answers."""
        return frozenset(option.id for option in self.options if option.right)


class Quiz(Strict):
    """``quiz.yaml``."""

    schema_: Literal["fairgate/quiz/v1"] = Field(alias="schema", description="fairgate/quiz/v1")
    pass_mark: float = Field(0.8, gt=0, le=1, description="share of right answers that passes")
    items: list[QuizItem] = Field(min_length=1, description="the questions, in order")


class FeedbackQuestion(Strict):
    """A question about the session."""

    id: Id = Field(description="short name, unique in the form")
    text: Text = Field(description="the question")
    kind: Literal["scale", "text", "choice"] = Field(
        description="scale: from 1 to 5; text: words; choice: one of the choices"
    )
    choices: list[Text] = Field([], description="for choice: the answers; for scale: two ends")


class Feedback(Strict):
    """``feedback.yaml``."""

    schema_: Literal["fairgate/feedback/v1"] = Field(
        alias="schema", description="fairgate/feedback/v1"
    )
    questions: list[FeedbackQuestion] = Field(min_length=1, description="the form, in order")
