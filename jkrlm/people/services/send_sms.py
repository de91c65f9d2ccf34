"""Write a message to a phone; the outbox brings it to the gateway, again and again where need be."""

import json
import logging
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction

from jkrlm.kernel import clock, outbox
from jkrlm.kernel.outbox import Event
from jkrlm.kernel.secrets import seal, unseal
from jkrlm.people.errors import SmsRefused, SmsUnavailable
from jkrlm.people.models import SmsMessage
from jkrlm.people.sms.base import Sms, SmsGateway, gateway
from jkrlm.people.sms.templates import filled, in_language

logger = logging.getLogger(__name__)


@transaction.atomic
def write_sms(
    *,
    to: str,
    template: str,
    variables: Sequence[str],
    language: str,
    not_after: datetime | None = None,
    withhold: bool = False,
    channel: str = SmsMessage.Channel.SMS,
) -> int:
    """
    Keep a message in the caller's transaction, to be sent after it; return its id.

    By WhatsApp where ``channel`` says so, and by SMS after all where WhatsApp refuses it. ``withhold`` does
    the same work for a number that nobody here has, and sends nothing.
    """
    spoken, words = in_language(template, language)
    filled(words, variables)  # as many values as gaps, or nothing is written
    state = SmsMessage.State.WITHHELD if withhold else SmsMessage.State.QUEUED
    message = SmsMessage.objects.create(
        to=to,
        channel=channel,
        template=template,
        language=spoken,
        sealed=seal(json.dumps(list(variables))),
        state=state,
        not_after=not_after,
    )
    outbox.record("SmsWritten", {"message_id": message.pk})
    return message.pk


def on_sms_written(event: Event) -> None:
    """
    Hand the message to the gateway, once.

    Raises:
        SmsUnavailable: the event comes again.
    """
    message_id = event.payload["message_id"]
    kept = SmsMessage.objects.filter(pk=message_id).values_list("channel", flat=True).first()
    send_sms(message_id=message_id, through=gateway(kept or SmsMessage.Channel.SMS), now=clock.now())


def send_sms(*, message_id: int, through: SmsGateway, now: datetime) -> None:
    """
    Send under the row's lock, so that two workers do not both send it.

    Raises:
        SmsUnavailable: noted; to be sent again.
    """
    try:
        with transaction.atomic():
            message = SmsMessage.objects.select_for_update().filter(pk=message_id).first()
            if message is None or message.state != SmsMessage.State.QUEUED:
                return
            message.attempts += 1
            if message.not_after is not None and now >= message.not_after:
                message.state, message.sealed = SmsMessage.State.STALE, b""
            else:
                _hand_over(message, through, now)
            message.save()
    except SmsUnavailable as absence:
        message = SmsMessage.objects.get(pk=message_id)
        message.attempts += 1
        message.last_error = absence.message[:300]
        message.save(update_fields=["attempts", "last_error"])
        raise


def _hand_over(message: SmsMessage, through: SmsGateway, now: datetime) -> None:
    variables = json.loads(unseal(bytes(message.sealed)))
    _language, words = in_language(message.template, message.language)
    sms = Sms(
        to=message.to,
        template=message.template,
        language=message.language,
        template_id=template_id(message.template, message.language),
        variables=tuple(variables),
        text=filled(words, variables),
        reference=f"umeed-sms-{message.pk}",
    )
    try:
        message.gateway_id = through.send(sms)
    except SmsRefused as refusal:
        logger.error("SMS %s is refused: %s", message.pk, refusal.message)
        message.state, message.last_error = SmsMessage.State.REFUSED, refusal.message[:300]
        if message.channel == SmsMessage.Channel.WHATSAPP:
            write_sms(
                to=message.to,
                template=message.template,
                variables=variables,
                language=message.language,
                not_after=message.not_after,
            )
    else:
        message.state, message.sent_at, message.last_error = SmsMessage.State.SENT, now, ""
    if not through.is_fake:
        message.sealed = b""


def template_id(template: str, language: str) -> str:
    """Return the id under which the words are registered; the demo has none."""
    ids: dict[str, str] = settings.SMS_TEMPLATE_IDS
    return ids.get(f"{template}:{language}") or f"{template}:{language} (sample)"
