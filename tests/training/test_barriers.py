"""The static checker of pages: what it finds, and what it leaves alone."""

from __future__ import annotations

import pytest

from fairgate.errors import UserError
from fairgate.training.page import RULES, barriers
from fairgate.training.page.css import rules

WHOLE = """<!doctype html>
<html lang="en"><head><title>Apply</title><style>{style}</style></head>
<body><main><h1>Apply</h1>{body}</main></body></html>"""


def found(body: str = "", style: str = "") -> list[str]:
    """Names of the rules that a page breaks."""
    page = WHOLE.replace("{style}", style).replace("{body}", body)
    return [barrier.rule for barrier in barriers(page)]


def test_a_page_without_barriers_has_none() -> None:
    """Nothing is found for the sake of finding."""
    assert found("<p>Words.</p>") == []


def test_an_empty_page_lacks_what_every_page_needs() -> None:
    """Language, title, heading, main."""
    assert {barrier.rule for barrier in barriers("<p>Words</p>")} == {
        "html-has-lang",
        "document-title",
        "page-has-heading-one",
        "landmark-one-main",
    }


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ('<img src="a.png">', "image-alt"),
        ("<button></button>", "button-name"),
        ('<button><img src="x" alt=""></button>', "button-name"),
        ('<input type="button">', "button-name"),
        ('<a href="/x"><img src="x" alt=""></a>', "link-name"),
        ('<input name="surname">', "label"),
        ('<input placeholder="Surname">', "label"),
        ("<label>Surname</label><input>", "label"),
        ('<label for="b">Surname</label><input id="a">', "label"),
        ("<select><option>a</select>", "label"),
        ("<h3>Deep</h3>", "heading-order"),
        ("<h2></h2>", "empty-heading"),
        (
            '<label><input type="radio" name="a"> Y</label><input type="radio" name="a" title="N">',
            "radio-group",
        ),
        ('<p style="color: #777">Words</p>', "color-contrast"),
        ('<div style="background:#000"><p style="color:#444">Words</p></div>', "color-contrast"),
        ('<p style="color: rgba(0, 0, 0, .4)">Words</p>', "color-contrast"),
        ('<button style="width:20px;height:20px">x</button>', "target-size"),
    ],
)
def test_a_barrier_is_found(body: str, rule: str) -> None:
    """By its rule, and only once."""
    assert found(body) == [rule]


@pytest.mark.parametrize(
    "body",
    [
        '<img src="line.png" alt="">',
        '<label>Surname <input></label><label for="a">Age</label><input id="a">',
        '<input aria-label="Surname"><input title="Age">',
        '<h2 id="t">Name</h2><input aria-labelledby="t">',
        '<button aria-label="Close">x</button><input type="submit">',
        '<a href="/x"><svg aria-label="Home"></svg></a><a name="old"></a>',
        "<h2>A</h2><h3>B</h3><h2>C</h2>",
        '<fieldset><legend>Sure?</legend><label><input type="radio"> Yes</label></fieldset>',
        '<p style="color:#777; font-size: 24px">Large words</p>',
        '<h2 style="color:#777; font-size: 1.2rem">Bold and large</h2>',
        '<p style="color:#ccc" hidden>Nobody sees this</p>',
        '<button style="color:#ccc" disabled>Later</button>',
        '<div style="background: url(a.png)"><p style="color:#777">Cannot tell</p></div>',
        '<p>See <a href="/x" style="height:18px">the law</a> for more.</p>',
        '<input type="hidden" name="token">',
        "<script>let a = '<img>';</script>",
    ],
)
def test_what_is_no_barrier_is_left_alone(body: str) -> None:
    """A learner who did it right is not sent looking."""
    assert found(body) == []


@pytest.mark.parametrize(
    ("style", "rule"),
    [
        ("p { color: #999 }", "color-contrast"),
        ("main p, .x { color: #999 }", "color-contrast"),
        (":root { --ink: #999 } p { color: var(--ink) }", "color-contrast"),
        ("body { background: black; color: white } p { color: #333 }", "color-contrast"),
        ("a:focus { outline: none }", "focus-visible"),
        ("* { outline: 0 }", "focus-visible"),
    ],
)
def test_a_style_sheet_is_read(style: str, rule: str) -> None:
    """Selectors, variables, inheritance."""
    assert set(found("<p>Words</p>", style)) == {rule}


@pytest.mark.parametrize(
    "style",
    [
        "p { color: #999 } main p { color: #333 }",
        "main p { color: #333 } p { color: #999 }",
        "p:hover { color: #999 }",
        "@media print { p { color: #999 } }",
        "/* p { color: #999 } */",
        "p > p { color: #999 }",
        ".lead { color: #999 }",
        "a:focus { outline: none; box-shadow: 0 0 0 3px #000 }",
    ],
)
def test_a_style_that_does_not_apply_is_left_out(style: str) -> None:
    """The stronger selector wins; states and other media are not what the page looks like."""
    assert found("<p>Words</p>", style) == []


def test_a_barrier_says_where_what_why_and_how() -> None:
    """As a learner needs it."""
    (barrier,) = barriers('<p>\n<img id="map" src="a">', ["image-alt"])
    assert str(barrier) == (
        'line 2: <img id="map"> has no alt (say what it shows; alt="" if nothing) '
        "[image-alt, WCAG 1.1.1 A]"
    )


def test_a_rule_that_there_is_not_is_refused() -> None:
    """An author's slip would pass every page."""
    with pytest.raises(UserError, match="did you mean image-alt"):
        barriers("", ["img-alt"])


def test_every_rule_can_be_asked_for_alone() -> None:
    """Names are those that barriers bear, or lead to them."""
    for name in RULES:
        assert {barrier.rule for barrier in barriers("<p>", [name])} <= {
            name,
            "page-has-heading-one",
        }


@pytest.mark.parametrize("text", ["", "p {", "}", "@media {", "p { color }", "{{{{", "a { b: c }}"])
def test_a_broken_style_sheet_breaks_nothing(text: str) -> None:
    """Browsers read on, and so does this."""
    assert all(rule.selector for rule in rules(text))


def test_a_background_in_short_form_replaces_the_buttons_own() -> None:
    """White on dark blue is readable, however the blue was written."""
    for style in ("background: #0b4f9e", "background-color: #0b4f9e"):
        assert found(f'<button style="{style}; color: #fff">Send</button>') == []
