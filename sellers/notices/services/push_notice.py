"""Send one notice to the browsers that take push messages for its reader."""

import hashlib

from django.utils import translation

from jkrlm.kernel.secrets import unseal
from sellers.notices.errors import DeviceGone
from sellers.notices.kinds import KINDS
from sellers.notices.models import Notice, PushDevice
from sellers.notices.push.send import send
from sellers.notices.words import facts_in


def push_notice(*, notice_id: int) -> int:
    """
    Return how many browsers took it. Sent again, it replaces itself where it was not delivered yet.

    Raises:
        PushUnavailable: a push service does not answer; the event comes again.
    """
    notice = Notice.objects.filter(pk=notice_id, seen_at=None).first()
    if notice is None:
        return 0
    taken = 0
    for device in PushDevice.objects.filter(person=notice.person_id).order_by("pk"):
        try:
            send(
                endpoint=device.endpoint,
                p256dh=device.p256dh,
                secret=unseal(bytes(device.secret)),
                message=_message(notice, device.language),
                topic=hashlib.sha256(f"{notice.kind} {notice.subject}".encode()).hexdigest()[:32],
            )
            taken += 1
        except DeviceGone:
            device.delete()
    return taken


def _message(notice: Notice, language: str) -> dict[str, str]:
    """What a locked screen may show: no order's price, no name; the words are on the page."""
    with translation.override(language):
        kind = KINDS[notice.kind]
        return {
            "title": str(kind.title),
            "body": str(kind.words) % facts_in(notice.facts, language),
            "tag": f"{notice.kind}-{notice.pk}",
            "language": language,
        }
