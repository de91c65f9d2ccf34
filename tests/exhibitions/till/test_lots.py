"""What is sold at a stall is of a lot: a recall finds it, a return gives it back, and no bill waits for any of it."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

import certification.lots.facade as lots
from exhibitions.till.facade import bills, flags
from exhibitions.till.models import Till
from jkrlm.kernel import clock
from jkrlm.kernel.models import OutboxMessage
from jkrlm.kernel.outbox import Event
from jkrlm.people.facade import Role
from sellers.orders.facade import keep_stall_lots
from sellers.orders.models import Adjustment, CallBack, SellerOrder
from tests.certification.cases.world import apply, assign, complete, evaluate, open_desk, wish
from tests.certification.certificates.world import issued
from tests.certification.labels.world import batch_of, codes_of, put_on
from tests.certification.lots.world import BY
from tests.exhibitions.till.world import Stall, Tablet, all_hold, work
from tests.exhibitions.world import person, signed_in

pytestmark = pytest.mark.django_db
WHY = "Moth eggs were found in the wool of this lot."


@pytest.fixture
def tablet(stall: Stall) -> Tablet:
    made = stall.tablet()
    made.open()
    return made


def product_of(tablet: Tablet, name: str) -> str:
    return str(tablet.item(tablet.stall.variant("KZ09", name))["product"])


def lot_of(tablet: Tablet, name: str, quantity: int, *, expires_on: date | None = None) -> lots.Lot:
    return lots.open_lot(
        uuid4().hex,
        "KZ09",
        product_of(tablet, name),
        name,
        clock.today() - timedelta(days=30),
        expires_on,
        quantity,
        BY,
    )


def labels_of(lot: lots.Lot, count: int, settings: pytest.MonkeyPatch, keys: object) -> list[str]:
    """Labels on pieces of a lot, by a certificate that covers it."""
    settings.CERT_KEYS_DIR = keys  # type: ignore[attr-defined]
    people = open_desk()
    case = apply(
        wish("saffron", product_id=lot.product_id, lot_number=lot.number, quantity=lot.quantity),
        people.seller,
    )
    complete(case.number, people.officer)
    held = issued(people, evaluate(people, assign(case.number, people.inspector.pk, people.officer)))
    codes = codes_of(batch_of(held, people.officer, count))
    put_on(codes)
    return codes


def held(lot: lots.Lot) -> dict[str, int]:
    found: dict[str, int] = {}
    for each in lots.orders_of_lot(lot.number):
        found[each.order_code] = found.get(each.order_code, 0) + each.held
    return {code: count for code, count in found.items() if count}


def send(tablet: Tablet) -> SellerOrder:
    tablet.send()
    work()
    return SellerOrder.objects.latest("pk")


def test_a_recall_finds_what_was_sold_at_a_stall(tablet: Tablet) -> None:
    soon, later = (
        lot_of(tablet, "Stole", 2, expires_on=clock.today() + timedelta(days=days)) for days in (0, 90)
    )
    tablet.sell(("KZ09", "Stole", 3), ("KZ11", "Box", 1))
    part = send(tablet) and SellerOrder.objects.get(group_code="KZ09")
    # What ends today may be sold today: nobody sends it anywhere.
    assert (held(soon), held(later)) == ({part.code: 2}, {part.code: 1})
    assert set(SellerOrder.objects.values_list("lots_wanting", flat=True)) == {0}

    recalled = lots.recall(later.number, WHY, "group", BY, "form")
    work()
    assert recalled.orders == (part.code,)
    noted = CallBack.objects.get()
    assert (noted.seller_order, list(noted.units.values()), noted.reason) == (part, [1], WHY)
    assert noted.settled_at is not None
    # Its buyer stands at no desk of online orders: it is given back at a till.
    assert not Adjustment.objects.exists()
    all_hold()


def test_what_comes_back_to_the_stall_goes_back_to_its_lot(tablet: Tablet) -> None:
    lot = lot_of(tablet, "Stole", 5)
    sold = tablet.sell(("KZ09", "Stole", 3))
    part = send(tablet)
    tablet.give_back(sold, 0, 1)
    send(tablet)
    assert held(lot) == {part.code: 2}
    wrong = tablet.sell(("KZ09", "Stole", 2))
    send(tablet)
    assert sum(held(lot).values()) == 4
    tablet.void(wrong)
    send(tablet)
    assert held(lot) == {part.code: 2}
    assert lots.lot(lot.number).assigned == 2
    all_hold()


def test_more_sold_than_lots_have_is_a_bill_and_stands_on_the_desk(tablet: Tablet) -> None:
    lot = lot_of(tablet, "Stole", 1)
    gone = lot_of(tablet, "Stole", 9, expires_on=clock.today() - timedelta(days=1))
    tablet.sell(("KZ09", "Stole", 3))
    part = send(tablet)
    assert (held(lot), held(gone), part.lots_wanting) == ({part.code: 1}, {}, 2)
    assert len(bills(tablet.stall.code)) == 1
    desk = signed_in(person("Order Desk", Role.LOGISTICS))
    assert part.code in desk.get("/staff/orders/?no_lot=1").content.decode()
    all_hold()


def test_what_was_sold_yesterday_is_judged_by_yesterday(tablet: Tablet) -> None:
    lot = lot_of(tablet, "Stole", 5, expires_on=clock.today() - timedelta(days=1))
    Till.objects.update(paired_at=clock.now() - timedelta(days=2))
    tablet.sell(("KZ09", "Stole", 2), at=(clock.now() - timedelta(days=1)).isoformat())
    part = send(tablet)
    assert (held(lot), part.lots_wanting) == ({part.code: 2}, 0)


def test_a_labelled_piece_is_of_its_own_lot(tablet: Tablet, settings, tmp_path) -> None:
    lot_of(tablet, "Stole", 5, expires_on=clock.today() + timedelta(days=9))
    own = lot_of(tablet, "Stole", 4)
    code, other = labels_of(own, 2, settings, tmp_path)
    stole = tablet.stall.variant("KZ09", "Stole")
    sold = tablet.bill([tablet.line(stole, 1, serial=code), tablet.line(stole, 1)])
    part = send(tablet)
    assert held(own) == {part.code: 1}
    (kept,) = lots.orders_of_lot(own.number)
    assert kept.serials == (code,)
    tablet.give_back(sold, 0, 1)
    send(tablet)
    assert held(own) == {}
    # It came back: it may be sold again.
    tablet.bill([tablet.line(stole, 1, serial=code)])
    again = send(tablet)
    assert held(own) == {again.code: 1}

    # Offline, a piece of a lot that is called back meanwhile.
    tablet.bill([tablet.line(stole, 1, serial=other)])
    lots.recall(own.number, WHY, "operator", BY, "form")
    late = send(tablet)
    assert {each.seller_order for each in CallBack.objects.all()} == {again, late}
    assert (held(own), late.lots_wanting) == ({again.code: 1}, 1)
    assert "certificate-revoked" in {each.code for each in flags(tablet.stall.code)}
    all_hold()


def test_told_twice_it_is_done_once_and_costs_so_much(tablet: Tablet) -> None:
    lot = lot_of(tablet, "Stole", 9)
    tablet.sell(*[("KZ09", "Stole", 1)] * 4)
    part = send(tablet)
    happened = OutboxMessage.objects.get(name="StallSold")
    with CaptureQueriesContext(connection) as asked:
        keep_stall_lots(Event(happened.pk, happened.name, happened.payload, happened.issued_at))
    assert held(lot) == {part.code: 4}
    assert len(asked) <= 9 + 3 * 4
