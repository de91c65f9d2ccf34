"""Keep an uploaded picture."""

import hashlib

from django.db import transaction

from jkrlm.kernel import clock
from media import files
from media.images import encoded, opened
from media.models import StoredPicture
from media.rules import stored_name
from media.tasks import make_renditions


def store_picture(*, data: bytes, alt: str, private: bool) -> StoredPicture:
    """
    Check, clean and keep a picture; the same bytes again give the same picture without work.

    What is kept is encoded anew: place, camera, thumbnails and anything hidden behind the pixels are gone.
    Renditions are made by a task after commit. The same bytes kept for everybody and kept privately are two
    pictures with two keys: making goods public says nothing about the draft that they came from.

    Raises:
        PictureRefused: see ``media.images.opened``.
    """
    key = hashlib.sha256(b"private:" + data if private else data).hexdigest()
    known = StoredPicture.objects.filter(key=key).first()
    if known is not None and files.exists(
        stored_name(key, "original", known.image_format, private=known.is_private)
    ):
        return known
    image, image_format = opened(data)
    original = encoded(image, image_format, original=True)
    files.write(stored_name(key, "original", image_format, private=private), original)
    with transaction.atomic():
        picture, created = StoredPicture.objects.get_or_create(
            key=key,
            defaults={
                "image_format": image_format,
                "width": image.width,
                "height": image.height,
                "size_bytes": len(original),
                "alt": alt[:250],
                "is_private": private,
                "created_at": clock.now(),
            },
        )
        if created:
            make_renditions.defer(key=key)
    return picture
