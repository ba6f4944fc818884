"""Slides: how many, notes on each, and colours that people can read from the back row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from fairgate.errors import UserError
from fairgate.training.module import Module
from fairgate.training.page.colour import Colour, colour, contrast
from fairgate.training.page.css import declarations, resolved, rules
from fairgate.training.slides import Slide

SLIDES = range(8, 17)
"""How many slides a module has."""

NEEDED = 4.5
"""Contrast by criterion 1.4.3 of WCAG 2.2; beamers take some away, so large text needs it too."""

_STYLE = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL | re.IGNORECASE)
_INLINE = re.compile(r"""style=["']([^"']*)["']""", re.IGNORECASE)
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
    settings = module.slides.front.settings
    theme = str(settings.get("theme", "default"))
    ink, ground = _THEMES.get(theme, _THEMES["default"])
    ink = str(settings.get("color", ink))
    ground = str(settings.get("backgroundColor", ground))
    sheet = rules(str(settings.get("style", "")) + "".join(_STYLE.findall(module.slides.text)))
    variables = {k: v for rule in sheet for k, v in rule.declarations.items() if k[:2] == "--"}
    base = {"color": ink, "background-color": ground}
    for rule in sheet:
        if rule.selector in ("section", ":root", "html", "body", "*"):
            base |= _colours(rule.declarations, variables)
    yield from _faint(base, "the slides", path, 1)
    for rule in sheet:
        found = _colours(rule.declarations, variables)
        if found:
            yield from _faint(base | found, f"style {rule.selector}", path, None)
    for slide in module.slides.slides:
        base |= _directives(slide, "")
        own = base | _directives(slide, "_")
        if own != base or _directives(slide, ""):
            yield from _faint(own, "this slide", path, slide.line)
        for style in _INLINE.findall(slide.shown):
            found = _colours(declarations(style), variables)
            if found:
                yield from _faint(own | found, f"style {style!r}", path, slide.line)


def _directives(slide: Slide, mark: str) -> dict[str, str]:
    """Colours that a slide's comments set: from it on, or with ``_`` for it alone."""
    names = {f"{mark}color": "color", f"{mark}backgroundColor": "background-color"}
    return {names[key]: value for key, value in slide.directives.items() if key in names}


def _colours(declared: Mapping[str, str], variables: Mapping[str, str]) -> dict[str, str]:
    ground = declared.get("background-color", declared.get("background"))
    found = {"color": declared.get("color"), "background-color": ground}
    return {key: resolved(value, variables) for key, value in found.items() if value}


def _faint(look: Mapping[str, str], what: str, path: str, line: int | None) -> Iterator[UserError]:
    ink, ground = colour(look["color"]), colour(look["background-color"])
    if ink is None or ground is None:
        return
    ratio = contrast(ink, ground.over(Colour(255, 255, 255)))
    if ratio < NEEDED:
        pair = f"{look['color']} on {look['background-color']}"
        problem = f"{what}: {pair} has a contrast of {int(ratio * 100) / 100:g} to 1"
        yield UserError(problem, f"choose colours with {NEEDED:g} to 1 or more", path, line)
