"""The document for programs keeps to its published schema, whatever is in the verdict."""

from __future__ import annotations

import dataclasses
import json
import math
from pathlib import Path

import jsonschema
import pytest
from report.samples import NASTY, POLICY_FILE, PREDICTIONS, empty, sample

import fairgate
from fairgate.report import render
from fairgate.verdict import Verdict

SCHEMA = json.loads(
    (Path(fairgate.__file__).parent / "schemas" / "verdict-v1.schema.json").read_text("utf-8")
)
CONTRACT = {
    "rule", "metric", "groups", "outcome", "estimate", "interval", "limit", "must_detect",
    "worst", "n", "waived", "rows_needed", "message",
}  # fmt: skip


def document(verdict: Verdict) -> dict:
    """Render a verdict as JSON, and read it back."""
    text = render(verdict, "json", policy_file=POLICY_FILE, predictions=PREDICTIONS)
    return json.loads(text)


@pytest.mark.parametrize("verdict", [sample, empty])
def test_documents_keep_to_the_published_schema(verdict):
    """What we publish is checked against the schema we publish."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(document(verdict()), SCHEMA, jsonschema.Draft202012Validator)


def test_the_schema_refuses_a_document_without_an_outcome():
    """The schema says something."""
    broken = {key: value for key, value in document(empty()).items() if key != "outcome"}
    with pytest.raises(jsonschema.ValidationError, match="'outcome' is a required property"):
        jsonschema.validate(broken, SCHEMA, jsonschema.Draft202012Validator)


def test_every_finding_has_the_keys_of_the_contract():
    """Scripts outside rely on them."""
    for finding in document(sample())["findings"]:
        assert set(finding) >= CONTRACT


def test_what_is_no_number_is_null():
    """NaN and infinite ends never reach a reader of JSON."""
    verdict = sample()
    strange = dataclasses.replace(
        verdict.findings[0],
        estimate=math.nan,
        interval=(-math.inf, math.inf),
        values={"race=black": math.nan},
    )
    found = document(dataclasses.replace(verdict, findings=(strange,)))["findings"][0]
    assert (found["estimate"], found["interval"], found["values"]) == (
        None,
        [None, None],
        {"race=black": None},
    )


def test_names_are_exact_and_a_missing_value_is_null():
    """Programs get the group as the data have it; not given is null and no word."""
    teams = [
        group["group"]["team"]
        for group in document(sample())["by_group"]
        if "team" in group["group"]
    ]
    assert set(teams) == {*NASTY, None}


def test_badly_encoded_names_survive_as_json_escapes():
    """Half a surrogate pair, as Python reads undecodable bytes, can be written and read."""
    verdict = dataclasses.replace(empty(), policy="caf\udce9")
    text = render(verdict, "json", policy_file="p", predictions="p")
    assert json.loads(text.encode("utf-8"))["policy"] == "caf\udce9"


def test_small_counts_and_what_gives_them_away_are_hidden_everywhere():
    """In the tables, in the findings, among strata and excluded groups."""
    found = document(sample())
    race_sex = {
        (g["group"]["race"], g["group"]["sex"]): g["n"]
        for g in found["by_group"]
        if set(g["group"]) == {"race", "sex"}
    }
    assert race_sex["black", None] == "<5"
    assert race_sex["black", "f"] == ">=5"
    unknown = found["findings"][1]
    assert unknown["n"]["race=black,sex=f"] == ">=5"
    assert unknown["excluded"][0]["n"] == ">=5"
    strata = next(f["strata"] for f in found["findings"] if f["strata"])
    assert [stratum["n"] for stratum in strata] == [933, "<5", ">=5"]
