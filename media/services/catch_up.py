"""Bring pictures that were kept by an earlier version up to what this one knows of and makes of each."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from django.db import transaction
from django.db.models import Q

from jkrlm.kernel import outbox
from media import files
from media.errors import PictureUnknown
from media.looks import bands_of
from media.models import StoredPicture
from media.rules import stored_name
from media.services.make_rendition import make_renditions
from media.workshop import parent
from media.workshop.refusal import Refusal

BATCH: Final = 100
#: Nothing was told of those when they were kept: colour, light, edges, look.
_UNSEEN: Final = Q(colour="") | Q(light__isnull=True) | Q(sharp__isnull=True)


@dataclass(frozen=True, slots=True)
class CaughtUp:
    """Counts, and the key of the last picture that is done: a run that is cut goes on after it."""

    done: int = 0
    looked_at: int = 0
    renditions: int = 0
    damaged: tuple[str, ...] = ()
    last: str = ""


def how_many(*, after: str = "") -> int:
    return StoredPicture.objects.filter(key__gt=after).count()


def catch_up(tell: Callable[[CaughtUp], None], *, after: str = "") -> CaughtUp:
    """
    Look at every picture of which nothing is known, and make the renditions that are missing.

    Repeatable: what is there is left alone. A picture whose file is gone or broken is told, the others go on.

    Raises:
        FilesUnavailable: storage or workshop do not answer; what was done stays done.
    """
    found = CaughtUp(last=after)
    for batch in _batches(after):
        for picture in batch:
            found = _one(picture, found)
        tell(found)
    return found


def _batches(after: str) -> Iterator[list[StoredPicture]]:
    while batch := list(StoredPicture.objects.filter(key__gt=after).order_by("key")[:BATCH]):
        yield batch
        after = batch[-1].key


def _one(picture: StoredPicture, so_far: CaughtUp) -> CaughtUp:
    try:
        looked_at = _look_at(picture)
        made = make_renditions(picture=picture)
    except (PictureUnknown, FileNotFoundError, Refusal):
        damaged = (*so_far.damaged, picture.key)
        return replace(so_far, done=so_far.done + 1, damaged=damaged, last=picture.key)
    return replace(
        so_far,
        done=so_far.done + 1,
        looked_at=so_far.looked_at + looked_at,
        renditions=so_far.renditions + made,
        last=picture.key,
    )


def _look_at(picture: StoredPicture) -> bool:
    """Raises FileNotFoundError, Refusal, FilesUnavailable."""
    is_seen = picture.colour and picture.light is not None and picture.sharp is not None
    if is_seen and picture.file_hash:
        return False
    data = files.read(stored_name(picture.key, "original", picture.image_format, private=picture.is_private))
    if not picture.file_hash:
        _keep_hash(picture, hashlib.sha256(data).hexdigest())
    if is_seen:
        return True
    facts = parent.cleaned("picture", data).facts
    StoredPicture.objects.filter(_UNSEEN, pk=picture.pk).update(
        colour=facts["colour"],
        light=facts["light"],
        sharp=facts["sharp"],
        look=facts["look"],
        bands=bands_of(facts["look"]),
    )
    return True


@transaction.atomic
def _keep_hash(picture: StoredPicture, file_hash: str) -> None:
    """Who hides pictures of people is told of each that is found equal to another (``same_pictures``)."""
    StoredPicture.objects.filter(pk=picture.pk).update(file_hash=file_hash)
    if StoredPicture.objects.filter(file_hash=file_hash).exclude(pk=picture.pk).exists():
        outbox.record("PicturesEqual", {"key": picture.key})
