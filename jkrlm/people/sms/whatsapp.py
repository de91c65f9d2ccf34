"""
WhatsApp's Cloud API: the same registered texts, as templates of the business account.

``WHATSAPP_URL`` is ``https://TOKEN@graph.example/v23.0/PHONE_NUMBER_ID``. A template is named as ours with
underscores (``order_placed``), in English, Hindi and Urdu, its gaps as {{1}}, {{2}} … in our order. The API
has no idempotency key: an answer that got lost may send a message twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit, urlunsplit

import httpx

from jkrlm.people.errors import SmsRefused, SmsUnavailable
from jkrlm.people.sms.http import LATER, TIMEOUT, told_to_wait

if TYPE_CHECKING:
    from jkrlm.people.sms.base import Sms


class WhatsAppGateway:
    is_fake = False

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        host = parts.netloc.rpartition("@")[2]
        self.address = urlunsplit((parts.scheme, host, f"{parts.path.rstrip('/')}/messages", "", ""))
        self.token = unquote(parts.username or "")

    def send(self, sms: Sms) -> str:
        parameters = [{"type": "text", "text": value} for value in sms.variables]
        body = {
            "messaging_product": "whatsapp",
            "to": sms.to.removeprefix("+"),
            "type": "template",
            "template": {
                "name": sms.template.replace("-", "_"),
                "language": {"code": sms.language},
                "components": [{"type": "body", "parameters": parameters}],
            },
            "biz_opaque_callback_data": sms.reference,
        }
        headers = {"Authorization": f"Bearer {self.token}"}
        try:
            answer = httpx.post(self.address, json=body, headers=headers, timeout=TIMEOUT)
        except httpx.HTTPError as fault:
            raise SmsUnavailable(f"WhatsApp does not answer: {type(fault).__name__}") from fault
        if answer.is_server_error or answer.status_code in LATER:
            raise SmsUnavailable(
                f"WhatsApp answers {answer.status_code}", retry_in_seconds=told_to_wait(answer)
            )
        if not answer.is_success:
            raise SmsRefused(f"WhatsApp answers {answer.status_code}: {answer.text[:200]}")
        return _id_in(answer)


def _id_in(answer: httpx.Response) -> str:
    try:
        return str(answer.json()["messages"][0]["id"])[:128]
    except (ValueError, LookupError, TypeError):
        return ""
