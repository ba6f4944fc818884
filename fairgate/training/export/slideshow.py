"""Slides as one page of our own: a slide a screen, by keyboard, with notes; it prints as well."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fairgate.training.export.page import house_styles, render, static
from fairgate.training.export.pictures import pictures
from fairgate.training.markdown import html_of, line_html
from fairgate.training.module import Module
from fairgate.training.page.colour import WHITE, Colour, colour, contrast
from fairgate.training.slides import READABLE, described
from fairgate.training.sources import sources_of

_PLAIN: Mapping[str, str] = {"color": "#1c2127", "background-color": "#ffffff"}


@dataclass(frozen=True)
class Shown:
    """A slide as the show has it.

    Attributes
    ----------
    number : int
        From 1 on, through all modules.
    module : Module
        Whose it is.
    first : bool
        Whether its module begins with it.
    html : str
        Its content, safe.
    notes : tuple of str
        What to say, a line each, safe.
    look : str
        Declarations of its own colours; empty where it has none.
    """

    number: int
    module: Module
    first: bool
    html: str
    notes: tuple[str, ...]
    look: str


def slideshow(modules: Sequence[Module], *, title: str = "Training modules") -> str:
    """Write slides of modules as one HTML page, which needs nothing else, and no network.

    Parameters
    ----------
    modules : sequence of Module
        Whose slides, in order; at least one.
    title : str
        Title of several; one module keeps its own.
    """
    pairs = [(module, at) for module in modules for at in range(len(module.slides.slides))]
    looks = [_look(own) for module in modules for own in module.slides.colours]
    images = {module.id: pictures(module, "slides.md") for module in modules}
    slides = [
        _shown(number, module, at, look, images[module.id])
        for number, ((module, at), look) in enumerate(zip(pairs, looks, strict=True), 1)
    ]
    dressed = (slide for slide in slides if slide.look)
    own = "".join(f"  #s{slide.number} .slide {{ {slide.look} }}\n" for slide in dressed)
    return render(
        "slides",
        title if len(modules) > 1 else modules[0].title,
        scripts=[static("slides.js")],
        styles=house_styles() + static("slides.css") + f"@media screen {{\n{own}}}\n",
        slides=slides,
    )


def _shown(number: int, module: Module, at: int, look: str, images: Mapping[str, str]) -> Shown:
    slide = module.slides.slides[at]
    html = html_of(
        slide.shown,
        sources=sources_of(module),
        prefix=f"s{number}-",
        images=images,
        places=False,
        described=described,
        language=module.outline.language,
    )
    notes = tuple(
        line_html(line) for note in slide.notes for line in note.splitlines() if line.strip()
    )
    return Shown(number, module, at == 0, html, notes, look)


def _look(own: Mapping[str, str]) -> str:
    """Write colours as CSS, made of numbers alone; nothing where nobody could read them."""
    ink, ground = (colour(own.get(name, plain)) for name, plain in _PLAIN.items())
    if not own or ink is None or ground is None:
        return ""
    ground = ground.over(WHITE)
    ink = ink.over(ground)
    if contrast(ink, ground) < READABLE:
        return ""
    return f"--ink: {_css(ink)}; --paper: {_css(ground)};"


def _css(of: Colour) -> str:
    return f"rgb({of.red:g} {of.green:g} {of.blue:g})"
