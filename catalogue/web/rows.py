"""What the desk's pages show, gathered so that no query hides in a template."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse

from catalogue.contracts_listings import Listing as ListingRow
from catalogue.contracts_listings import ListingState
from catalogue.kinds import answered, kind_of, kinds
from catalogue.listing_selectors import contracts
from catalogue.listings import share_of
from catalogue.models import Listing, ListingPhoto, Stage
from jkrlm.kernel import clock
from jkrlm.kernel.errors import DomainError
from media.facade import Voice, VoiceUnknown, look_alikes, voice
from sellers.registry.facade import GroupUnknown, group, groups_by_code, members

PAGE: Final = 40
#: Goods that wait for longer are marked.
LATE: Final = timedelta(days=2)
#: What the list may be narrowed to; the first is the queue.
TABS: Final = (
    (Stage.CHECKING, "In checking"),
    (Stage.SENT_BACK, "Sent back"),
    (Stage.APPROVED, "Approved"),
)
BADGES: Final = {
    ListingState.ON_SALE: "ok",
    ListingState.SENT_BACK: "warn",
    ListingState.CHECKING: "warn",
    ListingState.OFF_SALE: "err",
}


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One line of the queue; ``age`` in words, ``is_late`` beyond two days in checking."""

    listing: ListingRow
    kind: str
    group: str
    picture: str
    age: str
    is_late: bool
    badge: str


def queue(*, stage: str, code: str, kind: str, page: int) -> dict[str, Any]:
    """Return one page of goods at a stage: what waits longest first, what is decided newest first."""
    rows = Listing.objects.filter(stage=stage)
    if code:
        rows = rows.filter(group_code__iexact=code)
    if kind:
        rows = rows.filter(kind=kind)
    order = ("sent_at", "id") if stage == Stage.CHECKING else ("-changed_at", "-id")
    total = rows.count()
    start = (page - 1) * PAGE
    return {
        "rows": _lines(rows.order_by(*order)[start : start + PAGE]),
        "total": total,
        "page": page,
        "following": page + 1 if start + PAGE < total else None,
        "kinds": [(each.slug, each.name) for each in kinds()],
        "counts": _counts(),
    }


def listing_page(row: Listing) -> dict[str, Any]:
    """Return everything about one listing: photographs, voice, words, answers, price, history."""
    (seen,) = contracts(Listing.objects.filter(pk=row.pk))
    kind = kind_of(row.kind)
    return {
        "listing": seen,
        "row": row,
        "kind": kind,
        "state": seen.state.label,
        "badge": BADGES.get(seen.state, "off"),
        "age": age(row.sent_at, clock.now()),
        "photos": [
            {"small": _photo(row.pk, place, 512), "whole": _photo(row.pk, place, 2048)}
            for place, _key in enumerate(row.photo_keys)
        ],
        "alike": _alike(row),
        "voice": _voice(row.voice_key),
        "answers": [(asked.label, words) for asked, words in answered(kind, row.answers)] if kind else [],
        "variants": seen.variants if len(seen.variants) > 1 or seen.variants[0].name else (),
        "share": _share(seen),
        "seller": _seller(row),
        "steps": list(row.steps.order_by("-id")[:30]),
        "is_open": row.stage == Stage.CHECKING,
    }


@dataclass(frozen=True, slots=True)
class Alike:
    """The photograph at ``place`` (from 1) looks like one of other goods; ``exactly``: as good as equal."""

    place: int
    goods: int
    title: str
    group: str
    exactly: bool


def _alike(row: Listing) -> list[Alike]:
    """Return goods with a photograph that looks like one of these: her own among them, each once."""
    found: dict[int, Alike] = {}
    places = {
        each.original_key: (each.place or 0) + 1
        for each in row.photos.filter(place__isnull=False).order_by("place")
    }
    near = [(places[each.key], each.other, each.bits == 0) for each in look_alikes(list(places))]
    same = [(place, key, True) for key, place in places.items()]
    others = ListingPhoto.objects.filter(place__isnull=False).exclude(listing=row.pk)
    for place, key, exactly in (*near, *same):
        for photo in others.filter(original_key=key).select_related("listing").order_by("id")[:5]:
            other = photo.listing
            found.setdefault(
                other.pk, Alike(place, other.pk, other.title or other.kind, other.group_code, exactly)
            )
    return list(found.values())[:10]


def age(since: datetime | None, now: datetime) -> str:
    """Return how long ago in words that are short."""
    if since is None:
        return ""
    minutes = max(int((now - since).total_seconds()) // 60, 0)
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 48 * 60:
        return f"{minutes // 60} h"
    return f"{minutes // (24 * 60)} days"


def _lines(rows: QuerySet[Listing]) -> list[QueueRow]:
    now = clock.now()
    found = contracts(rows)
    names = groups_by_code({row.group_code for row in found})
    labels = {kind.slug: kind.name for kind in kinds()}
    return [
        QueueRow(
            listing=row,
            kind=labels.get(row.kind, row.kind),
            group=names[row.group_code].name if row.group_code in names else row.group_code,
            picture=_photo(row.id, 0, 128) if row.photo_keys else "",
            age=age(row.sent_at, now),
            is_late=row.state == ListingState.CHECKING
            and row.sent_at is not None
            and now - row.sent_at > LATE,
            badge=BADGES.get(row.state, "off"),
        )
        for row in found
    ]


def _photo(number: int, place: int, size: int) -> str:
    return reverse("staff_goods:photo", args=[number, place, size])


def _is_late(row: ListingRow, now: datetime) -> bool:
    return row.state == ListingState.CHECKING and row.sent_at is not None and now - row.sent_at > LATE


def _counts() -> Mapping[str, int]:
    return {stage.value: Listing.objects.filter(stage=stage).count() for stage, _label in TABS}


def _voice(key: str) -> Voice | None:
    try:
        return voice(key) if key else None
    except VoiceUnknown:
        return None


def _seller(row: Listing) -> dict[str, Any]:
    """Return whose goods they are: the group, and the member's name where the roll has her."""
    try:
        seller = group(row.group_code)
    except GroupUnknown:
        return {"code": row.group_code, "name": row.group_code, "place": "", "member": ""}
    roll = members(row.group_code, on=clock.today()) if row.person_id else ()
    return {
        "code": seller.code,
        "name": seller.name,
        "place": f"{seller.village}, {seller.block}, {seller.district}",
        "member": next((each.name for each in roll if each.person_id == row.person_id), ""),
    }


def _share(seen: ListingRow) -> dict[str, Any]:
    """Return the lines from the price to what the group gets, or why it cannot be sold at all."""
    kind = kind_of(seen.kind)
    if kind is None or seen.price is None:
        return {}
    try:
        lines = share_of(seen.group_code, kind, seen.price)
        # The last line speaks to the group; here it is spoken of.
        return {"lines": (*lines[:-1], ("The group gets", lines[-1][1])) if lines else ()}
    except DomainError as refusal:
        return {"refusal": refusal.message}
