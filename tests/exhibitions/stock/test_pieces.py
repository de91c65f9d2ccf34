"""A labelled piece moves by its label's code, and is at one place; each clause about stock finds its break."""

from dataclasses import dataclass
from uuid import uuid4

import pytest
from django.db import connection

import exhibitions.stock.facade as stock
from certification.labels.models import Batch
from exhibitions.plan.facade import ExhibitionState
from exhibitions.stock.facade import Counted, Hand, Packed, PieceElsewhere, Short, Sold
from exhibitions.stock.models import Consignment, Line, Piece
from tests.certification.cases.world import People
from tests.certification.certificates.conftest import people
from tests.certification.certificates.world import certified_lot
from tests.certification.labels.world import batch_of, codes_of, put_on
from tests.exhibitions.stock.world import STAFF, all_hold, deliver, listed, opened, stalls_for
from tests.exhibitions.world import Fair, a_fair, goods_for

__all__ = ["people"]
pytestmark = pytest.mark.django_db


@dataclass
class Stoles:
    """Five stoles; three of four labels are on pieces of theirs."""

    fair: Fair
    variant: str
    codes: list[str]


@pytest.fixture
def stoles(people: People) -> Stoles:
    lot = certified_lot(people)
    fair = a_fair(ExhibitionState.RUNNING)
    deliver()
    goods = goods_for(fair)
    listed(goods)
    opened(fair)
    stalls_for(fair, "KZ09")
    batch = batch_of(lot, people.officer, 4)
    codes = codes_of(batch)
    put_on(codes[:3])
    Batch.objects.filter(pk=batch.pk).update(product_id=goods.product("KZ09", "Stole"), group_code="KZ09")
    return Stoles(fair, goods.variants["KZ09", "Stole"], codes)


def pack(stoles: Stoles, *codes: str) -> str:
    number = stock.pack(
        exhibition_code=stoles.fair.code,
        group_code="KZ09",
        goods=[Packed(stoles.variant, len(codes), codes)],
        key=str(uuid4()),
        by=STAFF,
    )
    deliver()
    return number


def take(number: str, good: int, *codes: str, hand: Hand = Hand.END) -> None:
    line = Line.objects.get(consignment__number=number)
    stock.count(
        number=number, hand=hand, counted=[Counted(line.pk, good, 0, codes)], key=str(uuid4()), by=STAFF
    )
    deliver()


def places() -> dict[str, str]:
    return dict(Piece.objects.values_list("serial", "at"))


def test_pieces_go_by_their_labels_and_stand_in_one_place(
    stoles: Stoles,
) -> None:
    one, two, _three, unattached = stoles.codes
    for bad in (unattached, "K7QM3XRT9HDW"):
        with pytest.raises(stock.BadCount):
            pack(stoles, bad)
    assert Consignment.objects.count() == 0

    number = pack(stoles, one.lower(), f"https://shop.example.org/VERIFY/{two}")
    assert places() == {one: "on-the-way", two: "on-the-way"}
    with pytest.raises(PieceElsewhere, match="cannot be in two places"):
        pack(stoles, two)
    assert Consignment.objects.count() == 1

    with pytest.raises(stock.BadCount, match="Scan the labels"):
        take(number, 1)
    take(number, 1, two)
    assert places() == {one: "on-the-way", two: "event"}
    (here,) = stock.goods_at(stoles.fair.code)
    assert (here.quantity, here.serials) == (1, (two,))

    assert stock.note_sold(stoles.fair.code, "b1", [Sold(stoles.variant, 1, (two,))]) == ()
    assert stock.note_sold(stoles.fair.code, "b2", [Sold(stoles.variant, 1, (two,))]) == (
        Short(stoles.variant, 1, two),
    )
    stock.note_back(stoles.fair.code, "v2", [Sold(stoles.variant, 1, (two,))])
    assert places()[two] == "event"
    all_hold()


BREAKS = {
    "the stock of an exhibition is the sum of its entries": (
        "UPDATE exhibitions_stock_shelf SET quantity = quantity + 1, counted_in = counted_in + 1"
    ),
    "a labelled piece is at one place, the last that counted it": (
        "UPDATE exhibitions_stock_piece SET at = 'home'"
    ),
    "the store has at an exhibition what was counted in, less sold, less sent back": (
        "UPDATE store_warehouse_stock SET quantity = quantity + 1 FROM store_warehouse_warehouse w"
        " WHERE w.id = warehouse_id AND w.slug LIKE 'fair-%'"
    ),
    "the store has on the way what consignments have on the way": (
        "UPDATE exhibitions_stock_line SET in_transit = in_transit + 1"
    ),
}


def test_every_clause_finds_its_break_and_histories_stay(
    stoles: Stoles,
) -> None:
    number = pack(stoles, *stoles.codes[:2])
    take(number, 2)
    all_hold()
    assert list(BREAKS) == [sentence for sentence, _check in stock.invariants()]
    for sentence, statement in BREAKS.items():
        with connection.cursor() as cursor:
            cursor.execute("SAVEPOINT sound")
            cursor.execute(statement)
            assert cursor.rowcount > 0
            assert sentence in [each for each, check in stock.invariants() if check()]
            cursor.execute("ROLLBACK TO SAVEPOINT sound")
    all_hold()
    for statement in (
        "UPDATE exhibitions_stock_entry SET quantity = 1",
        "DELETE FROM exhibitions_stock_countline",
        "UPDATE exhibitions_stock_consignment SET state = 'packed'",
    ):
        with connection.cursor() as cursor:
            cursor.execute("SAVEPOINT kept")
            with pytest.raises(Exception, match=r"only added to|cannot go from"):
                cursor.execute(statement)
            cursor.execute("ROLLBACK TO SAVEPOINT kept")
