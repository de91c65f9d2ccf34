"""Whether Saleor and we reach each other: its signing keys, its clock, and our address as seen from here."""

import ipaddress
import socket
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final
from urllib.parse import urlsplit

import httpx
from django.conf import settings

from commerce.plan import Check, CheckState
from commerce.saleor.keys import jwks_url
from commerce.saleor.pool import pool
from jkrlm.kernel.clock import now

SKEW_SECONDS: Final = 5
#: "What is older than what we know is ignored" goes wrong with such clocks.
SKEW_SECONDS_MAX: Final = 60
TIMEOUT: Final = httpx.Timeout(8.0, connect=3.0)


def reach_checks() -> list[Check]:
    """Return the checks that need neither token nor database."""
    return [*_keys_and_clock(), our_address()]


def webhook_base_url() -> str:
    """Return where Saleor reaches us."""
    base: str = settings.SALEOR_WEBHOOK_BASE_URL or settings.PUBLIC_URL
    return base.rstrip("/")


def _keys_and_clock() -> list[Check]:
    url = jwks_url()
    try:
        asked_at = now()
        answer = pool().get(url, timeout=TIMEOUT, headers={"Accept": "application/json"})
    except httpx.HTTPError as fault:
        mend = "the proxy before Saleor must pass /.well-known/jwks.json"
        return [Check("signing keys", CheckState.MISSING, f"{url}: {type(fault).__name__}", mend)]
    checks = [_keys(url, answer)]
    if "date" in answer.headers:
        checks.append(clock_check(answer.headers["date"], between=(asked_at, now())))
    return checks


def _keys(url: str, answer: httpx.Response) -> Check:
    try:
        document: Any = answer.json()
        entries = [entry for entry in document["keys"] if entry.get("kty") == "RSA"]
    except (ValueError, KeyError, TypeError, AttributeError):
        entries = []
    if not entries:
        found = f"{url} answers {answer.status_code} without a key"
        mend = "the proxy before Saleor must pass that path; Saleor needs RSA_PRIVATE_KEY"
        return Check("signing keys", CheckState.MISSING, found, mend)
    return Check("signing keys", CheckState.OK, f"{len(entries)} at {url}")


def clock_check(date: str, *, between: tuple[datetime, datetime]) -> Check:
    """Return how far apart the clocks are: an answer's ``Date``, in whole seconds, and when it was had."""
    try:
        theirs = parsedate_to_datetime(date)
        before, after = between
        skew = max((before - theirs).total_seconds() - 1, (theirs - after).total_seconds(), 0.0)
    except (ValueError, TypeError):
        return Check("clocks", CheckState.LOOK, f"Saleor's Date cannot be read: {date[:60]}")
    mend = "let both machines follow an NTP server"
    if skew > SKEW_SECONDS_MAX:
        return Check("clocks", CheckState.MISSING, f"{skew:.0f} s apart", mend)
    if skew > SKEW_SECONDS:
        return Check("clocks", CheckState.LOOK, f"{skew:.0f} s apart", mend)
    return Check("clocks", CheckState.OK, "together")


def our_address() -> Check:
    """Return whether our address leads to us from here, and could from Saleor's machine."""
    base = webhook_base_url()
    host = urlsplit(base).hostname or ""
    kind = _kind_of(host)
    if kind == "unknown":
        return _unreached(base, "its host has no address in the DNS")
    if kind == "loopback" and _kind_of(urlsplit(settings.SALEOR_API_URL).hostname or "") != "loopback":
        mend = "set SALEOR_WEBHOOK_BASE_URL (or PUBLIC_URL) to an address that Saleor's machine can reach"
        return Check(
            "our address", CheckState.MISSING, f"{base} is this machine's own, Saleor is elsewhere", mend
        )
    try:
        answer = pool().get(f"{base}/saleor/manifest.json", timeout=TIMEOUT)
    except httpx.HTTPError as fault:
        return _unreached(base, type(fault).__name__)
    try:
        ours = answer.status_code == httpx.codes.OK and answer.json()["id"] == settings.APP_IDENTIFIER
    except (ValueError, KeyError, TypeError):
        ours = False
    if not ours:
        found = f"{base}/saleor/manifest.json answers {answer.status_code}, not with our manifest"
        mend = "is the web running there with the same SALEOR_API_URL? Is its host in ALLOWED_HOSTS?"
        return Check("our address", CheckState.MISSING, found, mend)
    private = kind != "public"
    note = (
        " (a private address: Saleor sends there only with HTTP_IP_FILTER_ENABLED=False)" if private else ""
    )
    return Check("our address", CheckState.OK, f"{base}{note}")


def _unreached(base: str, why: str) -> Check:
    mend = "start the web; if only Saleor's network knows this address, look at the deliveries below"
    return Check("our address", CheckState.LOOK, f"{base} is not reached from here: {why}", mend)


def _kind_of(host: str) -> str:
    """Return ``loopback``, ``private``, ``public`` or ``unknown``."""
    try:
        found = {ipaddress.ip_address(entry[4][0]) for entry in socket.getaddrinfo(host, None)}
    except (OSError, ValueError):
        return "unknown"
    if any(address.is_loopback for address in found):
        return "loopback"
    return "private" if any(address.is_private for address in found) else "public"
