"""
Files that arrive in pieces over a bad network: the core of tus 1.0, under the sender's own name for a file.

Pieces lie in the database, each with the count of what has come in one transaction: what was answered is
kept, whatever is killed, and any of our machines can take the next piece. When the last one is there the
caller has the whole file checked like any other, and forgets the pieces (decision 0042).
"""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from media.errors import UploadRefused
from media.keeping import lock_until_commit
from media.models import Upload, UploadPiece

#: A piece at most; the sender chooses less on a bad network.
PIECE_BYTES: Final = 1024 * 1024
#: An upload that nobody goes on with is forgotten after so long.
WAITED: Final = timedelta(days=3)
#: So many files one sender may have under way.
MOST_AT_ONCE: Final = 40
#: Of all of them together: what is begun has its space until it has come.
MOST_BYTES_AT_ONCE: Final = 100 * 1024 * 1024


def received_of(owner: str, name: UUID) -> tuple[int, int] | None:
    """Return how many bytes of the file have come, and of how many; None where none have."""
    return Upload.objects.filter(owner=owner, name=name).values_list("received_bytes", "length_bytes").first()


@transaction.atomic
def receive(
    owner: str,
    name: UUID,
    *,
    offset: int,
    length: int,
    data: bytes,
    most: int,
    now: datetime,
    bundle: UUID | None = None,
) -> int:
    """
    Take a piece; return how many bytes have come by now. A piece that came before changes nothing.

    ``bundle`` is the draft that the file belongs to: with it all that is under way can be given up at once.

    Raises:
        UploadRefused: it begins elsewhere than the last one ended, or the file is longer than ``most``.
        UploadRefused, TOO_MANY: this sender has too many under way; later it may come.
    """
    if not 0 < length <= most:
        raise UploadRefused(
            _("The file is larger than %(limit)d MB.") % {"limit": most // 2**20},
            code="TOO_LARGE",
            field="photos",
        )
    upload = Upload.objects.select_for_update().filter(owner=owner, name=name).first()
    if upload is None:
        upload = _begun(owner, name, length, bundle, now)
    come = upload.received_bytes
    if offset != come or length != upload.length_bytes or come + len(data) > length:
        raise UploadRefused(
            _("This piece does not fit to what has come."), params={"received": come, "length": length}
        )
    if data:
        UploadPiece.objects.create(upload=upload, at=offset, data=data)
        come += len(data)
        Upload.objects.filter(pk=upload.pk).update(received_bytes=come, heard_at=now)
    return come


def _begun(owner: str, name: UUID, length: int, bundle: UUID | None, now: datetime) -> Upload:
    """One at a time for each sender, so that two windows do not both take the last place."""
    lock_until_commit(f"media.uploads {owner}")
    upload, created = Upload.objects.select_for_update().get_or_create(
        owner=owner,
        name=name,
        defaults={"length_bytes": length, "bundle": bundle, "begun_at": now, "heard_at": now},
    )
    if created:
        under_way = Upload.objects.filter(owner=owner)
        coming = under_way.aggregate(sum=Sum("length_bytes"))["sum"]
        if under_way.count() > MOST_AT_ONCE or coming > MOST_BYTES_AT_ONCE:
            raise UploadRefused(_("Too many files at once. Send the others later."), code="TOO_MANY")
    return upload


def assembled(owner: str, name: UUID) -> bytes:
    """
    Return a file whose pieces have all come.

    Raises:
        UploadRefused: they have not.
    """
    upload = Upload.objects.filter(owner=owner, name=name).first()
    pieces = UploadPiece.objects.filter(upload=upload).order_by("at").values_list("data", flat=True)
    data = b"".join(bytes(piece) for piece in pieces) if upload is not None else b""
    if upload is None or len(data) != upload.length_bytes:
        raise UploadRefused(_("The file has not come whole."), params={"received": len(data)})
    return data


def forget(owner: str, name: UUID) -> None:
    """Delete the pieces: the file is kept, or refused for good."""
    Upload.objects.filter(owner=owner, name=name).delete()


def forget_bundle(owner: str, bundle: UUID) -> int:
    """Delete what is under way of a draft that is given up: its space is free at once. Return how many."""
    found = Upload.objects.filter(owner=owner, bundle=bundle)
    count = found.count()
    found.delete()
    return count


def sweep(*, now: datetime) -> int:
    """Delete uploads that nobody went on with; return how many."""
    found = Upload.objects.filter(heard_at__lt=now - WAITED)
    count = found.count()
    found.delete()
    return count
