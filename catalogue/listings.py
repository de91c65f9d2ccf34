"""
The part of the door that deals with sellers' goods and blocks; ``catalogue.facade`` hands it out.

Here the clock is read. ``by`` says who does it (the portal's ``acting.by()``); ``key`` is made once for an
act, so that the same request twice does it once. ``group_codes`` and ``person_id`` are whose goods may be
touched: with them another group's goods, or another member's draft, are ListingUnknown.
"""

from collections.abc import Callable, Collection, Iterable
from datetime import date, datetime

from catalogue.contracts_listings import By, Kind, Listing, ListingWish
from catalogue.listing_selectors import contracts, listing
from catalogue.models import Listing as Row
from catalogue.services import blocks, on_sale, wishes
from catalogue.services import propose as proposing
from jkrlm.kernel import clock
from jkrlm.kernel.money import Money

#: (group's code, kind, price of one) -> how the price becomes what the group gets, in words and sums.
ShareRule = Callable[[str, Kind, Money], tuple[tuple[str, Money], ...]]
_share_rules: list[ShareRule] = []


def propose(wish: ListingWish, by: By | None = None) -> Listing:
    """
    Keep what a seller sent, as a draft or for checking; the same key again is the same listing.

    Raises:
        BadWish: it cannot be sold like this, ``field`` says what; KeyTaken: another listing has the key.
    """
    made = proposing.propose(wish=wish, by=by, now=clock.now())
    return _read(made, {wish.group_code}, wish.person_id)


def revise(
    id: int,
    wish: ListingWish,
    by: By | None = None,
    *,
    group_codes: Collection[str] | None = None,
    person_id: int | None = None,
) -> Listing:
    """
    Change a draft, what is in checking or what was sent back; unless ``wish.draft`` it is sent (again).

    Raises:
        ListingUnknown; ListingClosed: it is approved, make a copy; BadWish.
    """
    proposing.revise(
        listing_id=id, wish=wish, by=by, now=clock.now(), group_codes=group_codes, person_id=person_id
    )
    return _read(id, group_codes or {wish.group_code}, person_id or wish.person_id)


def set_price(
    id: int,
    price: Money,
    key: str,
    by: By,
    *,
    variant: str = "",
    group_codes: Collection[str] | None = None,
    person_id: int | None = None,
) -> None:
    """
    Say what a buyer pays for one, with tax; ``variant`` is a SKU, without it the listing's own price.

    Raises:
        ListingUnknown, BadWish, KeyTaken.
    """
    wishes.set_price(
        listing_id=id,
        price=price,
        key=key,
        by=by,
        now=clock.now(),
        variant=variant,
        group_codes=group_codes,
        person_id=person_id,
    )


def set_quantity(
    id: int,
    quantity: int,
    key: str,
    by: By,
    *,
    variant: str = "",
    group_codes: Collection[str] | None = None,
    person_id: int | None = None,
) -> None:
    """
    Say how many can be sold now, beside those sold already; the last wish wins. ``variant`` is a SKU.

    Raises:
        ListingUnknown, KeyTaken; BadWish: also for what is made to order, which is not counted.
    """
    wishes.set_quantity(
        listing_id=id,
        quantity=quantity,
        key=key,
        by=by,
        now=clock.now(),
        variant=variant,
        group_codes=group_codes,
        person_id=person_id,
    )


def copy(
    id: int, key: str, by: By, *, group_codes: Collection[str] | None = None, person_id: int | None = None
) -> Listing:
    """
    Make a draft like these goods; it is ``person_id``'s, or the seller's whose goods they were.

    Raises:
        ListingUnknown; BadWish: goods that no member listed were copied without saying for whom.
    """
    made = wishes.copy(
        listing_id=id, key=key, by=by, now=clock.now(), group_codes=group_codes, person_id=person_id
    )
    return _any(made)


def take_off_sale(
    id: int, by: By, *, group_codes: Collection[str] | None = None, person_id: int | None = None
) -> None:
    """
    Take approved goods off sale as the group wishes; their page stays readable.

    Raises:
        ListingUnknown; ListingClosed: not approved yet.
    """
    on_sale.want(
        listing_id=id, wanted=False, by=by, now=clock.now(), group_codes=group_codes, person_id=person_id
    )


def put_on_sale(
    id: int, by: By, *, group_codes: Collection[str] | None = None, person_id: int | None = None
) -> None:
    """
    Let approved goods be on sale again, as far as nothing else is in the way.

    Raises:
        ListingUnknown; ListingClosed: not approved yet.
    """
    on_sale.want(
        listing_id=id, wanted=True, by=by, now=clock.now(), group_codes=group_codes, person_id=person_id
    )


def set_holiday(group_code: str, since: date, until: date, by: By) -> None:
    """
    Let a group's goods rest on these days, both included; they begin and end by themselves.

    Raises:
        GroupUnknown; BadHoliday: ``field`` says which day to mend.
    """
    on_sale.set_holiday(group_code=group_code, since=since, until=until, by=by, now=clock.now())


def end_holiday(group_code: str, by: By) -> None:
    """End a group's holiday today, or take it back before it begins."""
    on_sale.end_holiday(group_code=group_code, by=by, now=clock.now())


def block(
    product_ids: Iterable[str], reason: str, source: str, note: str = "", until: datetime | None = None
) -> None:
    """
    Keep products from being bought; their pages stay readable. See ``catalogue.services.blocks``.

    Raises:
        ValueError: no such reason.
    """
    blocks.block(
        product_ids=product_ids, reason=reason, source=source, note=note, until=until, now=clock.now()
    )


def unblock(product_ids: Iterable[str], reason: str, source: str) -> None:
    """Lift what this source put for this reason; the products sell where nothing else is in the way."""
    blocks.unblock(product_ids=product_ids, reason=reason, source=source, now=clock.now())


def set_share_rule(rule: ShareRule) -> None:
    """Take the wiring's function that says what a group gets for one piece: tax and commission lie higher."""
    _share_rules[:] = [rule]


def share_of(group_code: str, kind: Kind, price: Money) -> tuple[tuple[str, Money], ...]:
    """
    Return how a price becomes what the group gets, line by line; empty where nobody can say.

    Raises:
        DomainError: it cannot be sold; the message says why.
    """
    return _share_rules[0](group_code, kind, price) if _share_rules else ()


def _any(id: int) -> Listing:
    """Return any listing, drafts too."""
    return contracts(Row.objects.filter(pk=id))[0]


def _read(id: int, group_codes: Collection[str], person_id: int | None) -> Listing:
    return listing(id, group_codes=group_codes, person_id=person_id)
