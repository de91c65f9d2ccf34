"""What must hold of files on live data; check_invariants asks."""

from collections.abc import Callable, Iterator
from typing import Final

from media import files
from media.models import StoredPicture, StoredVoice
from media.rules import stored_name
from media.voice import stored_voice_name

#: A bucket answers in milliseconds, a disk in microseconds: of a bucket the newest are asked for.
ASKED_OF_A_BUCKET: Final = 200
TOLD_MOST: Final = 100


def invariants() -> tuple[tuple[str, Callable[[], list[str]]], ...]:
    """Return (sentence that must be true, function that lists what contradicts it)."""
    return (("every picture and voice note that a row names is in storage", _lost_files),)


def _lost_files() -> list[str]:
    lost = (name for name in _names() if not files.exists(name))
    return [f"{name} is not there" for name, _at in zip(lost, range(TOLD_MOST), strict=False)]


def _names() -> Iterator[str]:
    most = None if files.local_path("") is not None else ASKED_OF_A_BUCKET
    pictures = StoredPicture.objects.order_by("-created_at").values_list("key", "image_format", "is_private")
    for key, image_format, private in pictures[:most].iterator():
        yield stored_name(key, "original", image_format, private=private)
    for key in StoredVoice.objects.order_by("-created_at").values_list("key", flat=True)[:most].iterator():
        yield stored_voice_name(key)
