"""Words, forms, terms: what finds what."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairgate.triage.inflection import english
from fairgate.triage.matcher import Matcher
from fairgate.triage.terms import TermError, expand, parse
from fairgate.triage.tokens import tokens


def finds(term: str, text: str) -> str:
    """Return the words that a term finds in a text."""
    matcher = Matcher(("it", parse(one, english)) for one in expand(term))
    words = tokens(text)
    found = [text[words.starts[s.first] : words.ends[s.stop - 1]] for s in matcher.spans(words)]
    return " / ".join(found)


@pytest.mark.parametrize(
    ("term", "text", "found"),
    [
        ("tenant", "Two tenants' and a tenant", "tenants / tenant"),
        ("rank", "ranked, ranking, Ranks, franked", "ranked / ranking / Ranks"),
        ("ban", "banned bans banner", "banned / bans"),
        ("prioritise", "prioritized prioritising", "prioritized / prioritising"),
        ("colour", "color colours", "color / colours"),
        ("=rank", "ranks rank", "rank"),
        ("disab*", "disability disabled", "disability / disabled"),
        ("sign language", "sign-language sign_language", "sign-language / sign_language"),
        ("sort .. by", "Sort the tutors by price", "Sort the tutors by"),
        ("sort .. by", "Sort all of the many tutors by price", ""),
        ("sort ... by", "Sort all of the many tutors by price", "Sort all of the many tutors by"),
        ("sort .. by", "Sort tutors. Sold by us", ""),
        (
            "(log out|close) after <n>",
            "Close after 90 s; log out after 4.5",
            "Close after 90 / log out after 4.5",
        ),
        ("over <n>", "over 2fa, over 65", "over 65"),
        ("can't", "can’t can't", "can’t / can't"),
    ],
)
def test_a_term_finds_its_words(term: str, text: str, found: str) -> None:
    """Forms, gaps, brackets, numbers, prefixes; never across the end of a sentence."""
    assert finds(term, text) == found


@pytest.mark.parametrize(
    ("term", "problem"),
    [
        (".. by", "begins with a gap"),
        ("sort ..", "ends in a gap"),
        ("sort (by", "an open bracket"),
        ("*", "would find almost everything"),
        ("ab*", "would find almost everything"),
        ("=a-b", "is no word"),
        ("()", "is no word"),
    ],
)
def test_a_term_that_cannot_be_read_says_why_and_what_to_write(term: str, problem: str) -> None:
    """Problem and cure, parted as complaints part them."""
    with pytest.raises(TermError, match="; write") as caught:
        [parse(one, english) for one in expand(term)]
    assert problem in str(caught.value)


@given(st.text())
def test_words_stand_where_they_say(text: str) -> None:
    """Places grow, never overlap, and hold the word."""
    words = tokens(text)
    end = 0
    for word, start, stop in zip(words.words, words.starts, words.ends, strict=True):
        assert end <= start < stop
        assert word == text[start:stop].lower().replace("’", "'")
        end = stop
