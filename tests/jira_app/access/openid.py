"""A real OpenID provider (npm's oidc-provider), and a person who walks through its pages."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urljoin

import pytest
import requests

ROOT = Path(__file__).resolve().parents[3]
SCRIPT = ROOT / "tests" / "servers" / "oidc.mjs"
LIBRARY = ROOT / "build" / "tools" / "oidc" / "node_modules" / "oidc-provider" / "lib" / "index.js"


@contextmanager
def running(back: str) -> Iterator[str]:
    """Run the provider, or skip the test by name; gives its issuer."""
    node = shutil.which("node")
    if node is None or not LIBRARY.is_file():
        pytest.skip("no oidc-provider: run tests/servers/oidc.sh")
    process = subprocess.Popen(
        [node, str(SCRIPT), str(LIBRARY), back],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    try:
        issuer = process.stdout.readline().strip()
        if not issuer:
            pytest.skip("oidc-provider does not run with this node")
        yield issuer
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def walk(address: str, name: str, back: str) -> str:
    """Sign in at the provider by its forms; gives the address that it leads back to."""
    with requests.Session() as browser:
        for _ in range(12):
            answer = browser.get(address, allow_redirects=False, timeout=10)
            if answer.status_code == 200:
                answer = browser.post(
                    urljoin(address, _action(answer.text)),
                    data=_filled(answer.text, name),
                    allow_redirects=False,
                    timeout=10,
                )
            if "location" not in answer.headers:
                return f"{answer.status_code} {answer.text}"
            address = urljoin(answer.url, answer.headers["location"])
            if address.startswith(back):
                return address
    raise AssertionError(f"the provider leads in circles: {address}")


def _action(page: str) -> str:
    found = re.search(r'<form[^>]*action="([^"]+)"', page)
    assert found, page
    return found.group(1)


def _filled(page: str, name: str) -> dict[str, str]:
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    return {**hidden, "login": name, "password": "any"}
