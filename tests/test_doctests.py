"""Every example in a docstring runs, and everything public has a docstring."""

from __future__ import annotations

import doctest
import importlib
import inspect
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent


def module_names() -> list[str]:
    """Name every module of the packages, from its files, so that none is forgotten."""
    tops = ("fairgate", "ci_actions", "jira_app")
    found = (path for top in tops for path in (ROOT / top).rglob("*.py"))
    paths = (path.relative_to(ROOT) for path in found)
    names = (".".join(path.with_suffix("").parts).removesuffix(".__init__") for path in paths)
    # Alembic runs migrations itself, in a context of its own.
    apart = ("._content", ".migrations.")
    return sorted(name for name in names if not any(part in name for part in apart))


@pytest.mark.parametrize("name", module_names())
def test_examples_in_docstrings_run(name: str) -> None:
    """What a docstring shows is what the code does."""
    result = doctest.testmod(importlib.import_module(name), optionflags=doctest.ELLIPSIS)
    assert result.failed == 0, f"{name}: see the captured output"


@pytest.mark.parametrize("name", module_names())
def test_everything_public_has_a_docstring(name: str) -> None:
    """Modules, classes, their methods and functions say what they are."""
    module = importlib.import_module(name)
    undocumented = [what for what, text in documented(module) if not text.strip()]
    assert undocumented == []


def documented(module: ModuleType) -> Iterator[tuple[str, str]]:
    """Yield the public things of a module with their own docstrings."""
    yield module.__name__, module.__doc__ or ""
    for name, thing in public(vars(module)):
        if getattr(thing, "__module__", None) != module.__name__:
            continue
        if inspect.isclass(thing):
            yield name, own_docstring(thing)
            for method_name, method in public(vars(thing)):
                if inspect.isfunction(method) or isinstance(method, property):
                    yield (
                        f"{name}.{method_name}",
                        inspect.getdoc(method) or inherited(thing, method_name),
                    )
        elif inspect.isfunction(thing):
            yield name, thing.__doc__ or ""


def public(names: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """Leave out what begins with an underscore."""
    return ((name, thing) for name, thing in names.items() if not name.startswith("_"))


def own_docstring(cls: type) -> str:
    """Docstring of a class, unless a dataclass made it up from the fields."""
    text = vars(cls).get("__doc__") or ""
    return "" if text.startswith(f"{cls.__name__}(") else text


def inherited(cls: type, method: str) -> str:
    """Docstring of the method that this one overrides, if any has one."""
    found = (getattr(base, method, None) for base in cls.__mro__[1:])
    return next((thing.__doc__ for thing in found if thing is not None and thing.__doc__), "")
