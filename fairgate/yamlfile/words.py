"""Words that YAML reads otherwise than people do, or otherwise in its next version."""

from __future__ import annotations

import re

import yaml

TAG = "tag:yaml.org,2002:"
SWITCHES = {"yes": "true", "on": "true", "no": "false", "off": "false"}
_ESCAPES = {'"': '\\"', "\\": "\\\\"}
_LEADING_ZERO = re.compile(r"[-+]?0o?[0-9_]+")


def trap(node: yaml.ScalarNode) -> tuple[str, str]:
    """Say how YAML reads a word without quotes, and what to write instead; empty: no doubt.

    Examples
    --------
    >>> trap(yaml.ScalarNode("tag:yaml.org,2002:int", "010"))
    ('YAML reads 010 as octal or as text, depending on its version', '10')
    """
    if node.style is not None:
        return "", ""
    word, tag = str(node.value), node.tag.removeprefix(TAG)
    if word.lower() in SWITCHES:
        read = SWITCHES[word.lower()]
        return f"YAML reads {word} as {read}", read
    if tag in ("int", "float") and ":" in word:
        return f"YAML reads {word} in base 60", "the number it stands for"
    if _LEADING_ZERO.fullmatch(word) and tag in ("int", "str"):
        digits = word.replace("_", "").replace("o", "").lstrip("+-0") or "0"
        return f"YAML reads {word} as octal or as text, depending on its version", digits
    return "", ""


def reads_as_text(word: str) -> bool:
    """Whether a word without quotes is text to YAML.

    Examples
    --------
    >>> reads_as_text("1e-1"), reads_as_text("0.1")
    (True, False)
    """
    tag = yaml.SafeLoader("").resolve(yaml.ScalarNode, word, (True, False))  # type: ignore[no-untyped-call]
    return str(tag) == TAG + "str"


def quoted(word: str) -> str:
    r"""Put a word in double quotes; what cannot be seen is written out.

    Examples
    --------
    >>> print(quoted('say "é"'), quoted("a\tb"))
    "say \"é\"" "a\U00000009b"
    """
    return '"' + "".join(_ESCAPES.get(c, c if c.isprintable() else _code(c)) for c in word) + '"'


def _code(character: str) -> str:
    return f"\\U{ord(character):08X}"


def yaml_text(word: str) -> str:
    """Write text for a YAML file: bare where nobody can misread it, else in quotes.

    Examples
    --------
    >>> yaml_text("age"), yaml_text("NO"), yaml_text("12"), yaml_text("a: b")
    ('age', '"NO"', '"12"', '"a: b"')
    """
    bare = re.fullmatch(r"[A-Za-z_](?:[\w ./-]*[\w./-])?", word, re.ASCII)
    doubtful = word.lower() in {*SWITCHES, "y", "n"} or not reads_as_text(word)
    return word if bare and not doubtful else quoted(word)
