"""Why a message of a CI job is not taken."""

from __future__ import annotations

from http import HTTPStatus


class Refused(Exception):  # noqa: N818 - what became of the message
    """The message is not taken, and nothing of it is stored.

    Attributes
    ----------
    status : http.HTTPStatus
        What the sender is answered.
    detail : str
        Why, and what to do.
    """

    def __init__(self, status: HTTPStatus, detail: str) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
