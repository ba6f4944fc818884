"""What all content files have in common: a head, sources, and items with ids."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from fairgate.strict import Strict

__all__ = [
    "Head",
    "Id",
    "Item",
    "Kind",
    "Language",
    "Role",
    "Source",
    "Stage",
    "Strict",
    "Text",
    "Url",
    "Version",
]


Text: TypeAlias = Annotated[str, Field(min_length=1)]

Id: TypeAlias = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*(\.[A-Za-z0-9][A-Za-z0-9_-]*)*$",
        json_schema_extra={"patternErrorMessage": "letters, digits, - and _, dots between parts"},
    ),
]
"""A stable name such as ``preflight.stakes.decision``."""

Version: TypeAlias = Annotated[
    str,
    Field(
        max_length=32,
        pattern=r"^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?$",
        json_schema_extra={"patternErrorMessage": 'a version such as "1.0.0"'},
    ),
]

Url: TypeAlias = Annotated[
    str,
    Field(
        pattern=r"^https?://\S+$",
        json_schema_extra={"patternErrorMessage": "an address that starts with https://"},
    ),
]

Language: TypeAlias = Annotated[
    str,
    Field(
        pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$",
        json_schema_extra={"patternErrorMessage": "a language such as en or pt-BR"},
    ),
]

Kind: TypeAlias = Literal["template", "checklist", "research", "signals", "cases"]
Role: TypeAlias = Literal["product", "engineering", "design", "research", "legal", "operations"]
Stage: TypeAlias = Literal["envision", "define", "prototype", "build", "launch", "evolve"]


class Source(Strict):
    """Where something comes from: a law, a paper, a standard, a report."""

    id: Id = Field(description="short name, as items cite it")
    title: Text = Field(description="author, title, year; a law by its article")
    url: Url = Field(description="public address")
    licence: Text | None = Field(None, description="licence of text taken from it")


class Head(Strict):
    """The head of every content file; kinds of files add their own ``schema``."""

    id: Id = Field(description="name of the file's content, unique among all files")
    version: Version = Field(description='a version in quotes, such as "1.0.0"')
    title: Text = Field(description="what people call it")
    licence: Text = Field(description="licence of this file, such as CC-BY-4.0")
    language: Language = Field("en", description="language of its words, such as en")
    sources: list[Source] = Field(min_length=1, description="where it comes from")
    overrides: bool = Field(False, description="true: takes the place of the built-in of this id")


class Item(Strict):
    """Something that others can point at: a question, a check, a rail, a signal."""

    id: Id = Field(description="stable name, unique among all files")
    help: Text | None = Field(None, description="more words, for who asks")
    source: list[Id] = Field(min_length=1, description="ids of this file's sources")
    roles: list[Role] = Field([], description="whose business it is")
    lifecycle: list[Stage] = Field([], description="when in the life of a product")
    see: list[Id] = Field([], description="ids of related items, in any file")
