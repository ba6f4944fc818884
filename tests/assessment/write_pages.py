"""Write the golden pages anew; look at them before they are kept."""

from __future__ import annotations

from assessment.pages import CASES, document

from fairgate.render import render

if __name__ == "__main__":
    for name in ("canada", "eu-fria", "nyc-ll144"):
        path = CASES / f"{name}.md"
        path.write_text(render(document(name), "markdown"), encoding="utf-8")
