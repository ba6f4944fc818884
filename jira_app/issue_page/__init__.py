"""One page an issue: its risk and why, assessment, evidence, rollout, gate, and history."""

from jira_app.issue_page.pages import issues

__all__ = ["issues"]
