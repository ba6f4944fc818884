"""Issue keys: found where people write them, in bounded time."""

from __future__ import annotations

import pytest

from ci_actions.change import Change
from ci_actions.issuekeys import MOST_KEYS, issue_keys


def named(branch: str = "", title: str = "", *messages: str, pattern: str | None = None) -> str:
    """Keys of a request, with spaces between them."""
    change = Change("github", "request", branch=branch, title=title, messages=messages)
    return " ".join(issue_keys(change, pattern) if pattern else issue_keys(change))


def test_branch_then_title_then_messages_each_once() -> None:
    """The first is the one that a reader would name."""
    assert named("LOAN-3-mend", "LOAN-1: mend", "LOAN-3 LOAN-2", "LOAN-4") == (
        "LOAN-3 LOAN-1 LOAN-2 LOAN-4"
    )


@pytest.mark.parametrize(
    "text",
    ["feature/LOAN-12_fix", "(LOAN-12)", "LOAN-12:", "[LOAN-12]", "x,LOAN-12", "\nLOAN-12\n"],
)
def test_whatever_stands_around_a_key(text: str) -> None:
    """Branches have underscores, titles brackets."""
    assert named(text) == "LOAN-12"


@pytest.mark.parametrize("text", ["loan-12", "LOAN12", "LOAN-0", "myLOAN-12", "A-1", "UTF-8", ""])
def test_what_is_no_key(text: str) -> None:
    """Standards, words, and numbers that Jira never gives."""
    assert named(title=text) == ""


def test_a_pattern_of_ones_own_finds_what_it_says() -> None:
    """Standards included; a group picks a part."""
    assert named("fix/#123-x", "UTF-8", pattern="#[0-9]+") == "#123"
    assert named("", "UTF-8", pattern="[A-Z]+-[0-9]+") == "UTF-8"
    assert named("", "closes 17, closes 18", pattern="closes ([0-9]+)") == "17 18"


def test_a_pattern_that_hangs_others_does_not_hang() -> None:
    """Nested repetitions over text made for them: 200 messages are searched at once."""
    assert named("a" * 5_000, "", *["a" * 5_000] * 300, pattern="(?:a+)+b") == ""


def test_keys_are_few_and_on_one_line() -> None:
    """They go into evidence and comments."""
    many = " ".join(f"LOAN-{at}" for at in range(1, 200))
    assert len(named(title=many).split()) == MOST_KEYS
    assert named(title="x\x00y", pattern="x.y") == ""
    assert named(title="\ud800 LOAN-1") == "LOAN-1"
