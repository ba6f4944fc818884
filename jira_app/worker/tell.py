"""Tell Jira what was decided about an issue."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial

from jira_app.display import PROPERTY, Changes, RemoteLink
from jira_app.jira import JiraError
from jira_app.records import history as chain
from jira_app.store import inbox, lanes, outbox
from jira_app.store.outbox import Parcel
from jira_app.worker.desk import Desk
from jira_app.workflow import REVERT, Back, memory
from jira_app.workflow.expressions import CLOSED
from jira_app.workflow.putting_back import Outcome, put_back

log = logging.getLogger(__name__)


def tell(desk: Desk, parcel: Parcel, holder: str) -> None:
    """Write what stands in a parcel."""
    (_revert if parcel.kind == REVERT else _show)(desk, parcel, holder)


def _show(desk: Desk, parcel: Parcel, holder: str) -> None:
    """Write what was decided, unless a person decided otherwise meanwhile: then look again."""
    changes = Changes.from_json(parcel.payload)
    key = parcel.issue
    recorded = desk.jira.get_property(key, PROPERTY) or {}
    stale = recorded.get("override") != changes.override
    refusal = None if stale else _write(desk, key, changes, holder)
    with desk.engine.begin() as db:
        desk.hold(db, key, holder)
        if refusal is None:
            outbox.finish(db, parcel)
            lanes.progress(db, key)
        if stale:
            hint = inbox.Hint(key, "overridden", f"overridden-{parcel.id}")
            inbox.accept(db, hint, desk.clock())
    log.info("told", extra={"issue": key, "stale": stale})
    if refusal is not None:
        raise refusal


def _write(desk: Desk, key: str, changes: Changes, holder: str) -> JiraError | None:
    """Write all that Jira takes; the property comes last, because it says that the rest is done.

    Returns
    -------
    JiraError or None
        What Jira will never take, such as a field that is on no screen; the rest is written.
    """
    refusals = []
    for write in _writes(desk, key, changes):
        desk.keep(key, holder)
        try:
            write()
        except JiraError as error:
            if error.kind == "gone":
                return None
            if error.kind != "invalid":
                raise
            refusals.append(error)
    desk.keep(key, holder)
    desk.jira.set_property(key, PROPERTY, changes.value)
    return refusals[0] if refusals else None


def _writes(desk: Desk, key: str, changes: Changes) -> list[Callable[[], object]]:
    """List what to write, in order: a gate is closed before all else, and opened after."""
    jira, writes = desk.jira, list[Callable[[], object]]()
    if changes.add_labels or changes.remove_labels:
        writes.append(lambda: jira.set_labels(key, changes.add_labels, changes.remove_labels))
    if changes.risk is not None:
        value = {"value": changes.risk}
        writes.append(lambda: jira.set_field(key, desk.risk_field, value))
    if changes.flagged is not None:
        writes.append(partial(jira.set_flagged, key, changes.flagged))
    writes += [partial(jira.set_remote_link, key, *_link(each)) for each in changes.links]
    writes += [partial(jira.add_comment, key, each.body, each.marker) for each in changes.notes]
    if changes.gate is not None and desk.gate_field:
        place = 0 if changes.gate == CLOSED else len(writes)
        writes.insert(place, partial(jira.set_gate, key, changes.issue_id, changes.gate))
    return writes


def _link(link: RemoteLink) -> tuple[str, str, str]:
    return link.id, link.url, link.title


def _revert(desk: Desk, parcel: Parcel, holder: str) -> None:
    """Take a move back and say so; what was done is remembered before it is talked about."""
    back, key = Back.from_json(parcel.payload), parcel.issue
    outcome = put_back(desk.jira, key, back, partial(desk.keep, key, holder))
    _remember(desk, key, back, outcome, holder)
    refusal = None
    if outcome == "reverted":
        desk.keep(key, holder)
        refusal = _said(desk, key, back)
    with desk.engine.begin() as db:
        desk.hold(db, key, holder)
        if refusal is None:
            outbox.finish(db, parcel)
            lanes.progress(db, key)
        if outcome == "stuck":  # the next look flags the issue and says why
            inbox.accept(db, inbox.Hint(key, "stuck", f"stuck-{parcel.id}"), desk.clock())
    log.info("gate", extra={"issue": key, "outcome": outcome})
    if refusal is not None:
        raise refusal


def _remember(desk: Desk, key: str, back: Back, outcome: Outcome, holder: str) -> None:
    if outcome == "stale":
        return
    event = memory.REVERTED if outcome == "reverted" else memory.HELD
    with desk.engine.begin() as db:
        chain.one_at_a_time(db, key)
        desk.hold(db, key, holder)
        if back.move not in memory.read(db, key).acted:
            memory.note_act(db, key, event, back.facts, desk.clock())


def _said(desk: Desk, key: str, back: Back) -> JiraError | None:
    try:
        desk.jira.add_comment(key, back.body, back.marker)
    except JiraError as error:
        if error.kind == "gone":
            return None
        if error.kind != "invalid":
            raise
        return error
    return None
