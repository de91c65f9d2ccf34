"""
A gateway over HTTP, as DLT gateways have them: JSON with the template's id, its variables and the number.

``SMS_URL`` is ``https://KEY@gateway.example/send?sender=UMEEDJ&entity=110…``: the key goes out as a bearer
token, the query's values (header and entity as registered) into the JSON.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, unquote, urlsplit, urlunsplit

import httpx

from jkrlm.people.errors import SmsRefused, SmsUnavailable

if TYPE_CHECKING:
    from jkrlm.people.sms.base import Sms

TIMEOUT: Final = httpx.Timeout(10, connect=5)
#: Answers that may be another one later.
LATER: Final = (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS)


class HttpGateway:
    is_fake = False

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        host = parts.netloc.rpartition("@")[2]
        self.address = urlunsplit((parts.scheme, host, parts.path, "", ""))
        self.key = unquote(parts.username or "")
        self.always = dict(parse_qsl(parts.query))

    def send(self, sms: Sms) -> str:
        body = {
            **self.always,
            "to": sms.to,
            "template_id": sms.template_id,
            "variables": list(sms.variables),
            "text": sms.text,
            "reference": sms.reference,
        }
        headers = {"Idempotency-Key": sms.reference}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        try:
            answer = httpx.post(self.address, json=body, headers=headers, timeout=TIMEOUT)
        except httpx.HTTPError as fault:
            raise SmsUnavailable(f"the gateway does not answer: {type(fault).__name__}") from fault
        if answer.is_server_error or answer.status_code in LATER:
            raise SmsUnavailable(
                f"the gateway answers {answer.status_code}", retry_in_seconds=told_to_wait(answer)
            )
        if not answer.is_success:
            raise SmsRefused(f"the gateway answers {answer.status_code}: {answer.text[:200]}")
        return _id_in(answer)


def told_to_wait(answer: httpx.Response) -> float | None:
    """Return the seconds of Retry-After."""
    told = answer.headers.get("Retry-After", "")
    return float(told) if told.isdigit() else None


def _id_in(answer: httpx.Response) -> str:
    """Return the id that the gateway gave; not all do, and not all speak JSON when all is well."""
    try:
        told = answer.json()
    except ValueError:
        return ""
    return str(told.get("id", ""))[:128] if isinstance(told, dict) else ""
