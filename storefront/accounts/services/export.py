"""A copy of everything that we hold about a buyer, as a ZIP of JSON and of a page to read."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from io import BytesIO
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils.translation import override

from jkrlm.kernel.clock import now as clock_now
from jkrlm.kernel.personal_data import Told
from jkrlm.kernel.secrets import seal, unseal
from jkrlm.people.facade import Limit, User, count_attempt
from storefront.accounts.models import DataExport, ExportState
from storefront.accounts.personal_data import holders, subject_of
from storefront.accounts.rules import EXPORT_KEPT, EXPORTS_PER_DAY
from storefront.formats import moment

_PER_DAY = Limit("data-export", EXPORTS_PER_DAY, timedelta(days=1))


def ask_export(*, user: User, key: UUID, now: datetime) -> DataExport:
    """
    Ask for a copy; the same key, or one that is on its way, is the same copy.

    Raises:
        TooManyAttempts: three a day.
    """
    under_way = DataExport.objects.filter(user=user, state__in=(ExportState.ASKED, ExportState.MAKING))
    held = DataExport.objects.filter(user=user, pk=key).first() or under_way.first()
    if held is not None:
        return held
    count_attempt(_PER_DAY, subject=str(user.pk), now=now)
    try:
        with transaction.atomic():
            return DataExport.objects.create(id=key, user=user, asked_at=now, parts=len(holders()))
    except IntegrityError:
        return DataExport.objects.get(user=user, pk=key)


def make_export(export_id: UUID) -> None:
    """
    Ask each room, room by room, and keep what they say; begun again it begins anew.

    A room that fails leaves the export failed, and says so on the page.
    """
    export = DataExport.objects.select_related("user").filter(pk=export_id).first()
    if export is None or export.state in (ExportState.READY, ExportState.GONE):
        return
    table = holders()
    rows = DataExport.objects.filter(pk=export_id)
    rows.update(state=ExportState.MAKING, done=0, parts=len(table))
    told: dict[str, tuple[Told, ...]] = {}
    try:
        with override(export.user.language or "en"):
            subject = subject_of(export.user)
            for done, (room, holder) in enumerate(table.items(), start=1):
                told[room] = holder.tell(subject)
                rows.update(done=done)
            archive = _packed(told, export)
    except Exception:
        rows.update(state=ExportState.FAILED)
        raise
    rows.filter(state=ExportState.MAKING).update(
        state=ExportState.READY, archive=seal_bytes(archive), ready_at=clock_now()
    )


def archive_of(export: DataExport) -> bytes:
    return bytes.fromhex(unseal(bytes(export.archive or b"")))


def seal_bytes(data: bytes) -> bytes:
    return seal(data.hex())


def forget_exports(*, now: datetime) -> int:
    """Drop what lay too long; return how many."""
    old = DataExport.objects.filter(state=ExportState.READY, ready_at__lte=now - EXPORT_KEPT)
    return old.update(state=ExportState.GONE, archive=None)


def _packed(told: Mapping[str, tuple[Told, ...]], export: DataExport) -> bytes:
    data = {room: [asdict(part) for part in parts] for room, parts in told.items()}
    made = {"made_at": clock_now().isoformat(), "about": export.user_id, "rooms": data}
    page = render_to_string(
        "accounts/export.html",
        {
            "rooms": told,
            "made": moment(clock_now()),
            "language": export.user.language or "en",
        },
    )
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr("umeed.json", json.dumps(made, ensure_ascii=False, indent=2, default=str))
        archive.writestr("umeed.html", page)
    return file.getvalue()
