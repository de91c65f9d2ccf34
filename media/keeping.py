"""Whose files are here, and how much space they may take."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zlib import crc32

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from media.errors import QuotaReached
from media.models import Keeping

#: From here on it is said that the space gets short.
NEARLY: Final = 0.8


@dataclass(frozen=True, slots=True)
class Space:
    """Of somebody's files, in bytes."""

    used: int
    most: int

    @property
    def is_short(self) -> bool:
        return self.used >= self.most * NEARLY

    @property
    def percent(self) -> int:
        return min(100, self.used * 100 // self.most) if self.most else 100


def space_of(owner: str) -> Space:
    used = Keeping.objects.filter(owner=owner).aggregate(sum=Sum("size_bytes"))["sum"] or 0
    return Space(used, settings.MEDIA_QUOTA_MB * 2**20)


def refuse_when_full(owner: str, size_bytes: int) -> None:
    """Raises QuotaReached: so many bytes more are too many."""
    space = space_of(owner)
    if space.used + size_bytes > space.most:
        raise QuotaReached(
            _(
                "There is no space left for your group’s photographs: %(used)d of %(most)d MB are used. "
                "Delete drafts you no longer need, or ask your cluster’s helper."
            )
            % {"used": space.used // 2**20, "most": space.most // 2**20},
            field="photos",
        )


def lock_until_commit(name: str) -> None:
    """Let transactions that hold the same name come one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [crc32(name.encode())])


@transaction.atomic
def keep_for(owner: str, key: str, size_bytes: int, *, now: datetime) -> None:
    """
    Write down whose a file is; the same again changes nothing. Counts and writes under one lock.

    Raises:
        QuotaReached: the owner has no space left.
    """
    if not owner:
        return
    lock_until_commit(f"media.keeping {owner}")
    if Keeping.objects.filter(owner=owner, key=key).exists():
        return
    refuse_when_full(owner, size_bytes)
    Keeping.objects.create(owner=owner, key=key, size_bytes=size_bytes, kept_at=now)


def let_go(owner: str, keys: Iterable[str]) -> int:
    """Forget that files are somebody's: their space is free again. Return how many were."""
    return Keeping.objects.filter(owner=owner, key__in=list(keys)).delete()[0]


def kept_before(moment: datetime) -> dict[str, frozenset[str]]:
    """Return owner -> the keys of what she keeps since before a moment. One query."""
    found: dict[str, set[str]] = {}
    for owner, key in Keeping.objects.filter(kept_at__lt=moment).values_list("owner", "key"):
        found.setdefault(owner, set()).add(key)
    return {owner: frozenset(keys) for owner, keys in found.items()}
