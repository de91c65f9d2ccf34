"""Goods are held for a buyer who pays; the embedded store's clock is turned on by hand."""

from commerce.embedded.channel.models import Channel
from commerce.embedded.warehouse.models import Reservation
from jkrlm.kernel.clock import now
from tests.common.live import LiveShop, broken_clauses, live_shop, settled, words
from tests.faults.test_last_unit import money_is_where_it_belongs

__all__ = ["live_shop"]


def test_the_reservation_ran_out_while_he_paid_and_somebody_else_bought(live_shop: LiveShop) -> None:
    Channel.objects.update(reserve_stock_minutes=5)
    live_shop.shop.piece("Kani stole", price="6400", stock=1)
    slug = live_shop.shop.slug("Kani stole")
    slow, quick = live_shop.buyer("slow"), live_shop.buyer("quick")
    slow.add(slug)
    at_stripe = slow.place(slow.check_pin(), "stripe")
    assert 'action="/cart/add/"' not in quick.web.get(f"/products/{slug}/").text
    Reservation.objects.update(reserved_until=now())
    quick.buy(slug, "cash-on-delivery")

    back = slow.pay(at_stripe)

    assert "We could not make your order" in words(back)
    settled(money_is_where_it_belongs(live_shop), "the money went back")
    assert live_shop.kept_paise() == 0
    assert len(live_shop.letters("payment-returned")) == 1
    assert live_shop.order().user_email == quick.contact["email"]
    assert broken_clauses() == {}
