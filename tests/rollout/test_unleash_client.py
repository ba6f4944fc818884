"""The client that is made for a guard, where the server does not do its part."""

from __future__ import annotations

import logging
import socket
from pathlib import Path
from uuid import uuid4

import pytest

from fairgate.rollout.unleash import guarded_client

URL = "http://127.0.0.1:9/api"


def test_a_server_that_answers_nothing_is_asked_once_when_an_application_starts(
    tmp_path: Path,
) -> None:
    """It would else wait for minutes."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}/api"
        client = guarded_client(url, "t", uuid4().hex, refresh=60, cache=tmp_path, patience=1)
        client.destroy()
        server.setblocking(False)
        server.accept()[0].close()
        with pytest.raises(BlockingIOError):
            server.accept()


def test_a_flag_that_is_not_there_does_not_fill_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """It is evaluated once a request."""
    client = guarded_client(URL, "t", uuid4().hex, refresh=60, cache=tmp_path)
    try:
        with caplog.at_level(logging.INFO):
            assert not client.get_variant("fairgate.nothing")["enabled"]
    finally:
        client.destroy()
    assert [record for record in caplog.records if "Attempted" in record.getMessage()] == []
