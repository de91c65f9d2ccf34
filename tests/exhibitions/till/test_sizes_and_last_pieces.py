"""Lots of one size at a stall and in a parcel; two bills at once on the last pieces of a lot."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps

import certification.lots.facade as lots
from certification.labels.facade import LabelRefusal
from jkrlm.kernel import clock
from jkrlm.kernel.models import OutboxMessage
from jkrlm.kernel.outbox import Event
from sellers.orders.facade import keep_lots, keep_stall_lots, sell_labelled
from sellers.orders.models import SellerOrder, SellerOrderLine
from sellers.orders.services.move import By
from tests.certification.lots.world import BY, key
from tests.collection.world import parcel
from tests.common.at_once import at_once
from tests.common.live import broken_clauses
from tests.exhibitions.till.test_lots import held, labels_of, product_of, send
from tests.exhibitions.till.world import Stall, Tablet, a_stall, all_hold, work

OTHER = "UHJvZHVjdFZhcmlhbnQ6b3RoZXI="


def lot_of(tablet: Tablet, variant: str, quantity: int, *, days: int | None = None) -> lots.Lot:
    ends = None if days is None else clock.today() + timedelta(days=days)
    product, made = product_of(tablet, "Stole"), clock.today() - timedelta(days=9)
    return lots.open_lot(key(), "KZ09", product, "Stole", made, ends, quantity, BY, variant_id=variant)


def opened(stall: Stall) -> Tablet:
    made = stall.tablet()
    made.open()
    return made


@pytest.mark.django_db
def test_a_stall_sells_each_size_of_its_own_lots(stall: Stall) -> None:
    tablet = opened(stall)
    stole = stall.variant("KZ09", "Stole")
    other, own = lot_of(tablet, OTHER, 5, days=3), lot_of(tablet, stole, 2, days=90)
    tablet.sell(("KZ09", "Stole", 3))
    part = send(tablet)
    assert (held(other), held(own), part.lots_wanting) == ({}, {part.code: 2}, 1)
    all_hold()


@pytest.mark.django_db
def test_a_parcel_is_packed_of_lots_of_its_size(stall: Stall, settings, tmp_path) -> None:
    tablet = opened(stall)
    stole = stall.variant("KZ09", "Stole")
    other, own = lot_of(tablet, OTHER, 5, days=3), lot_of(tablet, stole, 5)
    code, _second = labels_of(own, 2, settings, tmp_path)
    made = parcel()
    made.lines.update(product_id=own.product_id, variant_id=stole)
    keep_lots(Event(1, "SellerOrderMoved", {"code": made.code}, clock.now()))
    assert (held(other), held(own)) == ({}, {made.code: 2})

    # Two sizes of the same goods in one parcel: a label is on the piece of its size.
    both = parcel("1043")
    both.lines.update(product_id=own.product_id, variant_id=OTHER)
    with pytest.raises(LabelRefusal, match="another size"):
        sell_labelled(both.code, [code], By("person:7"))
    line = both.lines.get()
    line.pk, line.order_line_id, line.variant_id = None, "second", stole
    line.save()
    sell_labelled(both.code, [code], By("person:7"))
    (kept,) = lots.assignments((both.code,))[both.code]
    assert (kept.line_ref, kept.serials) == (str(SellerOrderLine.objects.latest("pk").pk), (code,))


@pytest.mark.django_db(transaction=True)
def test_two_bills_at_once_on_the_last_pieces_of_a_lot() -> None:
    tablet = opened(a_stall())
    lot = lot_of(tablet, "", 3)
    for _bill in range(2):
        tablet.sell(("KZ09", "Stole", 2))
    tablet.send()
    work()
    bills = SellerOrder.objects.order_by("id")
    first, second = bills
    for each in bills:
        lots.release_order(each.code, BY)
    told = [
        Event(each.pk, each.name, each.payload, each.issued_at)
        for each in OutboxMessage.objects.filter(name="StallSold")
    ]
    # Both are told, and told twice, at one moment.
    answers = at_once(*(lambda each=each: keep_stall_lots(each) for each in told * 2))
    assert answers == [None] * 4
    assert sum(held(lot).values()) == lots.lot(lot.number).assigned == 3
    for each in (first, second):
        each.refresh_from_db()
        assert held(lot).get(each.code, 0) + each.lots_wanting == 2
    all_hold()


@pytest.mark.django_db
def test_bills_from_before_are_put_into_lots_and_a_piece_in_none_is_seen(stall: Stall) -> None:
    tablet = opened(stall)
    lot = lot_of(tablet, "", 5)
    tablet.sell(("KZ09", "Stole", 2))
    part = send(tablet)
    lots.release_order(part.code, BY)  # as a bill stands that was booked before lots followed
    all_hold()  # its reaction may still come
    SellerOrder.objects.update(changed_at=clock.now() - timedelta(hours=25))
    missing = f"{part.code}: 2 pieces of lots, 0 in lots, 0 wanting"
    assert list(broken_clauses().values()) == [[missing]]

    import_module("sellers.orders.migrations.0013_lots_of_old_bills").tell(apps, None)
    work()
    assert held(lot) == {part.code: 2}
    all_hold()
