"""The group of commands, and which module each is in."""

from __future__ import annotations

import click

from fairgate.cli.lazy import LazyGroup

COMMANDS = {
    "protect": ("fairgate.cli.flag.protect:protect", "Put a flag below a parent that is closed."),
    "open": ("fairgate.cli.flag.open:open_", "Ask for a rollout, or go ahead of the plan."),
    "close": ("fairgate.cli.flag.close:close", "Close at once, and keep closed."),
    "status": ("fairgate.cli.flag.status:status", "Open or closed, and why."),
    "reconcile": ("fairgate.cli.flag.reconcile:reconcile", "Look at every flag once."),
    "watch": ("fairgate.cli.flag.watch:watch", "Keep all flags until stopped."),
    "log": ("fairgate.cli.flag.log:log", "Who decided what, on which evidence."),
}


@click.group(
    cls=LazyGroup,
    table=COMMANDS,
    summaries={},
    plugins=False,
    epilog="""\b
At three in the morning:
  fairgate flag status new-scoring      why it is off, and how to get it back
  fairgate flag close new-scoring --reason "complaints from Lyon"

\b
Variables:
  FAIRGATE_UNLEASH_URL           the flag server
  FAIRGATE_UNLEASH_TOKEN         admin token of a user of fairgate's own
  FAIRGATE_TRUSTED_KEYS          directory: evidence/*.pub, assessment/*.pub
  FAIRGATE_GRANT_KEY             private key that signs grants, nothing else
  FAIRGATE_ROLLOUT_DATABASE_URL  default: sqlite:///fairgate-rollout.db
  FAIRGATE_APP_URL               the Jira app, if it holds the envelopes
  FAIRGATE_API_TOKEN             its token, with the scopes read and rollouts
  FAIRGATE_CHAT_WEBHOOK          address that notices are posted to
""",
)
def flag() -> None:
    """Tie feature flags on Unleash to signed approvals and evidence."""
