"""Tokens of programs: their file, the command that makes one, and who sends a request."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from fairgate.errors import UserError, UserErrors
from jira_app.access.bearer import bearer
from jira_app.access.sender import Scope, Sender
from jira_app.access.tokens import digest_of, new_token, read_tokens
from jira_app.commands.token import token as command

DIGEST = digest_of("right")
FILE = f"""\
version: 1
tokens:
  - name: loan-ci
    sha256: "{DIGEST}"
    scopes: [evidence, read]
    projects: [LOAN, CARD]
"""


def written(folder: Path, text: str) -> Path:
    """Write a file of tokens."""
    path = folder / "tokens.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_token_of_the_file_says_who_sends(tmp_path: Path) -> None:
    """Name, scopes and projects, as the file has them."""
    authenticate = bearer(read_tokens(written(tmp_path, FILE)))
    sender = authenticate("Bearer right")
    assert sender == Sender(
        "loan-ci", frozenset({Scope.EVIDENCE, Scope.READ}), frozenset({"LOAN", "CARD"})
    )
    assert sender.may(Scope.EVIDENCE, "CARD-7")
    assert not sender.may(Scope.ROLLOUTS, "CARD-7")
    assert not sender.may(Scope.EVIDENCE, "CARDS-7")
    assert not sender.may(Scope.EVIDENCE, "SHOP-7")


@pytest.mark.parametrize(
    "header",
    [
        "",
        "right",
        "Bearer",
        "Bearer ",
        "Basic right",
        "Bearer wrong",
        "Bearer right right",
        f"Bearer {DIGEST}",
        "Bearer " + "right" * 10_000,
        "Bearer r\u00efght",
        "Bearer \udcff",
        "Bearer a.b.c",
    ],
)
def test_everything_else_is_nobodys(tmp_path: Path, header: str) -> None:
    """Also the digest itself, which the file shows to whoever reads it."""
    assert bearer(read_tokens(written(tmp_path, FILE)))(header) is None


def test_the_scheme_may_be_written_small(tmp_path: Path) -> None:
    """https://www.rfc-editor.org/rfc/rfc9110#section-11.1."""
    assert bearer(read_tokens(written(tmp_path, FILE)))("bearer  right ") is not None


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        (DIGEST, "right", "tokens.yaml:4: tokens[0].sha256: expected 64 hexadecimal digits"),
        (DIGEST, DIGEST.upper(), "tokens.yaml:4: tokens[0].sha256: expected 64 hexadecimal"),
        ("loan-ci", "a b", "tokens.yaml:3: tokens[0].name: expected 1 to 64 letters"),
        ("[evidence, read]", "[admin]", "tokens.yaml:5: tokens[0].scopes[0]: "),
        ("[evidence, read]", "[]", "tokens.yaml:5: tokens[0].scopes: "),
        ("[LOAN, CARD]", "[loan]", "tokens.yaml:6: tokens[0].projects[0]: expected the key"),
        ("[LOAN, CARD]", "['*']", "tokens.yaml:6: tokens[0].projects[0]: expected the key"),
        ("[LOAN, CARD]", "LOAN", "tokens.yaml:6: tokens[0].projects: expected a list"),
        ("[LOAN, CARD]", "[NO]", "tokens.yaml:6: tokens[0].projects[0]: YAML reads NO as false"),
        ("name:", "nmae:", "tokens.yaml:3: tokens[0].nmae: unknown key (did you mean name?)"),
        ("version: 1", "version: 2", "tokens.yaml:1: version: "),
        ("name: loan-ci", "name: yes", "tokens.yaml:3: tokens[0].name: YAML reads yes as true"),
    ],
)
def test_what_is_wrong_with_the_file_has_line_and_place(
    tmp_path: Path, old: str, new: str, complaint: str
) -> None:
    """Nothing is guessed: neither a scope, nor a project, nor what YAML may misread."""
    path = written(tmp_path, FILE.replace(old, new))
    with pytest.raises(UserErrors) as caught:
        read_tokens(path)
    assert complaint in str(caught.value)


def test_two_tokens_of_one_name_or_two_names_of_one_token_are_refused(tmp_path: Path) -> None:
    """The history could not tell them apart."""
    entry = FILE.partition("tokens:\n")[2]
    with pytest.raises(UserErrors) as caught:
        read_tokens(written(tmp_path, FILE + entry))
    places = [error.place for error in caught.value.errors]
    assert places == ["tokens[1].name", "tokens[1].sha256"]


@pytest.mark.parametrize("text", ["", "[]", "tokens: [", "just words"])
def test_what_is_no_such_file_is_refused(tmp_path: Path, text: str) -> None:
    """With its name."""
    with pytest.raises((UserError, UserErrors), match=r"tokens\.yaml"):
        read_tokens(written(tmp_path, text))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    """So is the nearest."""
    written(tmp_path, FILE)
    with pytest.raises(UserError, match=r"did you mean .*tokens\.yaml"):
        read_tokens(tmp_path / "tokens.yml")


def test_a_new_token_fits_the_file_that_it_is_pasted_into(tmp_path: Path) -> None:
    """It is shown once, and its digest is what the file keeps."""
    given = ["ci.1", "--scope", "evidence", "--scope", "read", "--project", "NO"]
    said = CliRunner().invoke(command, given, catch_exceptions=False).output
    made = next(line for line in said.splitlines() if line.startswith("fgt_"))
    entry = said[said.index("  - name") :]
    (read,) = read_tokens(written(tmp_path, f"version: 1\ntokens:\n{entry}"))
    assert read.sender() == Sender(
        "ci.1", frozenset({Scope.EVIDENCE, Scope.READ}), frozenset({"NO"})
    )
    assert bearer([read])(f"Bearer {made}") == read.sender()
    assert said.count(made) == 1
    assert made not in entry


@pytest.mark.parametrize(
    ("given", "place"),
    [
        (["a b", "--scope", "read", "--project", "LOAN"], "NAME"),
        (["ci", "--scope", "read", "--project", "loan"], "--project"),
        (['x"\n- name: y', "--scope", "read", "--project", "LOAN"], "NAME"),
    ],
)
def test_a_token_that_no_file_can_hold_is_not_made(given: list[str], place: str) -> None:
    """Nothing is printed that could be pasted."""
    result = CliRunner().invoke(command, given)
    assert isinstance(result.exception, UserError)
    assert result.exception.place == place
    assert result.output == ""


def test_tokens_are_never_the_same() -> None:
    """And are long enough that nobody guesses one: 256 bits."""
    made = {new_token()[0] for _ in range(50)}
    assert len(made) == 50
    assert min(map(len, made)) == 47
