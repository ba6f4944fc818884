"""An organisation's own content in the app, as the variables name it."""

from __future__ import annotations

from pathlib import Path

from fairgate.checklist import open_library
from jira_app.commands import parts
from jira_app.settings import read_settings

MODULES = Path(__file__).parents[2] / "cases" / "training"


def test_own_modules_stand_beside_those_that_come_along(tmp_path: Path) -> None:
    """Learners see them, and approvers can be asked for them."""
    given = {
        "FAIRGATE_TRAINING": str(MODULES),
        "FAIRGATE_DATABASE_URL": f"sqlite:///{tmp_path / 'app.db'}",
    }
    web = parts.web(read_settings(given, "127.0.0.1"), "127.0.0.1", open_library(), None)
    assert [module.id for module in web.modules if module.own] == ["90"]
    assert len(web.modules) == 8
