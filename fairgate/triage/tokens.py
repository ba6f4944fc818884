"""Text to words: where each stands, and in which sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass

_TOKEN = re.compile(
    r"(?P<end>[.!?](?=\s|$)|[;\n])|\d+(?:[.,:]\d+)*(?![^\W_])|[^\W_]+(?:['’][^\W_]+)*"
)
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)+|\d+")

NUMBER = "<n>"
"""How a term writes "any number"."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of a text, as four columns.

    Attributes
    ----------
    words : list of str
        Lower case; numbers as they stand.
    starts, ends : list of int
        Place of each word in the text.
    sentences : list of int
        Number of the sentence that each word belongs to.
    """

    words: list[str]
    starts: list[int]
    ends: list[int]
    sentences: list[int]

    def __len__(self) -> int:
        return len(self.words)


def tokens(text: str) -> Tokens:
    """Split a text into words; hyphens, slashes and underscores part them.

    Examples
    --------
    >>> tokens("Sign-language clips cut. 410 MB").words
    ['sign', 'language', 'clips', 'cut', '410', 'mb']
    >>> tokens("A b. C").sentences
    [0, 0, 1]
    """
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    sentences: list[int] = []
    sentence = 0
    for match in _TOKEN.finditer(text):
        if match.lastgroup:
            sentence += 1
            continue
        words.append(match.group().lower().replace("’", "'"))
        starts.append(match.start())
        ends.append(match.end())
        sentences.append(sentence)
    return Tokens(words, starts, ends, sentences)


def is_number(word: str) -> bool:
    """Whether a word is a number, such as 40, 1.65 or 16:00.

    Examples
    --------
    >>> is_number("1.65"), is_number("2fa")
    (True, False)
    """
    return _NUMBER.fullmatch(word) is not None
