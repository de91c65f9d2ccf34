import pytest

from tests.common.live import LiveShop, broken_clauses, words
from tests.journeys import Buyer

pytestmark = pytest.mark.story


def test_aarif_buys_a_stole_and_pays_at_the_door(shop: LiveShop, aarif: Buyer) -> None:
    """He finds it, types his PIN, sees days, price and tax, and presses once."""
    aarif.add(shop.shop.slug("Kani stole"))
    quoted = aarif.check_pin()
    assert "Srinagar, Jammu and Kashmir" in words(quoted)
    assert "GST in this price" in words(quoted)

    page = aarif.place(quoted, "cash-on-delivery")

    assert "To pay in cash at the door" in words(page)
    order = shop.order()
    assert (order.status.value, order.user_email) == ("UNFULFILLED", aarif.contact["email"])
    (letter,) = shop.letters("placed")
    assert letter.to == aarif.contact["email"]
    assert str(page.url).removeprefix(shop.url) in letter.text
    assert shop.charges() == []
    assert broken_clauses() == {}
