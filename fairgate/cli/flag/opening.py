"""From the environment to a keeper: the composition root of the flag commands."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from fairgate.cli.flag.settings import DATABASE, TRUSTED, Settings, database_of, read_settings
from fairgate.errors import UserError

if TYPE_CHECKING:
    from fairgate.rollout.admin import UnleashAdmin
    from fairgate.rollout.gathering import Trusted
    from fairgate.rollout.keeper import Keeper
    from fairgate.rollout.notices import Channel
    from fairgate.rollout.protection import Protection
    from fairgate.rollout.source import Source
    from fairgate.rollout.store import Ledger


def settings() -> Settings:
    """Read the settings from the environment."""
    return read_settings(os.environ)


def open_ledger() -> Ledger:
    """Open the ledger that the environment names.

    Raises
    ------
    UserError
        If it cannot be opened.
    """
    from fairgate.rollout.store import Ledger  # noqa: PLC0415 - needs the extra [flags]
    from fairgate.rollout.tables import open_ledger_engine  # noqa: PLC0415

    try:
        return Ledger(open_ledger_engine(database_of(os.environ)))
    except UserError as error:
        raise UserError(error.problem, error.cure, place=DATABASE) from None


def admin_of(given: Settings) -> UnleashAdmin:
    """Make the connection to the flag server."""
    from fairgate.rollout.admin import UnleashAdmin  # noqa: PLC0415

    return UnleashAdmin(given.unleash_url, given.unleash_token)


def keeper_of(given: Settings, ledger: Ledger) -> Keeper:
    """Make the keeper that the settings describe."""
    from fairgate.rollout.gathering import Gatherer  # noqa: PLC0415
    from fairgate.rollout.keeper import Keeper  # noqa: PLC0415

    gatherer = Gatherer(_source(given, ledger), _trusted(given))
    return Keeper(
        ledger,
        admin_of(given),
        gatherer,
        grant_key=given.grant_key,
        channels=tuple(channels_of(given)),
        clock=time.time,
    )


def channels_of(given: Settings) -> Mapping[str, Channel]:
    """Make the channels that notices go to."""
    from fairgate.rollout.channels import chat, issue  # noqa: PLC0415

    found: dict[str, Channel] = {}
    if given.app_url:
        found["issue"] = issue(given.app_url, given.api_token)
    if given.chat:
        found["chat"] = chat(given.chat)
    return found


def tell(given: Settings, ledger: Ledger) -> None:
    """Tell people what changed, as far as they can be reached; the watcher tells the rest."""
    from fairgate.rollout.notices import deliver  # noqa: PLC0415

    with reported():
        deliver(ledger, channels_of(given), time.time())


def kept(ledger: Ledger, flag: str, environment: str) -> Protection:
    """Find a flag that is kept.

    Raises
    ------
    UserError
        If it is not.
    """
    found = ledger.get(f"{flag}@{environment}")
    if found is None:
        known = ", ".join(one.name for one in ledger.all()) or "none yet"
        cure = f"fairgate flag protect {flag} --issue KEY --env {environment} (kept: {known})"
        raise UserError(f"{flag} in {environment} is not kept by fairgate", cure)
    return found


@contextmanager
def reported(meanwhile: str = "what is open ends with its lease") -> Iterator[None]:
    """Turn what goes wrong outside into a message that a person can act on.

    Parameters
    ----------
    meanwhile : str
        What happens until it is mended.
    """
    from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415

    from fairgate.rollout.keeper import Busy  # noqa: PLC0415
    from fairgate.rollout.source import SourceDown  # noqa: PLC0415
    from fairgate.rollout.state import UnleashError  # noqa: PLC0415

    try:
        yield
    except UnleashError as error:
        cure = "check FAIRGATE_UNLEASH_URL and the rights of FAIRGATE_UNLEASH_TOKEN"
        raise UserError(str(error), f"{cure}; {meanwhile}") from None
    except SourceDown as error:
        cure = "check FAIRGATE_APP_URL and FAIRGATE_API_TOKEN"
        raise UserError(str(error), f"{cure}; {meanwhile}") from None
    except Busy as error:
        raise UserError(f"{error} is in another's hands", "try again in a moment") from None
    except SQLAlchemyError as error:
        said = str(getattr(error, "orig", error)).partition("\n")[0]
        raise UserError(
            f"the ledger is away: {said}", "nothing was changed", place=DATABASE
        ) from None


def _source(given: Settings, ledger: Ledger) -> Source:
    from fairgate.rollout.source import AppSource, Both, LedgerSource  # noqa: PLC0415

    handed = LedgerSource(ledger)
    if not given.app_url:
        return handed
    return Both(AppSource(given.app_url, given.api_token), handed)


def _trusted(given: Settings) -> Trusted:
    """Read the trusted keys; a key of two kinds could be used for what it is not meant."""
    from fairgate.rollout.gathering import Trusted  # noqa: PLC0415
    from fairgate.signing import load_public_keys  # noqa: PLC0415

    kinds = {kind: load_public_keys(given.trusted / kind) for kind in ("evidence", "assessment")}
    if {key.keyid for key in kinds["evidence"]} & {key.keyid for key in kinds["assessment"]}:
        cure = "use one key for evidence and another for assessments"
        raise UserError("a key is trusted for both kinds", cure, place=TRUSTED)
    return Trusted(kinds["evidence"], kinds["assessment"])
