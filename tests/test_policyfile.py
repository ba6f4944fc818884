"""Policy files: what is read, where everything stands, and every complaint at once."""

from __future__ import annotations

import copy
import json
import math
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from fairgate.errors import UserError, UserErrors
from fairgate.policyfile import parse_policy, policy_schema, read_policy
from fairgate.policyfile.complaints import complaints
from fairgate.policyfile.crosschecks import cross_check
from fairgate.yamlfile import load

CASES = Path(__file__).parent / "cases" / "policies"
SCHEMA = Path(__file__).parents[1] / "fairgate" / "schemas" / "policy-v1.schema.json"
RIGHT = sorted(p for p in CASES.glob("*.yaml") if not p.with_suffix(".txt").exists())
WRONG = sorted(p for p in CASES.glob("*.yaml") if p.with_suffix(".txt").exists())
CONTRACT = CASES / "contract.yaml"


def complaints_of(text: bytes) -> tuple[UserError, ...]:
    """Everything that is wrong with a policy called ``f``."""
    try:
        parse_policy(text, "f")
    except UserError as error:
        return (error,)
    except UserErrors as errors:
        return errors.errors
    return ()


def said(text: str) -> str:
    """The same, as people read it."""
    return "\n".join(map(str, complaints_of(text.encode())))


@pytest.mark.parametrize("path", WRONG, ids=lambda path: path.stem)
def test_every_complaint_of_a_wrong_policy_is_as_written_down(path: Path) -> None:
    """File, line, place, value and cure; all at once."""
    with pytest.raises((UserError, UserErrors)) as caught:
        parse_policy(path.read_bytes(), path.name)
    assert str(caught.value).splitlines() == path.with_suffix(".txt").read_text().splitlines()


@pytest.mark.parametrize("path", RIGHT, ids=lambda path: path.stem)
def test_a_right_policy_is_read_with_its_bytes(path: Path) -> None:
    """What evidence embeds is the file, byte by byte."""
    file = read_policy(path)
    assert file.text == path.read_bytes()
    assert (file.path, file.policy.version) == (str(path), 1)


@pytest.mark.parametrize("path", WRONG, ids=lambda path: path.stem)
def test_every_complaint_names_a_line_and_a_cure(path: Path) -> None:
    """Only an empty file has no line."""
    with pytest.raises((UserError, UserErrors)) as caught:
        read_policy(path)
    errors = getattr(caught.value, "errors", (caught.value,))
    assert all(error.cure and error.file == str(path) for error in errors)
    assert all(error.line for error in errors) or "is empty" in str(caught.value)


def test_places_have_lines() -> None:
    """Reports point to the rule that failed."""
    file = read_policy(CONTRACT)
    lines = file.text.decode().splitlines()
    assert file.line("rules[1]") == 1 + lines.index("  - id: missed-good-payers")
    assert file.rule_lines["missed-good-payers"] == file.line("rules[1]")
    assert file.line("rules[1].ratio") is None


def test_predictions_are_relative_to_the_policy(tmp_path: Path) -> None:
    """Wherever the command is run from; addresses stay as they are."""
    text = CONTRACT.read_text()
    path = tmp_path / "fairgate.yaml"
    path.write_text(text)
    assert read_policy(path).predictions == str(tmp_path / "build/predictions.parquet")
    path.write_text(text.replace("build/predictions.parquet", "s3://bucket/p.parquet"))
    assert read_policy(path).predictions == "s3://bucket/p.parquet"
    path.write_text(text.replace("predictions: build", "# predictions: build"))
    assert read_policy(path).predictions is None


def test_a_model_without_predictions_is_read() -> None:
    """Its command may be a line or a list; limits have defaults."""
    spec = "model: {artifact: m.py, data: d.csv, features: [age], command: python m.py}"
    text = CONTRACT.read_text().replace("predictions: build/predictions.parquet", spec)
    policy = parse_policy(text.encode(), "f").policy
    assert policy.predictions is None
    assert policy.model is not None
    assert (policy.model.command, policy.model.limits.memory_mb) == ("python m.py", 4096)
    listed = parse_policy(text.replace("python m.py", "[python, m.py]").encode(), "f").policy
    assert listed.model is not None
    assert listed.model.command == ["python", "m.py"]


def test_a_missing_file_names_the_nearest_one(tmp_path: Path) -> None:
    """A slip of the finger is seen at once."""
    (tmp_path / "fairgate.yaml").write_text("version: 1")
    with pytest.raises(UserError) as caught:
        read_policy(tmp_path / "fairgat.yaml")
    assert caught.value.cure == f"did you mean {tmp_path / 'fairgate.yaml'}?"


def test_a_directory_is_no_policy(tmp_path: Path) -> None:
    """Nor a crash."""
    with pytest.raises(UserError, match="could not read it: is a directory"):
        read_policy(tmp_path)


def test_a_column_in_two_ways_of_writing_is_one_column() -> None:
    """``label: x`` and ``prediction: {column: x}`` mean the same column."""
    text = "columns: {label: x, prediction: {column: x, threshold: 0.5}, sensitive: {a: b}}"
    assert "columns.prediction: the column x is the label already" in said(text)


@pytest.mark.parametrize("group", ["race=a", "sex=f,race=b", "race is missing", "race=a, b (c)"])
def test_a_waiver_may_name_any_group_of_a_grouping(group: str) -> None:
    """In any order, with commas in values, or people who gave no answer."""
    text = CONTRACT.read_text().replace('"race=black,sex=f"', f'"{group}"')
    assert said(text) == ""


def test_the_published_schema_is_up_to_date() -> None:
    """Run ``python -m fairgate.policyfile.schema > fairgate/schemas/policy-v1.schema.json``."""
    assert json.loads(SCHEMA.read_text()) == policy_schema()


def test_the_schema_is_a_schema_and_describes_every_key() -> None:
    """Editors show the descriptions."""
    schema = policy_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    models = [schema, *schema["$defs"].values()]
    silent = [key for m in models for key, spec in m["properties"].items()
              if not spec.get("description")]  # fmt: skip
    assert silent == []


def as_json(value: Any) -> Any:
    """A document as editors see it: dates are text."""
    if isinstance(value, dict):
        return {key: as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_json(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def schema_errors(path: Path) -> list[str]:
    """What a JSON Schema validator says."""
    validator = jsonschema.Draft202012Validator(policy_schema())
    data = as_json(load(path.read_bytes(), path.name).data)
    return [error.message for error in validator.iter_errors(data)]


@pytest.mark.parametrize("path", RIGHT, ids=lambda path: path.stem)
def test_the_schema_accepts_a_right_policy(path: Path) -> None:
    """What we read, editors do not underline."""
    assert schema_errors(path) == []


@pytest.mark.parametrize("name", ["types", "spelling", "missing", "choices", "no-rules", "limits"])
def test_the_schema_rejects_a_wrong_policy(name: str) -> None:
    """What concerns one key alone; the rest is for ``fairgate check``."""
    path = CASES / f"{name}.yaml"
    data = path.read_text().replace("sex: yes", "sex: 1").replace("0,6}", "6}")
    validator = jsonschema.Draft202012Validator(policy_schema())
    assert list(validator.iter_errors(as_json(yaml.safe_load(data)))) != []


SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**6), 10**6), st.floats(), st.text(max_size=8),
    st.dates().map(lambda day: day), st.sampled_from(
        ["best", "overall", "race=white", "race", "0.1", "80%", "gap", "OutcomeColumn", "[key]"]),
)  # fmt: skip
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.text(max_size=8) | st.sampled_from(["column", "id", "str"]), inner,
                      max_size=3),
    max_leaves=4,
)  # fmt: skip


def paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place of a document."""
    yield path
    if isinstance(value, (dict, list)):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from paths(item, (*path, key))


VALID = yaml.safe_load(CONTRACT.read_text())
PATHS = [path for path in paths(VALID) if path]


@st.composite
def mutated(draw: st.DrawFn) -> Any:
    """The contract's policy with some values dropped or replaced, or keys renamed."""
    data = copy.deepcopy(VALID)
    for path in draw(st.lists(st.sampled_from(PATHS), min_size=1, max_size=4)):
        place = data
        try:
            for step in path[:-1]:
                place = place[step]
            change = draw(st.sampled_from(["drop", "replace", "rename"]))
            if change == "drop":
                del place[path[-1]]
            elif change == "replace":
                place[path[-1]] = draw(VALUES)
            elif isinstance(place, dict):
                place[draw(st.text(max_size=8))] = place.pop(path[-1])
        except (KeyError, IndexError, TypeError):
            continue
    return data


@given(mutated())
def test_whatever_is_wrong_is_said_and_nothing_falls_over(data: Any) -> None:
    """Dropped keys, other types, random values: a policy or complaints with place and cure."""
    errors = complaints_of(yaml.safe_dump(data, allow_unicode=True).encode())
    assert all(error.problem and error.cure and error.file == "f" for error in errors)
    assert not any("Input should" in error.problem for error in errors)


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """Hostile bytes are a mistake like any other."""
    assert complaints_of(data)


@given(VALUES)
def test_cross_checks_never_fall_over(data: Any) -> None:
    """They look at what nobody has checked yet."""
    assert isinstance(cross_check({"columns": data, "rules": data, "groups": data}), tuple)
    assert isinstance(cross_check(data), tuple)


def test_cross_checks_find_nothing_in_the_contracts_policy() -> None:
    """So that the test above could fail."""
    assert cross_check(VALID) == ()
    assert cross_check({**VALID, "groups": ["rase"]})[0].cure == "did you mean race?"


def test_pydantics_own_words_never_show() -> None:
    """Every kind of its errors has words of ours; one of a new kind is still a sentence."""
    from pydantic import TypeAdapter, ValidationError  # noqa: PLC0415 - for this test only

    with pytest.raises(ValidationError) as caught:
        TypeAdapter(dict[str, datetime]).validate_python({"at": math.inf})
    (complaint,) = complaints(caught.value, {"at": math.inf})
    assert (complaint.path, complaint.problem) == (("at",), "expected something else, got .inf")
