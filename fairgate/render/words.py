"""Text and addresses as they may stand in any document."""

from __future__ import annotations

from urllib.parse import quote

from fairgate.report.safe import printable


def plain(text: str) -> str:
    r"""Take the line ends out of a text, and what a terminal or a browser would act on.

    Examples
    --------
    >>> plain("two\n  lines")
    'two lines'
    """
    return printable(" ".join(text.split()))


def address(url: str) -> str:
    """Write an address so that no markup around it ends early; empty if it is no web address.

    Examples
    --------
    >>> address("https://example.org/a_(b)#c"), address("javascript:alert(1)")
    ('https://example.org/a_%28b%29#c', '')
    """
    if not url.startswith(("https://", "http://")):
        return ""
    return quote(url, safe="%:/?#@!$&+,;=-._~")


def spaced(text: str) -> str:
    r"""Clean a piece that stands between others, whose spaces at the ends count.

    Examples
    --------
    >>> spaced(" and\n"), spaced(" ")
    (' and ', ' ')
    """
    before = " " if text[:1].isspace() else ""
    after = " " if text[-1:].isspace() and text.strip() else ""
    return f"{before}{plain(text)}{after}"
