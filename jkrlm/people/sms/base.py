"""What a gateway is asked, and which one the settings choose."""

from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from jkrlm.people.sms.fake import FakeGateway
from jkrlm.people.sms.http import HttpGateway
from jkrlm.people.sms.whatsapp import WhatsAppGateway


@dataclass(frozen=True, slots=True)
class Sms:
    """``text`` is the template with its gaps filled; ``reference`` stays the same when it is sent again."""

    to: str
    template: str
    language: str
    template_id: str
    variables: tuple[str, ...]
    text: str
    reference: str


class SmsGateway(Protocol):
    """Takes messages to phones. Given one reference twice, it sends once."""

    is_fake: bool

    def send(self, sms: Sms) -> str:
        """
        Return the gateway's own id of the message, empty where it gives none.

        Raises:
            SmsUnavailable: to be sent again. SmsRefused: never to be taken.
        """


def gateway(channel: str = "sms") -> SmsGateway:
    """
    Return the gateway at ``SMS_URL``, or ``WHATSAPP_URL``; in demo mode without one the fake: the outbox page
    shows its messages.

    Raises:
        ImproperlyConfigured: neither.
    """
    url = settings.WHATSAPP_URL if channel == "whatsapp" else settings.SMS_URL
    if url:
        return WhatsAppGateway(url) if channel == "whatsapp" else HttpGateway(url)
    if not settings.DEMO:
        name = "WHATSAPP_URL" if channel == "whatsapp" else "SMS_URL"
        raise ImproperlyConfigured(f"{name} is missing: messages to phones cannot be sent.")
    return FakeGateway()


def has_whatsapp() -> bool:
    """Return whether messages can be sent by WhatsApp here."""
    return bool(settings.WHATSAPP_URL) or settings.DEMO
