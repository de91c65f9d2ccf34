"""
Photographs that the public adds to a form: a few, checked and cleaned by media, seen by nobody yet.

A browser forgets chosen files when a form is refused. What media has taken comes back in the form as a signed
word, so that nobody has to choose again, and nobody can name a picture that is not his.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Final

from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jkrlm.kernel.errors import DomainError
from jkrlm.people.facade import Limit, TooManyAttempts, count_attempt
from media.facade import FilesUnavailable, PictureRefused, picture_bytes, store_picture

MOST: Final = 4
#: A phone's photograph, as media takes it; the whole form may be 24 MB.
PHOTOS: Final = Limit("public-photos", 40, timedelta(hours=1))


class PhotosRefused(DomainError):
    """One of the photographs cannot be taken; the message names it. ``params["kept"]`` has the others."""

    code = "PHOTO"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class PhotosAway(PhotosRefused):
    """Nobody can look at photographs just now; the message says when to try again."""

    code = "FILES_UNAVAILABLE"
    status = HTTPStatus.SERVICE_UNAVAILABLE


class TooManyPhotos(PhotosRefused):
    """Too many within the hour; the message says how long to wait."""

    code = "TOO_MANY_ATTEMPTS"
    status = HTTPStatus.TOO_MANY_REQUESTS


@dataclass(frozen=True, slots=True)
class Room:
    """Whose form it is: what was signed for one is worth nothing in another."""

    name: str

    def sign(self, key: str) -> str:
        return signing.dumps(key, salt=f"photo:{self.name}")

    def read(self, signed: str) -> str | None:
        try:
            return str(signing.loads(signed, salt=f"photo:{self.name}"))
        except signing.BadSignature:
            return None


def take_photos(
    room: Room, *, kept: Sequence[str], files: Sequence[UploadedFile], counted: str, now: datetime
) -> tuple[str, ...]:
    """
    Return the keys of all photographs: those kept (signed words), then the new ones, each once.

    ``counted`` is whose photographs are counted. Thousands of phones of one carrier come from one address:
    what has a secret link is counted by that, and only what anybody may begin by the network.

    Raises:
        PhotosRefused: too many, or one is no photograph.
        TooManyPhotos: too many within the hour.
        PhotosAway: files cannot be looked at or kept just now.
    """
    keys = list(dict.fromkeys(key for key in (room.read(each[:300]) for each in kept[: MOST * 2]) if key))
    refusal = ""
    for file in files[: MOST * 2]:
        try:
            count_attempt(PHOTOS, subject=counted, now=now)
        except TooManyAttempts as full:
            told = {**full.params, "kept": tuple(keys[:MOST])}
            raise TooManyPhotos(full.message, field="photos", params=told) from full
        try:
            key = store_picture(file.read(), private=True).key
        except PictureRefused as refused:
            name = (file.name or "?")[:60]
            refusal = _("%(name)s: %(why)s") % {"name": name, "why": refused.message}
            continue
        except FilesUnavailable as away:
            told = {"kept": tuple(keys[:MOST])}
            raise PhotosAway(away.message, field="photos", params=told) from away
        if key not in keys:
            keys.append(key)
    if len(keys) > MOST:
        refusal = ngettext("Send %(n)d photograph at most.", "Send %(n)d photographs at most.", MOST) % {
            "n": MOST
        }
    if refusal:
        raise PhotosRefused(refusal, field="photos", params={"kept": tuple(keys[:MOST])})
    return tuple(keys)


def publish_photo(key: str) -> str:
    """Return the key under which everybody may see a private photograph."""
    return store_picture(picture_bytes(key)).key
