"""The shell as Forge shows it: its files built, its policy kept, its bridge played.

The bridge's stand-in does what Forge does with ``invokeRemote``: it signs a token about the
visitor and posts to the app, which runs.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import pytest
from flask import Flask, Response, send_from_directory
from forge_side import bearer, on_page

from jira_app.twin import seed
from jira_app.twin.model import Account

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

ROOT = Path(__file__).resolve().parents[3]
TOOLS = ROOT / "build" / "tools" / "forge"

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'none'; form-action 'none'; base-uri 'none'"
)
BRIDGE = """
window.__asked = [];
window.__answered = [];
window.__bridge = { callBridge: async (name, given) => {
  if (name === "invoke") {
    const answer = JSON.parse(await window.forge(JSON.stringify(given)));
    window.__answered.push(given.body);
    return answer;
  }
  window.__asked.push([name, given?.url ?? ""]);
  return name === "getContext" ? { locale: window.__locale ?? "en_GB" } : true;
} };
"""


def tools() -> Path:
    """Find what npm installed, or skip the test by name."""
    if not (TOOLS / ".ready").exists() or not shutil.which("node"):
        pytest.skip("no Vite and no bridge of Forge's in build/tools: run tests/servers/forge.sh")
    return TOOLS / "node_modules"


def build(folder: Path) -> Path:
    """Build the shell from a copy of its sources; give the folder that Forge would take."""
    modules = tools()
    for part in ("forge/ui", "pages/static", "training/static"):
        ignored = shutil.ignore_patterns("node_modules", "dist")
        shutil.copytree(ROOT / "jira_app" / part, folder / "jira_app" / part, ignore=ignored)
    ui = folder / "jira_app" / "forge" / "ui"
    (ui / "node_modules").symlink_to(modules)
    vite = ["node", str(modules / "vite" / "bin" / "vite.js"), "build", "--logLevel", "warn"]
    done = subprocess.run(vite, cwd=ui, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return ui / "dist"


def files(dist: Path) -> Flask:
    """Serve the shell's files as strictly as Forge does."""
    app = Flask("forge", static_folder=None)

    @app.get("/app/<path:name>")
    def show(name: str) -> Response:
        answer = send_from_directory(dist, name)
        answer.headers["Content-Security-Policy"] = POLICY
        return answer

    return app


@dataclass
class Forge:
    """Forge, between the shell and the app.

    Attributes
    ----------
    app, jira : str
        Addresses.
    by, place, issue
        Who looks at which page of Jira.
    away : bool
        Whether calls fail.
    instead : dict or None
        What the app's answer is replaced by.
    asked : list of dict
        What the shell asked for.
    """

    app: str
    jira: str
    by: Account = seed.ANN
    place: str = "jira:issuePanel"
    issue: str | None = "ED-1"
    away: bool = False
    instead: dict[str, Any] | None = None
    asked: list[dict[str, Any]] = field(default_factory=list)

    def enter(self, context: BrowserContext) -> None:
        """Stand where Forge stands."""
        context.expose_function("forge", self.invoke)
        context.add_init_script(BRIDGE)

    def invoke(self, given: str) -> str:
        """Do what ``invokeRemote`` asks for."""
        asked = json.loads(given)
        assert asked["invokeType"] == "ui-remote-fetch"
        self.asked.append(asked["body"])
        try:
            return json.dumps({"success": True, "payload": self._post(asked)})
        except (HTTPError, URLError) as error:
            if isinstance(error, HTTPError):
                error.close()
            return json.dumps({"success": False, "error": {"message": "Invalid response"}})

    def _post(self, asked: dict[str, Any]) -> dict[str, Any]:
        token = on_page(self.by.id, self.place, self.issue, self.jira)
        headers = {**asked["headers"], **bearer(token, user=self.by.token)}
        path = "/nowhere" if self.away else asked["path"]
        body = json.dumps(asked["body"]).encode()
        request = Request(self.app + path, body, headers, method=asked["method"])  # noqa: S310 - the app of this test
        with urlopen(request, timeout=10) as answer:  # noqa: S310
            return {
                "status": answer.status,
                "headers": {"content-type": [answer.headers["Content-Type"]]},
                "body": self.instead or json.load(answer),
            }
