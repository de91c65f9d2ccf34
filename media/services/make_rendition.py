"""Make the sizes and formats that pages ask for."""

from PIL import Image

from media import files
from media.errors import PictureUnknown
from media.images import encoded, opened, reduced
from media.models import StoredPicture
from media.rules import SIZES, stored_name


def make_rendition(*, picture: StoredPicture, size: int, image_format: str) -> str:
    """Return the name in storage of one rendition, made if it is missing."""
    name = stored_name(picture.key, str(size), image_format, private=picture.is_private)
    if not files.exists(name):
        files.write(name, encoded(reduced(_original(picture), size), image_format))
    return name


def make_renditions(*, picture: StoredPicture) -> int:
    """
    Make the WebP renditions of every size up to the picture's own; return how many were missing.

    Each size is reduced from the one above it. AVIF and the original's format are made when first asked for.
    """
    longest = max(picture.width, picture.height)
    useful = [size for index, size in enumerate(SIZES) if index == 0 or SIZES[index - 1] < longest]
    wanted = [
        (size, name)
        for size in reversed(useful)
        if not files.exists(name := stored_name(picture.key, str(size), "WEBP", private=picture.is_private))
    ]
    image = _original(picture) if wanted else None
    for size, name in wanted:
        assert image is not None
        image = reduced(image, size)
        files.write(name, encoded(image, "WEBP"))
    return len(wanted)


def _original(picture: StoredPicture) -> Image.Image:
    try:
        data = files.read(
            stored_name(picture.key, "original", picture.image_format, private=picture.is_private)
        )
    except FileNotFoundError as error:
        raise PictureUnknown("The picture's original is missing in storage.", field="key") from error
    return opened(data)[0]
