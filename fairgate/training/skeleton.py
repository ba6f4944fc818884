"""A module to begin with: every file in its shape, with words to put others in place of.

``fairgate train lint`` then says, one by one, what is still missing.
"""

from __future__ import annotations

from collections.abc import Mapping

_OUTLINE = """\
schema: fairgate/module/v1
id: "{id}"
name: {name}
version: "0.1.0"
title: {title}
summary: What it is about, in one or two sentences.
audience: [Whom it is for]
prerequisites: []
profiles:
  - {{name: "A first name, a job", text: "What this person does, knows already, and wants."}}
objectives:
  - {{id: "{id}.first", text: Name what people can do afterwards}}
agenda:
  - {{id: talk, title: What happened, minutes: 15, kind: talk}}
  - {{id: try, title: Try it, minutes: 20, kind: exercise}}
  - {{id: quiz, title: Quiz, minutes: 10, kind: quiz}}
sources: []
cases: []
exercise:
  steps:
    - id: first
      title: Answer
      objective: "{id}.first"
      tool: answers
      file: answers.yaml
      expect:
        answers: {{first: yours}}
      hints:
        - Where to look.
        - Nearly the answer.
"""

_QUIZ = """\
schema: fairgate/quiz/v1
pass_mark: 0.8
items:
  - id: first
    objective: "{id}.first"
    text: "What is asked?"
    kind: single
    options:
      - {{id: a, text: What is right, right: true, rationale: Why it is right.}}
      - {{id: b, text: What many believe, right: false, rationale: Why it is not.}}
"""

_FEEDBACK = """\
schema: fairgate/feedback/v1
questions:
  - {{id: useful, text: "How useful was it?", kind: scale, choices: [Not at all, Very]}}
  - {{id: pace, text: "How was the pace?", kind: choice, choices: [Too slow, Right, Too fast]}}
  - {{id: access, text: "Did anything make it harder for you to take part?", kind: text}}
"""

_LESSON = """\
---
title: {title}
teaching: 25
exercises: 20
---

::: questions
- What does this answer?
:::

::: objectives
- Name what people can do afterwards
:::

## What happened

Facts, each with its source.

::: instructor
Timing, wrong answers to expect, and what to say then.
:::

:::: challenge
What people do.

::: solution
How it goes.
:::
::::

::: keypoints
- What to remember.
:::
"""

_SLIDES = """\
---
marp: true
title: {title}
lang: en
---

# {title}

<!-- What to say. -->

---

## What happened

<!-- What to say. -->
"""

_RUN_SHEET = """\
# Run sheet

## Before

Facilitator: read the lesson. Helper: try the exercise. Host: ask what people need.

## During

| clock | minutes | part | who leads |
|---|---|---|---|
| 0:00 | 15 | What happened | facilitator |
| 0:15 | 20 | Exercise | helper |
| 0:35 | 10 | Quiz | host |

### Expected wrong answers

What they say, and what you say.

### Accommodations

What people may need, and how it is met.

### Online

How it is held in a call.

## After

Host: feedback. Facilitator and helper: what was hard.
"""


PLACEHOLDERS = (
    *("What it is about, in one or two sentences.", "Whom it is for", "A first name, a job"),
    *("What this person does, knows already, and wants.", "Name what people can do afterwards"),
    *("Where to look.", "Nearly the answer.", "What is asked?", "What many believe"),
    *("What does this answer?", "Facts, each with its source.", "What people do.", "How it goes."),
    *("Timing, wrong answers to expect, and what to say then.", "What to remember."),
    *("<!-- What to say. -->", "One page to take home.", "What they say, and what you say."),
    *("What people may need, and how it is met.", "How it is held in a call."),
    *("title: Answer", "text: What is right", "Why it is right.", "Why it is not."),
    "Facilitator: read the lesson. Helper: try the exercise. Host: ask what people need.",
    "Host: feedback. Facilitator and helper: what was hard.",
)
"""Words to put others in place of; lint looks for them."""


def skeleton(id_: str, name: str) -> Mapping[str, str]:
    """Write the files of a new module.

    Parameters
    ----------
    id_ : str
        Two digits.
    name : str
        As the folder is called after its number.

    Returns
    -------
    mapping of str to str
        Texts by path, seen from the module's folder.

    Examples
    --------
    >>> skeleton("81", "our-names")["lesson.md"].splitlines()[1]
    'title: Our names'
    """
    title = name.replace("-", " ").capitalize()
    written = {
        "module.yaml": _OUTLINE,
        "quiz.yaml": _QUIZ,
        "feedback.yaml": _FEEDBACK,
        "lesson.md": _LESSON,
        "slides.md": _SLIDES,
        "handout.md": "# {title}\n\nOne page to take home.\n",
        "run-sheet.md": _RUN_SHEET,
        "exercise/task.md": "# {title}\n\nWrite your answer into `answers.yaml`.\n",
        "exercise/start/answers.yaml": "first:\n",
        "exercise/solution/answers.yaml": "first: yours\n",
    }
    return {path: text.format(id=id_, name=name, title=title) for path, text in written.items()}
