"""The store is away, slow, busy, broken or cut short: what reads stays up, what writes waits and arrives once."""

import httpx
import pytest

from tests.common.bad_proxy import Broken, Busy, Cut, Html, Lose, Mode, Slow
from tests.saleor.faults_stage import is_ordered, new_name, recover, sell, sound
from tests.standin.house import STRIPE_KEY, House, until

#: Longer than any page waits: the store says to come back, and is not waited for.
FAULTS = [
    pytest.param(None, id="away"),
    pytest.param(Lose(), id="lost on the way"),
    pytest.param(Cut(), id="cut in mid-answer"),
    pytest.param(Cut(0), id="cut before the answer"),
    pytest.param(Busy(60), id="429"),
    pytest.param(Broken(500), id="500"),
    pytest.param(Broken(503), id="503"),
    pytest.param(Html(), id="somebody else's page"),
]


def suffer(house: House, fault: Mode | None) -> None:
    if fault is None:
        house.proxy.away()
    else:
        house.proxy.mode = fault


def dashboard_refund(house: House, intent: str, paise: int) -> None:
    """Give money back at the card company, behind the shop's back."""
    answer = httpx.post(
        f"{house.stripe.address}/v1/refunds",
        data={"payment_intent": intent, "amount": str(paise)},
        auth=(STRIPE_KEY, ""),
        timeout=10,
    )
    assert answer.status_code == 200, answer.text


def reports(house: House, kind: str, reference: str) -> int:
    """Return how often the store's books have an event."""
    statement = "SELECT count(*) FROM store_payment_transactionevent WHERE type = %s AND psp_reference = %s"
    return int(house.saleor.rows(statement, kind, reference)[0][0])


@pytest.mark.parametrize("fault", FAULTS)
def test_pages_that_only_read_stay_up(house: House, fault: Mode | None) -> None:
    name = new_name()
    _, slug = sell(house, name)
    buyer = house.buyer()
    pages = ["/", "/products/", f"/products/{slug}/", "/products/?q=shawl", "/makers/", "/hi/products/"]
    before = {page: buyer.web.get(page) for page in pages}
    assert {page: answer.status_code for page, answer in before.items()} == dict.fromkeys(pages, 200)

    suffer(house, fault)

    during = {page: buyer.web.get(page) for page in pages}
    assert {page: answer.status_code for page, answer in during.items()} == dict.fromkeys(pages, 200)
    assert name in during[f"/products/{slug}/"].text
    assert "3,500" in during[f"/products/{slug}/"].text

    assert buyer.add(slug).status_code == 503, "what writes does not pretend to have been done"
    recover(house)


def test_what_was_paid_while_the_store_was_away_becomes_one_order(house: House) -> None:
    _, slug = sell(house, new_name())
    buyer = house.buyer()
    buyer.add(slug)
    pay_page = buyer.place(buyer.check_pin(), "stripe")
    orders, charges = len(house.orders()), len(house.charges())

    house.proxy.away()
    returned = buyer.pay(pay_page)
    assert returned.status_code == 503
    until(lambda: house.rooms.tell("waiting")["pending"] > 0, "the card company's news to wait")
    waiting = house.failing()
    assert [name for name, *_ in waiting] == ["StripeEventReceived"]
    until(lambda: "StoreUnavailable" in house.failing()[0][3], "a try")
    put_off = (
        "SELECT count(*) FROM kernel_outboxdelivery WHERE state = 'PENDING' AND put_off_since IS NOT NULL"
    )
    assert house.rooms.rows(put_off) == [(1,)], "such tries do not count towards the twelve"

    recover(house)
    house.at_rest()
    assert is_ordered(buyer.web.get(str(returned.url)))
    assert (len(house.orders()), len(house.charges())) == (orders + 1, charges + 1)
    sound(house)


@pytest.mark.parametrize("fault", FAULTS[1:4])
def test_news_of_a_payment_that_met_a_fault_on_the_way_counts_once(house: House, fault: Mode) -> None:
    """Some of these the store has acted on although nobody heard its answer."""
    _, slug = sell(house, new_name())
    buyer = house.buyer()
    buyer.add(slug)
    pay_page = buyer.place(buyer.check_pin(), "stripe")
    orders = len(house.orders())

    house.proxy.next(fault, fault, fault)
    buyer.pay(pay_page)

    house.at_rest()
    intent = house.charges()[0]["payment_intent"]
    until(lambda: len(house.orders()) == orders + 1, "the order")
    sound(house)
    assert reports(house, "CHARGE_SUCCESS", intent) == 1


def test_a_refund_at_the_card_company_reaches_the_store_once(house: House) -> None:
    _, slug = sell(house, new_name())
    buyer = house.buyer()
    assert is_ordered(buyer.buy(slug, "stripe"))
    house.at_rest()
    charge = house.charges()[0]

    house.proxy.away()
    dashboard_refund(house, charge["payment_intent"], 10_000)
    until(lambda: any("StoreUnavailable" in row[3] for row in house.failing()), "a try in vain")
    recover(house)

    house.at_rest()
    refund = house.rooms.rows(
        "SELECT a.reference, a.amount FROM payments_paymentaction a JOIN payments_paymentattempt p"
        " ON p.id = a.attempt_id WHERE p.payment_intent_id = %s",
        charge["payment_intent"],
    )
    assert [amount for _, amount in refund] == [100]
    assert reports(house, "REFUND_SUCCESS", refund[0][0]) == 1
    sound(house)


def test_money_for_goods_that_are_gone_goes_back_once_when_the_store_is_back(house: House) -> None:
    variant, slug = sell(house, new_name(), stock=1)
    buyer = house.buyer()
    buyer.add(slug)
    pay_page = buyer.place(buyer.check_pin(), "stripe")
    orders = len(house.orders())
    house.rooms.tell("restock", variant=variant, quantity=0)
    house.at_rest()

    house.proxy.away()
    buyer.pay(pay_page)
    until(lambda: any("StoreUnavailable" in row[3] for row in house.failing()), "a try in vain")
    recover(house)
    house.at_rest()

    charge = house.charges()[0]
    until(lambda: house.charges()[0]["refunded"], "the money to go back")
    assert charge["amount"] == house.charges()[0]["amount_refunded"]
    assert len(house.orders()) == orders
    sound(house)


def test_what_was_paid_above_the_order_goes_back_once_when_the_store_is_back(house: House) -> None:
    """The price was lowered while the pay page was open."""
    variant, slug = sell(house, new_name())
    buyer = house.buyer()
    buyer.add(slug)
    pay_page = buyer.place(buyer.check_pin(), "stripe")
    orders = len(house.orders())
    house.rooms.tell("reprice", variant=variant, price="3000")
    house.at_rest()
    house.saleor.rows("UPDATE store_checkout_checkout SET prices_expire_at = now()")

    house.proxy.away()
    buyer.pay(pay_page)
    until(lambda: any("StoreUnavailable" in row[3] for row in house.failing()), "a try in vain")
    recover(house)
    house.at_rest()

    assert len(house.orders()) == orders + 1
    charge = house.charges()[0]
    total = house.orders()[-1][2]
    assert charge["amount"] - charge["amount_refunded"] == int(total * 100)
    assert charge["amount_refunded"] > 0
    sound(house)


def test_cash_promised_before_the_store_went_silent_becomes_one_order(house: House) -> None:
    """The promise was heard, the order's answer was cut: the buyer presses again, the sweep looks as well."""
    _, slug = sell(house, new_name())
    buyer = house.buyer()
    buyer.add(slug)
    page = buyer.check_pin()
    orders = len(house.orders())

    house.proxy.mode = Cut(0)
    cut = buyer.place(page, "cash-on-delivery")
    assert cut.status_code == 503
    recover(house)

    if not is_ordered(cut):
        buyer.place(buyer.check_pin(), "cash-on-delivery")
    house.at_rest()
    house.rooms.tell("sweep", later_seconds=300)
    house.at_rest()
    assert len(house.orders()) == orders + 1
    sound(house)


def test_a_slow_store_sells(house: House) -> None:
    _, slug = sell(house, new_name())
    house.proxy.mode = Slow(0.15)
    assert is_ordered(house.buyer().buy(slug, "cash-on-delivery"))
    sound(house)


def test_a_busy_store_is_asked_again_and_sells_once(house: House) -> None:
    _, slug = sell(house, new_name())
    buyer = house.buyer()
    buyer.add(slug)
    page = buyer.check_pin()
    orders = len(house.orders())
    house.proxy.next(Busy(1), Busy(1))
    assert is_ordered(buyer.place(page, "cash-on-delivery"))
    sound(house)
    assert len(house.orders()) == orders + 1
