"""Hands evidence to the app, which shows it beside the issue it names."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from ci_actions.publish.web import Answer, Http, TellingError
from fairgate.files import read_bytes

LARGEST_EVIDENCE = 64 * 1024 * 1024
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_WORDS = {
    400: "it cannot be read there, or names no issue of Jira's",
    401: "the token is not known there: check FAIRGATE_SERVER_TOKEN",
    403: "no trusted key signed it, or its policy is not accepted for the project",
    404: "there is no such address: check FAIRGATE_SERVER",
    413: "it is larger than the app takes",
    422: "it does not say the same when it is judged again",
    429: "the app asks for fewer requests",
}


def post(http: Http, server: str, token: str, evidence: Path) -> None:
    """Post an envelope; doing it twice is doing it once.

    Parameters
    ----------
    http : Http
        Sends requests.
    server : str
        Address of the app; https, unless it is this machine.
    token : str
        Sent as a bearer token.
    evidence : Path
        The envelope, signed or not.

    Raises
    ------
    TellingError
        If the app did not take it, with the reason in words.
    UserError
        If the file cannot be read.
    """
    parts = urlsplit(server)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        raise TellingError("evidence is confidential: FAIRGATE_SERVER must begin with https://")
    headers = {"Content-Type": "application/json", "User-Agent": "fairgate"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    url = f"{server.rstrip('/')}/api/evidence"
    answer = http.send("POST", url, headers, read_bytes(evidence, LARGEST_EVIDENCE))
    if answer.status not in (200, 201):
        raise TellingError(_refusal(answer))


def _refusal(answer: Answer) -> str:
    words = _WORDS.get(answer.status, "that is no answer of the app's")
    said = answer.said()
    return f"the app did not take the evidence ({answer.status}): {words}" + (
        f"; it said: {said}" if said else ""
    )
