"""Goods are called back: by their lot, or because their certificate was withdrawn."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail

from certification.lots import facade as lots
from jkrlm.kernel import clock
from jkrlm.kernel.clock import now
from jkrlm.people.facade import Role
from sellers.orders.models import Adjustment, CallBack, SellerOrder
from sellers.orders.services import move
from sellers.orders.services.move import By
from sellers.orders.states import SellerOrderState
from tests.certification.cases.world import open_desk
from tests.certification.certificates.world import certified, withdrawn
from tests.common.live import LiveShop, at_rest, broken_clauses
from tests.seller_orders.conftest import (
    again,
    ordered,
    press,
    sent_and_delivered,
    staff,
    trial,
    waiting_decision,
)

pytestmark = pytest.mark.django_db(transaction=True)
OFFICER = By("person:5")
WHY = "Moth eggs were found in the wool of this lot."


def lot_of(part: SellerOrder, pieces: int = 3) -> lots.Lot:
    line = part.lines.get()
    return lots.open_lot(
        key=f"lot-{line.pk}",
        group_code=part.group_code,
        product_id=line.product_id,
        name=line.name,
        made_on=clock.today() - timedelta(days=9),
        expires_on=None,
        quantity=pieces,
        by=OFFICER,
    )


def packed(part: SellerOrder) -> SellerOrder:
    for to in (SellerOrderState.ACCEPTED, SellerOrderState.PACKED):
        move.move(code=part.code, to=to, by=By("person:7"), now=now())
    at_rest()
    part.refresh_from_db()
    return part


def recall(lot: lots.Lot, bearer: str) -> None:
    lots.recall(lot.number, WHY, bearer, OFFICER, "recall-form-1")
    at_rest()


def test_a_packed_piece_holds_its_lot_and_a_cancelled_one_gives_it_back(shop: LiveShop) -> None:
    _buyer, stole, _tray = ordered(shop, "stripe")
    lot = lot_of(stole)
    packed(stole)
    (held,) = lots.assignments((stole.code,))[stole.code]
    assert (held.lot_number, held.line_ref, held.held) == (lot.number, str(stole.lines.get().pk), 1)
    again()
    assert len(lots.assignments((stole.code,))[stole.code]) == 1

    move.cancel(code=stole.code, by=By("person:7"), now=now(), reason="The loom broke")
    at_rest()
    assert lots.lot(lot.number).assigned == 0


def test_a_recall_stops_what_has_not_left_and_pays_it_back(shop: LiveShop) -> None:
    _buyer, stole, tray = ordered(shop, "stripe")
    lot = lot_of(stole)
    packed(stole)
    mail.outbox.clear()

    recall(lot, "operator")

    stole.refresh_from_db()
    tray.refresh_from_db()
    assert (stole.state, tray.state) == (SellerOrderState.CANCELLED, SellerOrderState.NEW)
    assert stole.changes.latest("pk").reason == WHY
    letters = [each for each in mail.outbox if "called back" in each.subject]
    assert len(letters) == 1 and WHY in letters[0].body and stole.lines.get().name in letters[0].body
    assert (trial(), broken_clauses()) == (0, {})
    again()
    assert CallBack.objects.count() == 1


@pytest.mark.parametrize("bearer", ["group", "operator"])
def test_what_arrived_is_proposed_to_come_back_and_finance_decides(shop: LiveShop, bearer: str) -> None:
    _buyer, stole, _tray = ordered(shop, "stripe")
    lot = lot_of(stole)
    packed(stole)
    sent_and_delivered(stole)

    recall(lot, bearer)
    again()

    made = Adjustment.objects.get()
    assert (made.why, made.bearer, made.state, made.proposed_by) == (
        "called-back",
        bearer,
        "proposed",
        "recall",
    )
    checker = staff(Role.FINANCE_CHECKER, name="Checker")
    assert press(checker, waiting_decision(), to="approved").status_code == 302
    at_rest()
    stole.refresh_from_db()
    assert stole.lines.get().quantity_returned == 1
    assert (trial(), broken_clauses()) == (0, {})


def test_what_is_on_the_road_is_called_back_when_it_arrives(shop: LiveShop) -> None:
    _buyer, stole, _tray = ordered(shop, "stripe")
    lot = lot_of(stole)
    packed(stole)
    move.hand_over(code=stole.code, by=By("person:7"), now=now())
    at_rest()

    recall(lot, "group")
    assert (Adjustment.objects.count(), CallBack.objects.get().settled_at) == (0, None)

    move.deliver(code=stole.code, by=By("person:7"), now=now(), delivered_on=clock.today())
    at_rest()
    assert Adjustment.objects.get().why == "called-back"
    assert CallBack.objects.get().settled_at is not None


def test_a_withdrawn_certificate_brings_back_what_was_sold_under_it(
    shop: LiveShop, settings, tmp_path: Path
) -> None:
    settings.CERT_KEYS_DIR = tmp_path / "keys"
    _buyer, stole, tray = ordered(shop, "stripe")
    people = open_desk()
    product_id = stole.lines.get().product_id
    held = certified(people, product_id=product_id)
    at_rest()
    SellerOrder.objects.filter(pk__in=(stole.pk, tray.pk)).update(confirmed_at=now())
    sent_and_delivered(stole)

    withdrawn(people, held.number, bearer="operator")
    at_rest()

    made = Adjustment.objects.get()
    assert (made.seller_order.code, made.why, made.bearer) == (stole.code, "called-back", "operator")
    assert CallBack.objects.get().source == f"withdrawn:{held.number}"
    assert broken_clauses() == {}
