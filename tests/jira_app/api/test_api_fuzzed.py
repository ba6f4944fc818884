"""The API against its own description: every operation, thousands of odd requests.

Nothing may answer 5xx, or in another shape than ``/openapi.json`` promises.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import BaseSchema, Case, GenerationMode
from schemathesis.checks import CheckFunction
from schemathesis.core.parameters import ParameterLocation as Where
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance
from sqlalchemy import insert

from jira_app.api.description import description
from jira_app.store.records import assessments
from tests.jira_app import envelopes
from tests.jira_app.apihouse import ALL, House
from tests.jira_app.databases import new_store
from tests.jira_app.specimens import CASE, as_row

OPERATIONS = [
    (path, method)
    for path, item in json.loads(description())["paths"].items()
    for method in item
    if method != "parameters"
]
NOT_CHECKED: dict[str, list[CheckFunction]] = {"/api/evidence": [positive_data_acceptance]}
"""An envelope of the right shape is not yet evidence: most are 422, as they should be."""

FEW = settings(
    max_examples=15,
    deadline=None,
    database=None,
    suppress_health_check=[*HealthCheck],
)


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BaseSchema]:
    """Read the description from the app, which has one issue with everything."""
    folder = tmp_path_factory.mktemp("fuzzed")
    keys = envelopes.keys(folder / "keys")
    with new_store("sqlite", folder) as engine:
        with engine.begin() as db:
            db.execute(insert(assessments).values(as_row(CASE)))
        house = House(engine, keys.public)
        assert house.send(envelopes.signed(keys.private, "fail")).status_code == 201
        yield schemathesis.openapi.from_wsgi("/openapi.json", house.app)


def not_checked(path: str, case: Case) -> list[CheckFunction]:
    """Name what is not checked: a wrong token is no reason for a refusal once ours replaces it."""
    wrong = {where for where, part in case.meta.components.items() if part.mode.is_negative}
    replaced = Where.HEADER in wrong and wrong <= {Where.HEADER, Where.QUERY}
    return [*NOT_CHECKED.get(path, []), *([negative_data_rejection] if replaced else [])]


@pytest.mark.parametrize("mode", GenerationMode)
@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_with_a_token_nothing_breaks(
    described: BaseSchema, path: str, method: str, mode: GenerationMode
) -> None:
    """Requests as described are taken, others refused, all answered as described."""

    @FEW
    @given(described[path][method].as_strategy(generation_mode=mode))
    def ask(case: Case) -> None:
        case.call_and_validate(headers=ALL, excluded_checks=not_checked(path, case))

    ask()


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_without_a_token_nothing_is_told(described: BaseSchema, path: str, method: str) -> None:
    """Whatever is asked."""

    @FEW
    @given(described[path][method].as_strategy())
    def ask(case: Case) -> None:
        answer = case.call_and_validate(excluded_checks=NOT_CHECKED.get(path))
        assert answer.status_code in {401, 404}

    ask()
