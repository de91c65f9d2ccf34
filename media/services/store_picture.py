"""Keep an uploaded picture."""

import hashlib

from django.db import transaction

from jkrlm.kernel import clock
from media import files
from media.keeping import keep_for, refuse_when_full
from media.looks import bands_of
from media.models import StoredPicture
from media.rules import MAX_BYTES, stored_name
from media.sentences import picture_refused
from media.services.withdraw_picture import show_picture
from media.tasks import make_renditions
from media.workshop import parent
from media.workshop.refusal import TOO_MANY_BYTES, Refusal


def store_picture(*, data: bytes, alt: str, private: bool, owner: str) -> StoredPicture:
    """
    Check, clean and keep a picture; the same bytes again give the same picture without work.

    What is kept is encoded anew: place, camera, thumbnails and anything hidden behind the pixels are gone.
    Renditions are made by a task after commit. The same bytes kept for everybody and kept privately are two
    pictures with two keys: making goods public says nothing about the draft that they came from. One that
    was withdrawn is for everybody again.

    Raises:
        PictureRefused: none that we read, broken, too large.
        QuotaReached: the owner has no space left.
    """
    key = hashlib.sha256(b"private:" + data if private else data).hexdigest()
    known = StoredPicture.objects.filter(key=key).first()
    if known is not None and files.exists(
        stored_name(key, "original", known.image_format, private=known.is_private)
    ):
        keep_for(owner, key, known.size_bytes, now=clock.now())
        if known.is_private and not private:
            show_picture(picture=known)
        return known
    if owner:
        refuse_when_full(owner, 0)
    try:
        if len(data) > MAX_BYTES:
            raise Refusal(TOO_MANY_BYTES, limit=MAX_BYTES // 2**20)
        made = parent.cleaned("picture", data)
    except Refusal as refusal:
        raise picture_refused(refusal) from refusal
    facts, original = made.facts, made.data
    if owner:
        refuse_when_full(owner, len(original))
    files.write(stored_name(key, "original", facts["format"], private=private), original)
    with transaction.atomic():
        picture, created = StoredPicture.objects.get_or_create(
            key=key,
            defaults={
                "image_format": facts["format"],
                "width": facts["width"],
                "height": facts["height"],
                "size_bytes": len(original),
                "alt": alt[:250],
                "is_private": private,
                "colour": facts["colour"],
                "light": facts["light"],
                "sharp": facts["sharp"],
                "look": facts["look"],
                "bands": bands_of(facts["look"]),
                "file_hash": hashlib.sha256(original).hexdigest(),
                "created_at": clock.now(),
            },
        )
        keep_for(owner, key, picture.size_bytes, now=clock.now())
        if created:
            make_renditions.defer(key=key)
    return picture
