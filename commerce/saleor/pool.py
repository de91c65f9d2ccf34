"""The connections to Saleor: one pool for each process, never shared with a parent or a child."""

import os
from http.cookiejar import DefaultCookiePolicy
from threading import Lock
from typing import Final

import httpx

CONNECTIONS_MAX: Final = 20
#: Saleor's server closes a connection after 5 s of silence; ours are put away before, so that no request
#: is written into a connection that is just being closed.
IDLE_SECONDS: Final = 4.0

_client: httpx.Client | None = None
_lock = Lock()


def pool() -> httpx.Client:
    """Return this process's client; it follows no redirects and keeps no cookies."""
    global _client
    with _lock:
        if _client is None:
            _client = httpx.Client(
                limits=httpx.Limits(
                    max_connections=CONNECTIONS_MAX,
                    max_keepalive_connections=CONNECTIONS_MAX,
                    keepalive_expiry=IDLE_SECONDS,
                ),
                follow_redirects=False,
            )
            _client.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        return _client


def _forget() -> None:
    """After a fork: the parent's connections are not ours, nor is a lock that one of its threads held."""
    global _client, _lock
    _client, _lock = None, Lock()


os.register_at_fork(after_in_child=_forget)
