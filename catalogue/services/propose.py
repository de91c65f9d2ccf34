"""A seller proposes goods, and changes what is not decided yet."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from catalogue.contracts_listings import By, ListingWish, StockKind
from catalogue.errors import BadWish, KeyTaken
from catalogue.kinds import kind_of
from catalogue.listing_rules import check_wish, lowest_price, wished_variants
from catalogue.models import Listing, ListingVariant, Stage
from catalogue.services.listing_common import changed, lock_key, locked_listing, require, step
from catalogue.services.photos import keep_photos
from jkrlm.kernel import outbox
from media.facade import PictureUnknown, VoiceUnknown, picture, voice


@transaction.atomic
def propose(*, wish: ListingWish, by: By | None, now: datetime) -> int:
    """
    Keep what a seller sent; return the listing's id.

    The same key again gives the same listing: her own draft becomes what is sent now, anything further on
    stays as it is.

    Raises:
        BadWish: it cannot be sold like this; KeyTaken: somebody else's listing has the key.
    """
    if not wish.key.strip() or len(wish.key) > 64:
        raise BadWish(_("Load the page again: it lost its key."), field="key")
    lock_key(wish.key)
    row = Listing.objects.select_for_update().filter(key=wish.key).first()
    if row is not None:
        if (row.group_code, row.person_id) != (wish.group_code, wish.person_id):
            raise KeyTaken(_("This was sent before, with something else. Load the page again."), field="key")
        if row.stage == Stage.DRAFT:
            _write(row, wish, by=by, now=now)
        return row.pk
    facts = _facts(wish)
    stage = Stage.DRAFT if wish.draft else Stage.CHECKING
    row = Listing.objects.create(
        key=wish.key,
        group_code=wish.group_code,
        person_id=wish.person_id,
        stage=stage,
        created_at=now,
        changed_at=now,
        sent_at=None if wish.draft else now,
        **facts,
    )
    _write_variants(row, wish)
    keep_photos(row, now=now)
    step(row, what="draft" if wish.draft else "sent", by=by, at=now)
    _tell(row)
    return row.pk


@transaction.atomic
def revise(
    *,
    listing_id: int,
    wish: ListingWish,
    by: By | None,
    now: datetime,
    group_codes: Collection[str] | None,
    person_id: int | None,
) -> None:
    """
    Change what is a draft, in checking or sent back, and send it unless it is a draft still.

    What was sent is no draft again: with ``wish.draft`` it stays sent back, and cannot be in checking.

    Raises:
        ListingUnknown; ListingClosed: it is approved; BadWish.
    """
    codes = {wish.group_code} if group_codes is None else group_codes
    row = locked_listing(listing_id, group_codes=codes, person_id=person_id or wish.person_id)
    require(row, Stage.DRAFT, Stage.CHECKING, Stage.SENT_BACK)
    if wish.draft and row.stage == Stage.CHECKING:
        require(row, Stage.DRAFT, Stage.SENT_BACK)
    _write(row, wish, by=by, now=now)


def _write(row: Listing, wish: ListingWish, *, by: By | None, now: datetime) -> None:
    facts = _facts(wish)
    stage = row.stage if wish.draft else Stage.CHECKING
    same = row.stage == stage and all(getattr(row, name) == value for name, value in facts.items())
    if same and _variants_of(row) == _wished(wish):
        return
    for name, value in facts.items():
        setattr(row, name, value)
    if stage == Stage.CHECKING and row.stage != Stage.CHECKING:
        row.sent_at = now
    row.stage = stage
    _write_variants(row, wish)
    keep_photos(row, now=now)
    changed(row, what="draft" if wish.draft else "sent", by=by, at=now)
    _tell(row)


def _facts(wish: ListingWish) -> dict[str, object]:
    answers = check_wish(wish, kind_of(wish.kind))
    for key in wish.photo_keys:
        try:
            picture(key)
        except PictureUnknown as unknown:
            raise BadWish(_("A photo did not arrive. Please add it again."), field="photo_keys") from unknown
    if wish.voice_key:
        try:
            voice(wish.voice_key)
        except VoiceUnknown as unknown:
            raise BadWish(_("The recording did not arrive. Please speak again."), field="voice") from unknown
    price = lowest_price(wish)
    return {
        "kind": wish.kind,
        "price_paise": price.minor_units if price is not None else None,
        "stock_kind": wish.stock_kind,
        "lead_days": wish.lead_days,
        "words": wish.words.strip(),
        "photo_keys": list(dict.fromkeys(wish.photo_keys)),
        "this_piece": wish.this_piece and wish.stock_kind == StockKind.ONE_OF_A_KIND,
        "voice_key": wish.voice_key,
        "answers": answers,
    }


def _wished(wish: ListingWish) -> list[tuple[str, str, int | None, int]]:
    return [
        (each.key[:64], each.name.strip(), each.price.minor_units if each.price else None, each.quantity)
        for each in wished_variants(wish)
    ]


def _variants_of(row: Listing) -> list[tuple[str, str, int | None, int]]:
    return [(each.key, each.name, each.price_paise, each.quantity) for each in row.variants.all()]


def _write_variants(row: Listing, wish: ListingWish) -> None:
    row.variants.all().delete()
    ListingVariant.objects.bulk_create(
        ListingVariant(
            listing=row, position=position, key=key, name=name, price_paise=price, quantity=quantity
        )
        for position, (key, name, price, quantity) in enumerate(_wished(wish))
    )


def _tell(row: Listing) -> None:
    if row.stage == Stage.CHECKING:
        outbox.record(
            "ListingSent", {"listing_id": row.pk, "group": row.group_code, "person_id": row.person_id}
        )
