"""Add, change, remove. Each is one call to the store; the store alone knows stock and limits."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings

from commerce.client import CheckoutCreateInput, CheckoutLineInput, CheckoutLineUpdateInput
from commerce.facade import StoreRefused, public_store, refuse_on
from storefront.bag.cookie import Bag
from storefront.bag.errors import BagGone


def add_to_bag(*, bag: Bag | None, variant_id: str, quantity: int) -> Bag:
    """
    Put pieces of a variant into the bag, starting one where there is none or the old one is gone.

    Raises:
        StoreRefused: too few left, over the limit, or not on sale.
    """
    lines = [CheckoutLineInput(variant_id=variant_id, quantity=quantity)]
    if bag is not None:
        try:
            return _add_lines(bag, lines)
        except BagGone:
            pass
    return _start(lines)


def _start(lines: list[CheckoutLineInput]) -> Bag:
    answer = (
        public_store()
        .checkout_create(input=CheckoutCreateInput(channel=settings.CHANNEL_ONLINE, lines=lines))
        .checkout_create
    )
    assert answer is not None
    refuse_on(answer.errors)
    assert answer.checkout is not None
    return Bag(answer.checkout.id, answer.checkout.quantity)


def _add_lines(bag: Bag, lines: list[CheckoutLineInput]) -> Bag:
    answer = public_store().checkout_lines_add(id=bag.checkout_id, lines=lines).checkout_lines_add
    assert answer is not None
    _refuse(answer.errors)
    assert answer.checkout is not None
    return Bag(bag.checkout_id, answer.checkout.quantity)


def change_quantity(*, bag: Bag, line_id: str, quantity: int) -> Bag:
    """
    Set how many pieces a line holds.

    Raises:
        BagGone: the checkout was completed or has expired.
        StoreRefused: too few left, over the limit, or no such line.
    """
    answer = (
        public_store()
        .checkout_lines_update(
            id=bag.checkout_id, lines=[CheckoutLineUpdateInput(line_id=line_id, quantity=quantity)]
        )
        .checkout_lines_update
    )
    assert answer is not None
    _refuse(answer.errors)
    assert answer.checkout is not None
    return Bag(bag.checkout_id, answer.checkout.quantity)


def remove_line(*, bag: Bag, line_id: str) -> Bag:
    """
    Take a line out of the bag.

    Raises:
        BagGone: the checkout was completed or has expired.
        StoreRefused: no such line.
    """
    answer = (
        public_store().checkout_lines_delete(id=bag.checkout_id, lines_ids=[line_id]).checkout_lines_delete
    )
    assert answer is not None
    _refuse(answer.errors)
    assert answer.checkout is not None
    return Bag(bag.checkout_id, answer.checkout.quantity)


def _refuse(errors: Sequence[Any]) -> None:
    """Raise the store's refusal; one that means "no such checkout" becomes BagGone."""
    try:
        refuse_on(errors)
    except StoreRefused as refusal:
        if refusal.code == "NOT_FOUND" and refusal.field in {"id", "token", "checkoutId", None}:
            raise BagGone(refusal.message) from refusal
        raise
