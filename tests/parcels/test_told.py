"""What a buyer reads of each step that she is told."""

import pytest

from logistics.parcels.selectors import TOLD, steps_of
from logistics.parcels.services.scan import scan
from logistics.parcels.states import Step
from storefront.orders import tracking
from storefront.orders.tracking import track_cards
from tests.common.live import LiveShop, at_rest, live_shop, words
from tests.parcels.world import happened, opened
from tests.seller_orders.conftest import shop

__all__ = ["live_shop", "shop"]


def test_each_step_that_is_told_has_words() -> None:
    assert set(TOLD) == set(tracking.TITLES)
    assert set(tracking.ICONS) < set(TOLD)


@pytest.mark.django_db
def test_at_a_centre_that_the_network_does_not_know_it_is_named_as_we_know_it() -> None:
    for number, named in (("1", {"where": "Narbal Hunar CLF"}), ("2", {})):
        found = opened(number=number)
        scan(found.code, happened(Step.AT_CENTRE, f"in {number}", **named))
    titles = [
        track_cards(steps_of(order), {})[f"{number}-KZ09"].rows[0].title
        for number in "12"
        for order in [f"T3JkZXI6{number}"]
    ]
    assert titles == ["At Narbal Hunar CLF", "At the collection centre"]


@pytest.mark.django_db(transaction=True)
def test_an_order_page_while_a_parcel_waits_at_its_centre(shop: LiveShop) -> None:
    from logistics.parcels import facade as parcels
    from sellers.orders.models import SellerOrder
    from tests.parcels.test_with_orders import packed

    buyer = shop.buyer()
    page = buyer.buy(shop.shop.slug("Kani stole"), "stripe").url.path
    at_rest()
    part = SellerOrder.objects.get()
    packed(part)
    assert parcels.at_centre(part.code, key="in", actor="person:7")
    for language in ("", "/hi", "/ur"):
        answer = buyer.web.get(f"{language}{page}")
        assert answer.status_code == 200 and "Narbal Hunar CLF" in words(answer), language
