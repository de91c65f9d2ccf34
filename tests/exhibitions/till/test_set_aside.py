"""A sale that the books refuse is set aside, its till goes on, and it counts once in the end."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import InternalError

from commerce.facade import StoreUnavailable
from exhibitions.till.facade import bills, till_money
from exhibitions.till.models import Bill, SetAside, TillDay
from exhibitions.till.services import process, set_aside
from jkrlm.kernel.errors import DomainError
from jkrlm.people.facade import Role
from sellers.tax.facade import documents_of_bill
from sellers.tax.models import SpoiltNumber
from tests.exhibitions.till.test_desk import text, url
from tests.exhibitions.till.test_money_back import codes, on, sent
from tests.exhibitions.till.world import Stall, Tablet, all_hold, work
from tests.exhibitions.world import person, signed_in

pytestmark = pytest.mark.django_db

WHY = {"reason": "The tax room refuses its rate; asked who runs it"}


@pytest.fixture
def refused(monkeypatch: pytest.MonkeyPatch) -> Iterator[set[str]]:
    """Ids of sales that the books refuse for as long as they stand in it."""
    ids: set[str] = set()
    book = process.book_sale

    def faulty(*, entry: Any, **more: Any) -> Any:
        if str(entry.entry_id) in ids:
            raise DomainError("The books are at odds.")
        return book(entry=entry, **more)

    monkeypatch.setattr(process, "book_sale", faulty)
    monkeypatch.setattr(set_aside, "book_sale", faulty)
    yield ids


def level(stall: Stall) -> None:
    """What went to the bank is what bills and differences come to, as the settlement wants it."""
    for each in till_money(stall.code):
        assert (each.cash + each.difference - each.expected, each.left.amount) == (each.left, 0)


def stopped(stall: Stall, refused: set[str], pieces: int = 1) -> tuple[Tablet, dict[str, Any]]:
    """A till that stopped at its second entry, with a sale after it."""
    tablet = stall.tablet()
    tablet.open()
    sale = tablet.sell(("KZ11", "Box", pieces))
    refused.add(sale["id"])
    tablet.sell(("JM09", "Honey", 1))
    sent(tablet)
    assert tablet.row.stuck == "Entry 2: The books are at odds."
    assert bills(stall.code) == ()
    return tablet, sale


def aside(stall: Stall, tablet: Tablet) -> SetAside:
    desk, page = stall.fair.desk(), url(stall, f"{tablet.number}/aside/")
    for _press in range(2):
        assert desk.post(page, {"seq": 2, **WHY}).status_code == 302
    work()
    return SetAside.objects.get()


def book(stall: Stall, tablet: Tablet) -> Any:
    answer = stall.fair.desk().post(url(stall, f"{tablet.number}/aside/2/"))
    work()
    return answer


def test_a_till_goes_on_without_what_the_books_refuse(stall: Stall, refused: set[str]) -> None:
    tablet, sale = stopped(stall, refused)
    desk, page = stall.fair.desk(), url(stall, f"{tablet.number}/aside/")
    assert "Or set entry 2 aside" in text(desk.get(url(stall, f"{tablet.number}/")))
    assert desk.post(page, {"seq": 2, "reason": "no"}).status_code == 422
    wrong = desk.post(page, {"seq": 3, **WHY})
    assert wrong.status_code == 422
    assert WHY["reason"] in wrong.content.decode()  # what was typed stays
    row = aside(stall, tablet)
    assert (tablet.row.done_seq, tablet.row.stuck, len(bills(stall.code))) == (3, "", 1)
    assert codes(stall) == ["set-aside"]
    assert (row.cash * 100, row.why) == (sale["total"], "Entry 2: The books are at odds.")
    spoilt = SpoiltNumber.objects.get()
    assert spoilt.number == sale["documents"][0]["number"]
    assert spoilt.reason.startswith("set aside: ")
    assert on("cash-differences") == -row.cash
    assert on("stall-cash", tablet.row.purse) == row.cash + 480
    tablet.close()
    sent(tablet)
    assert TillDay.objects.get().difference == 0  # its cash is in the drawer
    # It may stay so: the settlement's sums hold.
    finance = signed_in(person("Finance", Role.FINANCE_MAKER))
    told = {"deposited": str(row.cash + 480), "reference": "JKB 0042", "key": "slip-1"}
    assert finance.post(url(stall, f"{tablet.number}/deposit/"), told).status_code == 302
    level(stall)
    all_hold()


def test_it_is_booked_once_when_its_cause_is_mended(stall: Stall, refused: set[str]) -> None:
    tablet, sale = stopped(stall, refused)
    row = aside(stall, tablet)
    still = book(stall, tablet)
    assert still.status_code == 422
    assert "The books still refuse it: The books are at odds." in text(still)
    assert Bill.objects.count() == 1
    refused.clear()
    for _press in range(2):
        assert book(stall, tablet).status_code == 302
    row.refresh_from_db()
    bill = Bill.objects.get(bill_id=sale["id"])
    assert (row.state, bill.total * 100) == ("booked", sale["total"])
    assert documents_of_bill(bill.order_number) == ()
    assert codes(stall) == ["number-wrong"]
    assert on("cash-differences") == 0
    tablet.close()
    sent(tablet)
    assert TillDay.objects.get().difference == 0
    assert "Booked later" in text(stall.fair.desk().get(url(stall, f"{tablet.number}/")))
    # Typed in from its paper afterwards, it is shown: it counts already.
    tablet.open()
    tablet.sell(("KZ11", "Box", 1), paper=sale["documents"][0]["number"])
    sent(tablet)
    assert codes(stall) == ["number-wrong", "paper-twice"]
    all_hold()


@pytest.mark.parametrize("where", ["same", "other"])
def test_it_is_typed_in_from_its_paper_and_then_not_booked(
    stall: Stall, refused: set[str], where: str
) -> None:
    tablet, sale = stopped(stall, refused)
    row = aside(stall, tablet)
    typing = tablet
    if where == "other":
        typing = stall.tablet()
        typing.open()
    typing.sell(("KZ11", "Box", 1), paper=sale["documents"][0]["number"])
    typing.cash -= sale["total"]  # it is in the first drawer since the sale
    for each in {tablet.number: tablet, typing.number: typing}.values():
        each.close()
        sent(each)
    row.refresh_from_db()
    assert (row.state, codes(stall)) == ("typed", [])
    assert {each.difference for each in TillDay.objects.all()} == {0}
    assert on("cash-differences") == 0
    assert sum(each.difference.amount for each in till_money(stall.code)) == 0
    refused.clear()
    late = book(stall, tablet)
    assert late.status_code == 422
    assert "it counts once" in text(late)
    assert len([each for each in bills(stall.code) if each.total.amount == row.total]) == 1
    all_hold()


def test_a_void_of_it_takes_its_cash_out_again(stall: Stall, refused: set[str]) -> None:
    tablet, sale = stopped(stall, refused)
    row = aside(stall, tablet)
    tablet.void(sale)
    tablet.close()
    sent(tablet)
    row.refresh_from_db()
    assert (row.state, codes(stall)) == ("void", [])
    assert (on("cash-differences"), on("stall-cash", tablet.row.purse)) == (0, 480)
    assert TillDay.objects.get().difference == 0
    assert book(stall, tablet).status_code == 422
    all_hold()


def test_what_the_store_refuses_is_found_among_many_and_set_aside(
    stall: Stall, monkeypatch: pytest.MonkeyPatch
) -> None:
    tablet = stall.tablet()
    tablet.open()
    first, second, third = (tablet.sell(("JM09", "Honey", 1)) for _each in range(3))
    place, away = process.place_orders, DomainError("The store refuses this bill.")

    def refusing(*, entries: Any, **more: Any) -> None:
        if second["id"] in {str(each.entry_id) for each in entries}:
            raise away
        place(entries=entries, **more)

    monkeypatch.setattr(process, "place_orders", refusing)
    monkeypatch.setattr(set_aside, "place_orders", refusing)
    sent(tablet)
    assert tablet.row.stuck == "Entry 3: The store refuses this bill."
    assert [str(each.bill_id) for each in Bill.objects.all()] == [first["id"]]
    desk = stall.fair.desk()
    assert desk.post(url(stall, f"{tablet.number}/aside/"), {"seq": 3, **WHY}).status_code == 302
    work()
    assert {str(each.bill_id) for each in Bill.objects.all()} == {first["id"], third["id"]}
    page = url(stall, f"{tablet.number}/aside/3/")
    away = StoreUnavailable("The store does not answer.")  # type: ignore[assignment]
    assert desk.post(page).status_code == 503
    monkeypatch.setattr(set_aside, "place_orders", place)
    assert desk.post(page).status_code == 302
    assert Bill.objects.count() == 3
    work()
    all_hold()


def test_only_what_stopped_the_till_and_only_by_its_office(stall: Stall, refused: set[str]) -> None:
    tablet, _sale = stopped(stall, refused)
    page = url(stall, f"{tablet.number}/aside/")
    cashier = stall.fair.desk(stall.fair.cashiers[0])
    other = stall.fair.desk(stall.fair.other_manager)
    for client in (cashier, other):
        assert client.post(page, {"seq": 2, **WHY}).status_code == 403
        assert client.post(f"{page}2/").status_code == 403
    assert stall.fair.desk().post(f"{page}2/").status_code == 404
    assert not SetAside.objects.exists()
    row = aside(stall, tablet)
    assert "Book it now" not in text(cashier.get(url(stall, f"{tablet.number}/")))
    rows = SetAside.objects.filter(pk=row.pk)
    for told in ({"reason": "another"}, {"cash": 0}, {"state": "typed"}, {"state": "booked", "cash": 0}):
        with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
            rows.update(**told)
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
        rows.delete()
    all_hold()
