"""Keep the rows of a listing's photographs in step with the listing, and judge what is wrong with each."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import QuerySet

from catalogue.models import Listing, ListingPhoto, Stage
from catalogue.photo_rules import People, Shows, may_show, problems
from jkrlm.kernel import outbox
from media.facade import look_alikes, originals_of, same_pictures, seen_of


def keep_photos(
    row: Listing, *, now: datetime, said: Mapping[str, str] | None = None, carried: bool = False
) -> None:
    """
    Give each photograph that a locked listing names its row, and take the places of the others away.

    ``said`` are words and answers for photographs that are new here; ``carried``: the store has them.
    """
    seen = seen_of(row.photo_keys)
    known = {each.original_key: each for each in row.photos.select_for_update()}
    places: dict[str, int] = {}
    for key in row.photo_keys:
        if key in seen:
            places.setdefault(seen[key].original, len(places))
    fresh = []
    for key in row.photo_keys:
        if key not in seen or key != next(
            k for k in row.photo_keys if seen[k].original == seen[key].original
        ):
            continue
        original = seen[key].original
        photo = known.pop(original, None)
        if photo is None:
            photo = ListingPhoto(listing=row, original_key=original, came_at=now, **(said or {}))
            photo.carried_key = key if carried else ""
            if not photo.people and _is_hidden_elsewhere(original):
                photo.people = People.SOMEBODY
            fresh.append(photo)
        # Her tick, until the goods are approved; what an editor said of the photograph stays.
        if row.this_piece and not photo.shows and (photo.pk is None or row.stage != Stage.APPROVED):
            photo.shows = Shows.THIS
        elif not row.this_piece and photo.shows == Shows.THIS and row.stage != Stage.APPROVED:
            photo.shows = ""
        photo.shown_key, photo.place, photo.changed_at = key, places[original], now
        photo.light, photo.sharp = seen[key].light, seen[key].sharp
        judge(photo, row)
        photo.save()
    for gone in known.values():
        if gone.place is not None:
            gone.place, gone.waits, gone.changed_at = None, [], now
            gone.save(update_fields=["place", "waits", "changed_at"])
    if fresh and row.stage != Stage.DRAFT:
        compare(fresh)
    elif row.stage != Stage.DRAFT:
        compare(row.photos.filter(place__isnull=False, alike_key=""))


def _is_hidden_elsewhere(original: str) -> bool:
    equal = same_pictures([original])
    hidden = equal | originals_of(equal)
    return ListingPhoto.objects.filter(original_key__in=hidden, hidden=True).exists()


def judge(photo: ListingPhoto, row: Listing) -> None:
    """Reckon anew whether it may be shown and what it waits for; the caller saves."""
    consents = list(photo.consents.all()) if photo.pk else []
    photo.hidden = not may_show(
        photo.people,
        [each.who for each in consents if each.withdrawn_at is None],
        [each.who for each in consents if each.withdrawn_at is not None],
    )
    photo.waits = [
        each.value
        for each in problems(
            light=photo.light,
            sharp=photo.sharp,
            alts=(photo.alt_en, photo.alt_hi, photo.alt_ur),
            people=photo.people,
            hidden=photo.hidden,
            alike=bool(photo.alike_key),
            shows=photo.shows,
            stock_kind=row.stock_kind,
            accepted=photo.accepted,
        )
    ]
    if photo.place is None:
        photo.waits = []


def compare(photos: "Iterable[ListingPhoto] | QuerySet[ListingPhoto]") -> None:
    """Find for new photographs those of other goods that look like them; both sides are told."""
    for photo in photos:
        keys = {photo.original_key, *(each.other for each in look_alikes([photo.original_key]))}
        others = (
            ListingPhoto.objects.filter(original_key__in=keys, place__isnull=False)
            .exclude(listing=photo.listing_id)
            .exclude(listing__stage=Stage.DRAFT)
            .select_related("listing")
            .order_by("id")
        )
        first = None
        for other in others[:20]:
            first = first or other
            if not other.alike_key:
                other.alike_key = photo.original_key
                judge(other, other.listing)
                other.save(update_fields=["alike_key", "waits", "hidden"])
        if first is not None:
            photo.alike_key = first.original_key
            judge(photo, photo.listing)
            photo.save(update_fields=["alike_key", "waits", "hidden"])


def tell_pictured(row: Listing) -> None:
    """Let the store show the photographs as they are now; without a product there is nobody to tell."""
    if row.product_id:
        outbox.record("ListingPictured", {"listing_id": row.pk, "group": row.group_code})
