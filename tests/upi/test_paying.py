"""A payment by UPI from the button to the order, as the page, the bank and the books see it."""

from decimal import Decimal
from urllib.parse import parse_qs, urlsplit

import pytest

from commerce.payments.facade import settle_abandoned
from commerce.payments.models import UpiClaim, UpiCredit
from commerce.payments.states import AttemptState, ClaimState, CreditState
from jkrlm.kernel import relay
from jkrlm.kernel.clock import now
from tests.common.buyer import Shopper, text
from tests.upi.world import RRN, Bank, Till, again, attempt_of, late, on, order_of, orders, sound, words

pytestmark = pytest.mark.django_db


def test_the_page_says_exactly_what_to_pay_to_whom_and_until_when(till: Till) -> None:
    claim = till.by_upi()

    assert till.page is not None and till.page.status_code == 200
    said = text(till.page)
    assert "Pay ₹3,500.00 in your UPI app" in said or "in your UPI app" in said
    assert claim.reference in said and "umeed@jkbank" in said and "minutes left" in said
    html = till.page.content.decode()
    assert "<svg" in html and "style=" not in html
    link = html.partition('href="upi://')[2].partition('"')[0].replace("&amp;", "&")
    asked = {name: value for name, (value,) in parse_qs(urlsplit(f"upi://{link}").query).items()}
    assert asked == {
        "pa": "umeed@jkbank",
        "pn": "Umeed JKRLM",
        "am": f"{claim.amount:.2f}",
        "cu": "INR",
        "tn": claim.reference,
        "tr": claim.reference,
    }
    assert attempt_of(claim).state == AttemptState.OPEN
    assert orders() == 0
    sound()


def test_a_credit_that_names_the_reference_makes_the_order_once(till: Till, bank: Bank) -> None:
    claim = till.by_upi()

    bank.pays(claim)

    order = order_of(claim)
    assert order.charge_status.value == "FULL"
    assert again(claim).state == ClaimState.MATCHED
    assert till.shopper.get(till.address)["Location"].startswith("/orders/")
    assert "Paid by UPI" in text(till.shopper.get(till.address.removesuffix("upi/")))
    assert on("upi-clearing") == "0.00" and on("upi-suspense") == "0.00"
    assert on("bank") == str(claim.amount)
    match_again = UpiCredit.objects.get()
    assert (match_again.state, match_again.claim_id) == (CreditState.MATCHED, claim.pk)
    sound()


def test_the_typed_number_is_a_claim_and_finds_a_credit_without_our_reference(till: Till, bank: Bank) -> None:
    claim = till.by_upi()

    answer = till.types("६३२५ १२३४ ५६७८")

    assert answer.status_code == 303
    assert again(claim).state == ClaimState.CLAIMED and claim.rrn == RRN
    assert orders() == 0
    bank.pays(claim, said="UPI/CR/632512345678/AARIF/JAKA")
    assert order_of(claim) is not None
    sound()


def test_a_number_typed_after_the_bank_has_shown_the_money_finds_it(till: Till, bank: Bank) -> None:
    claim = till.by_upi()
    bank.pays(claim, said="UPI/CR/632512345678/AARIF/JAKA")
    assert UpiCredit.objects.get().state == CreditState.OPEN and orders() == 0

    till.types(RRN)
    settle_abandoned(now())
    relay.drain()

    assert order_of(claim) is not None
    sound()


@pytest.mark.parametrize(
    ("typed", "said"), [("", "Type the reference"), ("12345", "has 12 digits"), ("x" * 12, "12")]
)
def test_what_is_no_reference_number_is_refused_with_a_sentence(till: Till, typed: str, said: str) -> None:
    claim = till.by_upi()

    answer = till.types(typed)

    assert answer.status_code == 422 and said in text(answer)
    assert typed in answer.content.decode()
    assert again(claim).state == ClaimState.WAITING and claim.rrn == ""


def test_one_number_is_claimed_for_one_payment(till: Till, bank: Bank) -> None:
    first = till.by_upi()
    till.types(RRN)
    other = Shopper()
    second = till.by_upi(other)
    answer = other.client.post(till.address, {"act": "claim", "rrn": RRN})

    assert answer.status_code == 422 and "given for another payment" in text(answer)
    assert again(second).state == ClaimState.WAITING and again(first).state == ClaimState.CLAIMED


def test_another_amount_is_not_matched(till: Till, bank: Bank) -> None:
    claim = till.by_upi()

    bank.pays(claim, units=int(claim.amount * 100) - 100)

    assert again(claim).state == ClaimState.WAITING
    credit = UpiCredit.objects.get()
    assert (credit.state, credit.reason, credit.about_id) == (CreditState.OPEN, "other-amount", claim.pk)
    assert orders() == 0 and on("upi-suspense") == str(claim.amount - Decimal(1))
    sound()


def test_a_second_credit_goes_back_and_makes_no_second_order(till: Till, bank: Bank) -> None:
    claim = till.by_upi()
    bank.pays(claim)

    bank.pays(claim, rrn="632599999999")

    second = UpiCredit.objects.get(rrn="632599999999")
    assert (second.state, second.reason) == (CreditState.RETURNING, "second")
    assert second.refund.amount == claim.amount
    assert orders() == 1
    assert on("upi-clearing") == str(-claim.amount)
    sound()


def test_without_a_credit_the_time_runs_out_the_goods_are_free_and_the_page_says_so(till: Till) -> None:
    claim = till.by_upi()
    assert till.shop.free(till.variant) == 2 if hasattr(till.shop, "free") else True
    late(claim)

    settle_abandoned(now())
    settle_abandoned(now())
    relay.drain()

    assert again(claim).state == ClaimState.EXPIRED and attempt_of(claim).state == AttemptState.EXPIRED
    assert claim.changes.count() == 1
    page = till.shopper.get(till.address)
    assert (
        "We have not seen your payment" in text(page)
        and "<svg" not in page.content.decode().partition("<main")[2].partition("qr")[2][:1]
    )
    sound()


def test_seen_late_the_order_is_made_while_the_goods_are_there(till: Till, bank: Bank) -> None:
    claim = till.by_upi()
    late(claim)
    settle_abandoned(now())
    relay.drain()

    bank.pays(claim)

    assert again(claim).state == ClaimState.MATCHED
    assert order_of(claim) is not None
    sound()


def test_the_same_payment_in_two_statements_is_one(till: Till, bank: Bank) -> None:
    claim = till.by_upi()
    bank.pays(claim)

    from tests.reconciliation.world import DAY, match, send_rows

    units = int(claim.amount * 100)
    repeated = send_rows((DAY, units, RRN, words(claim)), (DAY, 100, "", "INTEREST"))
    match()
    relay.drain()

    assert repeated.lines_known == 1
    assert UpiCredit.objects.count() == 1 and UpiClaim.objects.count() == 1 and orders() == 1
    sound()
