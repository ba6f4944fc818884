"""A form filled in as people do who have no mouse: Tab, arrows, Space, Enter and letters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Page

MOST = 1_500
"""Keys after which somebody would give up."""

FOCUSED = """() => {
  const at = document.activeElement;
  const seen = at.getBoundingClientRect();
  return {tag: at.tagName, type: at.type || "", name: at.name || "", value: at.value || "",
          checked: !!at.checked, text: at.textContent.trim().replace(/\\s+/g, " "),
          outlined: getComputedStyle(at).outlineStyle !== "none", shown: seen.width > 0};
}"""
ASKED = """() => [...document.querySelectorAll("main [name^='a:']")]
  .filter(each => each.getClientRects().length > 0).map(each => each.name)"""
WATCH = """
const send = window.fetch;
window.fetch = async (address, options) => {
  const answer = await send(address, options);
  if (answer.ok && options?.body) window.stored = String(options.body);
  return answer;
};
"""
"""Remembers what the form's own script sent last, once it is answered."""

IS_SAVED = """() => {
  const fields = (text) => [...new URLSearchParams(text)]
    .filter(([name]) => name.startsWith("a:") || name.startsWith("n:")).join("&");
  const now = new URLSearchParams(new FormData(document.querySelector("#assessment")));
  return window.stored !== undefined && fields(window.stored) === fields(now);
}"""
ANSWER = "a:"

Focus = dict[str, Any]


def tab_to(page: Page, text: str, tag: str = "") -> None:
    """Press Tab until something with these words has the focus; everything on the way shows it."""
    for _ in range(MOST):
        page.keyboard.press("Tab")
        at: Focus = page.evaluate(FOCUSED)
        assert at["outlined"] or at["tag"] == "BODY", f"the focus cannot be seen on {at}"
        if at["text"] == text and tag in ("", at["tag"]):
            return
    raise AssertionError(f"no way to {text!r} by keyboard")


def press(page: Page, text: str, tag: str = "") -> None:
    """Go to a link or a button, and use it."""
    tab_to(page, text, tag)
    page.keyboard.press("Enter")


def fill(page: Page, answers: Mapping[str, Any], last: str) -> None:
    """Answer all that is asked, question by question, and stop at a button.

    What depends on other answers appears after these are saved, so the form is gone through
    until nothing that is shown is left.
    """
    done: set[str] = set()
    for _ in range(MOST):
        page.keyboard.press("Tab")
        at: Focus = page.evaluate(FOCUSED)
        name = at["name"]
        if name.startswith(ANSWER) and name not in done and wanted(answers, name) is not None:
            answer(page, at, wanted(answers, name))
            if at["type"] != "checkbox":
                done.add(name)
        elif at["text"] == last:
            page.wait_for_function(IS_SAVED, polling=100)  # and not at each frame
            if not left(page, answers, done):
                return
    raise AssertionError("the form has no end")


def left(page: Page, answers: Mapping[str, Any], done: set[str]) -> set[str]:
    """Give the fields that are shown and not filled in yet."""
    boxes = page.evaluate(
        "() => [...document.querySelectorAll('main input[type=checkbox]')].map(b => b.name)"
    )
    asked = {name for name in page.evaluate(ASKED) if wanted(answers, name) is not None}
    ticked = page.evaluate("() => [...document.querySelectorAll(':checked')].map(b => b.name)")
    return asked - done - (set(boxes) & set(ticked))


def wanted(answers: Mapping[str, Any], name: str) -> Any:
    """Find the answer to a field: ``a:question`` or ``a:question:row:column``."""
    question, *cell = name.removeprefix(ANSWER).split(":")
    found = answers.get(question)
    for part in cell:
        found = found.get(part) if isinstance(found, Mapping) else None
    return None if isinstance(found, Mapping) else found


def answer(page: Page, at: Focus, value: Any) -> None:
    """Give one answer with the keys that its field takes."""
    if at["type"] == "checkbox":
        if (at["value"] in value) != at["checked"]:
            page.keyboard.press("Space")
    elif at["type"] == "radio":
        page.keyboard.press("Space")
        _walk(page, value)
    elif at["tag"] == "SELECT":
        _walk(page, value)
    else:
        page.keyboard.type(str(value))


def _walk(page: Page, value: str) -> None:
    for _ in range(20):
        if page.evaluate(FOCUSED)["value"] == value:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"no choice {value!r}")
