"""A learning platform in the browser: scorm-again's run time, a frame or a window, and a memory."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Frame, Page, Route

from fairgate.training.export.scorm import scorm12
from fairgate.training.models import QuizItem
from fairgate.training.module import Module

TOOLS = Path(__file__).resolve().parents[3] / "build" / "tools" / "scorm" / "node_modules"
RUN_TIME = TOOLS / "scorm-again" / "dist" / "scorm12.min.js"
ADDRESS = "https://platform.test"

HOST = (Path(__file__).parent / "lms.html").read_text(encoding="utf-8")


class Platform:
    """A platform with one package and one learner.

    Parameters
    ----------
    context : BrowserContext
        The learner's browser, which also keeps what the platform remembers.
    modules : Module
        What is packed.
    """

    def __init__(self, context: BrowserContext, *modules: Module) -> None:
        if not RUN_TIME.is_file():
            pytest.skip("no scorm-again in build/tools/scorm: run tests/servers/scorm.sh")
        self.context = context
        with zipfile.ZipFile(io.BytesIO(scorm12(modules))) as archive:
            self.files = {f"/{name}": archive.read(name) for name in archive.namelist()}
        self.files |= {"/run-time.js": RUN_TIME.read_bytes(), "/host": HOST.encode()}
        self.page = context.new_page()
        self.errors: list[str] = []
        context.on("weberror", lambda error: self.errors.append(str(error.error)))
        context.route("**/*", self._answer)

    def _answer(self, route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path not in self.files:
            route.fulfill(status=404, body="")
            return
        kind = "text/javascript" if path.endswith(".js") else "text/html"
        route.fulfill(body=self.files[path], content_type=f"{kind}; charset=utf-8")

    @property
    def scos(self) -> list[str]:
        """Paths of the pages in the package."""
        return [path for path in self.files if path.endswith(".html")]

    def launch(self, way: str = "frame", **settings: str) -> Page | Frame:
        """Open the first module, in a frame, a frame in a frame, or a window of its own."""
        query = "&".join(f"{key}={value}" for key, value in settings.items())
        self.page.goto(f"{ADDRESS}/host?{query}")
        if way == "window":
            with self.page.expect_popup() as popup:
                self.page.evaluate("path => open_window(path)", self.scos[0])
            popup.value.wait_for_load_state()
            return popup.value
        name = self.page.evaluate("([path, way]) => open_frame(path, way)", [self.scos[0], way])
        frame = self.page.frame(name)
        assert frame is not None
        return frame

    def leave(self, sco: Page | Frame) -> None:
        """Leave the module, as learners do: the platform takes the page away."""
        if isinstance(sco, Page):
            sco.goto("about:blank")
            sco.close()
        else:
            self.page.evaluate("close_frame()")

    def read(self, element: str) -> Any:
        """Say what the platform has of the learner."""
        return self.page.evaluate("element => running(element)", element)

    @property
    def memory(self) -> dict[str, Any]:
        """What the platform remembers from one visit to the next."""
        kept: dict[str, Any] = json.loads(self.page.evaluate("localStorage.getItem('kept')"))
        return kept

    @property
    def calls(self) -> list[tuple[str, str, str, str]]:
        """Every call of this visit: its name, element, value and answer."""
        return [tuple(call) for call in self.page.evaluate("calls")]

    def sent(self, element: str) -> list[str]:
        """Every value that an element was set to in this visit."""
        return [
            value
            for name, where, value, _ in self.calls
            if (name, where) == ("LMSSetValue", element)
        ]


def answer(sco: Page | Frame, module: Module, *, wrong: int = 0) -> None:
    """Fill in the quiz by keyboard alone, the first few questions wrongly, and have it marked."""
    page = sco if isinstance(sco, Page) else sco.page
    if isinstance(sco, Frame):
        sco.frame_element().focus()
    _tab_to(sco, page, "a[href$='--quiz']")
    page.keyboard.press("Enter")
    for at, item in enumerate(module.quiz.items):
        _tab_to(sco, page, f"fieldset[data-item='{item.id}'] input")
        (_mark_wrong if at < wrong else _mark_right)(page, item)
    _tab_to(sco, page, "button.mark")
    page.keyboard.press("Enter")
    sco.wait_for_selector(".result:focus")


def again(sco: Page | Frame) -> None:
    """Take the quiz again, by keyboard."""
    page = sco if isinstance(sco, Page) else sco.page
    _tab_to(sco, page, "button.again")
    page.keyboard.press("Enter")


def _mark_right(page: Page, item: QuizItem) -> None:
    _mark(page, item, [option.right for option in item.options])


def _mark_wrong(page: Page, item: QuizItem) -> None:
    first = next(at for at, option in enumerate(item.options) if not option.right)
    _mark(page, item, [at == first for at in range(len(item.options))])


def _mark(page: Page, item: QuizItem, wanted: list[bool]) -> None:
    """Choose options, with the first one focused: arrows among radios, Tab among checkboxes."""
    if item.kind == "single":
        page.keyboard.press("Space")
        for _ in range(wanted.index(True)):
            page.keyboard.press("ArrowDown")
        return
    for at, choose in enumerate(wanted):
        if at:
            page.keyboard.press("Tab")
        if choose:
            page.keyboard.press("Space")


def _tab_to(sco: Page | Frame, page: Page, selector: str) -> None:
    for _ in range(200):
        if sco.evaluate("selector => !!document.activeElement?.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    message = f"the keyboard does not reach {selector}"
    raise AssertionError(message)
