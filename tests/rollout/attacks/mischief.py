"""What somebody with an administrator's token can write, each past fairgate."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import uuid4

from fairgate.rollout.grant import Grant
from fairgate.rollout.sealing import sign_grant
from fairgate.rollout.wanted import parent_of, strategy
from fairgate.signing import generate_keys
from tests.rollout.attacks.stage import ENVIRONMENT, Stage
from tests.waiting import eventually

Mischief = Callable[[Stage, str], None]


def inside(name: str) -> str:
    """Name the path of a flag's environment."""
    return f"/{name}/environments/{ENVIRONMENT}"


def must(stage: Stage, method: str, path: str, body: object = None) -> None:
    """Write something that the server takes."""
    answer = stage.ask(method, path, body)
    assert answer.status < 300, (path, answer.status, answer.data)


def team_flag_at_all(stage: Stage, flag: str) -> None:
    """Switch the team's own flag on for everybody, twice over."""
    must(stage, "POST", f"{inside(flag)}/strategies", {"name": "default"})
    must(stage, "POST", f"{inside(flag)}/on")


def gate_on(stage: Stage, flag: str) -> None:
    """Switch the parent on by hand."""
    must(stage, "POST", f"{inside(parent_of(flag))}/on")


def extra_default(stage: Stage, flag: str) -> None:
    """Give the parent another strategy, for everybody."""
    must(stage, "POST", f"{inside(parent_of(flag))}/strategies", {"name": "default"})
    gate_on(stage, flag)


def no_dependency(stage: Stage, flag: str) -> None:
    """Take the dependency away."""
    must(stage, "DELETE", f"/{flag}/dependencies")


def another_parent(stage: Stage, flag: str) -> None:
    """Let the flag depend on one that is on."""
    other = stage.team_flag()
    must(stage, "POST", f"/{flag}/dependencies", {"feature": other})


def turned_round(stage: Stage, flag: str) -> None:
    """Let the flag be on when its parent is off."""
    body = {"feature": parent_of(flag), "enabled": False}
    must(stage, "POST", f"/{flag}/dependencies", body)


def only_strategy(stage: Stage, flag: str) -> str:
    """Find the strategy that fairgate wrote."""
    answer = stage.ask("GET", f"{inside(parent_of(flag))}/strategies")
    return f"{inside(parent_of(flag))}/strategies/{answer.json()[0]['id']}"


def ceiling(rollout: str) -> Mischief:
    """Edit the share of people, and nothing else."""

    def edit(stage: Stage, flag: str) -> None:
        path = only_strategy(stage, flag)
        found = stage.ask("GET", path).json()
        parameters = {**found["parameters"], "rollout": rollout}
        body = {key: found[key] for key in ("name", "constraints", "segments")}
        variants = found.get("variants", [])
        must(stage, "PUT", path, {**body, "parameters": parameters, "variants": variants})
        gate_on(stage, flag)

    return edit


def no_constraints(stage: Stage, flag: str) -> None:
    """Take model and lease out of the strategy, and let everybody through."""
    path = only_strategy(stage, flag)
    found = stage.ask("GET", path).json()
    parameters = {**found["parameters"], "rollout": "100"}
    body = {"name": found["name"], "constraints": [], "parameters": parameters}
    must(stage, "PUT", path, {**body, "variants": found.get("variants", [])})
    gate_on(stage, flag)


def grant_for(stage: Stage, flag: str) -> Grant:
    """Make a grant for everybody that would hold for this flag here and now."""
    now = int(time.time())
    issue, papers = "LOAN-1", ("1" * 64, "2" * 64)
    return Grant(
        flag, ENVIRONMENT, stage.digest, 100, flag, now, now + 900, issue, *papers, serial=1
    )


def put(stage: Stage, flag: str, envelope: str, grant: Grant) -> None:
    """Write a grant into the parent's strategy, for everybody and without constraints."""
    written: dict[str, Any] = strategy(grant, envelope)
    written["constraints"] = []
    written["parameters"] = {**written["parameters"], "rollout": "100"}
    must(stage, "PUT", only_strategy(stage, flag), written)
    gate_on(stage, flag)


def copied(**changes: Any) -> Mischief:
    """Put a grant there that fairgate made for something else."""

    def copy(stage: Stage, flag: str) -> None:
        grant = replace(grant_for(stage, flag), **changes)
        put(stage, flag, sign_grant(grant, stage.keys["grant"][0]), grant)

    return copy


def copied_from_another_flag(stage: Stage, flag: str) -> None:
    """Put the grant there that is on the server for another flag."""
    other = stage.open()
    put(stage, flag, stage.kept(other).envelope, grant_for(stage, flag))


def forged(stage: Stage, flag: str) -> None:
    """Sign a grant with a key of one's own."""
    grant = grant_for(stage, flag)
    key, _ = generate_keys(stage.folder / f"forger-{uuid4().hex}")
    put(stage, flag, sign_grant(grant, key), grant)


def signed_by_the_wrong_kind(stage: Stage, flag: str) -> None:
    """Sign a grant with the key that signs evidence."""
    grant = grant_for(stage, flag)
    put(stage, flag, sign_grant(grant, stage.keys["evidence"][0]), grant)


def archived_and_revived(stage: Stage, flag: str) -> None:
    """Archive the parent, bring it back, and open it for everybody."""
    no_dependency(stage, flag)
    must(stage, "DELETE", f"/{parent_of(flag)}")
    must(stage, "POST", f"//archive/revive/{parent_of(flag)}")
    extra_default(stage, flag)


def deleted(stage: Stage, flag: str) -> None:
    """Archive the parent and delete it for good; sooner, and Unleash 7.5.1 itself dies of it."""
    no_dependency(stage, flag)
    must(stage, "DELETE", f"/{parent_of(flag)}")
    lifecycle = f"/{parent_of(flag)}/lifecycle"
    eventually(lambda: "archived" in stage.ask("GET", lifecycle).data.decode(), "its lifecycle")
    must(stage, "DELETE", f"//archive/{parent_of(flag)}")


def team_flag_revived(stage: Stage, flag: str) -> None:
    """Archive the team's flag and bring it back: Unleash drops its dependency."""
    must(stage, "DELETE", f"/{flag}")
    must(stage, "POST", f"//archive/revive/{flag}")
    stage.on_for_everybody(flag)


def imported(stage: Stage, flag: str) -> None:
    """Import the parent anew, open for everybody."""
    name = parent_of(flag)
    through: dict[str, Any] = {"name": "default", "parameters": {}, "constraints": []}
    where = {"name": name, "featureName": name, "environment": ENVIRONMENT, "enabled": True}
    data: dict[str, Any] = {
        "features": [{"name": name, "type": "release"}],
        "featureStrategies": [{**through, "featureName": name}],
        "featureEnvironments": [where],
        **{key: [] for key in ("contextFields", "featureTags", "segments", "tagTypes")},
        "dependencies": [],
    }
    body = {"project": "default", "environment": ENVIRONMENT, "data": data}
    must(stage, "POST", "//features-batch/import", body)
