"""Fields as a request gives them, checked and turned into what the site keeps."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from jira_app.jira.adf import to_text
from jira_app.twin.model import Account, FieldKind, Project
from jira_app.twin.refusal import Refusal, unplayed, unsettable

LONGEST_SUMMARY = 255


class Edits:
    """Reads ``fields`` and ``update`` of a request to create or edit an issue.

    Parameters
    ----------
    fields : mapping of str to FieldKind
        Fields of the site by id.
    version : int
        Of the API: descriptions are ADF in 3, text in 2.
    accounts : iterable of Account
        Whom an issue can be assigned to.
    """

    def __init__(
        self, fields: Mapping[str, FieldKind], version: int, accounts: Iterable[Account] = ()
    ) -> None:
        self._fields = fields
        self._accounts = {account.id: account for account in accounts}
        self._version = version

    def read(self, project: Project, body: Any, present: Mapping[str, Any]) -> dict[str, Any]:
        """Give the new values by field id.

        Raises
        ------
        Refusal
            400 for what Jira refuses, 501 for operations that the twin does not play.
        """
        if not isinstance(body, dict):
            raise Refusal(400, "Invalid request payload. Refer to the REST API documentation.")
        given, steps = _mapping(body.get("fields")), _mapping(body.get("update"))
        both = sorted(given.keys() & steps.keys())
        if both:
            raise Refusal(400, errors={both[0]: "Field is given in both 'fields' and 'update'."})
        found = {name: self._value(project, name, value) for name, value in given.items()}
        for name, operations in steps.items():
            found[name] = self._stepped(project, name, operations, present.get(name))
        return found

    def _value(self, project: Project, name: str, value: Any) -> Any:
        field = self._fields.get(name)
        if field is None or field.kind in {"app", "shown"}:
            raise unsettable(name)
        if field.kind == "user":
            return self._user(field, value)
        return READERS[field.kind](field, value, project, self._version)

    def _user(self, field: FieldKind, value: Any) -> Account | None:
        """Take an account by ``accountId`` (Cloud) or ``name`` (Data Center)."""
        given = _mapping(value)
        if value is None or (given and not any(given.values())):
            return None
        found = self._accounts.get(str(given.get("accountId") or given.get("name")))
        if found is None:
            raise Refusal(400, errors={field.id: f"Specify a valid value for {field.id}"})
        return found

    def _stepped(self, project: Project, name: str, operations: Any, present: Any) -> Any:
        field = self._fields.get(name)
        if field is None or field.kind in {"app", "shown"}:
            raise unsettable(name)
        value = present
        for operation in operations if isinstance(operations, list) else ():
            for verb, item in _mapping(operation).items():
                if verb == "set":
                    value = self._value(project, name, item)
                elif verb in {"add", "remove"} and field.kind == "labels":
                    rest = [label for label in value or () if label != item]
                    value = _labels(field, [*rest, item] if verb == "add" else rest)
                else:
                    raise unplayed(f"the operation {verb!r} on the field {name!r}")
        return value


def _text(field: FieldKind, value: Any, *_: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise Refusal(400, errors={field.id: "You must specify a summary of the issue."})
    if len(value) > LONGEST_SUMMARY:
        words = f"Summary can't exceed {LONGEST_SUMMARY} characters."
        raise Refusal(400, errors={field.id: words})
    return value


def _document(field: FieldKind, value: Any, _project: Project, version: int) -> Any:
    """ADF in version 3, text in version 2: Jira's REST documentation of the two."""
    if value is None:
        return None
    if version == 3:
        return document(field.id, value)
    if not isinstance(value, str):
        raise Refusal(400, errors={field.id: "Operation value must be a string"})
    return value or None


def document(name: str, value: Any) -> Any:
    """Take a document in ADF, or refuse what is none."""
    if not isinstance(value, dict) or (value.get("type"), value.get("version")) != ("doc", 1):
        words = "Operation value must be an Atlassian Document (see the Atlassian Document Format)"
        raise Refusal(400, errors={name: words})
    return value


def _labels(field: FieldKind, value: Any, *_: Any) -> list[str]:
    labels = value if isinstance(value, list) else []
    for label in labels:
        if not isinstance(label, str) or not label or any(sign.isspace() for sign in label):
            words = f"The label '{label}' contains spaces which is invalid."
            raise Refusal(400, errors={field.id: words})
    return sorted(set(labels))


def _components(field: FieldKind, value: Any, project: Project, _version: int) -> list[str]:
    names = [_mapping(each).get("name") for each in value or ()]
    for name in names:
        if name not in project.components:
            raise Refusal(400, errors={field.id: f"Component name '{name}' is not valid"})
    return [str(name) for name in names]


def _type(field: FieldKind, value: Any, project: Project, _version: int) -> str:
    wanted = _mapping(value)
    by_id = {str(10000 + number): name for number, name in enumerate(project.types)}
    name = wanted.get("name") or by_id.get(str(wanted.get("id")))
    if name not in project.types:
        raise Refusal(400, errors={field.id: "Specify a valid issue type"})
    return str(name)


def _option(field: FieldKind, value: Any, *_: Any) -> str | None:
    if value is None:
        return None
    found = _mapping(value).get("value")
    if found not in field.options:
        raise Refusal(400, errors={field.id: f"Specify a valid value for '{field.name}'."})
    return str(found)


def _options(field: FieldKind, value: Any, *_: Any) -> list[str] | None:
    if value is not None and not isinstance(value, list):
        raise Refusal(400, errors={field.id: "data was not an array"})
    return [str(_option(field, _mapping(each))) for each in value or ()] or None


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


READERS: Mapping[str, Callable[..., Any]] = {
    "text": _text,
    "document": _document,
    "labels": _labels,
    "components": _components,
    "type": _type,
    "option": _option,
    "options": _options,
}


def shown(value: Any) -> str | None:
    """Write a value as a changelog does.

    Examples
    --------
    >>> shown(["a", "b"]), shown(None)
    ('a b', None)
    """
    if value is None or value == []:
        return None
    if isinstance(value, Account):
        return value.name
    return " ".join(value) if isinstance(value, list) else to_text(value)
