"""Whose files are here, and how much space they may take."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
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


def keep_for(owner: str, key: str, size_bytes: int, *, now: datetime) -> None:
    """Write down whose a file is; the same again changes nothing."""
    if owner:
        Keeping.objects.get_or_create(
            owner=owner, key=key, defaults={"size_bytes": size_bytes, "kept_at": now}
        )


def let_go(owner: str, key: str) -> None:
    """Forget that a file is somebody's: its space is free again."""
    Keeping.objects.filter(owner=owner, key=key).delete()
