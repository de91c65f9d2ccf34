"""Take a picture out of everybody's sight, and bring it back."""

from django.db import transaction

from media import files
from media.models import StoredPicture
from media.rules import PAGE_SIZES, SIZES, stored_name


def withdraw_picture(*, picture: StoredPicture) -> bool:
    """
    Let nobody have the picture at its public address any more; staff still may look at it.

    Its file moves to where private ones lie, then the row says so, then what everybody could fetch is
    deleted: cut off in between, the same call again ends it. It is ``is_leaving`` until the caller has seen
    to what else shows it. Returns False where it was private already.
    """
    was_public = not picture.is_private
    with transaction.atomic():
        _lock(picture)
        _copy(picture, private=True)
        StoredPicture.objects.filter(pk=picture.pk).update(is_private=True, is_leaving=True)
    picture.is_private = True
    _delete(picture, private=False)
    return was_public


def show_picture(*, picture: StoredPicture) -> None:
    """Bring a picture back that was withdrawn: whoever published it has a yes for it again."""
    with transaction.atomic():
        _lock(picture)
        _copy(picture, private=False)
        StoredPicture.objects.filter(pk=picture.pk).update(is_private=False, is_leaving=False)
    picture.is_private = False
    _delete(picture, private=True)


def _lock(picture: StoredPicture) -> None:
    """Whoever sweeps what lies on the wrong side waits until the row says which side is wrong."""
    StoredPicture.objects.select_for_update().filter(pk=picture.pk).first()


def _copy(picture: StoredPicture, *, private: bool) -> None:
    there = stored_name(picture.key, "original", picture.image_format, private=private)
    if not files.exists(there):
        files.write(
            there,
            files.read(stored_name(picture.key, "original", picture.image_format, private=not private)),
        )


def _delete(picture: StoredPicture, *, private: bool) -> None:
    formats = {"WEBP", "AVIF", picture.image_format}
    stems = [("original", picture.image_format)]
    stems += [(str(side), image_format) for side in (*SIZES, *PAGE_SIZES) for image_format in formats]
    for stem, image_format in stems:
        name = stored_name(picture.key, stem, image_format, private=private)
        former = files.former()
        for storage in (files.storage_of(name), *((former,) if former is not None else ())):
            if storage.exists(name):
                storage.delete(name)
