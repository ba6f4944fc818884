"""Every benchmark runs, answers its claims, and can be printed; how fast is not asserted."""

from __future__ import annotations

import importlib
import math
from pathlib import Path

import pytest

from benchmarks.__main__ import NAMES, document
from benchmarks.tools.figures import Claim, Section, Settings, Size, as_markdown, as_text


@pytest.mark.soak
@pytest.mark.parametrize("name", NAMES)
def test_the_smallest_run_measures_every_claim_and_prints_it(name: str, tmp_path: Path) -> None:
    """A table without holes, and a finite figure for each claim."""
    module = importlib.import_module(f"benchmarks.{name}")
    section = module.run(Settings(Size.SMALLEST, tmp_path, processes=1))
    assert section.rows
    assert all(len(row) == len(section.columns) for row in section.rows)
    assert section.claims
    assert all(math.isfinite(claim.measured) for claim in section.claims)
    printed = as_text(section)
    assert all(claim.what in printed for claim in section.claims)


def test_a_figure_that_is_not_reached_is_called_so_on_the_page() -> None:
    """The page's first lines count what is reached, and name what is not."""
    claims = [Claim("counting", 1.5, 1.25, "x"), Claim("power", 0.95, 0.9, at_least=True)]
    section = Section("Title", "Text.", ("a", "b"), [("1", "2")], claims)
    page = document([section], minutes=2.4)
    assert "1 of 2 figures are reached; not reached: counting." in page
    assert "| counting | 1.50 x | <= 1.25 x | NOT MET |" in as_markdown(section)
    assert "| power | .950 | >= .900 | met |" in as_markdown(section)
