"""Files that no row knows, rows whose file is gone: found by looking at both sides, changed by nobody."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.core.files.storage import storages

from media import files
from media.models import StoredDocument, StoredPicture, StoredVoice

_KEY: Final = re.compile(r"(?P<folder>[a-z-]+)/[0-9a-f]{2}/(?P<key>[0-9a-f]{64})(?:[/.]|$)")
#: A file is written before its row: a young one may be about to get it.
YOUNG: Final = timedelta(hours=1)
_MOST: Final = 1000


@dataclass(frozen=True, slots=True)
class Orphans:
    """``files``: names in storage that no row knows, at most 1,000. ``lost``: keys whose file is gone."""

    files: tuple[str, ...]
    lost: tuple[str, ...]
    seen: int


def orphans() -> Orphans:
    """
    Compare storage with the database. Cards for sharing are made from live data: they need no row.

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
    known = set(expected.values())
    there: set[str] = set()
    loose: list[str] = []
    seen = 0
    for alias in [each for each in ("default", "public", files.FORMER) if each in storages.backends]:
        for name in files.names_in(storages[alias]):
            seen += 1
            there.add(name)
            found = _KEY.match(name)
            if name.startswith("cards/") or (found and found["key"] in known):
                continue
            if len(loose) < _MOST:
                loose.append(name)
    lost = tuple(sorted(key for name, key in expected.items() if name not in there))
    return Orphans(tuple(sorted(set(loose))), lost, seen)


def files_name(row: StoredPicture) -> str:
    from media.rules import stored_name

    return stored_name(row.key, "original", row.image_format, private=row.is_private)


def delete_loose(found: Orphans, *, now: datetime) -> int:
    """Delete files that no row knows and that are older than an hour; return how many."""
    count = 0
    for name in found.files:
        storage: Any = files.storage_of(name)
        if not storage.exists(name) or storage.get_modified_time(name) > now - YOUNG:
            continue
        storage.delete(name)
        count += 1
    return count
