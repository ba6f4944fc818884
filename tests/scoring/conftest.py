"""Trained models, once a session, and the sandbox that this machine offers."""

from __future__ import annotations

import os

import pytest
from scoring.models import Lending

from fairgate.errors import UserError
from fairgate.scoring.job import Sandbox
from fairgate.scoring.sandbox import find_sandbox


@pytest.fixture(scope="session")
def lending() -> Lending:
    """Labels and classes are 0 and 1."""
    return Lending()


@pytest.fixture(scope="session")
def lending_in_words() -> Lending:
    """Labels and classes are no and yes."""
    return Lending(words=True)


@pytest.fixture(scope="session")
def sandbox() -> Sandbox:
    """The best sandbox that works here."""
    try:
        return find_sandbox(search=os.environ.get("PATH"))
    except UserError as error:
        pytest.skip(str(error))
