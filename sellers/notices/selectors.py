"""Reads of notices."""

from datetime import datetime

from sellers.notices.contracts import Choices, NoticeRow
from sellers.notices.kinds import KINDS
from sellers.notices.models import Channel, Notice, Preference, PushDevice
from sellers.notices.services.choose import channels
from sellers.notices.words import facts_in


def notices(person_id: int, *, language: str, most: int, before: int | None = None) -> tuple[NoticeRow, ...]:
    """Return what she was told, newest first; ``before`` is the last row of the page before."""
    rows = Notice.objects.filter(person=person_id)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return tuple(_row(each, language) for each in rows.order_by("-pk")[:most])


def unseen(person_id: int) -> int:
    return Notice.objects.filter(person=person_id, seen_at=None).count()


def mark_seen(person_id: int, *, up_to: int, now: datetime) -> None:
    Notice.objects.filter(person=person_id, pk__lte=up_to, seen_at=None).update(seen_at=now)


def choices(person_id: int) -> Choices:
    chosen = Preference.objects.filter(person=person_id).values_list("channel", flat=True).first()
    devices = PushDevice.objects.filter(person=person_id).count()
    return Choices(chosen or Channel.SMS.value, channels(), devices)


def _row(notice: Notice, language: str) -> NoticeRow:
    kind = KINDS[notice.kind]
    return NoticeRow(
        id=notice.pk,
        icon=kind.icon,
        title=str(kind.title),
        words=str(kind.words) % facts_in(notice.facts, language),
        page=kind.page,
        group_code=notice.group_code,
        made_at=notice.made_at,
        is_new=notice.seen_at is None,
    )
