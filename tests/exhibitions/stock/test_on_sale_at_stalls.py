"""What may not be sold is not sold in the channel of the stalls either, whenever that is decided."""

import pytest

from catalogue.facade import BlockReason, block, list_at_stalls, unblock
from commerce.client import CheckoutCreateInput, CheckoutLineInput
from commerce.facade import app_store, public_store
from tests.exhibitions.stock.world import deliver
from tests.exhibitions.world import Fair, Goods

pytestmark = pytest.mark.django_db


def can_be_bought(goods: Goods, channel: str) -> bool:
    """Say whether the store sells the stole in a channel; its bag says the same."""
    found = app_store().listing_products(ids=[goods.product("KZ09", "Stole")], channel=channel, first=1)
    line = CheckoutLineInput(variant_id=goods.variants["KZ09", "Stole"], quantity=1)
    bag = public_store().checkout_create(input=CheckoutCreateInput(channel=channel, lines=[line]))
    codes = {error.code.value for error in bag.checkout_create.errors}
    is_free = bool(found.products.edges[0].node.is_available_for_purchase)
    assert is_free is ("PRODUCT_UNAVAILABLE_FOR_PURCHASE" not in codes)
    return is_free


@pytest.mark.parametrize(
    ("reason", "at_stalls"),
    [
        ("certificate", False),
        ("licence", False),
        ("recall", False),
        ("shelf-life", False),
        ("onboarding", False),
        ("holiday", True),
        ("seller-wish", True),
    ],
)
def test_what_is_blocked_after_it_was_listed_closes_and_opens_at_the_stalls_too(
    fair: Fair, goods: Goods, reason: str, at_stalls: bool
) -> None:
    stole = goods.product("KZ09", "Stole")
    list_at_stalls(product_ids=[stole])
    assert (can_be_bought(goods, "online"), can_be_bought(goods, "stalls")) == (True, True)
    block([stole], BlockReason(reason), "tests")
    deliver()
    assert (can_be_bought(goods, "online"), can_be_bought(goods, "stalls")) == (False, at_stalls)
    unblock([stole], BlockReason(reason), "tests")
    deliver()
    assert (can_be_bought(goods, "online"), can_be_bought(goods, "stalls")) == (True, True)


@pytest.mark.parametrize(("reason", "at_stalls"), [("recall", False), ("holiday", True)])
def test_what_was_blocked_when_it_was_first_listed_opens_when_it_is_free(
    fair: Fair, goods: Goods, reason: str, at_stalls: bool
) -> None:
    stole = goods.product("KZ09", "Stole")
    block([stole], BlockReason(reason), "tests")
    list_at_stalls(product_ids=[stole])
    assert can_be_bought(goods, "stalls") is at_stalls
    unblock([stole], BlockReason(reason), "tests")
    deliver()
    assert can_be_bought(goods, "stalls") is True


def test_listing_again_puts_right_what_is_sold_wrongly(fair: Fair, goods: Goods) -> None:
    stole = goods.product("KZ09", "Stole")
    list_at_stalls(product_ids=[stole])
    block([stole], BlockReason.RECALL, "tests")
    assert can_be_bought(goods, "stalls") is True
    assert list_at_stalls(product_ids=[stole]) == 1
    assert can_be_bought(goods, "stalls") is False
    assert list_at_stalls(product_ids=[stole]) == 0
