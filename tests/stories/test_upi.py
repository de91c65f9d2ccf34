"""Payments by UPI over real HTTP: the ordinary one, never matched, matched late, matched twice."""

from decimal import Decimal
from typing import Any

import pytest

import commerce.payments.facade as payments
from commerce.payments.facade import BankCredit
from commerce.payments.models import UpiClaim, UpiCredit, UpiRefund
from jkrlm.kernel.clock import today
from tests.common.live import LiveShop, at_rest, broken_clauses, settled, words
from tests.journeys import Buyer

pytestmark = pytest.mark.story
RRN = "632512345678"


@pytest.fixture(autouse=True)
def upi_here(settings: Any) -> None:
    settings.UPI_VPA = "umeed@jkbank"
    settings.UPI_PAYEE_NAME = "Umeed JKRLM"


@pytest.fixture
def claim(shop: LiveShop, aarif: Buyer) -> UpiClaim:
    """Aarif has a stole in the bag, has chosen UPI, and looks at what to pay."""
    aarif.add(shop.shop.slug("Kani stole"))
    page = aarif.place(aarif.check_pin(), "upi")
    assert page.url.path.endswith("/upi/")
    assert "minutes left" in words(page)
    return UpiClaim.objects.order_by("-id")[0]


def pay_page(aarif: Buyer, claim: UpiClaim) -> Any:
    from storefront.models import OrderAccess

    token = OrderAccess.objects.get(checkout_id=claim.attempt.source_id).token
    return aarif.web.get(f"/orders/{token}/upi/")


def comes(claim: UpiClaim, number: str = RRN) -> None:
    """The bank tells of the money."""
    payments.see_credits(
        [
            BankCredit(
                amount=claim.amount,
                day=today(),
                reference=number,
                narration=f"UPI/CR/{number}/AARIF/{claim.reference}",
                feed_id=f"feed-{number}-{claim.reference}",
            )
        ]
    )


def test_aarif_pays_in_his_app_and_the_bank_makes_it_an_order(
    shop: LiveShop, aarif: Buyer, claim: UpiClaim
) -> None:
    page = aarif.send(pay_page(aarif, claim), "/upi/", {"rrn": RRN, "act": "claim"})
    assert "We are looking for your payment" in words(page)
    assert shop.orders() == []

    comes(claim)
    settled(lambda: bool(shop.orders()), "the order")
    shop.letters("placed")

    order = shop.order()
    assert Decimal(str(order.total.gross.amount)) == claim.amount
    page = pay_page(aarif, claim)
    assert page.url.path.endswith("/") and "/upi/" not in page.url.path
    assert "Paid by UPI" in words(page)
    assert broken_clauses() == {}


def test_never_matched_the_goods_are_free_again_and_the_page_says_so(
    shop: LiveShop, aarif: Buyer, claim: UpiClaim
) -> None:
    payments.run_out(claim.reference)
    at_rest()

    page = words(pay_page(aarif, claim))
    assert "We have not seen your payment" in page and "free for others again" in page
    assert shop.orders() == []
    rana = shop.buyer("rana")
    rana.add(shop.shop.slug("Kani stole"), 5)
    placed = rana.place(rana.check_pin(), "stripe")
    assert "/pay/" in placed.url.path
    assert broken_clauses() == {}


def test_matched_late_the_order_is_made_while_the_goods_are_there(
    shop: LiveShop, aarif: Buyer, claim: UpiClaim
) -> None:
    payments.run_out(claim.reference)
    at_rest()

    comes(claim)

    settled(lambda: bool(shop.orders()), "the order")
    shop.letters("placed")
    assert "Paid by UPI" in words(pay_page(aarif, claim))
    assert broken_clauses() == {}


def test_matched_late_when_the_goods_are_sold_the_money_goes_back(
    shop: LiveShop, aarif: Buyer, claim: UpiClaim
) -> None:
    payments.run_out(claim.reference)
    at_rest()
    rana = shop.buyer("rana")
    rana.add(shop.shop.slug("Kani stole"), 5)
    rana.pay(rana.place(rana.check_pin(), "stripe"))
    settled(lambda: len(shop.orders()) == 1, "rana's order")

    comes(claim)

    settled(lambda: UpiRefund.objects.filter(amount=claim.amount).exists(), "the transfer back")
    at_rest()
    page = words(pay_page(aarif, claim))
    assert "Your payment goes back to you" in page and "Nothing was ordered" in page
    assert len(shop.orders()) == 1
    assert broken_clauses() == {}


def test_matched_twice_the_second_goes_back(shop: LiveShop, aarif: Buyer, claim: UpiClaim) -> None:
    comes(claim)
    comes(claim, "632599999999")
    comes(claim)

    settled(lambda: bool(shop.orders()), "the order")
    shop.letters("placed")
    assert len(shop.orders()) == 1
    second = UpiCredit.objects.get(rrn="632599999999")
    assert (second.state, second.refund.amount) == ("returning", claim.amount)
    assert UpiRefund.objects.count() == 1
    assert broken_clauses() == {}
