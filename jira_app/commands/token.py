"""``fairgate jira token``: a new token for a program, shown once."""

from __future__ import annotations

import click

SCOPES = ("evidence", "rollouts", "read")


@click.command("token")
@click.argument("name")
@click.option(
    "--scope",
    "scopes",
    type=click.Choice(SCOPES),
    multiple=True,
    required=True,
    help="What it may do; may be repeated.",
)
@click.option(
    "--project",
    "projects",
    multiple=True,
    required=True,
    metavar="KEY",
    help="A project whose issues it may touch; may be repeated.",
)
def token(*, name: str, scopes: tuple[str, ...], projects: tuple[str, ...]) -> None:
    """Make a token for CI or the flag hook.

    It is printed once and stored nowhere. What FAIRGATE_API_TOKENS_FILE needs is its digest, in
    the lines that follow it.
    """
    from pydantic import ValidationError  # noqa: PLC0415 - only when called

    from fairgate.errors import UserError  # noqa: PLC0415
    from jira_app.access.tokens import Token, new_token  # noqa: PLC0415

    made, digest = new_token()
    listed = {"scopes": list(dict.fromkeys(scopes)), "projects": list(dict.fromkeys(projects))}
    try:
        Token.model_validate({"name": name, "sha256": digest, **listed})
    except ValidationError as error:
        place = "--project" if error.errors()[0]["loc"][0] == "projects" else "NAME"
        cure = "names are letters, digits, dots, - and _; keys of projects are like LOAN"
        raise UserError("this is not what a token can have", cure, place=place) from None
    entry = "\n".join(
        [
            f'  - name: "{name}"',
            f'    sha256: "{digest}"',
            f"    scopes: [{', '.join(listed['scopes'])}]",
            "    projects: [" + ", ".join(f'"{key}"' for key in listed["projects"]) + "]",
        ]
    )
    click.echo(f"The token, shown this once; keep it as a secret of the CI:\n\n{made}\n")
    click.echo("For the file that FAIRGATE_API_TOKENS_FILE names (begin a new one with")
    click.echo(f"`version: 1` and `tokens:`):\n\n{entry}")
