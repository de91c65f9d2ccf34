"""
Photographs that the public adds to a form: a few, checked and cleaned by media, seen by nobody yet.

A browser forgets chosen files when a form is refused. What media has taken comes back in the form as a signed
word, so that nobody has to choose again, and nobody can name a picture that is not his.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jkrlm.kernel.errors import DomainError
from jkrlm.people.facade import Limit, count_attempt
from media.facade import PictureRefused, picture_bytes, store_picture

MOST: Final = 4
#: A phone's photograph, as media takes it; the whole form may be 24 MB.
PER_NETWORK: Final = Limit("public-photos", 40, timedelta(hours=1))


class PhotosRefused(DomainError):
    """One of the photographs cannot be taken; the message names it. ``params["kept"]`` has the others."""

    code = "PHOTO"


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
    room: Room, *, kept: Sequence[str], files: Sequence[UploadedFile], network: str, now: datetime
) -> tuple[str, ...]:
    """
    Return the keys of all photographs: those kept (signed words), then the new ones, each once.

    Raises:
        PhotosRefused: too many, or one is no photograph.
        TooManyAttempts: this network has sent too many.
    """
    keys = list(dict.fromkeys(key for key in (room.read(each[:300]) for each in kept[: MOST * 2]) if key))
    refusal = ""
    for file in files[: MOST * 2]:
        count_attempt(PER_NETWORK, subject=network, now=now)
        try:
            key = store_picture(file.read(), private=True).key
        except PictureRefused as refused:
            name = (file.name or "?")[:60]
            refusal = _("%(name)s: %(why)s") % {"name": name, "why": refused.message}
            continue
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
