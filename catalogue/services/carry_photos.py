"""Give the store a listing's photographs as they are now: which, in what order, with what words."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Final

from django.db import transaction
from django.db.models import Q

from catalogue.models import Listing, ListingPhoto, Stage
from catalogue.photo_rules import People, Shows
from catalogue.services.photo_desk import rejudge
from catalogue.services.store_inputs import metadata
from commerce.client import (
    ListingProductParts,
    ListingProductPartsMedia,
    ProductMediaCreateInput,
    ProductMediaUpdateInput,
    Upload,
)
from commerce.facade import Store, app_store, refuse_on
from jkrlm.kernel import clock
from jkrlm.kernel.locks import advisory_lock
from media.facade import (
    PictureUnknown,
    made_of,
    originals_of,
    picture,
    picture_bytes,
    same_pictures,
    withdraw,
)

ILLUSTRATION: Final = "umeed.illustration"
_ENDINGS: Final = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}
_ALT_MOST: Final = 250


def carry_photos(*, listing_id: int) -> None:
    """
    Bring the store's pictures of goods in line with ours; what nobody may see has no public address left.

    What is to go goes first: a refusal of something new keeps nothing in the shop.

    Raises:
        StoreRefused, StoreUnavailable, FilesUnavailable: to be tried again; what was done is found again.
    """
    with advisory_lock(f"catalogue.listing:{listing_id}"):
        row = Listing.objects.filter(pk=listing_id).first()
        if row is None:
            return
        store = app_store()
        product, there = None, {}
        try:
            if row.product_id:
                product = store.listing_product(external_reference=row.sku).product
            if product is not None:
                there = _take_out(store, row, product)
        finally:
            for photo in row.photos.filter(hidden=True):
                _leave_the_shop(photo)
                hide_elsewhere(photo)
        if product is not None:
            _put_in(store, row, product, there)


def write_photos(store: Store, row: Listing, product: ListingProductParts) -> None:
    """
    Take away what is not shown any more, upload what is missing, put the rest in order and in words.

    Pictures that somebody put there by the store's own means stay, behind ours.
    """
    _put_in(store, row, product, _take_out(store, row, product))


def _take_out(
    store: Store, row: Listing, product: ListingProductParts
) -> dict[str, ListingProductPartsMedia]:
    """
    End what a call that was cut off had begun, and take away what is not shown; return what is there then.

    That the store had taken a picture is noticed by those that were there before (``media_before``); what
    it shows is ``under_way_key``, whatever the photograph is by now.
    """
    there = {each.id: each for each in product.media or ()}
    photos = list(row.photos.all())
    _recognise([each for each in photos if each.place is not None], list(there))
    known = {each.media_id for each in photos if each.media_id}
    for photo in photos:
        if photo.media_before is not None:
            new = sorted(set(there) - set(photo.media_before) - known)
            if new:
                known.add(new[0])
                _took(photo, new[0], photo.under_way_key, there)
            else:
                photo.media_before, photo.under_way_key = None, ""
                photo.save(update_fields=["media_before", "under_way_key"])
        if photo.media_old:
            _take_away(store, photo, photo.media_old, there)
        if photo.media_id and (photo.place is None or photo.hidden):
            _take_away(store, photo, photo.media_id, there)
    return there


def _put_in(
    store: Store, row: Listing, product: ListingProductParts, there: dict[str, ListingProductPartsMedia]
) -> None:
    shown = list(row.photos.filter(place__isnull=False, hidden=False))
    order: list[str] = []
    for photo in shown:
        if photo.media_id not in there or photo.carried_key != photo.shown_key:
            _upload(store, row, photo, there)
        if photo.media_old:
            _take_away(store, photo, photo.media_old, there)
        _describe(store, row, photo, there.get(photo.media_id))
        order.append(photo.media_id)
    _order(store, row, order)
    made = any(each.shows == Shows.MADE for each in shown)
    said = {item.key: item.value for item in product.metadata}.get(ILLUSTRATION) == "true"
    if made != said:
        _say(store, row.product_id, {ILLUSTRATION: "true" if made else "false"})


def _recognise(photos: Sequence[ListingPhoto], there: Sequence[str]) -> None:
    """Pictures that came into the store before we kept their ids: they lie there in our order."""
    if any(each.media_id or each.media_before is not None for each in photos):
        return
    for photo, media_id in zip([each for each in photos if each.carried_key], there, strict=False):
        photo.media_id = media_id
        ListingPhoto.objects.filter(pk=photo.pk).update(media_id=media_id)


def _upload(
    store: Store, row: Listing, photo: ListingPhoto, there: dict[str, ListingProductPartsMedia]
) -> None:
    photo.media_before, photo.under_way_key = sorted(there), photo.shown_key
    photo.save(update_fields=["media_before", "under_way_key"])
    kept = picture(photo.shown_key)
    image = Upload(
        filename=f"{row.sku.lower()}-{(photo.place or 0) + 1}.{_ENDINGS[kept.content_type]}",
        content=BytesIO(picture_bytes(photo.shown_key)),
        content_type=kept.content_type,
    )
    answer = store.product_media_create(
        input=ProductMediaCreateInput(product=row.product_id, alt=_alt(row, photo), image=image)
    ).product_media_create
    assert answer is not None
    refuse_on(answer.errors)
    assert answer.media is not None
    _took(photo, answer.media.id, photo.shown_key, there)


def _took(
    photo: ListingPhoto, media_id: str, key: str, there: Mapping[str, ListingProductPartsMedia]
) -> None:
    """The store has the picture ``key`` of a photograph; the one it had before is still to go."""
    photo.media_old = photo.media_id if photo.media_id in there else photo.media_old
    photo.media_id, photo.carried_key = media_id, key
    photo.media_before, photo.under_way_key = None, ""
    photo.save(update_fields=["media_old", "media_id", "carried_key", "media_before", "under_way_key"])


def _take_away(
    store: Store, photo: ListingPhoto, media_id: str, there: dict[str, ListingProductPartsMedia]
) -> None:
    if media_id in there:
        answer = store.product_media_delete(id=media_id).product_media_delete
        assert answer is not None
        refuse_on(answer.errors)
        del there[media_id]
    if photo.media_id == media_id:
        photo.media_id = photo.carried_key = ""
    if photo.media_old == media_id:
        photo.media_old = ""
    photo.save(update_fields=["media_old", "media_id", "carried_key"])


def _describe(
    store: Store, row: Listing, photo: ListingPhoto, there: ListingProductPartsMedia | None
) -> None:
    alt = _alt(row, photo)
    if there is not None and there.alt != alt:
        answer = store.product_media_update(
            id=photo.media_id, input=ProductMediaUpdateInput(alt=alt)
        ).product_media_update
        assert answer is not None
        refuse_on(answer.errors)
    wanted = {"umeed.alt_hi": photo.alt_hi, "umeed.alt_ur": photo.alt_ur, "umeed.shows": photo.shows}
    said = dict(there.metafields or {}) if there is not None else {}
    changed = {key: text for key, text in wanted.items() if text != (said.get(key) or "")}
    if changed:
        _say(store, photo.media_id, changed)


def _alt(row: Listing, photo: ListingPhoto) -> str:
    return (photo.alt_en or row.title)[:_ALT_MOST]


def _say(store: Store, of: str, texts: Mapping[str, str]) -> None:
    answer = store.metadata_update(id=of, input=metadata(texts)).update_metadata
    assert answer is not None
    refuse_on(answer.errors)


def _order(store: Store, row: Listing, ours: Sequence[str]) -> None:
    product = store.listing_product(external_reference=row.sku).product
    now = [each.id for each in (product.media if product is not None else None) or ()]
    wanted = [*ours, *(each for each in now if each not in ours)]
    if len(now) > 1 and wanted != now and set(wanted) == set(now):
        answer = store.product_media_reorder(
            product_id=row.product_id, media_ids=wanted
        ).product_media_reorder
        assert answer is not None
        refuse_on(answer.errors)


def _leave_the_shop(photo: ListingPhoto) -> None:
    """
    Neither the photograph nor anything that was ever made of it has a public address left.

    One of these pictures stays where other goods show just that one, or an equal one, and an editor said of
    them that nobody is in it, or wrote down a yes for them: equal ones have one public address.
    """
    lost: PictureUnknown | None = None
    for key in sorted(made_of(photo.original_key)):
        equal = same_pictures([key])
        elsewhere = ListingPhoto.objects.filter(
            Q(carried_key__in=equal) | Q(under_way_key__in=equal), hidden=False, place__isnull=False
        ).exclude(Q(people="") | Q(listing__product_id="") | Q(listing__stage=Stage.DRAFT))
        try:
            if not elsewhere.exists():
                withdraw(key)
        except PictureUnknown as unknown:
            lost = unknown
    if lost is not None:
        raise lost


def hide_elsewhere(photo: ListingPhoto) -> None:
    """
    Other goods with the same photograph, of which nobody has said who is in it, wait for a yes too; also
    where it was sent anew, or what an edit makes of it, with other words of a camera beside the same pixels.
    """
    equal = same_pictures(made_of(photo.original_key))
    keys = equal | originals_of(equal)
    others = ListingPhoto.objects.filter(original_key__in=keys, people="").exclude(pk=photo.pk)
    for number, of in others.values_list("pk", "listing_id"):
        with transaction.atomic():
            row = Listing.objects.select_for_update().get(pk=of)
            other = ListingPhoto.objects.select_for_update().filter(pk=number, people="").first()
            if other is not None:
                other.people = People.SOMEBODY
                rejudge(row, other, now=clock.now())
