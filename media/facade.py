"""The door of media."""

from dataclasses import dataclass

from media import rules
from media.errors import FilesUnavailable, PictureRefused, PictureUnknown
from media.models import StoredPicture
from media.rules import SIZES, Format, nearest_size
from media.services.make_rendition import make_rendition as _make_rendition
from media.services.make_rendition import make_renditions as _make_renditions
from media.services.store_picture import store_picture as _store_picture

__all__ = [
    "SIZES",
    "FilesUnavailable",
    "Format",
    "Picture",
    "PictureRefused",
    "PictureUnknown",
    "Rendition",
    "make_renditions",
    "nearest_size",
    "picture",
    "rendition",
    "rendition_url",
    "store_picture",
]


@dataclass(frozen=True, slots=True)
class Picture:
    """A kept picture. ``key`` is what others remember; width and height in pixels, upright."""

    key: str
    width: int
    height: int
    content_type: str
    alt: str
    url: str


@dataclass(frozen=True, slots=True)
class Rendition:
    """One size and format of a picture: its immutable address, its name in storage, its pixels."""

    url: str
    storage_name: str
    content_type: str
    width: int
    height: int


def store_picture(data: bytes, *, alt: str = "") -> Picture:
    """
    Check, clean and keep an uploaded picture.

    Raises:
        PictureRefused: not a JPEG, PNG or WebP picture, broken, or too large.
    """
    return _contract(_store_picture(data=data, alt=alt))


def picture(key: str) -> Picture:
    """
    Return a kept picture.

    Raises:
        PictureUnknown: nothing is kept under this key.
    """
    return _contract(_row(key))


def rendition_url(key: str, size: int | None = None, image_format: Format = "WEBP") -> str:
    """
    Return the immutable path of a rendition, without looking whether it has been made yet.

    The size is the nearest that we make; None is the whole picture. Costs no query and no look at the disk.
    """
    return rules.public_path(key, size, image_format)


def rendition(key: str, size: int | None = None, image_format: Format = "WEBP") -> Rendition:
    """
    Return one rendition, made now if it is missing; never enlarged.

    Raises:
        PictureUnknown: nothing is kept under this key.
    """
    row = _row(key)
    real_format = row.image_format if image_format == "ORIGINAL" else image_format
    side = None if size is None else nearest_size(size)
    if side is None and real_format == row.image_format:
        name, (width, height) = rules.stored_name(key, "original", real_format), (row.width, row.height)
    else:
        side = side or rules.ORIGINAL_SIDE
        name = _make_rendition(picture=row, size=side, image_format=real_format)
        width, height = rules.fitted(row.width, row.height, side)
    return Rendition(
        url=rules.public_path(key, size, image_format),
        storage_name=name,
        content_type=rules.CONTENT_TYPES[real_format],
        width=width,
        height=height,
    )


def make_renditions(key: str) -> int:
    """
    Make every WebP size of a picture now instead of by the task; return how many were missing.

    Raises:
        PictureUnknown: nothing is kept under this key.
    """
    return _make_renditions(picture=_row(key))


def _row(key: str) -> StoredPicture:
    row = StoredPicture.objects.filter(key=key).first() if rules.KEY.fullmatch(key) else None
    if row is None:
        raise PictureUnknown(f"No picture has the key {key[:70]}.", field="key")
    return row


def _contract(row: StoredPicture) -> Picture:
    return Picture(
        key=row.key,
        width=row.width,
        height=row.height,
        content_type=rules.CONTENT_TYPES[row.image_format],
        alt=row.alt,
        url=rules.public_path(row.key, None, "ORIGINAL"),
    )
