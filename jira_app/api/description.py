"""``/openapi.json``: the API as programs read it, made of the models that routes check with."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from http import HTTPStatus
from typing import Any, Final

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from fairgate import __version__
from jira_app.api.asked import EnvelopeQuery, EvidenceQuery, RolloutBody
from jira_app.api.documents import IssueAnswer, Problem, RolloutStored, Stored
from jira_app.evidence.envelope import Envelope

REFERENCE: Final = "#/components/schemas/{model}"
TOKEN: Final[list[dict[str, list[str]]]] = [{"token": []}]
TOKEN_OR_VISITOR: Final[list[dict[str, list[str]]]] = [{"token": []}, {"session": []}]

REFUSALS: Final = {
    400: "The body or a parameter is not what is described here; the detail names the place.",
    401: "No token, or one that is not known here.",
    403: "The token is not for this, or the project does not take it.",
    404: "There is no such issue, or nothing of this kind.",
    413: "The body is too long.",
    422: "The evidence does not re-judge: its verdict does not follow from its counts.",
    429: "Too many wrong tokens from this address.",
    503: "The store, or Jira, is away; the header Retry-After says when to try again.",
}


@cache
def description() -> str:
    """Write the document, OpenAPI 3.1."""
    return json.dumps(
        {
            "openapi": "3.1.0",
            "info": {
                "title": "fairgate",
                "version": __version__,
                "description": "Evidence and rollouts in, where issues stand out. Times in UTC.",
                "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
            },
            "paths": _paths(),
            "components": {
                "schemas": _schemas(),
                "securitySchemes": {
                    "token": {"type": "http", "scheme": "bearer"},
                    "session": {"type": "apiKey", "in": "cookie", "name": "__Host-fairgate"},
                },
            },
        }
    )


def _paths() -> dict[str, Any]:
    return {
        "/api/evidence": {
            "post": _operation(
                "sendEvidence",
                "Send the evidence of a CI job. Signed by a trusted key it decides; unsigned it is "
                "shown. The same for the same issue again is 200 and does nothing.",
                TOKEN,
                {200: Stored, 201: Stored},
                (400, 401, 403, 413, 422, 429, 503),
                parameters=_query(EvidenceQuery),
                body=Envelope,
            )
        },
        "/api/rollouts": {
            "post": _operation(
                "tellRollout",
                "Tell what the flag hook decided; scope rollouts. The same again is 200.",
                TOKEN,
                {200: RolloutStored, 201: RolloutStored},
                (400, 401, 403, 413, 429, 503),
                body=RolloutBody,
            )
        },
        "/api/issues/{key}": {
            "parameters": [_KEY],
            "get": _operation(
                "readIssue",
                "Read where an issue stands. With a token of the scope read, or signed in.",
                TOKEN_OR_VISITOR,
                {200: IssueAnswer},
                (401, 403, 404, 429, 503),
            ),
        },
        "/api/issues/{key}/approval": {
            "parameters": [_KEY],
            "get": _operation(
                "readApproval",
                "Read the signed approval that holds.",
                TOKEN_OR_VISITOR,
                {200: Envelope},
                (401, 403, 404, 429, 503),
            ),
        },
        "/api/issues/{key}/evidence": {
            "parameters": [_KEY],
            "get": _operation(
                "readEvidence",
                "Read the newest signed evidence. It holds exact counts: keep it confidential.",
                TOKEN,
                {200: Envelope},
                (400, 401, 403, 404, 429, 503),
                parameters=_query(EnvelopeQuery),
            ),
        },
    }


_KEY: Final = {
    "name": "key",
    "in": "path",
    "required": True,
    "description": "Key of an issue in Jira.",
    "schema": {
        "type": "string",
        "pattern": "^[A-Z][A-Z0-9_]+-[0-9]+$",
        "maxLength": 255,
        "examples": ["LOAN-12"],
    },
}


def _operation(
    name: str,
    summary: str,
    security: list[dict[str, list[str]]],
    answers: Mapping[int, type[BaseModel]],
    refusals: tuple[int, ...],
    *,
    parameters: list[dict[str, Any]] | None = None,
    body: type[BaseModel] | None = None,
) -> dict[str, Any]:
    responses = {
        str(status): {
            "description": HTTPStatus(status).phrase,
            "content": {"application/json": {"schema": _refer(model)}},
        }
        for status, model in answers.items()
    }
    for status in refusals:
        schema = {"schema": _refer(Problem)}
        responses[str(status)] = {
            "description": REFUSALS[status],
            "content": {"application/problem+json": schema},
        }
    operation = {
        "operationId": name,
        "summary": summary,
        "security": security,
        "responses": responses,
    }
    if parameters:
        operation["parameters"] = parameters
    if body:
        content = {"application/json": {"schema": _refer(body)}}
        operation["requestBody"] = {"required": True, "content": content}
    return operation


def _query(model: type[BaseModel]) -> list[dict[str, Any]]:
    """Write parameters of a query; one that may be missing is not null, it is not there."""
    parameters = []
    for name, schema in model.model_json_schema()["properties"].items():
        said = next(each for each in schema["anyOf"] if each != {"type": "null"})
        text = {"description": schema["description"]}
        parameters.append({"name": name, "in": "query", "required": False, "schema": said} | text)
    return parameters


def _schemas() -> dict[str, Any]:
    """Write what is read, and what is answered, each as it is checked."""
    inputs = [(model, "validation") for model in (Envelope, RolloutBody)]
    answers = [(model, "serialization") for model in (Stored, RolloutStored, IssueAnswer, Problem)]
    _, document = models_json_schema([*inputs, *answers], ref_template=REFERENCE)  # type: ignore[list-item]
    schemas: dict[str, Any] = document["$defs"]
    return schemas


def _refer(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": REFERENCE.format(model=model.__name__)}
