"""One encrypted message to one browser, through its push service (RFC 8030, 8291, 8292)."""

from http import HTTPStatus
from typing import Final
from urllib.parse import urlsplit

import httpx
from django.conf import settings
from webpush import WebPushSubscription
from webpush.types import WebPushKeys

from sellers.notices.errors import DeviceGone, PushUnavailable
from sellers.notices.push.keys import sealer

TIMEOUT: Final = httpx.Timeout(10, connect=5)
#: A day: what was not delivered by then is on her page anyway.
LIFE_SECONDS: Final = 24 * 3600
_GONE: Final = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
_LATER: Final = (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS)


def is_known_service(endpoint: str) -> bool:
    """Return whether the address is of a push service that we post to: a browser may not name any other."""
    try:
        parts = urlsplit(endpoint)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    named = any(
        host == each or (each.startswith(".") and host.endswith(each)) for each in settings.PUSH_SERVICES
    )
    return parts.scheme == "https" and port in (None, 443) and not parts.username and named


def send(*, endpoint: str, p256dh: str, secret: str, message: dict[str, str], topic: str) -> None:
    """
    Raises:
        DeviceGone: the browser takes no more messages.
        PushUnavailable: to be sent again; the same ``topic`` replaces what is still undelivered.
    """
    subscription = WebPushSubscription(endpoint=endpoint, keys=WebPushKeys(auth=secret, p256dh=p256dh))
    sealed = sealer(life_seconds=LIFE_SECONDS).get(message, subscription)
    headers = {
        **sealed.headers,
        "content-type": "application/octet-stream",
        "topic": topic,
        "urgency": "high",
    }
    try:
        answer = httpx.post(endpoint, content=sealed.encrypted, headers=headers, timeout=TIMEOUT)
    except httpx.HTTPError as fault:
        raise PushUnavailable(f"the push service does not answer: {type(fault).__name__}") from fault
    if answer.status_code in _GONE:
        raise DeviceGone
    if answer.is_server_error or answer.status_code in _LATER:
        raise PushUnavailable(f"the push service answers {answer.status_code}")
    if not answer.is_success:
        # What it does not take today it will not take tomorrow: a key of ours that changed, a broken device.
        raise DeviceGone
