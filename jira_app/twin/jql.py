"""A small, honest part of JQL: what it does not know it refuses by name, never guesses.

``project``, ``key``, ``id``, ``status``, ``labels``, ``issue.property[name].path`` and aliases of
such properties, with ``=``, ``!=``, ``in``, ``not in``, ``is EMPTY``, ``is not EMPTY``; ``AND``,
``OR``, ``NOT`` and brackets; ``ORDER BY`` key, created or updated.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from jira_app.twin.model import Issue
from jira_app.twin.refusal import Refusal, unplayed
from jira_app.twin.workflow import at

TOKEN = re.compile(
    r"""\s*(?:
        (?P<text>"(?:[^"\\]|\\.)*" | '(?:[^'\\]|\\.)*')
      | (?P<sign>!=|=|\(|\)|,)
      | (?P<word>(?:issue\.property\[[^\]]*\][\w.]*)|[\w.@+-]+)
    )""",
    re.VERBOSE,
)
PROPERTY = re.compile(r"issue\.property\[[\"']?([^\]\"']+)[\"']?\]\.?([\w.]*)")
DEEPEST = 50

Test = Callable[[Issue], bool]
Values = Callable[[Issue], Iterable[str]]

FIELDS: Mapping[str, Values] = {
    "project": lambda issue: (issue.project.key, issue.project.id, issue.project.name),
    "key": lambda issue: (issue.key,),
    "issuekey": lambda issue: (issue.key,),
    "id": lambda issue: (issue.id, issue.key),
    "status": lambda issue: (issue.status.name, issue.status.id),
    "labels": lambda issue: issue.values.get("labels") or (),
}
ORDERS: Mapping[str, Callable[[Issue], Any]] = {
    "key": lambda issue: (issue.project.key, int(issue.key.rpartition("-")[2])),
    "created": lambda issue: (issue.created, int(issue.id)),
    "updated": lambda issue: (issue.updated, int(issue.id)),
}


@dataclass(frozen=True)
class Query:
    """A query, understood.

    Attributes
    ----------
    test : callable
        Whether an issue is found.
    bounded : bool
        Whether it restricts anything; Cloud refuses a search that does not.
    order : tuple of (callable, bool)
        Sort keys, first one first, and whether each descends.
    """

    test: Test
    bounded: bool
    order: tuple[tuple[Callable[[Issue], Any], bool], ...]

    def find(self, issues: Iterable[Issue]) -> list[Issue]:
        """Give what is found, in order; newest first unless the query says otherwise."""
        found = sorted(filter(self.test, issues), key=ORDERS["created"], reverse=True)
        for key, descends in reversed(self.order):
            found.sort(key=key, reverse=descends)
        return found


def parse(text: str, aliases: Mapping[str, tuple[str, str]]) -> Query:
    """Understand a query.

    Parameters
    ----------
    text : str
        JQL.
    aliases : mapping of str to (str, str)
        Search alias of a property to its name and path, as a Forge manifest declares it.

    Raises
    ------
    Refusal
        400 where it is no JQL, 501 where it is JQL that the twin does not play.

    Examples
    --------
    >>> parse("project = ED AND labels is EMPTY", {}).bounded
    True
    >>> parse("order by created", {}).bounded
    False
    """
    return _Parser(_tokens(text), aliases).query()


def _tokens(text: str) -> list[tuple[str, str]]:
    found, place = [], 0
    end = len(text.rstrip())
    while place < end:
        match = TOKEN.match(text, place)
        if match is None:
            sign = text[place:].lstrip()[:1]
            if sign in "~<>":
                raise unplayed(f"the JQL operator {sign!r}")
            raise Refusal(400, f"Error in the JQL Query: unexpected {sign!r} at {place}.")
        kind = match.lastgroup or ""
        found.append((kind, match[kind]))
        place = match.end()
    return found


class _Parser:
    def __init__(
        self, tokens: list[tuple[str, str]], aliases: Mapping[str, tuple[str, str]]
    ) -> None:
        self._tokens = tokens
        self._place = 0
        self._aliases = aliases
        self._depth = 0

    def query(self) -> Query:
        bounded = bool(self._tokens) and not self._is("order")
        test = self._either() if bounded else _everything
        order = self._order() if self._take("order") else ()
        if self._place < len(self._tokens):
            raise self._unexpected()
        return Query(test, bounded, order)

    def _either(self) -> Test:
        tests = [self._all()]
        while self._take("or"):
            tests.append(self._all())
        return lambda issue: any(test(issue) for test in tests)

    def _all(self) -> Test:
        tests = [self._one()]
        while self._take("and"):
            tests.append(self._one())
        return lambda issue: all(test(issue) for test in tests)

    def _one(self) -> Test:
        self._depth += 1
        if self._depth > DEEPEST:
            raise Refusal(400, "Error in the JQL Query: too deeply nested.")
        try:
            if self._take("not"):
                test = self._one()
                return lambda issue: not test(issue)
            if self._take("("):
                test = self._either()
                self._need(")")
                return test
            return self._clause()
        finally:
            self._depth -= 1

    def _clause(self) -> Test:
        values = self._field(self._word())
        if self._take("is"):
            empty = not self._take("not")
            if not (self._take("empty") or self._take("null")):
                raise self._unexpected()
            return lambda issue: (not list(values(issue))) == empty
        if self._take("="):
            return _is_in(values, [self._word()])
        if self._take("!="):
            return _is_not_in(values, [self._word()])
        inside = not self._take("not")
        self._need("in")
        wanted = self._words()
        return _is_in(values, wanted) if inside else _is_not_in(values, wanted)

    def _field(self, name: str) -> Values:
        if name.lower() in FIELDS:
            return FIELDS[name.lower()]
        match = PROPERTY.fullmatch(name)
        if match or name in self._aliases:
            property_, path = match.groups() if match else self._aliases[name]
            return lambda issue: _strings(at(issue.properties.get(property_), path))
        raise unplayed(f"the JQL field {name!r}")

    def _order(self) -> tuple[tuple[Callable[[Issue], Any], bool], ...]:
        self._need("by")
        found = []
        while True:
            name = self._word().lower()
            if name not in ORDERS:
                raise unplayed(f"ORDER BY {name!r}")
            descends = self._take("desc")
            if not descends:
                self._take("asc")
            found.append((ORDERS[name], descends))
            if not self._take(","):
                return tuple(found)

    def _words(self) -> list[str]:
        self._need("(")
        words = [self._word()]
        while self._take(","):
            words.append(self._word())
        self._need(")")
        return words

    def _word(self) -> str:
        kind, text = self._peek()
        if kind not in {"word", "text"}:
            raise self._unexpected()
        self._place += 1
        return re.sub(r"\\(.)", r"\1", text[1:-1]) if kind == "text" else text

    def _peek(self) -> tuple[str, str]:
        return self._tokens[self._place] if self._place < len(self._tokens) else ("end", "the end")

    def _is(self, word: str) -> bool:
        kind, text = self._peek()
        return kind in {"word", "sign"} and text.lower() == word

    def _take(self, word: str) -> bool:
        taken = self._is(word)
        self._place += taken
        return taken

    def _need(self, word: str) -> None:
        if not self._take(word):
            raise self._unexpected()

    def _unexpected(self) -> Refusal:
        return Refusal(400, f"Error in the JQL Query: did not expect {self._peek()[1]!r} here.")


def _everything(_: Issue) -> bool:
    return True


def _is_in(values: Values, wanted: list[str]) -> Test:
    names = {word.casefold() for word in wanted}
    return lambda issue: any(str(value).casefold() in names for value in values(issue))


def _is_not_in(values: Values, wanted: list[str]) -> Test:
    """``!=`` and ``not in`` leave out issues without a value, as Jira's pages on operators say."""
    names = {word.casefold() for word in wanted}

    def test(issue: Issue) -> bool:
        found = [str(value).casefold() for value in values(issue)]
        return bool(found) and names.isdisjoint(found)

    return test


def _strings(value: Any) -> list[str]:
    if isinstance(value, list):
        return [word for each in value for word in _strings(each)]
    if isinstance(value, bool):
        return [str(value).lower()]
    return [str(value)] if isinstance(value, str | int | float) else []
