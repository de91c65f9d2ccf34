"""The card company's day, fetched through its own library from the local server, against ours to the paisa."""

import io
from datetime import timedelta
from decimal import Decimal

import pytest
import stripe

import commerce.payments.facade as payments
import sellers.ledger.facade as ledger
from commerce.payments.gateways.stripe_checkout import client
from commerce.payments.models import AttemptChange, PaymentAction, PaymentAttempt
from jkrlm.kernel import clock
from sellers.reconciliation.models import Match, OpenItem, StripeDay, StripePayout, StripeTransaction
from sellers.reconciliation.services.fetch_stripe import fetch_day, fetch_due
from sellers.reconciliation.services.import_statement import import_statement
from sellers.reconciliation.services.match_lines import match_lines
from tests.payments.conftest import buyer, local_stripe, receiver, stripe_here
from tests.payments.local_server import Buyer, LocalStripe
from tests.payments.test_local_stripe_api import look, new_session
from tests.reconciliation.world import holds, maker, on, open_kinds, rupees, two_columns, walk

__all__ = ["buyer", "local_stripe", "receiver", "stripe_here"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def stripe_here(tmp_path, settings, receiver) -> LocalStripe:  # noqa: F811
    """A server of its own for each test: its balance is what the test says."""
    made = LocalStripe(tmp_path, receiver.url)
    made.start()
    settings.STRIPE_API_BASE, settings.STRIPE_SECRET_KEY = made.address, "sk_test_reconciliation"
    yield made
    made.stop()


def paid(buyer: Buyer, paise: int = 250_000, card: str = "4242 4242 4242 4242") -> str:
    """Somebody pays at the card company; returns the payment intent."""
    session = new_session(client(), paise=paise)
    buyer.pay(session.url, card)
    return look(client(), session.id).payment_intent.id


def attempt(
    intent: str, amount: str = "2500", *, order: str = "order-1", state: str = "CHARGED"
) -> PaymentAttempt:
    made = PaymentAttempt.objects.create(
        transaction_id=f"T-{intent}",
        source_id=f"C-{intent}",
        source_kind="Checkout",
        method="stripe",
        amount=Decimal(amount),
        currency="INR",
        state=state,
        session_id=f"cs_{intent}",
        payment_intent_id=intent,
        order_id=order,
    )
    AttemptChange.objects.create(attempt=made, before="OPEN", after="CHARGED", at=clock.now())
    return made


def booked(intent: str, amount: str = "2500") -> None:
    ledger.receive_payment(ledger.Payment("1042", intent, ledger.Purse.STRIPE, rupees(amount), clock.today()))


def fetched() -> StripeDay:
    fetch_day(day=clock.today(), now=clock.now())
    return StripeDay.objects.get()


def found() -> list[tuple[str, int]]:
    return list(OpenItem.objects.filter(settled_at=None).order_by("id").values_list("kind", "amount_minor"))


def test_a_payment_that_all_three_know_is_no_difference_and_its_fee_is_kept(stripe_here, buyer):
    intent = paid(buyer)
    attempt(intent)
    booked(intent)

    day = fetched()

    assert (day.state, day.transactions, day.differences) == ("done", 1, 0)
    kept = StripeTransaction.objects.get()
    assert (kept.kind, kept.intent_id, kept.amount_minor) == ("charge", intent, 250_000)
    assert (kept.fee_minor, kept.fee_gst_minor, kept.net_minor) == (5_000, 900, 244_100)
    assert open_kinds() == []


def test_every_kind_of_difference_is_an_open_item_once(stripe_here, buyer):
    unknown, other, unbooked = (paid(buyer, at) for at in (100_000, 110_000, 120_000))
    attempt(other, "1099.99")
    booked(other, "1099.99")
    attempt(unbooked, "1200")
    attempt("pi_ours_alone", "777")

    assert fetched().differences == 4
    fetched()

    assert found() == [
        ("only-at-stripe", 100_000),
        ("other-amount", 110_000),
        ("not-in-books", 120_000),
        ("only-with-us", 77_700),
    ]
    about = OpenItem.objects.get(kind="other-amount").about
    assert about == "Charge: the card company says ₹1,100.00, we say ₹1,099.99."
    assert unknown in StripeTransaction.objects.values_list("intent_id", flat=True)


def test_a_difference_that_is_mended_ends_with_the_next_comparison(stripe_here, buyer):
    intent = paid(buyer)
    attempt(intent)
    assert fetched().differences == 1
    booked(intent)

    assert fetched().differences == 0

    item = OpenItem.objects.get()
    assert item.settlement == "Compared again: it is so no longer." and item.settled_at is not None


def test_what_was_paid_for_no_order_and_given_back_is_in_no_books(stripe_here, buyer):
    intent = paid(buyer)
    made = attempt(intent, order="", state="REFUNDED")
    refund = client().v1.refunds.create({"payment_intent": intent})
    PaymentAction.objects.create(
        attempt=made,
        kind="REFUND",
        sequence=1,
        amount=2500,
        state="SUCCEEDED",
        reference="r-1",
        provider_id=refund.id,
    )

    assert (fetched().transactions, found()) == (2, [])


def test_a_refund_of_an_order_is_compared_like_a_charge(stripe_here, buyer):
    intent = paid(buyer)
    made = attempt(intent)
    booked(intent)
    refund = client().v1.refunds.create({"payment_intent": intent, "amount": 50_000})
    assert fetched().differences == 1
    PaymentAction.objects.create(
        attempt=made,
        kind="REFUND",
        sequence=1,
        amount=500,
        state="SUCCEEDED",
        reference="r-1",
        provider_id=refund.id,
    )

    fetched()

    assert found() == [("not-in-books", -50_000)]


def test_a_dispute_takes_money_that_we_do_not_know_of(stripe_here, buyer, receiver):
    intent = paid(buyer, card="4000 0000 0000 0259")
    attempt(intent)
    booked(intent)
    receiver.wait_for("charge.dispute.created", about=intent)

    fetched()

    assert found() == [("only-at-stripe", -250_000)]


def test_a_payout_is_the_sum_of_its_parts_and_is_found_in_the_bank(stripe_here, buyer):
    intents = [paid(buyer, paise) for paise in (250_000, 99_901)]
    for intent, amount in zip(intents, ("2500", "999.01"), strict=True):
        attempt(intent, amount)
        booked(intent, amount)
    net = 244_100 + (99_901 - 1_998 - 360)
    made = client().v1.payouts.create({"amount": net, "currency": "inr"})
    fetched()
    payout = StripePayout.objects.get()
    assert (payout.payout_id, payout.is_summed, payout.gross_minor) == (made.id, True, 349_901)
    assert (payout.fee_minor, payout.fee_gst_minor, payout.amount_minor) == (6_998, 1_260, net)

    import_statement(
        account_code="escrow",
        template_slug="two-columns",
        name="today.csv",
        file=io.BytesIO(
            two_columns(walk([(clock.today(), net, payout.trace, "NEFT CR STRIPE")], opening=1)).encode()
        ),
        actor=maker(),
        now=clock.now(),
    )

    match_lines(now=clock.now())

    assert Match.objects.get().reference == made.id
    assert (on("stripe-clearing"), on("gateway-fees"), on("input-gst")) == ("0.00", "69.98", "12.60")
    assert on("bank") == str(Decimal(net) / 100)
    assert open_kinds() == []
    holds()


def test_the_server_pays_out_what_past_days_brought_and_refuses_another_sum(stripe_here, buyer):
    paid(buyer)
    with pytest.raises(stripe.InvalidRequestError, match="paid out at once: 244100"):
        client().v1.payouts.create({"amount": 1, "currency": "inr"})
    since, until = clock.now() - timedelta(hours=1), clock.now() + timedelta(hours=1)
    assert payments.payouts(since=since, until=until) == ()
    (charge,) = payments.balance_transactions(since=since, until=until)
    assert (charge.kind, charge.net, charge.fee, charge.fee_gst) == (
        "charge",
        Decimal("2441.00"),
        Decimal("50.00"),
        Decimal("9.00"),
    )
    assert payments.balance_transactions(since=until, until=until + timedelta(days=1)) == ()


def test_more_than_a_page_is_read_whole(stripe_here, buyer, monkeypatch):
    monkeypatch.setattr("commerce.payments.gateways.stripe_balance.PAGE", 2)
    intents = {paid(buyer, 10_000 + at) for at in range(5)}

    assert fetched().transactions == 5
    assert set(StripeTransaction.objects.values_list("intent_id", flat=True)) == intents


def test_a_server_that_is_away_leaves_the_day_failed_with_a_reason_until_it_is_back(stripe_here, buyer):
    intent = paid(buyer)
    attempt(intent)
    booked(intent)
    stripe_here.kill()

    day = fetched()

    assert (day.state, day.tries, day.transactions) == ("failed", 1, 0)
    assert day.refusal
    assert StripeTransaction.objects.count() == 0
    stripe_here.start()
    day = fetched()
    assert (day.state, day.tries, day.refusal, day.transactions) == ("done", 2, "", 1)


def test_missed_and_failed_days_are_fetched_with_yesterdays(stripe_here):
    today = clock.today()
    StripeDay.objects.create(day=today - timedelta(days=4), state="failed", tries=3, refusal="Away")

    assert fetch_due(now=clock.now()) == 0

    held = StripeDay.objects.order_by("day").values_list("day", "state")
    assert list(held) == [(today - timedelta(days=at), "done") for at in (4, 3, 2, 1)]
