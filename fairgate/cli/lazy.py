"""A group of commands of which only the called one is loaded, so that help comes at once."""

from __future__ import annotations

import difflib
import importlib
from collections.abc import Mapping
from importlib import metadata
from typing import Any

import click

from fairgate.errors import UserError

PLUGINS = "fairgate.commands"
"""Entry-point group through which other packages add commands."""


class LazyGroup(click.Group):
    """Commands by name: where they are, and one line about each.

    Parameters
    ----------
    table : mapping of str to (str, str)
        Name to ``module:attribute`` and summary. Commands of the entry-point group
        ``fairgate.commands`` follow, under the names they are registered by.
    summaries : mapping of str to str
        One line about each entry point that is known, by its ``module:attribute``.
    plugins : bool
        Whether commands of the entry-point group belong here.
    """

    def __init__(
        self,
        *args: Any,
        table: Mapping[str, tuple[str, str]],
        summaries: Mapping[str, str],
        plugins: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._with_plugins = plugins
        self.table = table
        self.summaries = summaries

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name every command, loading none."""
        del ctx
        return [*self.table, *sorted(self._plugins())]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load a command."""
        del ctx
        if cmd_name in self.table:
            module, _, attribute = self.table[cmd_name][0].partition(":")
            return _command(getattr(importlib.import_module(module), attribute))
        plugin = self._plugins().get(cmd_name)
        return None if plugin is None else _load(plugin)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that was called, or say which one was probably meant."""
        name = args[0]
        if not name.startswith("-") and name not in self.list_commands(ctx):
            close = difflib.get_close_matches(name, self.list_commands(ctx), n=1)
            hint = f" Did you mean {close[0]}?" if close else ""
            ctx.fail(f"There is no command {name!r}.{hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table of commands from what is known without loading them."""
        del ctx
        plugins = sorted(self._plugins().items())
        rows = [(name, summary) for name, (_, summary) in self.table.items()]
        rows += [
            (
                name,
                self.summaries.get(f"{plugin.module}:{plugin.attr}") or f"From {_package(plugin)}.",
            )
            for name, plugin in plugins
        ]
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def _plugins(self) -> dict[str, metadata.EntryPoint]:
        found = metadata.entry_points(group=PLUGINS) if self._with_plugins else ()
        return {plugin.name: plugin for plugin in found if plugin.name not in self.table}


def _package(plugin: metadata.EntryPoint) -> str:
    return plugin.dist.name if plugin.dist else plugin.value.partition(":")[0]


def _load(plugin: metadata.EntryPoint) -> click.Command:
    try:
        return _command(plugin.load())
    except ModuleNotFoundError as error:
        extras = f"[{','.join(plugin.extras)}]" if plugin.extras else ""
        raise UserError(
            f"the command {plugin.name} needs {error.name}, which is not installed",
            f'pip install "{_package(plugin)}{extras}"',
        ) from None


def _command(loaded: Any) -> click.Command:
    assert isinstance(loaded, click.Command)
    return loaded
