"""OpenFeature: a guarded flag is never on by a default, an error or another provider."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from openfeature import api
from openfeature.client import OpenFeatureClient
from openfeature.evaluation_context import EvaluationContext
from openfeature.hook import Hook
from openfeature.provider import FeatureProvider
from openfeature.provider.in_memory_provider import InMemoryFlag, InMemoryProvider
from rollout.offline import child, client_of, parent
from rollout.site import FLAG, PEOPLE, Site

from fairgate.rollout import Guard
from fairgate.rollout.openfeature import GuardHook, GuardProvider


class Raising(Hook):
    """Fails in whatever stage it is told to."""

    def __init__(self, stage: str) -> None:
        setattr(self, stage, self._fail)

    def _fail(self, *_: object) -> None:
        raise RuntimeError("broken")


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A fresh one."""
    return Site(tmp_path)


@contextmanager
def guard_of(site: Site, *, opened: bool) -> Iterator[Guard]:
    """A guard over a real client, with a grant for all or without one."""
    strategies = [site.strategy(ceiling=100)] if opened else []
    with client_of(site.folder, child(FLAG), parent(FLAG, *strategies, enabled=opened)) as client:
        yield site.guard(client)


@contextmanager
def speaking(provider: FeatureProvider, *hooks: Hook) -> Iterator[OpenFeatureClient]:
    """A client of OpenFeature over a provider."""
    domain = uuid4().hex
    api.set_provider(provider, domain)
    client = api.get_client(domain)
    client.add_hooks(list(hooks))
    yield client


def everything_on() -> InMemoryProvider:
    """A provider that says yes to both flags."""
    yes = InMemoryFlag("on", {"on": True, "off": False})
    words = InMemoryFlag("a", {"a": "hello"})
    return InMemoryProvider({FLAG: yes, "unguarded": yes, "words": words})


def ask(client: OpenFeatureClient, flag: str, person: str, *, default: bool = True) -> bool:
    """Ask with the most dangerous default."""
    return client.get_boolean_value(flag, default, EvaluationContext(person))


def test_the_provider_answers_guarded_flags_by_the_guard(site: Site) -> None:
    """And the others by the provider within."""
    for opened in (True, False):
        with (
            guard_of(site, opened=opened) as guard,
            speaking(GuardProvider(everything_on(), guard, {FLAG})) as client,
        ):
            assert {ask(client, FLAG, person) for person in PEOPLE[:20]} == {opened}
            assert ask(client, "unguarded", "ada", default=False)
            assert client.get_string_value("words", "?") == "hello"


def test_the_hook_switches_off_what_another_provider_switched_on(site: Site) -> None:
    """And leaves other flags alone."""
    for opened in (True, False):
        with (
            guard_of(site, opened=opened) as guard,
            speaking(everything_on(), GuardHook(guard, {FLAG})) as client,
        ):
            assert {ask(client, FLAG, person) for person in PEOPLE[:20]} == {opened}
            assert ask(client, "unguarded", "ada", default=False)


@pytest.mark.parametrize("stage", ["before", "after"])
def test_an_error_elsewhere_does_not_open_by_the_default(site: Site, stage: str) -> None:
    """OpenFeature then answers with the default, which is True; a guarded flag stays off."""
    with guard_of(site, opened=True) as guard:
        hooks = (Raising(stage), GuardHook(guard, {FLAG}))
        for provider in (everything_on(), GuardProvider(everything_on(), guard, {FLAG})):
            with speaking(provider, *hooks) as client:
                assert not ask(client, FLAG, "ada")


def test_a_missing_flag_or_person_does_not_open_by_the_default(site: Site) -> None:
    """Neither with the hook nor with the provider."""
    with guard_of(site, opened=True) as guard:
        with speaking(InMemoryProvider({}), GuardHook(guard, {FLAG})) as client:
            assert not ask(client, FLAG, "ada")
        with speaking(GuardProvider(InMemoryProvider({}), guard, {FLAG})) as client:
            assert ask(client, FLAG, "ada")
            assert not ask(client, FLAG, "")
            assert not client.get_boolean_value(FLAG, True)


def test_a_guarded_flag_of_another_kind_is_false(site: Site) -> None:
    """A text or a number would be truthy in a condition."""
    with (
        guard_of(site, opened=False) as guard,
        speaking(everything_on(), GuardHook(guard, {FLAG, "words"})) as client,
    ):
        assert client.get_string_value("words", "on", EvaluationContext("ada")) is False
