"""Templates, found by name or path and read with every check."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from fairgate.assessment.lint import lint
from fairgate.assessment.template import Template
from fairgate.content import ContentFile, find, parse, read


def read_template(name: str, own: Sequence[Path] = ()) -> ContentFile[Template]:
    """Read a template by its id, or from a file where the name looks like one.

    Raises
    ------
    UserError, UserErrors
        Where there is none, or everything that is wrong with it.

    Examples
    --------
    >>> read_template("preflight").content.title
    'Pre-flight fairness impact assessment'
    """
    is_file = name.endswith((".yaml", ".yml"))
    return read(Template, name if is_file else find("template", name, own), lint=lint)


def parse_template(text: bytes, name: str) -> ContentFile[Template]:
    """Read a template from bytes; ``name`` is the file's, for complaints."""
    return parse(Template, text, name, lint=lint)
