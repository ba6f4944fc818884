"""Every report reads as the golden files say.

``python -m tests.report.regenerate_reports`` mends them.
"""

from __future__ import annotations

import pytest
from report.regenerate_reports import SUFFIXES, VERDICTS, golden, written

from fairgate.report import FORMATS


@pytest.mark.parametrize("format_", SUFFIXES)
@pytest.mark.parametrize("verdict", VERDICTS)
def test_a_report_reads_as_its_golden_file(verdict: str, format_: str) -> None:
    """Compared as text, so that the difference can be read."""
    assert written(verdict, format_) == golden(verdict, format_).read_text(encoding="utf-8")


def test_there_is_a_golden_file_for_every_format() -> None:
    """No format is forgotten."""
    assert tuple(SUFFIXES) == FORMATS
