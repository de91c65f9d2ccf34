from commerce.embedded.order.models import Order
from tests.common.live import LiveShop, broken_clauses, letters, words
from tests.journeys import Buyer


def test_aarif_buys_a_stole_and_pays_at_the_door(shop: LiveShop, aarif: Buyer) -> None:
    """He finds it, types his PIN, sees days, price and tax, and presses once."""
    aarif.add("kz09-kani-stole")
    quoted = aarif.check_pin()
    assert "Srinagar, Jammu and Kashmir" in words(quoted)
    assert "GST in this price" in words(quoted)

    page = aarif.place(quoted, "cash-on-delivery")

    assert "To pay in cash at the door" in words(page)
    order = Order.objects.get()
    assert (order.status, order.user_email) == ("UNFULFILLED", "buyer@example.com")
    (letter,) = letters("placed")
    assert letter.to == "buyer@example.com"
    assert str(page.url).removeprefix(shop.url) in letter.text
    assert shop.charges() == []
    assert broken_clauses() == {}
