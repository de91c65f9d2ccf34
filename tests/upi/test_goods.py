"""Goods are kept while a payment is waited for, and let go once it is not; late money finds them or goes back."""

import pytest

from commerce.embedded.checkout.models import Checkout
from commerce.embedded.product.models import ProductVariantChannelListing
from commerce.embedded.warehouse.models import Reservation, Stock
from commerce.payments.facade import run_out, settle_abandoned
from commerce.payments.models import UpiCredit, UpiRefund
from commerce.payments.states import AttemptState, ClaimState
from jkrlm.kernel import relay
from jkrlm.kernel.clock import now
from storefront.models import MailMessage
from tests.common.buyer import Shopper, text
from tests.common.shop_world import Shop
from tests.upi.world import RRN, Bank, Till, again, attempt_of, order_of, orders, sound

pytestmark = pytest.mark.django_db


@pytest.fixture
def last(shop: Shop, shopper: Shopper) -> Till:
    """One stole is left."""
    return Till(shop, shopper, shop.piece("Last stole", price="3500", stock=1))


def wants_it_too(till: Till) -> str:
    """Somebody else tries to buy the same stole in cash; returns what the shop says."""
    other = Shopper()
    answer = other.add(till.variant)
    if answer.status_code not in (302, 303):
        return text(answer)
    other.check_pin(pin="190001", city="")
    placed = other.place("cash-on-delivery")
    relay.drain()
    return "bought" if placed.status_code == 303 else text(placed)


def test_the_last_piece_is_kept_for_who_is_paying(last: Till, bank: Bank) -> None:
    claim = last.by_upi()

    kept = Reservation.objects.get()
    assert kept.reserved_until == claim.expires_at
    assert wants_it_too(last) != "bought"
    last.types(RRN)
    assert Reservation.objects.get().reserved_until == again(claim).expires_at
    bank.pays(claim)
    assert order_of(claim) is not None and Reservation.objects.count() == 0
    sound()


def test_when_the_time_is_over_others_may_buy_it_and_late_money_goes_back(last: Till, bank: Bank) -> None:
    claim = last.by_upi()
    run_out(claim.reference)
    relay.drain()
    assert Reservation.objects.count() == 0
    assert wants_it_too(last) == "bought"

    bank.pays(claim)

    assert again(claim).state == ClaimState.MATCHED
    assert attempt_of(claim).state == AttemptState.RETURNING and order_of(claim) is None
    assert UpiRefund.objects.get().amount == claim.amount
    (letter,) = MailMessage.objects.filter(kind="upi")
    assert letter.subject == "₹3,542 goes back to you" and "within seven days" in letter.text
    said = text(last.shopper.get(last_address(claim)))
    assert "Your payment goes back to you" in said and "within seven days" in said
    assert orders() == 1 and Stock.objects.get().quantity_allocated == 1
    settle_abandoned(now())
    assert UpiRefund.objects.count() == 1
    sound()

    from tests.upi.test_money_back import sent_back

    sent_back(UpiRefund.objects.get(), bank)

    assert attempt_of(claim).state == AttemptState.REFUNDED
    assert MailMessage.objects.filter(kind="payment-returned").count() == 1
    assert "on its way back" in text(last.shopper.get(last_address(claim).removesuffix("upi/")))
    sound()


def test_who_gave_a_number_and_is_not_seen_in_time_is_told_by_mail(last: Till) -> None:
    claim = last.by_upi()
    last.types(RRN)

    run_out(claim.reference)
    relay.drain()

    (letter,) = MailMessage.objects.filter(kind="upi")
    assert "We have not seen your UPI payment" in letter.subject and RRN in letter.text
    assert last.address in letter.text
    sound()


def test_dearer_meanwhile_late_money_goes_back(last: Till, bank: Bank) -> None:
    claim = last.by_upi()
    run_out(claim.reference)
    relay.drain()
    ProductVariantChannelListing.objects.update(price_amount=4000, discounted_price_amount=4000)
    Checkout.objects.update(prices_expire_at=None)

    bank.pays(claim)

    assert attempt_of(claim).state == AttemptState.RETURNING and orders() == 0
    assert UpiRefund.objects.get().amount == claim.amount
    sound()


def last_address(claim: object) -> str:
    from storefront.models import OrderAccess

    checkout = attempt_of(claim).source_id  # type: ignore[arg-type]
    return f"/orders/{OrderAccess.objects.get(checkout_id=checkout).token}/upi/"


def test_given_up_the_goods_are_free_and_another_way_to_pay_is_open(last: Till) -> None:
    claim = last.by_upi()

    answer = last.shopper.client.post(last.address, {"act": "give-up"})
    relay.drain()

    assert answer.status_code == 303
    assert again(claim).state == ClaimState.REFUSED and Reservation.objects.count() == 0
    assert "given up" in text(last.shopper.get(last.address))
    last.shopper.check_pin(pin="190001", city="")
    assert last.shopper.place("cash-on-delivery").status_code == 303
    relay.drain()
    assert orders() == 1
    sound()


def test_a_claimed_payment_is_not_left_behind_for_another_way_to_pay(last: Till) -> None:
    claim = last.by_upi()
    last.types(RRN)
    last.shopper.check_pin(pin="190001", city="")

    answer = last.shopper.place("cash-on-delivery")

    assert answer.status_code == 303 and answer["Location"] == last.address
    assert again(claim).state == ClaimState.CLAIMED and orders() == 0
    sound()


def test_waited_for_and_then_paid_in_cash_the_money_that_comes_all_the_same_goes_back(
    last: Till, bank: Bank
) -> None:
    claim = last.by_upi()
    last.shopper.check_pin(pin="190001", city="")
    assert last.shopper.place("cash-on-delivery").status_code == 303
    relay.drain()
    assert again(claim).state == ClaimState.REFUSED and orders() == 1

    bank.pays(claim)

    assert UpiCredit.objects.get().state == "matched"
    assert attempt_of(claim).state == AttemptState.RETURNING
    assert UpiRefund.objects.get().amount == claim.amount and orders() == 1
    sound()


def test_a_new_payment_after_the_time_ran_out_starts_by_one_press(last: Till) -> None:
    first = last.by_upi()
    run_out(first.reference)
    relay.drain()
    last.shopper.check_pin(pin="190001", city="")

    answer = last.shopper.place("upi")

    assert answer.status_code == 303 and answer["Location"].endswith("/upi/")
    relay.drain()
    assert Reservation.objects.count() == 1
    sound()


def test_above_the_limit_upi_is_not_offered(shop: Shop, shopper: Shopper) -> None:
    shopper.add(shop.piece("Carpet", price="150000", stock=1))

    page = shopper.check_pin(pin="190001", city="")

    assert "UPI takes at most ₹1,00,000 in one payment." in text(page)


def test_without_an_address_upi_is_not_offered(shop: Shop, shopper: Shopper, settings) -> None:
    settings.UPI_VPA = ""
    shopper.add(shop.piece("Stole", price="1500"))
    assert 'value="upi"' not in shopper.check_pin(pin="190001", city="").content.decode()
