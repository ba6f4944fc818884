"""YAML files: what is read, what is refused because it can be read in two ways."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
import yaml

from fairgate.errors import UserError, UserErrors
from fairgate.yamlfile import load, place, scan, syntax
from fairgate.yamlfile.reader import MAX_NODES
from fairgate.yamlfile.words import yaml_text

MEND = "(mend it, or quote it if it is text)"


ROOT = Path(__file__).resolve().parents[1]
YAML_FILES = sorted(
    path
    for folder in ("checklists", "training", "examples", "tests/cases")
    for path in (ROOT / folder).rglob("*.yaml")
)


def complaints(text: str | bytes) -> list[str]:
    """All that is said about a file ``f``, a line each."""
    data = text.encode() if isinstance(text, str) else text
    try:
        load(data, "f")
    except (UserError, UserErrors) as error:
        return str(error).splitlines()
    return []


@pytest.mark.parametrize("word", ["yes", "no", "on", "off", "NO", "Yes", "ON", "oFF", "yEs"])
def test_an_unquoted_switch_is_refused_as_a_value_and_as_a_key(word: str) -> None:
    """Norway is not false, in whatever case."""
    (value,) = complaints(f"country: {word}")
    assert value.startswith(f"f:1: country: YAML reads {word} as ")
    assert f'quote it: "{word}"' in value
    (key,) = complaints(f"{word}: 1")
    assert key.endswith(f'(quote it: "{word}")')


@pytest.mark.parametrize("word", ["'no'", '"NO"', "y", "n", "none", "nothing", "offer"])
def test_a_quoted_switch_and_other_words_are_text(word: str) -> None:
    """Only the eight words are doubtful."""
    assert load(f"country: {word}".encode(), "f").data == {"country": word.strip("'\"")}


@pytest.mark.parametrize("word", ["010", "08", "0o10", "-017", "0_7"])
def test_a_leading_zero_is_refused(word: str) -> None:
    """010 is 8, 8 or text, depending on who reads it."""
    (line,) = complaints(f"code: {word}")
    assert f"YAML reads {word} as octal or as text" in line
    assert f'quote it: "{word}"' in line


@pytest.mark.parametrize("word", ["1:30", "-1:30", "12:30:45", "1:30.5"])
def test_base_sixty_is_refused(word: str) -> None:
    """Half past one is not ninety."""
    assert f"YAML reads {word} in base 60" in complaints(f"at: {word}")[0]


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("0", 0), ("0.5", 0.5), (".5", 0.5), ("-3", -3), ("0x1F", 31), ("true", True),
        ("False", False), ("~", None), ("", None), ("1e3", "1e3"), ("=", "="),
        ("2027-01-31", date(2027, 1, 31)),
        ("2027-01-31 10:00:00", datetime(2027, 1, 31, 10)),  # noqa: DTZ001 - YAML's has no zone
    ],
)  # fmt: skip
def test_scalars_are_what_they_look_like(word: str, value: object) -> None:
    """Numbers, dates, truth and nothing; 1e3 without a point is text to YAML 1.1."""
    read = load(f"key: {word}".encode(), "f").data["key"]
    assert (read, type(read)) == (value, type(value))


def test_every_doubtful_word_is_named_at_once() -> None:
    """So that a file is mended in one go."""
    assert len(complaints("a: yes\nb: 010\nc: 1:30\nno: d\na: 2\n")) == 5


def test_the_second_of_two_equal_keys_is_refused() -> None:
    """Most readers silently keep the last."""
    text = "rules:\n  - id: a\n    id: b\n"
    assert complaints(text) == [
        "f:3: rules[0].id: this key stands in line 2 already (remove one of the two)"
    ]


def test_a_doubtful_value_stands_for_what_was_probably_meant() -> None:
    """So that the rest of the file can be checked in the same go."""
    document = scan(b"country: NO\ncode: 010", "f")
    assert document.data == {"country": "NO", "code": "010"}
    assert len(document.complaints) == 2


def test_every_place_has_the_line_of_its_key() -> None:
    """Not that of its value."""
    document = load(b"\n# a comment\nrules:\n  - id: a\n    ratio:\n      at_least: 0.8\n", "f")
    lines = [document.line(p) for p in ("rules", "rules[0]", "rules[0].ratio.at_least", "x")]
    assert lines == [3, 4, 6, None]


def test_merge_keys_are_read_and_a_mappings_own_keys_come_first() -> None:
    """Of several sources, the first one wins."""
    document = load(b"a: &a {x: 1, y: 2}\nb:\n  <<: *a\n  y: 3\nc: {<<: [{x: 8}, *a]}\n", "f")
    assert document.data["b"] == {"x": 1, "y": 3}
    assert document.data["c"] == {"x": 8, "y": 2}
    assert document.line("b.x") == 1


def test_a_merge_of_something_else_is_refused() -> None:
    """A list, or itself."""
    assert "name an anchor" in complaints("a: &a [1]\nb: {<<: *a}")[0]
    assert "name an anchor" in complaints("a: &a {<<: *a, b: 1}")[0]


def test_aliases_that_multiply_are_refused() -> None:
    """Nine short lines can mean a billion values."""
    lines = ["l0: &l0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"l{i}: &l{i} [{', '.join([f'*l{i - 1}'] * 10)}]" for i in range(1, 9)]
    (line,) = complaints("\n".join(lines))
    assert f"more than {MAX_NODES:,} values" in line


def test_an_alias_of_itself_is_refused() -> None:
    """It would have no end."""
    assert complaints("a: &a [1, *a]") == [
        "f:1: a[1]: an alias that contains itself (write the values out)"
    ]


@pytest.mark.parametrize("tag", ["!!python/object/apply:os.system", "!mine", "!!set", "!!binary"])
def test_tags_are_refused(tag: str) -> None:
    """They make programs of data."""
    (line,) = complaints(f"a: {tag} [id]")
    assert f"the tag {tag} is not allowed here" in line


def test_a_byte_order_mark_and_windows_line_ends_are_fine() -> None:
    """Editors write them unasked."""
    document = load(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n", "f")
    assert (document.data, document.line("b")) == ({"a": 1, "b": 2}, 2)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (b"a: 1\nb: \xe9", "f:2: byte 0xe9 is not UTF-8 (save the file as UTF-8)"),
        ("a: 1".encode("utf-16"), "f:1: byte 0xff is not UTF-8 (save the file as UTF-8)"),
        (b"a: \x01", "f:1: a character that text does not have (U+0001) (remove it)"),
        (b"a:\n\tb: 1", "f:2: a tab where YAML wants spaces (indent with spaces)"),
        (b"a: 1\n---\nb: 2", "f:2: a second document starts here (keep one, and remove this ---)"),
        (b"a: [1, 2", "f:1: a bracket that is opened and not closed (close it)"),
        (b"a: [1]]", "f:1: a ] that closes nothing (remove it)"),
        (b"a: 1\nb: 'x\n", "f:2: a quote that is opened and not closed (close it)"),
        (b"a: 1\nb\nc: 2", "f:2: a line without a colon (write key: value)"),
        (b"a: @x", "f:1: a value can not start with @ (put quotes round it)"),
        (b"a: *x", "f:1: there is no anchor &x before this alias (if the value is text, quote it)"),
        (b'a: "\\q"', "f:1: \\q means nothing in double quotes (use single quotes, or write \\\\)"),
        (b"a: " + b"[" * 60, "f:1: nested more than 50 deep (write it flatter)"),
        (b"a: 2027-02-30", f"f:1: a: there is no day 2027-02-30 {MEND}"),
        (b"a: " + b"9" * 5000, f"f:1: a: there is no number {'9' * 40} {MEND}"),
        (b"1: a", 'f:1: ["1"]: a key must be text, and 1 is a number to YAML (quote it: "1")'),
        (b"true: a", ('f:1: true: a key must be text, and true is a truth value to YAML '
         '(quote it: "true")')),
        (b"? [a]\n: b", "f:1: a key that is a list or a mapping (write a text key)"),
        (b"a: {: 1}", "f:1: a colon without a key before it (write the key)"),
        (b"? \n: 1", "f:1: a colon without a key before it (write the key)"),
        (b"#" * (2**20 + 1), ("f: larger than 1 MiB, so hardly a YAML file (check the name of the "
         "file)")),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else None,
)  # fmt: skip
def test_what_is_no_yaml_is_said_in_plain_words(text: bytes, line: str) -> None:
    """With the line and what to do."""
    assert complaints(text) == [line]


@pytest.mark.parametrize("text", [b"", b"\n\n", b"# nothing\n", b"---\n"])
def test_an_empty_file_holds_nothing(text: bytes) -> None:
    """Whoever wants a mapping says so."""
    assert load(text, "f").data is None


@pytest.mark.parametrize(
    ("path", "written"),
    [
        (("a", 0, "b"), "a[0].b"), ((0,), "[0]"), ((), ""), (("a b",), '["a b"]'),
        (("x", "é.è"), 'x["é.è"]'), (("a-b", "c"), "a-b.c"),
    ],
)  # fmt: skip
def test_places_are_written_as_people_do(path: tuple[str | int, ...], written: str) -> None:
    """Odd keys are quoted."""
    assert place(path) == written


@pytest.mark.parametrize(
    "word",
    [
        "age", "age band", "NO", "y", "12", "0.5", "1e3", "010", "08", "0o7", "1:30", "~", "null",
        "true", "2027-01-01", "a: b", "a #b", "- a", "'", '"', "é", "", " a", "a ", "<<", "=",
        "tab\t", "line\nbreak", "x/y.csv", "%", "@x", "*x", "&x", "!x", "[x]", "{x}", "a,b",
        "\u2028",
    ],
)  # fmt: skip
def test_text_that_we_write_is_read_back_as_text(word: str) -> None:
    """In block style, in a list and as a key."""
    written = yaml_text(word)
    text = f"a: {written}\nb: [{written}, {written}]\nc: {{{written}: {written}}}\n"
    assert load(text.encode(), "f").data == {"a": word, "b": [word, word], "c": {word: word}}


def _tree(node: yaml.Node | None) -> object:
    """A node with all that is looked at: tag, style, line, what is within."""
    if node is None:
        return None
    here = (node.tag, node.start_mark.line)
    if isinstance(node, yaml.ScalarNode):
        return (*here, node.style, node.value)
    if isinstance(node, yaml.SequenceNode):
        return (*here, [_tree(one) for one in node.value])
    return (*here, [(_tree(key), _tree(value)) for key, value in node.value])


@pytest.mark.skipif(syntax._QUICK is None, reason="PyYAML came without libyaml")
@pytest.mark.parametrize("path", YAML_FILES, ids=lambda path: path.stem)
def test_the_quick_scanner_reads_like_the_thorough_one(path: Path) -> None:
    """Where it reads at all: what it refuses, the thorough one explains."""
    text = path.read_bytes().decode(errors="replace")
    try:
        quick = syntax._QUICK(text).get_single_node()
    except yaml.YAMLError:
        return
    assert _tree(quick) == _tree(syntax._Composer(text).get_single_node())
