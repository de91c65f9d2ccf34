"""Make the sizes and formats that pages ask for."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Final

from django.utils.translation import gettext as _
from PIL import Image

from media import files
from media.errors import FilesUnavailable, PictureUnknown
from media.models import StoredPicture
from media.rules import MADE_AHEAD, stored_name
from media.workshop.picture import encoded, opened, reduced
from media.workshop.refusal import Refusal

#: So many are made at once in a process, whoever asks: each takes a second and up to 250 MB.
AT_ONCE: Final = 2
WAIT_SECONDS: Final = 3.0
_makings: Final = threading.BoundedSemaphore(AT_ONCE)


def make_rendition(*, picture: StoredPicture, size: int, image_format: str) -> str:
    """
    Return the name in storage of one rendition, made if it is missing.

    Raises:
        FilesUnavailable: too many are being made; nothing was.
    """
    name = stored_name(picture.key, str(size), image_format, private=picture.is_private)
    if files.exists(name):
        return name
    with _a_place():
        if files.exists(name):
            return name
        # Decoded at twice the size and reduced from there: a JPEG need not be unpacked whole for a thumb.
        image = reduced(_original(picture, side=size * 2), size)
        files.write(name, encoded(image, image_format))
    if _was_withdrawn(picture, name):
        raise PictureUnknown("The picture was withdrawn meanwhile.", field="key")
    return name


def _was_withdrawn(picture: StoredPicture, name: str) -> bool:
    """While it was made its yes may have been withdrawn: then what was made does not stay in reach of all."""
    is_as_it_was = StoredPicture.objects.filter(pk=picture.pk, is_private=picture.is_private).exists()
    if not is_as_it_was:
        files.storage_of(name).delete(name)
    return not is_as_it_was


@contextmanager
def _a_place() -> Iterator[None]:
    if not _makings.acquire(timeout=WAIT_SECONDS):
        raise FilesUnavailable(_("Pictures cannot be read or kept just now. Try again in a minute."))
    try:
        yield
    finally:
        _makings.release()


def make_renditions(*, picture: StoredPicture) -> int:
    """
    Make ahead what pages ask for, up to the picture's own size; return how many were missing.

    Each size is reduced from the one above it. Other sizes and formats are made when first asked for.
    """
    longest = max(picture.width, picture.height)
    wanted = [
        (side, image_format, name)
        for image_format, side in sorted(
            _useful(longest, MADE_AHEAD[picture.is_private]), key=lambda each: -each[1]
        )
        if not files.exists(
            name := stored_name(picture.key, str(side), image_format, private=picture.is_private)
        )
    ]
    image = _original(picture, side=wanted[0][0] * 2) if wanted else None
    for side, image_format, name in wanted:
        assert image is not None
        image = reduced(image, side)
        files.write(name, encoded(image, image_format))
        if _was_withdrawn(picture, name):
            break
    return len(wanted)


def as_jpeg(*, picture: StoredPicture, side: int) -> bytes:
    """Return the picture as a JPEG for another drawing; nothing is kept of it."""
    return encoded(reduced(_original(picture, side=side * 2), side), "JPEG")


def _useful(longest: int, ahead: Mapping[str, Sequence[int]]) -> list[tuple[str, int]]:
    """Return formats with sizes up to the first that holds the whole picture."""
    return [
        (image_format.rstrip("+"), side)
        for image_format, sides in ahead.items()
        for place, side in enumerate(sides)
        if place == 0 or sides[place - 1] < longest
    ]


def _original(picture: StoredPicture, *, side: int) -> Image.Image:
    """Return the kept picture, which is of our own making, at most ``side`` long."""
    try:
        data = files.read(
            stored_name(picture.key, "original", picture.image_format, private=picture.is_private)
        )
        return opened(data, side=side)[0]
    except FileNotFoundError as error:
        raise PictureUnknown("The picture's original is missing in storage.", field="key") from error
    except Refusal as refusal:
        raise PictureUnknown("The picture's original is damaged in storage.", field="key") from refusal
