"""Filled-in forms as documents: every answer, the result, and nothing that escapes.

``tests/cases/assessment/*.md`` are made with ``PYTHONPATH=tests python -m assessment.write_pages``.
"""

from __future__ import annotations

import json
from functools import cache

import jsonschema
import pytest
from assessment.pages import CASES, EXAMPLES, document

from fairgate.assessment import assess, read_template
from fairgate.assessment.nyc.tables import AuditTable, Category
from fairgate.assessment.page import page
from fairgate.assessment.values import Answers
from fairgate.render import Document, render

ADF_SCHEMA = CASES.parents[2] / "build" / "tools" / "adf" / "full-57.7.22.json"
ATTACK = "<script>alert(1)</script> [x](javascript:y) @team \x1b[31m | `c`"


@cache
def example(name: str) -> Document:
    """Make a page once."""
    return document(name)


def hostile() -> Document:
    """Answers, a subject, a note and categories that want to get out."""
    form = read_template("nyc-ll144").content
    answers = Answers({"nyc-ll144.tool.what": ATTACK}, ATTACK)
    table = AuditTable("sex", ATTACK, (Category(ATTACK, 1, None, None, ATTACK),), ((ATTACK, "<5"),))
    result = assess(form, answers.values)
    return page(result, answers, digest="sha256:0", notes=[ATTACK], tables=[table])


@pytest.mark.parametrize("name", ["canada", "eu-fria", "nyc-ll144"])
def test_the_markdown_is_the_one_that_was_looked_at(name: str) -> None:
    """Golden files beside the answers."""
    assert render(example(name), "markdown") == (CASES / f"{name}.md").read_text(encoding="utf-8")


@pytest.mark.skipif(not ADF_SCHEMA.is_file(), reason="no ADF schema: run tests/servers/adf.sh")
@pytest.mark.parametrize("name", ["canada", "eu-fria", "hostile"])
def test_adf_fits_atlassians_schema(name: str) -> None:
    """The schema of npm @atlaskit/adf-schema, draft 4."""
    made = hostile() if name == "hostile" else example(name)
    schema = json.loads(ADF_SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft4Validator(schema).validate(json.loads(render(made, "adf")))


@pytest.mark.parametrize("format_", ["text", "markdown", "html"])
def test_nothing_that_was_answered_escapes(format_: str) -> None:
    """No script, no link, no terminal command."""
    shown = render(hostile(), format_)
    assert "\x1b" not in shown
    assert format_ != "markdown" or "](javascript" not in shown
    assert format_ == "text" or "<script>" not in shown


@pytest.mark.parametrize("name", EXAMPLES)
def test_text_has_the_level_and_every_duty(name: str) -> None:
    """Within the width that was asked for."""
    made = example(name)
    shown = render(made, "text", width=100)
    words = " ".join(shown.split())
    assert "Level:" in words
    assert "What this asks for" in words
    assert made.title in words


def test_a_long_demand_has_its_topic_as_title() -> None:
    """A page of bold print helps nobody."""
    shown = render(example("canada"), "markdown")
    assert "**Explanation**" in shown
    assert "**Approval for the system to operate: Assistant deputy minister" in shown
