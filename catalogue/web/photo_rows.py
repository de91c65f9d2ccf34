"""What the photo desk shows, gathered so that no query hides in a template."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.urls import reverse

from catalogue.contracts_listings import StockKind
from catalogue.models import ListingPhoto, PhotoConsent, Stage
from catalogue.photo_rules import ACCEPTABLE, LATE, Problem, Shows
from catalogue.services.listing_common import name_of
from catalogue.web.rows import age
from jkrlm.kernel import clock
from media.facade import Recipe, look_alikes, seen_of
from sellers.registry.facade import groups_by_code

PAGE: Final = 30
ALL: Final = "all"
#: The problems as badges: what keeps a picture out of the shop is red, what spoils it amber.
BADGES: Final = {Problem.CONSENT: "err", Problem.NOT_OWN: "err"}
_LOOKED_AT: Final = (Stage.CHECKING, Stage.APPROVED)


@dataclass(frozen=True, slots=True)
class PhotoRow:
    """One line of the queue; ``age`` in words, ``is_late`` beyond two days."""

    photo: ListingPhoto
    title: str
    group: str
    problems: tuple[tuple[str, str], ...]
    age: str
    is_late: bool
    picture: str


def queue(*, wanted: str, code: str, page: int) -> dict[str, Any]:
    """Return one page of photographs that wait, what waits longest first; ``wanted`` is a problem or all."""
    waiting = _waiting(code)
    found = waiting if wanted == ALL else waiting.filter(waits__contains=[wanted])
    total = found.count()
    start = (page - 1) * PAGE
    rows = list(found.select_related("listing").order_by("came_at", "id")[start : start + PAGE])
    names = groups_by_code({row.listing.group_code for row in rows})
    now = clock.now()
    return {
        "rows": [_row(row, names, now) for row in rows],
        "total": total,
        "late": waiting.filter(came_at__lt=now - LATE).count(),
        "tabs": [
            (ALL, "All", waiting.count()),
            *((each.value, each.label, waiting.filter(waits__contains=[each]).count()) for each in Problem),
        ],
        "wanted": wanted,
        "group": code,
        "page": page,
        "following": page + 1 if start + PAGE < total else None,
    }


def _waiting(code: str) -> QuerySet[ListingPhoto]:
    rows = ListingPhoto.objects.filter(~Q(waits=[]), listing__stage__in=_LOOKED_AT)
    return rows.filter(listing__group_code__iexact=code) if code else rows


def _row(row: ListingPhoto, names: Any, now: datetime) -> PhotoRow:
    code = row.listing.group_code
    return PhotoRow(
        photo=row,
        title=name_of(row.listing),
        group=names[code].name if code in names else code,
        problems=badges(row),
        age=age(row.came_at, now),
        is_late=now - row.came_at > LATE,
        picture=address(row, "shown", 128),
    )


def badges(row: ListingPhoto) -> tuple[tuple[str, str], ...]:
    return tuple((BADGES.get(Problem(each), "warn"), Problem(each).label) for each in row.waits)


def address(row: ListingPhoto, which: str, side: int) -> str:
    return reverse("staff_photos:picture", args=[row.pk, which, side])


@dataclass(frozen=True, slots=True)
class LooksLike:
    """Other goods with a photograph that looks like this one; ``exactly``: as good as equal."""

    photo: ListingPhoto
    title: str
    exactly: bool
    picture: str


def photo_page(row: ListingPhoto) -> dict[str, Any]:
    """Return all about one photograph: both pictures, recipe, look-alikes, consents, its neighbours."""
    seen = seen_of([row.shown_key, row.original_key])
    shown, came = seen.get(row.shown_key), seen.get(row.original_key)
    listing = row.listing
    code = listing.group_code
    name = groups_by_code({code})
    return {
        "photo": row,
        "listing": listing,
        "title": name_of(listing),
        "group": name[code].name if code in name else code,
        "problems": badges(row),
        "acceptable": [each for each in row.waits if each in ACCEPTABLE],
        "age": age(row.came_at, clock.now()),
        "seen": shown,
        "came": came,
        "recipe": shown.recipe if shown else Recipe(),
        "is_edited": row.shown_key != row.original_key,
        "is_unique": listing.stock_kind == StockKind.ONE_OF_A_KIND,
        "is_made": row.shows == Shows.MADE,
        "alike": _alike(row),
        "consents": list(row.consents.select_related("recorded_by", "withdrawn_by")),
        "others": [
            (each, address(each, "shown", 128))
            for each in listing.photos.filter(place__isnull=False).exclude(pk=row.pk)
        ],
        "is_only": not listing.photos.filter(place__isnull=False, hidden=False).exclude(pk=row.pk).exists(),
        "following": _following(row),
    }


def _alike(row: ListingPhoto) -> list[LooksLike]:
    bits = {each.other: each.bits for each in look_alikes([row.original_key])}
    bits[row.original_key] = 0
    if row.alike_key:
        bits.setdefault(row.alike_key, 1)
    others = (
        ListingPhoto.objects.filter(original_key__in=bits, place__isnull=False)
        .exclude(listing=row.listing_id)
        .exclude(listing__stage=Stage.DRAFT)
        .select_related("listing")
        .order_by("id")[:6]
    )
    return [
        LooksLike(each, name_of(each.listing), bits[each.original_key] == 0, address(each, "shown", 128))
        for each in others
    ]


def _following(row: ListingPhoto) -> ListingPhoto | None:
    """Return what waits next after this one, so that the desk is worked through without going back."""
    later = _waiting("").filter(Q(came_at__gt=row.came_at) | Q(came_at=row.came_at, pk__gt=row.pk))
    return later.order_by("came_at", "id").first() or (
        _waiting("").exclude(pk=row.pk).order_by("came_at", "id").first()
    )


def photo_of(number: int) -> ListingPhoto | None:
    """Return a photograph that the desk may look at: of no draft, and still among its goods'."""
    return (
        ListingPhoto.objects.filter(pk=number, place__isnull=False)
        .exclude(listing__stage=Stage.DRAFT)
        .select_related("listing")
        .first()
    )


def consent_of(number: int) -> PhotoConsent | None:
    return PhotoConsent.objects.select_related("photo").filter(pk=number).first()
