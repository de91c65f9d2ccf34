"""Reads of listings. Each function costs four statements, however many listings there are."""

from collections.abc import Collection, Iterable

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from catalogue.contracts_listings import Block, Holiday, ListingState, Variant
from catalogue.contracts_listings import Listing as ListingRow
from catalogue.errors import ListingUnknown
from catalogue.kinds import kind_of
from catalogue.listing_rules import CURRENCY, state_of
from catalogue.models import Block as BlockModel
from catalogue.models import (
    GroupHoliday,
    IndexedProduct,
    Listing,
    ListingAct,
    ListingPhoto,
    ListingVariant,
    Stage,
)
from catalogue.photo_contracts import GoodsPhoto
from catalogue.reasons import reason_label
from jkrlm.kernel.money import Money
from media.facade import originals_of


def seen_by(group_codes: Collection[str] | None, person_id: int | None) -> Q:
    """Return what a member of these groups may see: all but the drafts of others. No codes: staff."""
    if group_codes is None:
        return ~Q(stage=Stage.DRAFT)
    return Q(group_code__in=set(group_codes)) & (~Q(stage=Stage.DRAFT) | Q(person_id=person_id or -1))


def listings_of(
    group_codes: Collection[str],
    *,
    person_id: int | None = None,
    states: Iterable[ListingState | str] | None = None,
) -> tuple[ListingRow, ...]:
    """
    Return the listings of groups, the last changed first; drafts are returned to ``person_id`` alone.

    ``states`` narrows to these.
    """
    rows = Listing.objects.filter(seen_by(group_codes, person_id)).order_by("-changed_at", "-id")
    wanted = None if states is None else {ListingState(state) for state in states}
    if wanted is not None and not wanted & {
        ListingState.APPROVED,
        ListingState.ON_SALE,
        ListingState.SOLD_OUT,
        ListingState.OFF_SALE,
    }:
        rows = rows.filter(stage__in=wanted)
    found = contracts(rows)
    return tuple(row for row in found if wanted is None or row.state in wanted)


def media_keys_of(group_code: str) -> frozenset[str]:
    """Return media's keys of all photographs and voice notes in a group's listings, and of
    those that edited photographs were made of. Two queries."""
    rows = Listing.objects.filter(group_code=group_code).values_list("photo_keys", "voice_key")
    named = {key for photos, voice in rows for key in (*photos, voice) if key}
    return frozenset(named) | originals_of(named)


def listing(
    id: int,
    *,
    group_codes: Collection[str] | None,
    person_id: int | None = None,
) -> ListingRow:
    """
    Return one listing. ``group_codes`` None reads as staff do, who see no drafts.

    Raises:
        ListingUnknown: none, another group's, or another member's draft.
    """
    found = contracts(Listing.objects.filter(seen_by(group_codes, person_id), pk=id))
    if not found:
        raise ListingUnknown(_("There are no such goods."), field="id")
    return found[0]


def listing_by_key(key: str) -> ListingRow | None:
    """Return the listing that a phone made under this key, or None. The caller checks whose it is."""
    return next(iter(contracts(Listing.objects.filter(key=key))), None)


def keys_of_acts(listing_id: int, beginning: str) -> tuple[str, ...]:
    """Return the keys of acts on goods that begin so, the first act coming first."""
    rows = ListingAct.objects.filter(listing=listing_id, key__startswith=beginning)
    return tuple(rows.order_by("id").values_list("key", flat=True))


def contracts(rows: QuerySet[Listing]) -> tuple[ListingRow, ...]:
    """Return listings as they cross the door, in the order of the rows."""
    found = list(rows.prefetch_related("variants"))
    products = [row.product_id for row in found if row.product_id]
    blocks: dict[str, list[Block]] = {}
    for held in BlockModel.objects.filter(product_id__in=products, lifted_at__isnull=True).order_by("id"):
        blocks.setdefault(held.product_id, []).append(
            Block(held.reason, held.source, held.since, held.until, held.note)
        )
    index = {row.product_id: row for row in IndexedProduct.objects.filter(product_id__in=products)}
    return tuple(_row(row, blocks.get(row.product_id, []), index.get(row.product_id)) for row in found)


def photos_of(listing_id: int) -> tuple[GoodsPhoto, ...]:
    """Return the photographs of goods in their order, with what is to be mended of each. One query."""
    rows = ListingPhoto.objects.filter(listing=listing_id, place__isnull=False).order_by("place")
    return tuple(
        GoodsPhoto(
            row.pk,
            row.place or 0,
            row.shown_key,
            row.original_key,
            row.version,
            tuple(row.waits),
            row.hidden,
            row.shows,
        )
        for row in rows
    )


def holiday_of(group_code: str) -> Holiday | None:
    """Return the holiday that a group is on or has announced, or None."""
    row = GroupHoliday.objects.filter(group_code=group_code, ended_at__isnull=True).first()
    return Holiday(row.group_code, row.since, row.until) if row else None


def _row(row: Listing, blocks: list[Block], index: IndexedProduct | None) -> ListingRow:
    variants = list(row.variants.all())
    quantity = sum(variant.quantity for variant in variants)
    kind = kind_of(row.kind)
    return ListingRow(
        id=row.pk,
        key=row.key,
        group_code=row.group_code,
        person_id=row.person_id,
        kind=row.kind,
        state=state_of(
            stage=row.stage,
            wanted=row.wanted,
            blocked=bool(blocks),
            listed=index is not None and index.listed,
            can_be_bought=index is not None and index.availability != IndexedProduct.Availability.SOLD_OUT,
            quantity=quantity,
            shown=row.on_sale_at is not None,
        ),
        title=row.title or (kind.name if kind else row.kind),
        price=money(row.price_paise),
        quantity=quantity,
        stock_kind=row.stock_kind,
        lead_days=row.lead_days,
        photo_keys=tuple(row.photo_keys),
        this_piece=row.this_piece,
        voice_key=row.voice_key,
        words=row.words,
        answers=dict(row.answers),
        variants=tuple(_variant(row, variant) for variant in variants),
        reason=_reason(row),
        blocks=tuple(blocks),
        product_id=row.product_id,
        slug=row.slug,
        sku=row.sku,
        version=row.version,
        changed_at=row.changed_at,
        sent_at=row.sent_at,
    )


def money(paise: int | None) -> Money | None:
    return None if paise is None else Money.from_minor_units(paise, CURRENCY)


def _variant(listing: Listing, row: ListingVariant) -> Variant:
    price = row.price_paise if row.price_paise is not None else listing.price_paise
    return Variant(row.pk, row.key, row.sku, row.name, money(price), row.quantity)


def _reason(row: Listing) -> str:
    """Return why it was sent back, in the reader's language as far as it was chosen from a list."""
    if row.stage != Stage.SENT_BACK:
        return ""
    return " ".join(
        part for part in (*(reason_label(each) for each in row.reasons), row.reason_words) if part
    )
