"""Pages of exercises in a real browser: axe-core, too, tells start and solution apart."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest
from pagechecks import axe_finds_nothing, look, never_scrolls_sideways, violations
from playwright.sync_api import Page

from fairgate.render import render
from fairgate.training.agenda import fit
from fairgate.training.export.sheet import SHEETS, sheet
from fairgate.training.laying import solved
from fairgate.training.library import Place, find_module, places
from fairgate.training.module import read_module
from fairgate.training.pages import module_page
from fairgate.training.plan import session_page

SAMPLES = Path(__file__).resolve().parents[1] / "cases" / "training"

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("place", places([SAMPLES]), ids=lambda place: place.folder.name)
def test_axe_finds_barriers_at_the_start_and_none_in_the_solution(
    page: Page, axe_source: str, place: Place, tmp_path: Path
) -> None:
    """WCAG 2.2 AA as far as a machine can tell, wide and narrow."""
    module = read_module(place.folder)
    whole = solved(module, tmp_path / "solved")
    for step in module.exercise.steps:
        if step.tool == "page":
            told_apart(page, axe_source, module.start / step.file, whole / step.file)


def told_apart(page: Page, axe_source: str, start: Path, solution: Path) -> None:
    """Look at both sides of a page."""
    look(page, start.as_uri())
    assert violations(page, axe_source) != []
    for scheme, width in (("light", 1280), ("dark", 375)):
        look(page, solution.as_uri(), scheme, width)
        axe_finds_nothing(page, axe_source)


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 375)])
def test_axe_finds_nothing_on_the_pages_for_trainers(
    page: Page, axe_source: str, tmp_path: Path, scheme: str, width: int
) -> None:
    """The session plan and the page of a module; neither scrolls sideways."""
    module = read_module(SAMPLES / "90-names-on-forms")
    plan = session_page(fit([module], 55), 12, time(14, 0))
    for name, document in {"plan": plan, "module": module_page(module)}.items():
        path = tmp_path / f"{name}.html"
        path.write_text(render(document, "html"), encoding="utf-8")
        look(page, path.as_uri(), scheme, width)
        axe_finds_nothing(page, axe_source)
        never_scrolls_sideways(page)


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 375)])
def test_axe_finds_nothing_on_papers_to_take_along(
    page: Page, axe_source: str, tmp_path: Path, scheme: str, width: int
) -> None:
    """Lesson, handout, run sheet, task and feedback form."""
    module = find_module("05")
    for part in SHEETS:
        path = tmp_path / f"{part}.html"
        path.write_text(sheet(module, part), encoding="utf-8")
        look(page, path.as_uri(), scheme, width)
        axe_finds_nothing(page, axe_source)
        never_scrolls_sideways(page)
