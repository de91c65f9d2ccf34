"""Files that no row knows, rows whose file is gone: found by looking at both sides, changed by nobody."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.core.files.storage import storages
from django.db import transaction

from media import files
from media.models import StoredDocument, StoredPicture, StoredVoice
from media.rules import stored_name

_KEY: Final = re.compile(r"(?P<folder>[a-z-]+)/[0-9a-f]{2}/(?P<key>[0-9a-f]{64})(?:[/.]|$)")
#: A file is written before its row: a young one may be about to get it.
YOUNG: Final = timedelta(hours=1)
_MOST: Final = 1000
#: Folder of pictures -> whether they are private.
_PICTURES: Final = {"pictures": False, "private-pictures": True}


@dataclass(frozen=True, slots=True)
class Orphans:
    """``files``: names in storage that no row knows, at most 1,000. ``lost``: keys whose file is gone."""

    files: tuple[str, ...]
    lost: tuple[str, ...]
    seen: int


def orphans() -> Orphans:
    """
    Compare storage with the database. Cards for sharing are made from live data: they need no row.

    A picture's files lie with the public ones or with the private ones, as its row says: those on the other
    side are loose, left by a move that was cut off. While its own original is missing they are not: they may
    be all that is left.

    Raises:
        FilesUnavailable: the storage does not answer.
    """
    expected = {
        files_name(row): row.key
        for row in StoredPicture.objects.only("key", "image_format", "is_private").iterator()
    }
    expected |= {f"voices/{key[:2]}/{key}": key for key in StoredVoice.objects.values_list("key", flat=True)}
    expected |= {
        f"private-papers/{key[:2]}/{key}.pdf": key
        for key in StoredDocument.objects.values_list("key", flat=True)
    }
    home = {key: name.partition("/")[0] for name, key in expected.items()}
    there: set[str] = set()
    loose: list[str] = []
    strayed: list[tuple[str, str]] = []
    seen = 0
    for alias in [each for each in ("default", "public", files.FORMER) if each in storages.backends]:
        for name in files.names_in(storages[alias]):
            seen += 1
            there.add(name)
            found = _KEY.match(name)
            if name.startswith("cards/") or (found and home.get(found["key"]) == found["folder"]):
                continue
            if found and found["key"] in home:
                strayed.append((found["key"], name))
            elif len(loose) < _MOST:
                loose.append(name)
    lost = tuple(sorted(key for name, key in expected.items() if name not in there))
    gone = frozenset(lost)
    loose += [name for key, name in strayed if key not in gone][: _MOST - len(loose)]
    return Orphans(tuple(sorted(set(loose))), lost, seen)


def is_known(name: str) -> bool:
    """Say whether a row names the file, or what it is made of, and on this side."""
    found = _KEY.match(name)
    if found is None:
        return name.startswith("cards/")
    key, folder = found["key"], found["folder"]
    if folder in _PICTURES:
        return StoredPicture.objects.filter(key=key, is_private=_PICTURES[folder]).exists()
    return (folder == "voices" and StoredVoice.objects.filter(key=key).exists()) or (
        folder == "private-papers" and StoredDocument.objects.filter(key=key).exists()
    )


def files_name(row: StoredPicture) -> str:
    return stored_name(row.key, "original", row.image_format, private=row.is_private)


def delete_loose(found: Orphans, *, now: datetime) -> int:
    """Delete files that no row knows and that are older than an hour; return how many."""
    return sum(_delete(name, now) for name in found.files)


@transaction.atomic
def _delete(name: str, now: datetime) -> bool:
    """Look again, under the lock of who moves a picture between the two sides: it may belong here by now."""
    key = _KEY.match(name)
    row = StoredPicture.objects.select_for_update().filter(key=key["key"]).first() if key else None
    if is_known(name) or (row is not None and not files.exists(files_name(row))):
        return False
    storage: Any = files.storage_of(name)
    if not storage.exists(name) or storage.get_modified_time(name) > now - YOUNG:
        return False
    storage.delete(name)
    return True
