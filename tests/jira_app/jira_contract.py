"""Atlassian's own description of Jira Cloud, held against every exchange with the twin.

A request that the twin takes must be one that Jira takes, and each answer one that Jira gives.
"""

from __future__ import annotations

import json
import os
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from openapi_core import OpenAPI
from openapi_core.contrib.werkzeug import WerkzeugOpenAPIRequest, WerkzeugOpenAPIResponse
from openapi_core.exceptions import OpenAPIError
from werkzeug.wrappers import Request, Response

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "jira"
CONTRACT = Path(os.environ.get("FAIRGATE_JIRA_SPEC", SHARED / "jira-cloud-contract.json"))
CAPTURES = SHARED / "captures"

UNDESCRIBED = {"/rest/api/3/user/search"}
"""Paths that the trimmed description leaves out."""

BEYOND = {501, 503}
"""Not played, or a failure of Jira's: the description has neither."""


@cache
def contract() -> OpenAPI:
    """Load the description; it takes a tenth of a second."""
    document = json.loads(CONTRACT.read_text(encoding="utf-8"))
    document["servers"] = [{"url": "/"}]
    for path in document["paths"].values():
        for operation in path.values():
            operation.pop("security", None)  # OAuth, which openapi-core cannot check
    return OpenAPI.from_dict(document)


class Checked:
    """A WSGI layer that holds exchanges against the description, and notes what breaks it."""

    def __init__(self, application: Any) -> None:
        self.application = application
        self.violations: list[str] = []
        self.seen: set[str] = set()

    def __call__(self, environ: Any, start: Any) -> Any:
        """Pass a request on and check both ways."""
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = BytesIO(body)
        request = Request({**environ, "wsgi.input": BytesIO(body)})
        response = Response.from_app(self.application, environ, buffered=True)
        whole = response.content_length in {None, len(response.get_data())}
        beyond = response.status_code in BEYOND or not whole
        described = request.path.startswith("/rest/api/3/") and request.path not in UNDESCRIBED
        if described and not beyond:
            self.check(request, response)
        return response(environ, start)

    def check(self, request: Request, response: Response) -> None:
        """Check the answer, and the request too if it was taken."""
        self.seen.add(f"{request.method} {request.path} {response.status_code}")
        asked = WerkzeugOpenAPIRequest(request)
        try:
            if response.status_code < 400:
                contract().validate_request(asked)
            if request.path != "/rest/api/3/search":  # gone: the description has it no more
                contract().validate_response(asked, WerkzeugOpenAPIResponse(response))
        except OpenAPIError as error:
            cause = getattr(error.__cause__, "schema_errors", "")
            self.violations.append(
                f"{request.method} {request.full_path} {response.status_code}: {error!r} "
                f"{cause} {response.get_data(as_text=True)[:300]}"
            )
