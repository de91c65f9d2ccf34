"""Policy of listings: what can be sold as it was sent, what a block does. Values in, values out."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from catalogue.contracts_listings import Kind, ListingState, ListingWish, StockKind, VariantWish
from catalogue.errors import BadWish
from jkrlm.kernel.money import Money, quantize

CURRENCY: Final = "INR"
PHOTOS_MAX: Final = 8
VARIANTS_MAX: Final = 20
QUANTITY_MAX: Final = 9_999
LEAD_DAYS_MAX: Final = 365
WORDS_MAX: Final = 4_000
ANSWER_MAX: Final = 300
PRICE_MAX: Final = Decimal(5_000_000)
HOLIDAY_DAYS_MAX: Final = 120


def check_wish(wish: ListingWish, kind: Kind | None) -> dict[str, str]:
    """
    Return the answers to keep; a draft may lack anything, but what is there must make sense.

    Raises:
        BadWish: names the field to mend.
    """
    if kind is None:
        raise BadWish(_("Choose what you have made."), field="kind")
    if wish.stock_kind not in StockKind.values:
        raise BadWish(_("Choose how many there are."), field="stock_kind")
    if not 0 <= wish.lead_days <= LEAD_DAYS_MAX:
        raise BadWish(_("At most 365 days."), field="lead_days")
    if len(wish.words) > WORDS_MAX:
        raise BadWish(_("This is too long to keep: at most 4,000 letters."), field="words")
    if len(wish.photo_keys) > PHOTOS_MAX:
        raise BadWish(_("At most 8 photos."), field="photo_keys")
    if wish.price is not None:
        check_price(wish.price)
    check_quantity(wish.quantity, wish.stock_kind)
    _check_variants(wish)
    answers = _answers(wish.answers, kind, needed=not wish.draft)
    if not wish.draft:
        _check_whole(wish)
    return answers


def check_price(price: Money) -> None:
    """
    Raises:
        BadWish: not rupees and whole paise, nothing, or more than we sell for.
    """
    exact = price.amount.is_finite() and quantize(price.amount, CURRENCY) == price.amount
    if price.currency != CURRENCY or not exact or not 0 < price.amount <= PRICE_MAX:
        raise BadWish(_("Write the price in rupees, more than nothing, at most ₹50,00,000."), field="price")


def check_quantity(quantity: int, stock_kind: str) -> None:
    """
    Raises:
        BadWish: less than none, too many, or two of what there is one of.
    """
    if not 0 <= quantity <= QUANTITY_MAX:
        raise BadWish(_("From 0 to 9,999."), field="quantity")
    if stock_kind == StockKind.ONE_OF_A_KIND and quantity > 1:
        raise BadWish(_("Of a piece that is one of its kind there is one."), field="quantity")


def _check_variants(wish: ListingWish) -> None:
    if not wish.variants:
        return
    if len(wish.variants) > VARIANTS_MAX:
        raise BadWish(_("At most 20 sizes or colours."), field="variants")
    if wish.stock_kind == StockKind.ONE_OF_A_KIND:
        raise BadWish(_("A piece that is one of its kind has no sizes or colours."), field="variants")
    names = [variant.name.strip().lower() for variant in wish.variants]
    if not all(names) or len(set(names)) < len(names) or any(len(name) > 120 for name in names):
        raise BadWish(_("Give each size or colour a name of its own."), field="variants")
    for variant in wish.variants:
        if variant.price is not None:
            check_price(variant.price)
        check_quantity(variant.quantity, wish.stock_kind)


def _answers(given: Mapping[str, str], kind: Kind, *, needed: bool) -> dict[str, str]:
    """Return the answers to this kind's questions; those to another kind's are left behind."""
    kept: dict[str, str] = {}
    for question in kind.questions:
        answer = str(given.get(question.slug, "")).strip()
        if answer and question.choices and answer not in {choice.slug for choice in question.choices}:
            raise BadWish(_("Choose one of the answers."), field=question.slug)
        if len(answer) > ANSWER_MAX:
            raise BadWish(_("This is too long to keep: at most 300 letters."), field=question.slug)
        if needed and question.required and not answer:
            raise BadWish(
                _("Please answer: %(question)s") % {"question": question.label}, field=question.slug
            )
        if answer:
            kept[question.slug] = answer
    return kept


def _check_whole(wish: ListingWish) -> None:
    if not wish.photo_keys:
        raise BadWish(_("Take one photo at least."), field="photo_keys")
    if wish.price is None and (not wish.variants or any(each.price is None for each in wish.variants)):
        raise BadWish(_("Write your price."), field="price")
    pieces = [each.quantity for each in wish.variants] or [wish.quantity]
    if not any(pieces) and wish.stock_kind != StockKind.MADE_TO_ORDER:
        raise BadWish(_("How many are there? One at least."), field="quantity")


def lowest_price(wish: ListingWish) -> Money | None:
    """Return the price of the listing: its own, else the lowest of its variants."""
    prices = [each.price for each in wish.variants if each.price is not None]
    return wish.price or min(prices, key=lambda price: price.amount, default=None)


def wished_variants(wish: ListingWish) -> Sequence[VariantWish]:
    """Return what can be bought: the variants, or the one thing that there is."""
    return wish.variants or (VariantWish(name="", price=None, quantity=wish.quantity),)


def state_of(
    *, stage: str, wanted: bool, blocked: bool, listed: bool, can_be_bought: bool, quantity: int, shown: bool
) -> ListingState:
    """
    Return where a listing stands.

    ``listed`` and ``can_be_bought`` are what the search index knows of its product, ``shown`` whether it was
    ever on sale. Approved is also what is on its way: the store has it in a moment.
    """
    if stage != ListingState.APPROVED:
        return ListingState(stage)
    if blocked or not wanted:
        return ListingState.OFF_SALE
    if not listed:
        return ListingState.OFF_SALE if shown else ListingState.APPROVED
    if can_be_bought:
        return ListingState.ON_SALE
    return ListingState.APPROVED if quantity else ListingState.SOLD_OUT
