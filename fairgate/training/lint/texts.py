"""What people read: the handout's length, the run sheet's parts, images, links and headings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from fairgate.errors import UserError
from fairgate.training.module import Module
from fairgate.training.slides import described
from fairgate.training.textfile import CODE, IMAGE, html_in, outside_code

HANDOUT_WORDS = 500
"""As many as one page of A4 takes in a type that can be read."""

RUN_SHEET = ("Before", "During", "After")
ROLES = ("facilitator", "helper", "host")
TOPICS = {
    "wrong answer": "expected wrong answers, and what to say",
    "accommodation": "accommodations: what people may need, and how it is met",
    "online": "how it is held online",
}

_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(\s*<?([^)\s>]+)>?[^)]*\)")
_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
_TAG = re.compile(r"<[A-Za-z/!?][^>]{0,40}>?")
_OF_DECKS = re.compile(r"<!--.*?-->|<style[^>]*>.*?</style>|<br\s*/?>", re.DOTALL | re.IGNORECASE)
"""HTML that a deck may have: notes and settings, styles, and a break in a line."""


def texts(module: Module) -> Iterator[UserError]:
    """Find what is to be mended in the texts of a module."""
    yield from _handout(module)
    yield from _run_sheet(module)
    for name in module.texts:
        yield from _unseen(module, name)
        yield from _html(module, name)
        yield from _images_and_links(module, name)
        yield from _headings(module, name)


def _handout(module: Module) -> Iterator[UserError]:
    words = len(module.handout.split())
    if words > HANDOUT_WORDS:
        problem = f"expected one page, {HANDOUT_WORDS} words at most, got {words}"
        yield UserError(problem, "cut it", str(module.folder / "handout.md"))


def _run_sheet(module: Module) -> Iterator[UserError]:
    path, text = str(module.folder / "run-sheet.md"), module.run_sheet
    found = [words for _, level, words in _headings_of(text) if level <= 2]
    places = [next((at for at, f in enumerate(found) if f == name), -1) for name in RUN_SHEET]
    for name, place in zip(RUN_SHEET, places, strict=True):
        if place < 0:
            yield UserError(f"there is no heading {name}", f"add ## {name}", path)
    if -1 not in places and places != sorted(places):
        problem = f"expected the headings {', '.join(RUN_SHEET)} in this order"
        yield UserError(problem, "move them", path)
    small = text.casefold()
    for role in ROLES:
        if role not in small:
            problem = f"nothing is said to the {role}"
            yield UserError(problem, "say what this role does, before, during and after", path)
    for word, topic in TOPICS.items():
        if word not in small:
            yield UserError(f"nothing is said about {topic}", "add it", path)
    if not re.search(r"\d\s*(min|h\b|minutes)|\d:\d\d", small):
        yield UserError("there are no timings", "say when each part begins", path)


def _unseen(module: Module, name: str) -> Iterator[UserError]:
    """Find characters that nobody sees and a terminal acts on."""
    for number, line in enumerate(module.texts[name].splitlines(), 1):
        wrong = next((sign for sign in line if unicodedata.category(sign) == "Cc"), "")
        if wrong.strip("\t"):
            problem = f"there is a control character, {wrong!r}"
            yield UserError(problem, "remove it", str(module.folder / name), number)


def _html(module: Module, name: str) -> Iterator[UserError]:
    """Find HTML: what is made of a module shows it as text, so that it can do no harm."""
    path, seen = str(module.folder / name), 0
    for number, piece in html_in(module.texts[name]):
        found = _TAG.search(_OF_DECKS.sub("", piece) if name == "slides.md" else piece)
        if found is None or number == seen:
            continue
        seen = number
        if found[0].lower().startswith("<script"):
            yield UserError("a script has no place in a module", "remove it", path, number)
        elif found[0].startswith("<!--"):
            yield UserError("a comment is read as text here", "remove it", path, number)
        else:
            problem = f"HTML is shown as text: {found[0]}"
            yield UserError(problem, "write it in Markdown", path, number)


def _images_and_links(module: Module, name: str) -> Iterator[UserError]:
    path, folder = str(module.folder / name), module.beside(name)
    for number, line, prose in outside_code(module.texts[name]):
        bare = CODE.sub("", line) if prose else ""
        for image in IMAGE.finditer(bare):
            alt, target = image["alt"], image["target"]
            if not (described(alt) if name == "slides.md" else alt.strip()):
                problem, cure = f"{target} has no alternative text", "write ![what it shows](...)"
                yield UserError(problem, cure, path, number)
            yield from _exists(folder, target, path, number)
        for target in _LINK.findall(bare):
            yield from _exists(folder, target, path, number)
        if re.search(r"(?<!!)\[(click )?here\]\(", bare, re.IGNORECASE):
            problem = "this link does not say where it leads"
            yield UserError(problem, "name what it leads to", path, number)


def _exists(folder: Path, target: str, path: str, line: int) -> Iterator[UserError]:
    if re.match(r"[a-z][a-z0-9+.-]*:|#", target, re.IGNORECASE):
        return
    if not (folder / target.partition("#")[0]).exists():
        yield UserError(f"there is no file {target}", "mend the link", path, line)


def _headings(module: Module, name: str) -> Iterator[UserError]:
    """Find headings that leave a level out: who listens navigates by them."""
    last = 0
    for number, level, words in _headings_of(module.texts[name]):
        if last and level > last + 1 and name != "slides.md":
            problem = f"{words!r} leaves out a level of headings"
            cure = f"write {'#' * (last + 1)} {words}"
            yield UserError(problem, cure, str(module.folder / name), number)
        last = level


def _headings_of(text: str) -> Iterator[tuple[int, int, str]]:
    for number, line, prose in outside_code(text):
        found = _HEADING.match(line) if prose else None
        if found:
            yield number, len(found[1]), found[2]
