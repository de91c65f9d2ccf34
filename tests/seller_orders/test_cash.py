"""Cash on delivery: with the carrier until it is handed in, once, by two people, and told to the store."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

import sellers.ledger.facade as ledger
import sellers.orders.facade as orders
from jkrlm.kernel import clock
from jkrlm.people.facade import Role
from sellers.orders.models import Remittance, SellerOrder
from tests.bad_input.unchanged import nothing_changes
from tests.common.at_once import at_once
from tests.common.books import paise
from tests.common.live import LiveShop, at_rest, broken_clauses
from tests.seller_orders.conftest import (
    again,
    entries,
    ordered,
    press,
    sent_and_delivered,
    staff,
    trial,
    waiting_decision,
)

pytestmark = pytest.mark.django_db(transaction=True)


def listed(part: SellerOrder, rows: str, reference: str = "UTR0001") -> dict[str, str]:
    return {
        "carrier": part.carrier,
        "reference": reference,
        "received_on": clock.today().isoformat(),
        "rows": rows,
    }


def with_carrier(carrier: str) -> Decimal:
    return ledger.balance(ledger.account_of("cod-receivable", carrier)).amount


def test_a_carrier_hands_in_what_it_collected_and_the_store_charges_it(shop: LiveShop) -> None:
    _buyer, stole, tray = ordered(shop, "cash-on-delivery")
    sent_and_delivered(stole)
    owed = with_carrier(stole.carrier)
    maker, checker = staff(Role.FINANCE_MAKER), staff(Role.FINANCE_CHECKER, name="Checker")
    page = maker.get("/staff/orders/cash/", {"carrier": stole.carrier}).content.decode()
    assert stole.code in page
    assert tray.code not in page
    csv = maker.get("/staff/orders/cash/list.csv", {"carrier": stole.carrier}).content.decode()
    assert csv == f"parcel,amount,fee,fee_gst\r\n{stole.code},{stole.cash_to_collect},0.00,0.00\r\n"

    file = SimpleUploadedFile("cash.csv", csv.replace("0.00,0.00", "50.00,9.00").encode())
    assert press(maker, "cash/hand-in/", **listed(stole, ""), file=file).status_code == 302
    address = waiting_decision("remittance")
    assert press(maker, address, to="approved").status_code == 422
    assert with_carrier(stole.carrier) == owed
    assert press(checker, address, to="approved").status_code == 302
    at_rest()
    again()
    at_rest()

    stole.refresh_from_db()
    assert stole.cash_remitted_on == clock.today()
    assert with_carrier(stole.carrier) == owed - stole.cash_to_collect
    assert ledger.balance(ledger.account_of("bank")).amount == stole.cash_to_collect - 59
    order = shop.order()
    assert Decimal(paise(order.total_charged)) / 100 == stole.cash_to_collect
    assert Decimal(paise(order.total_authorized)) / 100 == tray.cash_to_collect
    assert entries(order.number).count("cash-remittance") == 1
    assert trial() == 0
    assert broken_clauses() == {}

    twice = press(maker, "cash/hand-in/", **listed(stole, f"{stole.code},{stole.cash_to_collect}", "UTR0002"))
    assert "was handed in already" in twice.content.decode()
    with pytest.raises(orders.WrongState):
        orders.refuse(stole.code, by=orders.By("person:7"), reason="x")
    orders.cancel(tray.code, group_codes=["KZ11"], by=orders.By("person:7"), reason="The moths were faster")
    at_rest()
    assert Decimal(paise(shop.order().total_charged)) / 100 == stole.cash_to_collect
    assert paise(shop.order().total_authorized) == 0
    assert broken_clauses() == {}


def test_one_fault_and_nothing_is_kept(shop: LiveShop) -> None:
    _buyer, stole, tray = ordered(shop, "cash-on-delivery")
    sent_and_delivered(stole)
    maker = staff(Role.FINANCE_MAKER)
    cash = stole.cash_to_collect
    wrong = {
        f"{stole.code},{cash + 1}": f"{stole.code}: {cash} was to be collected, not {cash + 1}.",
        f"{stole.code},{cash}\n{stole.code},{cash}": f"{stole.code} stands here twice.",
        "9-KZ09,5": "There is no parcel 9-KZ09.",
        f"{tray.code},{tray.cash_to_collect}": f"No cash is to be collected for {tray.code}.",
        f"{stole.code},{cash},{cash},1": f"{stole.code}: the fee is more than the cash, or below nought.",
        f"{stole.code},five": "An amount in rupees is wanted, such as 3542.00.",
        f"{stole.code},1.005": "An amount in rupees is wanted, such as 3542.00.",
        f"{stole.code},": "The amount is missing.",
        " ": "Name at least one parcel.",
    }
    for rows, sentence in wrong.items():
        with nothing_changes():
            answer = press(maker, "cash/hand-in/", **listed(stole, rows))
        assert answer.status_code == 422, rows
        assert sentence in answer.content.decode(), rows
    assert not Remittance.objects.exists()


def test_the_same_list_twice_at_once_and_two_approvals_at_once(shop: LiveShop) -> None:
    _buyer, stole, _tray = ordered(shop, "cash-on-delivery")
    sent_and_delivered(stole)
    makers = [staff(Role.FINANCE_MAKER, name=f"Maker {name}") for name in ("A", "B")]
    rows = f"{stole.code},{stole.cash_to_collect}"

    answers = at_once(
        *[
            lambda who=who, place=place: (
                press(who, "cash/hand-in/", **listed(stole, rows, f"UTR{place}")).status_code
            )
            for place, who in enumerate(makers)
        ]
    )
    assert sorted(answers) == [302, 422]
    checkers = [staff(Role.FINANCE_CHECKER, name=f"Checker {name}") for name in ("A", "B")]
    address = waiting_decision("remittance")
    decided = at_once(*[lambda who=who: press(who, address, to="approved").status_code for who in checkers])
    at_rest()

    assert sorted(decided) == [302, 422]
    assert entries(stole.order_number).count("cash-remittance") == 1
    assert Decimal(paise(shop.order().total_charged)) / 100 == stole.cash_to_collect


def test_a_refused_list_frees_its_parcels(shop: LiveShop) -> None:
    _buyer, stole, _tray = ordered(shop, "cash-on-delivery")
    sent_and_delivered(stole)
    maker, checker = staff(Role.FINANCE_MAKER), staff(Role.FINANCE_CHECKER, name="Checker")
    rows = f"{stole.code},{stole.cash_to_collect}"
    assert press(maker, "cash/hand-in/", **listed(stole, rows)).status_code == 302
    assert press(checker, waiting_decision("remittance"), to="refused").status_code == 302
    assert press(maker, "cash/hand-in/", **listed(stole, rows)).status_code == 302


def test_what_was_paid_in_cash_goes_back_by_bank(shop: LiveShop) -> None:
    _buyer, stole, _tray = ordered(shop, "cash-on-delivery")
    sent_and_delivered(stole)
    maker, checker = staff(Role.FINANCE_MAKER), staff(Role.FINANCE_CHECKER, name="Checker")
    line = stole.lines.get()
    given = {f"units_{line.pk}": 1, "why": "damaged", "bearer": "group", "reason": "A tear"}
    assert press(maker, f"parcels/{stole.code}/return/", **given).status_code == 302
    assert press(checker, waiting_decision(), to="approved").status_code == 302
    at_rest()

    page = maker.get("/staff/orders/refunds/").content.decode()
    assert "Paid in cash" in page
    assert "Ask again" not in page
    given = {"amount": "3500.00", "utr": "SBIN0000000002", "reason": "Cash order"}
    assert press(maker, f"refunds/{stole.order_number}/bank/", **given).status_code == 302
    assert press(checker, waiting_decision(), to="approved").status_code == 302
    assert ledger.orders_in_books([stole.order_number])[stole.order_number].refunds_due.amount == 0
    assert trial() == 0
    assert broken_clauses() == {}
