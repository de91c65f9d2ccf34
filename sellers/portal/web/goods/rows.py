"""Goods as rows for the page: state in a word, an icon and a tint; what can be done with each."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final
from uuid import uuid4

from django.http import Http404
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.facade import BlockReason, Listing, ListingState, ListingUnknown, StockKind, listing
from jkrlm.kernel.money import Money
from sellers.portal.web.goods.whose import Hers


@dataclass(frozen=True, slots=True)
class Look:
    icon: str
    tint: str
    word: Promise


LOOKS: Final = {
    ListingState.SENT_BACK: Look("back-again", "warn", gettext_lazy("Sent back")),
    ListingState.DRAFT: Look("draft", "", gettext_lazy("Draft")),
    ListingState.CHECKING: Look("eye", "wait", gettext_lazy("In checking")),
    ListingState.APPROVED: Look("clock", "wait", gettext_lazy("On its way to the shop")),
    ListingState.ON_SALE: Look("check", "ok", gettext_lazy("On sale")),
    ListingState.SOLD_OUT: Look("empty", "warn", gettext_lazy("Sold out")),
    ListingState.OFF_SALE: Look("off", "", gettext_lazy("Off sale")),
}
#: In these a piece is in the shop or was: number and price change at once, without a check.
IN_SHOP: Final = (ListingState.APPROVED, ListingState.ON_SALE, ListingState.SOLD_OUT, ListingState.OFF_SALE)
_MENDABLE: Final = (ListingState.DRAFT, ListingState.CHECKING, ListingState.SENT_BACK)


@dataclass(frozen=True, slots=True)
class Count:
    """How many there are of one variant, or of the piece, to be changed in place; ``key`` is this page's."""

    variant: str
    name: str
    quantity: int
    price: Money | None
    key: str


@dataclass(frozen=True, slots=True)
class Row:
    """``why`` are sentences for bad news; ``counts`` is empty where nothing can be changed in place."""

    id: int
    title: str
    state: ListingState
    look: Look
    why: tuple[str, ...]
    photo: str
    price: Money | None
    quantity: int
    is_made_to_order: bool
    is_one: bool
    lead_days: int
    counts: tuple[Count, ...]
    key: str
    may_mend: bool
    may_take_off: bool
    may_put_on: bool
    is_in_shop: bool
    shop_url: str
    waits_for_certificate: bool


@dataclass(frozen=True, slots=True)
class Lane:
    """One state: how many, and the rows that are shown of it."""

    state: ListingState
    look: Look
    count: int
    rows: tuple[Row, ...]


def row_of(found: Listing, *, may_act: bool) -> Row:
    in_shop = found.state in IN_SHOP
    off_by_wish = any(block.reason == BlockReason.SELLER_WISH for block in found.blocks)
    return Row(
        id=found.id,
        title=found.title,
        state=found.state,
        look=LOOKS[found.state],
        why=_why(found),
        photo=f"{reverse('portal:listing_photo', args=[found.id, 0])}?small" if found.photo_keys else "",
        price=found.price,
        quantity=found.quantity,
        is_made_to_order=found.stock_kind == StockKind.MADE_TO_ORDER,
        is_one=found.stock_kind == StockKind.ONE_OF_A_KIND,
        lead_days=found.lead_days,
        counts=_counts(found) if may_act and in_shop else (),
        key=uuid4().hex,
        may_mend=may_act and found.state in _MENDABLE,
        may_take_off=may_act and in_shop and not off_by_wish,
        may_put_on=may_act and in_shop and off_by_wish,
        is_in_shop=in_shop,
        shop_url=_shop_url(found),
        waits_for_certificate=may_act
        and in_shop
        and any(block.reason == BlockReason.CERTIFICATE for block in found.blocks),
    )


def lanes(listings: Iterable[Listing], *, may_act: bool, most: int) -> list[Lane]:
    """Return what there is by state, those first where something is to be done; ``most`` rows of each."""
    by_state: dict[ListingState, list[Listing]] = {state: [] for state in LOOKS}
    for each in listings:
        by_state[each.state].append(each)
    return [
        Lane(state, LOOKS[state], len(found), tuple(row_of(each, may_act=may_act) for each in found[:most]))
        for state, found in by_state.items()
        if found
    ]


def hers_of(listings: Iterable[Listing], whose: Hers) -> tuple[Listing, ...]:
    """Return what she sees: her groups' goods; a helper, of members, that one's alone for whom she acts."""
    return tuple(each for each in listings if is_hers(each, whose))


def is_hers(found: Listing, whose: Hers) -> bool:
    return not whose.is_behalf or found.person_id in (None, whose.person_id)


def find(listing_id: int, *, codes: Collection[str], whose: Hers | None) -> Listing:
    """
    Return one of the goods that she may see. Raises Http404, for another's as for none.
    """
    try:
        found = listing(listing_id, group_codes=codes, person_id=whose.person_id if whose else None)
    except ListingUnknown as unknown:
        raise Http404 from unknown
    if whose is not None and not is_hers(found, whose):
        raise Http404
    return found


def _counts(found: Listing) -> tuple[Count, ...]:
    several = len(found.variants) > 1
    return tuple(
        Count(
            variant=each.sku or each.key or each.name,
            name=each.name if several else "",
            quantity=each.quantity,
            price=each.price,
            key=uuid4().hex,
        )
        for each in found.variants
    )


def _why(found: Listing) -> tuple[str, ...]:
    if found.state is ListingState.SENT_BACK:
        return (found.reason,) if found.reason else ()
    if found.state is not ListingState.OFF_SALE:
        return ()
    told = []
    for block in found.blocks:
        label = str(BlockReason(block.reason).label) if block.reason in BlockReason.values else block.reason
        has_note = block.note and block.reason != BlockReason.SELLER_WISH
        told.append(f"{label}. {block.note}" if has_note else label)
    return tuple(told) or (_("The shop does not show it at present."),)


def _shop_url(found: Listing) -> str:
    if not found.slug or found.state not in IN_SHOP:
        return ""
    try:
        return reverse("storefront:product", args=[found.slug])
    except NoReverseMatch:
        return ""
