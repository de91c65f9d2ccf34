"""How she wants to be told: which channel, which browsers."""

import base64
import binascii
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric import ec
from django.db import transaction

from jkrlm.kernel.secrets import seal
from jkrlm.people.facade import User, audit, has_whatsapp
from sellers.notices.errors import BadChannel, BadDevice
from sellers.notices.models import Channel, Preference, PushDevice
from sellers.notices.push.send import is_known_service

#: More browsers than this nobody has; the oldest is forgotten.
DEVICES_MAX = 5


def channels() -> tuple[str, ...]:
    """Return what is offered here."""
    return tuple(each.value for each in Channel if each != Channel.WHATSAPP or has_whatsapp())


@transaction.atomic
def choose_channel(*, person_id: int, channel: str, actor: User, now: datetime) -> None:
    """Raises BadChannel: none that is offered."""
    if channel not in channels():
        raise BadChannel
    was = Preference.objects.filter(person=person_id).values_list("channel", flat=True).first()
    if was == channel:
        return
    Preference.objects.update_or_create(person_id=person_id, defaults={"channel": channel, "changed_at": now})
    audit(
        actor=actor,
        verb="notices.channel",
        target=f"person of the registry {person_id}",
        before={"channel": was or Channel.SMS.value},
        after={"channel": channel},
    )


@transaction.atomic
def add_device(
    *, person_id: int, user: User, endpoint: str, p256dh: str, secret: str, language: str, now: datetime
) -> None:
    """
    Keep a browser for one person; the same browser again, for whoever uses it now, replaces what was.

    Raises:
        BadDevice: no push service that we know, or keys that are none.
    """
    if len(endpoint) > 1000 or not is_known_service(endpoint) or not _are_keys(p256dh, secret):
        raise BadDevice
    PushDevice.objects.update_or_create(
        endpoint=endpoint,
        defaults={
            "user": user,
            "person_id": person_id,
            "p256dh": p256dh,
            "secret": seal(secret),
            "language": language,
            "made_at": now,
        },
    )
    kept = PushDevice.objects.filter(person=person_id).order_by("-made_at", "-pk")[:DEVICES_MAX]
    PushDevice.objects.filter(person=person_id).exclude(pk__in=[each.pk for each in kept]).delete()


def remove_device(*, person_id: int, endpoint: str) -> None:
    """Forget a browser of hers; one that is not known is forgotten already."""
    PushDevice.objects.filter(person=person_id, endpoint=endpoint).delete()


def forget_devices(*, person_id: int) -> None:
    PushDevice.objects.filter(person=person_id).delete()


def _are_keys(p256dh: str, secret: str) -> bool:
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _decoded(p256dh))
        return len(_decoded(secret)) == 16
    except (ValueError, binascii.Error):
        return False


def _decoded(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
