"""Slides: how many, notes on each, and colours that people can read from the back row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from fairgate.errors import UserError
from fairgate.training.module import Module
from fairgate.training.page.colour import Colour, colour, contrast
from fairgate.training.page.css import resolved, rules
from fairgate.training.slides import READABLE

SLIDES = range(8, 17)
"""How many slides a module has."""

_THEMES: Mapping[str, tuple[str, str]] = {
    "default": ("#1f2328", "#ffffff"),
    "gaia": ("#455a64", "#fff8e1"),
    "uncover": ("#202228", "#fdfcff"),
}
"""Ink and ground of Marp's own themes."""


def deck(module: Module) -> Iterator[UserError]:
    """Find what is to be mended in ``slides.md``."""
    slides, path = module.slides.slides, str(module.folder / "slides.md")
    if len(slides) not in SLIDES:
        problem = f"expected {SLIDES[0]} to {SLIDES[-1]} slides, got {len(slides)}"
        yield UserError(problem, "add or cut some", path)
    if "headingDivider" in module.slides.front.settings:
        problem = "slides begin at headings, so nobody sees where"
        yield UserError(problem, "remove headingDivider, and write --- between slides", path)
    for at, slide in enumerate(slides, 1):
        line = slide.line + len(slide.text) - len(slide.text.lstrip("\n"))
        if not slide.shown:
            yield UserError(f"slide {at} is empty", "remove it", path, line)
        elif not slide.notes:
            problem, cure = f"slide {at} has no notes", "add <!-- what to say -->"
            yield UserError(problem, cure, path, line)
    yield from _contrast(module, path)


def _contrast(module: Module, path: str) -> Iterator[UserError]:
    """Find colours that are too faint: those set go before styles, and these before the theme."""
    slides = module.slides
    theme = str(slides.front.settings.get("theme", "default"))
    ink, ground = _THEMES.get(theme, _THEMES["default"])
    sheet = rules(slides.styles)
    variables = {k: v for rule in sheet for k, v in rule.declarations.items() if k[:2] == "--"}
    base = {"color": ink, "background-color": ground}
    for rule in sheet:
        if rule.selector in ("section", ":root", "html", "body", "*"):
            base |= _colours(rule.declarations, variables)
    base |= slides.settled
    yield from _faint(base, "the slides", path, 1)
    for rule in sheet:
        found = _colours(rule.declarations, variables)
        if found:
            yield from _faint(base | found, f"style {rule.selector}", path, None)
    for slide, own in zip(slides.slides, slides.colours, strict=True):
        if slide.colours("") or slide.colours("_"):
            yield from _faint(base | own, "this slide", path, slide.line)


def _colours(declared: Mapping[str, str], variables: Mapping[str, str]) -> dict[str, str]:
    ground = declared.get("background-color", declared.get("background"))
    found = {"color": declared.get("color"), "background-color": ground}
    return {key: resolved(value, variables) for key, value in found.items() if value}


def _faint(look: Mapping[str, str], what: str, path: str, line: int | None) -> Iterator[UserError]:
    ink, ground = colour(look["color"]), colour(look["background-color"])
    if ink is None or ground is None:
        return
    ratio = contrast(ink, ground.over(Colour(255, 255, 255)))
    if ratio < READABLE:
        pair = f"{look['color']} on {look['background-color']}"
        problem = f"{what}: {pair} has a contrast of {int(ratio * 100) / 100:g} to 1"
        yield UserError(problem, f"choose colours with {READABLE:g} to 1 or more", path, line)
