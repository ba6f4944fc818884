"""The group of commands, and which module each is in."""

from __future__ import annotations

import click

from fairgate.cli.lazy import LazyGroup

COMMANDS = {
    "list": ("fairgate.cli.train.showing:list_", "What there is, and what you have done."),
    "show": ("fairgate.cli.train.showing:show", "A module, or one of its texts."),
    "start": ("fairgate.cli.train.start:start", "Copy exercises into folders."),
    "check": ("fairgate.cli.train.check:check", "Let the tools look at your answer."),
    "quiz": ("fairgate.cli.train.quiz:quiz", "Take the quiz of a module."),
    "verify": ("fairgate.cli.train.verify:verify", "Check a certificate."),
    "agenda": ("fairgate.cli.train.agenda:agenda", "Plan a session that fits the time."),
    "export": ("fairgate.cli.train.export:export", "Write a page, slides, SCORM or xAPI."),
    "new": ("fairgate.cli.train.authoring:new", "Begin a module of your own."),
    "lint": ("fairgate.cli.train.authoring:lint", "Check modules, and run their exercises."),
    "schema": ("fairgate.cli.train.authoring:schema", "Write a JSON Schema, for editors."),
    "readme": ("fairgate.cli.train.authoring:readme", "Write the README of the modules."),
}


@click.group(
    cls=LazyGroup,
    table=COMMANDS,
    summaries={},
    plugins=False,
    epilog="""\b
Alone:
  fairgate train start 05
  cd 05-reading-a-verdict
  fairgate train check
  fairgate train quiz 05

\b
With a room:
  fairgate train agenda --minutes 90 --people 12 --modules 01
  fairgate train start 01 --people 12 --out session

\b
For your organisation:
  fairgate train new 81-our-forms --out our-modules
  fairgate train lint our-modules
  fairgate train list --content our-modules
""",
)
def train() -> None:
    """Learn, teach and write training modules."""
