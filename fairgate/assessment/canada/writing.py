"""The imported form as YAML: a question a block, a choice a line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from fairgate.yamlfile.words import yaml_text

_HEAD = """\
# yaml-language-server: $schema=../schemas/template.json
# Canada's Algorithmic Impact Assessment, imported. Do not edit: import it again.
#   fairgate checklist import canada-aia QUESTIONNAIRE --requirements FILE --out FILE
# From: {survey}
#  and: {requirements}
#
# Crown Copyright, Government of Canada. The MIT License:
# Permission is hereby granted, free of charge, to any person obtaining a copy of this software
# and associated documentation files (the "Software"), to deal in the Software without
# restriction, including without limitation the rights to use, copy, modify, merge, publish,
# distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the
# Software is furnished to do so, subject to the following conditions: The above copyright notice
# and this permission notice shall be included in all copies or substantial portions of the
# Software. THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED,
# INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE
# AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM,
# DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
# OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
schema: fairgate/template/v1
id: canada-aia
version: "1.0.0"
title: Algorithmic Impact Assessment (Canada)
licence: MIT
language: en
minutes: 120
scoring: canada-aia

sources:
  - id: aia
    title: "Treasury Board of Canada Secretariat: Algorithmic Impact Assessment tool, aia-eia-js"
    url: https://github.com/canada-ca/aia-eia-js
    licence: MIT
  - id: directive
    title: "Treasury Board of Canada: Directive on Automated Decision-Making, appendices B and C"
    url: https://www.tbs-sct.gc.ca/pol/doc-eng.aspx?id=32592
"""


def template_text(
    *,
    origin: tuple[str, str],
    conditions: Mapping[str, Any],
    pages: Sequence[Mapping[str, Any]],
    levels: Sequence[Mapping[str, Any]],
    obligations: Sequence[Mapping[str, Any]],
) -> str:
    """Write a template.

    Parameters
    ----------
    origin : tuple of str
        Where questionnaire and requirements are from.
    conditions, pages, levels, obligations
        Its parts, as the template's model names them.
    """
    survey, requirements = (" ".join(text.split()) for text in origin)
    return "\n".join(
        [
            _HEAD.format(survey=survey, requirements=requirements),
            "conditions:",
            *(f"  {yaml_text(name)}: {flow(when)}" for name, when in conditions.items()),
            "",
            "sections:",
            *(line for page in pages for line in _page(page)),
            "",
            "# A level begins above 25, 50 and 75 % of the largest raw impact; scores are whole.",
            "levels:",
            *(f"  - {flow(level)}" for level in levels),
            "",
            "obligations:",
            *(line for each in obligations for line in _block(each, "  ")),
            "",
        ]
    )


def flow(value: Any) -> str:
    """Write a value in one line.

    Examples
    --------
    >>> flow({"id": "item1-3", "text": "Yes", "weight": 3, "is": ["a"]})
    '{id: item1-3, text: "Yes", weight: 3, is: [a]}'
    """
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return yaml_text(value) if isinstance(value, str) else f"{value}"


def _page(page: Mapping[str, Any]) -> Iterator[str]:
    yield f"  - id: {yaml_text(page['id'])}"
    yield f"    title: {yaml_text(page['title'])}"
    if "when" in page:
        yield f"    when: {yaml_text(page['when'])}"
    yield "    questions:"
    for question in page["questions"]:
        yield from _block(question, "      ")


def _block(item: Mapping[str, Any], indent: str) -> Iterator[str]:
    """Write an item: a key a line, and a choice a line."""
    start = "- "
    for key, value in item.items():
        if key == "choices":
            yield f"{indent}{start}choices:"
            yield from (f"{indent}    - {flow(choice)}" for choice in value)
        else:
            yield f"{indent}{start}{key}: {flow(value)}"
        start = "  "
