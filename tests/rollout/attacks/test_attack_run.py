"""A short attack run; ``python -m benchmarks flags`` makes the long one."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.tools.flag_attack import attack
from tests.rollout.attacks.stage import Stage
from tests.servers.unleash import Unleash


@pytest.mark.soak
def test_while_everything_is_edited_at_random_nobody_sees_a_feature_without_a_grant(
    unleash: Unleash, tmp_path: Path
) -> None:
    """Two clients, five seconds, thousands of evaluations; past the guard it is another thing."""
    came = attack(Stage(tmp_path, unleash), seconds=5.0, clients=2)
    assert came.exposed == 0
    assert came.asked > 100
    assert came.granted > 0
    assert came.edits > 0
    assert came.undone > 0
