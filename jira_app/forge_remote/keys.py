"""Atlassian's public keys: fetched rarely, never waited for long."""

from __future__ import annotations

import json
import time
import urllib.request
from http.client import HTTPException
from threading import Lock
from typing import Any, Final

from jwt import PyJWK, PyJWKClient
from jwt.exceptions import PyJWKClientConnectionError, PyJWKClientError, PyJWKError, PyJWKSetError

JWKS_URL: Final = "https://forge.cdn.prod.atlassian-dev.net/.well-known/jwks.json"
"""Where Forge's keys are; a token that names another place is not asked."""

TIMEOUT: Final = 2.0
"""Seconds for the whole answer. An event has five, and is delivered again."""

REST: Final = 5.0
"""Seconds after a failure in which nobody waits for the same failure again."""

LARGEST: Final = 256 * 1024
LIFESPAN: Final = 900.0


class KeysAway(Exception):  # noqa: N818 - says what is the case
    """The keys cannot be had at the moment, so nothing can be verified."""


class Keys:
    """Finds the key that a token names.

    Parameters
    ----------
    url : str
        Of the JSON Web Key Set; fixed when the app starts.
    timeout : float
        Seconds for the whole answer.
    """

    def __init__(self, url: str = JWKS_URL, timeout: float = TIMEOUT) -> None:
        self._client = _Client(url, timeout)

    def find(self, kid: str) -> PyJWK | None:
        """Find a key by its id; None if there is none of that id.

        An unknown id has the set fetched again, at most twice a minute.

        Raises
        ------
        KeysAway
            No answer in time, or none that can be read.
        """
        try:
            keys = self._client.get_signing_keys()
            found = self._client.match_kid(keys, kid)
            return found or self._client.get_signing_key(kid)
        except (PyJWKClientConnectionError, PyJWKSetError, PyJWKError) as error:
            raise KeysAway(type(error).__name__) from None
        except PyJWKClientError:
            return None


class _Client(PyJWKClient):
    """PyJWT's client, whose timeout holds for the whole answer and whose failures are shared."""

    def __init__(self, url: str, timeout: float) -> None:
        super().__init__(url, timeout=timeout, lifespan=LIFESPAN)
        self._fetching = Lock()
        self._failed = float("-inf")

    def fetch_data(self) -> Any:
        if time.monotonic() - self._failed < REST:
            raise PyJWKClientConnectionError("the keys could not be had a moment ago")
        if not self._fetching.acquire(timeout=self.timeout):
            raise PyJWKClientConnectionError("somebody else waits for the keys already")
        try:
            found = self._fetch()
        except (OSError, HTTPException, ValueError, RecursionError) as error:
            self._failed = time.monotonic()
            raise PyJWKClientConnectionError(type(error).__name__) from None
        finally:
            self._fetching.release()
        assert self.jwk_set_cache is not None
        self.jwk_set_cache.put(found)
        self._last_successful_fetch = time.monotonic()
        return found

    def _fetch(self) -> dict[str, Any]:
        """Read an answer piece by piece, so that one that only trickles is given up too."""
        end = time.monotonic() + self.timeout
        body = b""
        opener = urllib.request.build_opener(_NoRedirect())
        with opener.open(self.uri, timeout=self.timeout) as answer:
            while piece := answer.read1(65536):
                body += piece
                if time.monotonic() > end or len(body) > LARGEST:
                    raise TimeoutError
        found = json.loads(body)
        if not isinstance(found, dict):
            raise TypeError("no JSON Web Key Set")
        return found


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        """Follow none: keys come from the place that was named."""
