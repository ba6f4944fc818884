"""Text that may stand in a report: whatever a data set or a policy called its groups.

Group values, column and rule names come from files that other people wrote. Here they
lose what a terminal, a CI runner, a browser or a comment on a pull request would act on.
"""

from __future__ import annotations

import re

_INVISIBLE = re.compile(
    "[\x00-\x1f\x7f-\x9f"  # controls, line ends, escape sequences of terminals
    "\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"  # line ends, turned direction
    "\u00ad\u034f\u115f\u1160\u180e\u200b\u2060-\u2064\u3164\ufeff\uffa0\ufff9-\ufffb"  # unseen
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e007f]"  # no characters, or tags
    # Joiners belong to the spelling of many scripts, and to emoji; beside Latin they only hide.
    "|(?<![\u0600-\u1fff\u2600-\U0010ffff])[\u200c\u200d]",
)
_RUNNER = re.compile(r":(?=:)|(?<=#)#(?=\w*\[)")  # ##[ of GitHub, ##vso[ of Azure
_MARKUP = re.compile(r"[][&<>|`\\*~#@$]|:(?=\S)|(?<![^\W_])_|_(?![^\W_])")
_LINKING = re.compile(r"@|[#!](?=\d)|:(?=//|[\w+-]+:)|(?<=\bwww)\.|\bGH-(?=\d)", re.IGNORECASE)
_BREAK = "&#8203;"


def printable(text: str) -> str:
    r"""Write control characters and workflow commands of CI runners as escapes.

    Examples
    --------
    >>> print(printable("red\x1b[31m\n::error::no"))
    red\x1b[31m\n\x3a:error\x3a:no
    """
    return _RUNNER.sub(_escape, _INVISIBLE.sub(_escape, text))


def markdown(text: str) -> str:
    """Write text so that Markdown and the HTML inside it show it as it is.

    Punctuation that could form markup becomes numeric entities, and an invisible space
    keeps names, numbers and addresses from being mentioned or linked.

    Examples
    --------
    >>> markdown("a|b <b> @team")
    'a&#124;b &#60;b&#62; &#64;&#8203;team'
    """
    pieces = re.split(f"({_LINKING.pattern})", printable(text), flags=re.IGNORECASE)
    return "".join(
        _MARKUP.sub(_entity, piece) + _BREAK * (place % 2) for place, piece in enumerate(pieces)
    )


def sarif_message(text: str) -> str:
    r"""Write text so that SARIF sees no link and no placeholder in it (3.11.5, 3.11.6).

    Examples
    --------
    >>> print(sarif_message("a [b](c) {0}"))
    a \[b\](c) {{0}}
    """
    text = re.sub(r"([\[\]\\])", r"\\\1", printable(text))
    return text.replace("{", "{{").replace("}", "}}")


def _escape(match: re.Match[str]) -> str:
    code = ord(match.group())
    short = {0x09: r"\t", 0x0A: r"\n", 0x0D: r"\r"}
    wide = f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
    return short.get(code, f"\\x{code:02x}" if code < 0x100 else wide)


def _entity(match: re.Match[str]) -> str:
    return f"&#{ord(match.group())};"
