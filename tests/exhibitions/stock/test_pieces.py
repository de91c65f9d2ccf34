"""A labelled piece moves by its label's code, and is at one place; each clause about stock finds its break."""

from dataclasses import dataclass
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection
from django.urls import reverse

import exhibitions.stock.facade as stock
from certification.labels.models import Batch
from exhibitions.plan.facade import ExhibitionState
from exhibitions.stock.facade import Counted, Hand, Packed, PieceElsewhere, Short, Sold
from exhibitions.stock.models import Consignment, Difference, Line, Piece
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


def differences() -> dict[str, tuple[int, list[str]]]:
    """Return those that nobody settled."""
    rows = Difference.objects.filter(settled_at__isnull=True)
    return {each.kind: (each.quantity, each.serials) for each in rows}


def found(number: str, good: int, damaged: int, whole: tuple[str, ...], broken: tuple[str, ...]) -> None:
    line = Line.objects.get(consignment__number=number)
    told = [Counted(line.pk, good, damaged, whole, broken)]
    stock.count(number=number, hand=Hand.END, counted=told, key=str(uuid4()), by=STAFF)
    deliver()


def settled(kind: str, outcome: stock.Outcome, bearer: stock.Bearer) -> None:
    row = Difference.objects.get(kind=kind, settled_at__isnull=True)
    stock.settle(difference_id=row.pk, outcome=outcome, bearer=bearer, words="Looked at", by=STAFF)
    deliver()


def test_a_damaged_piece_and_a_missing_one_keep_their_own_labels(stoles: Stoles) -> None:
    whole, broken, lost = stoles.codes[:3]
    number = pack(stoles, whole, broken, lost)
    with pytest.raises(stock.BadCount, match="labels of the damaged ones too"):
        found(number, 1, 1, (whole,), ())
    with pytest.raises(stock.BadCount, match="with the damaged ones"):
        found(number, 1, 1, (whole,), (whole,))
    with pytest.raises(stock.BadCount, match="2 labels, but fewer"):
        found(number, 1, 1, (whole,), (broken, lost))
    found(number, 1, 1, (whole,), (broken,))
    assert differences() == {"short": (1, [lost]), "damaged": (1, [broken])}
    settled("damaged", stock.Outcome.HERE, stock.Bearer.NOBODY)
    settled("short", stock.Outcome.LOST, stock.Bearer.GROUP)
    assert places() == {whole: "event", broken: "event", lost: "lost"}
    (here,) = stock.goods_at(stoles.fair.code)
    assert (here.quantity, sorted(here.serials)) == (2, sorted((whole, broken)))
    all_hold()


def test_labels_find_their_difference_by_themselves_where_there_is_one_kind(stoles: Stoles) -> None:
    one, two, three = stoles.codes[:3]
    found(pack(stoles, one, two), 1, 1, (one,), ())
    assert differences() == {"damaged": (1, [two])}
    settled("damaged", stock.Outcome.LOST, stock.Bearer.GROUP)
    # A label that was never packed has come in place of the one that was: one too many, one missing.
    put_on(stoles.codes[3:])
    found(pack(stoles, three), 1, 0, (stoles.codes[3],), ())
    assert differences() == {"short": (1, [three]), "over": (1, [])}
    settled("short", stock.Outcome.LOST, stock.Bearer.GROUP)
    settled("over", stock.Outcome.NEW, stock.Bearer.NOBODY)
    assert places() == {one: "event", two: "lost", three: "lost", stoles.codes[3]: "event"}
    all_hold()


def test_a_damaged_piece_without_a_label_beside_a_missing_one_with_it(stoles: Stoles) -> None:
    one, two = stoles.codes[:2]
    number = stock.pack(
        exhibition_code=stoles.fair.code,
        group_code="KZ09",
        goods=[Packed(stoles.variant, 3, (one, two))],
        key=str(uuid4()),
        by=STAFF,
    )
    deliver()
    found(number, 1, 1, (one,), ())
    assert differences() == {"short": (1, [two]), "damaged": (1, [])}
    with pytest.raises(IntegrityError, match="stock_difference_labels_fit"):
        Difference.objects.filter(kind="short").update(serials=[one, two])


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


def test_the_sheet_asks_for_the_labels_of_damaged_pieces(stoles: Stoles) -> None:
    """What was typed stands there again where the count is sent back."""
    whole, broken, lost = stoles.codes[:3]
    number = pack(stoles, whole, broken, lost)
    line = Line.objects.get(consignment__number=number).pk
    desk = stoles.fair.desk()
    page = reverse("exhibitions_stock:count", args=[stoles.fair.code, number])
    typed = {"hand": "end", "key": "a-count", "keep": "1", f"n-{line}": "1", f"d-{line}": "1"}
    typed |= {f"codes-{line}": whole}
    refused = desk.post(page, typed)
    assert refused.status_code == 422
    assert "Scan the labels of the damaged ones too" in refused.content.decode()
    refused = desk.post(page, typed | {f"broken-{line}": f"{broken}\n{lost}"})
    assert f"{broken}\n{lost}</textarea>" in refused.content.decode()
    assert desk.post(page, typed | {f"broken-{line}": broken}).status_code == 302
    assert differences() == {"short": (1, [lost]), "damaged": (1, [broken])}
