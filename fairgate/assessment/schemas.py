"""JSON Schemas of templates and answers, for editors: ``python -m fairgate.assessment.schemas``.

``checklists/schemas/{template,answers}.json`` are its output; a test says so.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from types import MappingProxyType

from pydantic import BaseModel

from fairgate.assessment.answers import AnswersModel
from fairgate.assessment.template import Template
from fairgate.content import json_schema

MODELS: Mapping[str, type[BaseModel]] = MappingProxyType(
    {"template": Template, "answers": AnswersModel}
)


def schema_text(kind: str) -> str:
    """Write the JSON Schema of a kind of file.

    Examples
    --------
    >>> "fairgate/answers/v1" in schema_text("answers")
    True
    """
    return json.dumps(json_schema(MODELS[kind]), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.stdout.write(schema_text(sys.argv[1]))
