"""A run that posts nothing over the network needs no library for it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]


def test_publishing_loads_the_network_only_to_use_it():
    """Nor pandas, scikit-learn or Flask: the base installation is enough."""
    program = "import sys, ci_actions.publish, ci_actions.publish.report; print(*sys.modules)"
    result = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = {name.partition(".")[0] for name in result.stdout.split()}
    assert not loaded & {"urllib3", "pandas", "sklearn", "fairlearn", "flask", "jira_app", "duckdb"}
