"""A lot is opened, sold first expired first, never beyond what there is, and called back."""

import re

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

import certification.lots.facade as lots
from certification.lots.models import Assignment, Lot
from jkrlm.kernel.models import OutboxMessage
from tests.certification.lots.world import BY, HONEY, SAFFRON, in_days, key, saffron, sold

pytestmark = pytest.mark.django_db


def left(lot: lots.Lot) -> int:
    return lots.lot(lot.number).available


def test_a_lot_has_a_number_fit_for_a_label_and_the_same_form_makes_it_once() -> None:
    form = key()
    made = [lots.open_lot(form, "KZ09", SAFFRON, "Saffron", in_days(-1), None, 5, BY) for _twice in range(2)]
    assert made[0] == made[1]
    assert re.fullmatch(r"L\d\d-\d{6}", made[0].number)
    assert [each.what for each in lots.history(made[0].number)] == ["opened"]


def test_another_lot_by_the_same_form_is_refused() -> None:
    form = key()
    lots.open_lot(form, "KZ09", SAFFRON, "Saffron", in_days(-1), None, 5, BY)
    with pytest.raises(lots.KeyTaken):
        lots.open_lot(form, "KZ09", HONEY, "Honey", in_days(-1), None, 5, BY)
    assert Lot.objects.count() == 1


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        ({"quantity": 0}, "quantity"),
        ({"made_on": in_days(1)}, "made_on"),
        ({"expires_on": in_days(-40)}, "expires_on"),
        ({"name": "  "}, "name"),
    ],
)
def test_a_lot_that_cannot_be_says_which_field_to_mend(wish: dict, field: str) -> None:
    usual = {"name": "Saffron", "made_on": in_days(-30), "expires_on": None, "quantity": 5}
    with pytest.raises(lots.BadLot) as refused:
        lots.open_lot(key(), "KZ09", SAFFRON, by=BY, **{**usual, **wish})
    assert refused.value.field == field
    assert Lot.objects.count() == 0


def test_what_expires_first_is_suggested_first_and_what_is_past_never() -> None:
    saffron(4)
    late = saffron(4, expires_on=in_days(90))
    soon = saffron(4, expires_on=in_days(9))
    saffron(4, expires_on=in_days(-1))
    assert [(lot.number, count) for lot, count in lots.suggest(SAFFRON, 6)] == [
        (soon.number, 4),
        (late.number, 2),
    ]
    assert sum(count for _, count in lots.suggest(SAFFRON, 100)) == 12


def test_it_may_be_sold_on_its_last_day_and_not_after() -> None:
    assert sold(saffron(expires_on=in_days(0)), 1).quantity == 1
    with pytest.raises(lots.LotNotForSale, match="The last day of lot"):
        sold(saffron(expires_on=in_days(-1)), 1)


def test_never_more_than_there_is() -> None:
    lot = saffron(3)
    sold(lot, 2)
    with pytest.raises(lots.LotExhausted) as refused:
        sold(lot, 2, "1043-KZ09")
    assert refused.value.params == {"left": 1}
    assert left(lot) == 1


def test_the_database_refuses_what_code_would_forget() -> None:
    lot = saffron(3)
    row = Lot.objects.get(number=lot.number)
    past = Lot.objects.get(number=saffron(3, expires_on=in_days(-1)).number)
    for wrong in ({"lot": row, "quantity": 4}, {"lot": row, "product_id": HONEY}, {"lot": past}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Assignment.objects.create(
                **{
                    "key": key(),
                    "order_code": "1042",
                    "line_ref": "1",
                    "product_id": SAFFRON,
                    "quantity": 1,
                    "assigned_at": "2026-11-22T05:00:00Z"
                    if wrong["lot"] is row
                    else f"{in_days(0)}T05:00:00Z",
                    "actor": "raw",
                    **wrong,
                }
            )
    assert left(lot) == 3
    sold(lot, 1)
    for sql in (
        "UPDATE cert_lots_lot SET assigned = 0",
        "UPDATE cert_lots_lot SET quantity = 99",
        "DELETE FROM cert_lots_assignment",
        "UPDATE cert_lots_assignment SET quantity = 3",
        "DELETE FROM cert_lots_lotchange",
        "UPDATE cert_lots_lotchange SET words = ''",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    assert left(lot) == 2


def test_only_the_certified_part_of_a_lot_is_sold() -> None:
    lot = saffron(10)
    sold(lot, 2)
    lots.set_certified(lot.number, 6, BY)
    assert left(lot) == 4
    with pytest.raises(lots.LotExhausted):
        sold(lot, 5)
    lots.set_certified(lot.number, 0, BY)
    assert left(lot) == 0
    with pytest.raises(lots.BadLot, match="11 cannot be certified"):
        lots.set_certified(lot.number, 11, BY)


def test_what_comes_back_can_be_sold_again_and_a_press_repeated_counts_once() -> None:
    lot = saffron(3)
    held = sold(lot, 3, serials=("AAA", "BBB", "CCC"))
    with pytest.raises(lots.LotExhausted):
        sold(lot, 1)
    again = key()
    for _twice in range(2):
        lots.release(again, held.id, 1, BY, serials=("AAA",))
    assert left(lot) == 1
    sold(lot, 1, "1043-KZ09", serials=("AAA",))
    with pytest.raises(lots.NotAssigned):
        lots.release(key(), held.id, 3, BY)
    assert lots.release_order("1042-KZ09", BY) == 2
    assert lots.release_order("1042-KZ09", BY) == 0
    assert left(lot) == 2


def test_a_labelled_piece_is_in_one_order_at_a_time() -> None:
    lot = saffron(3)
    sold(lot, 1, serials=("AAA",))
    with pytest.raises(lots.UnitSold, match="another order has"):
        sold(lot, 1, "1043-KZ09", serials=("AAA",))
    with pytest.raises(lots.UnitSold, match="its own label"):
        sold(lot, 1, "1043-KZ09", serials=("BBB", "CCC"))
    assert left(lot) == 2


def test_an_order_gets_from_several_lots_and_asking_again_adds_nothing() -> None:
    soon, late = saffron(2, expires_on=in_days(5)), saffron(2, expires_on=in_days(50))
    lines = [
        lots.OrderLine("line-1", SAFFRON, 3),
        lots.OrderLine("line-2", "UHJvZHVjdDo5", 1),
        lots.OrderLine("line-3", SAFFRON, 4),
    ]
    assert lots.assign_order("1042-KZ09", lines, BY) == (0, 0, 3)
    assert lots.assign_order("1042-KZ09", lines, BY) == (0, 0, 3)
    found = lots.assignments(["1042-KZ09", "9999"])
    assert [(each.lot_number, each.line_ref, each.quantity) for each in found["1042-KZ09"]] == [
        (soon.number, "line-1", 2),
        (late.number, "line-1", 1),
        (late.number, "line-3", 1),
    ]
    assert found["9999"] == ()


def test_pieces_left_out_of_a_packed_order_go_back_once_the_latest_first() -> None:
    soon, late = saffron(2, expires_on=in_days(5)), saffron(3, expires_on=in_days(50))
    lots.assign_order("1042-KZ09", [lots.OrderLine("1", SAFFRON, 4), lots.OrderLine("2", SAFFRON, 1)], BY)
    shorter = [lots.OrderLine("1", SAFFRON, 1)]
    assert [lots.release_excess("1042-KZ09", shorter, BY) for _twice in range(2)] == [4, 0]
    assert (left(soon), left(late)) == (1, 3)
    assert lots.assign_order("1042-KZ09", shorter, BY) == (0,)
    assert lots.assign_order("1042-KZ09", [lots.OrderLine("1", SAFFRON, 0)], BY) == (0,), "never below nought"


def test_which_labelled_piece_was_left_out_is_not_guessed() -> None:
    lot = saffron(3)
    sold(lot, 2, serials=("A1", "A2"))
    sold(lot, 1)
    assert lots.release_excess("1042-KZ09", [lots.OrderLine("line-1", SAFFRON, 1)], BY) == 1
    assert lots.release_excess("1042-KZ09", [], BY) == 2
    assert left(lot) == 3


def test_a_recall_names_the_orders_stops_the_sale_and_is_said_once() -> None:
    from catalogue.models import Block

    lot = saffron(9)
    sold(lot, 2)
    given_back = sold(lot, 1, "1043-KZ09")
    lots.release(key(), given_back.id, 1, BY)
    sold(lot, 1, "1044-KZ09")
    form = key()
    made = [
        lots.recall(lot.number, "Moisture of 14 % in the retest", "group", BY, form) for _twice in range(2)
    ]
    assert made[0] == made[1]
    assert made[0].orders == ("1042-KZ09", "1044-KZ09")
    blocks = Block.objects.filter(product_id=SAFFRON, lifted_at__isnull=True)
    assert [(each.reason, each.source) for each in blocks] == [("recall", "lots")]
    with pytest.raises(lots.LotNotForSale, match="was called back"):
        sold(lot, 1, "1045-KZ09")
    with pytest.raises(lots.AlreadyRecalled):
        lots.recall(lot.number, "Another reason, later", "operator", BY, key())
    with pytest.raises(IntegrityError), transaction.atomic():
        Lot.objects.filter(number=lot.number).update(state="open")
    fresh = saffron(3)
    assert not Block.objects.filter(product_id=SAFFRON, lifted_at__isnull=True).exists()
    assert [each.number for each, _ in lots.suggest(SAFFRON, 5)] == [fresh.number]


def test_a_recall_leaves_goods_on_sale_that_another_lot_has() -> None:
    from catalogue.models import Block

    bad, good = saffron(3), saffron(3)
    lots.recall(bad.number, "Mould in three of ten jars", "operator", BY, key())
    assert not Block.objects.exists()
    assert sold(good, 1).lot_number == good.number


@pytest.mark.parametrize(
    ("reason", "bearer", "field"), [("short", "group", "reason"), ("Mould in three jars", "nobody", "bearer")]
)
def test_a_recall_says_why_and_who_bears_it(reason: str, bearer: str, field: str) -> None:
    lot = saffron()
    with pytest.raises(lots.BadLot) as refused:
        lots.recall(lot.number, reason, bearer, BY, key())
    assert refused.value.field == field
    assert lots.lot(lot.number).state == "open"
    assert not OutboxMessage.objects.filter(name="LotRecalled").exists()


def test_goods_whose_lots_are_all_past_are_blocked_until_there_is_a_new_one() -> None:
    from catalogue.models import Block

    saffron(3, expires_on=in_days(-2))
    assert lots.judge_expired() == 1
    assert lots.judge_expired() == 1
    (held,) = Block.objects.filter(lifted_at__isnull=True)
    assert (held.reason, held.product_id) == ("shelf-life", SAFFRON)
    saffron(3, expires_on=in_days(200))
    assert not Block.objects.filter(lifted_at__isnull=True).exists()
    assert lots.judge_expired() == 0


def test_sound_lots_contradict_nothing_and_a_wrong_count_is_found() -> None:
    lot = saffron()
    held = sold(lot, 3)
    lots.release(key(), held.id, 1, BY)
    assert [check() for _, check in lots.invariants()] == [[], []]
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE cert_lots_lot DISABLE TRIGGER cert_lots_lot_guarded")
        cursor.execute("UPDATE cert_lots_lot SET assigned = 7")
        cursor.execute("UPDATE cert_lots_assignment SET released = 3")
        cursor.execute("ALTER TABLE cert_lots_lot ENABLE TRIGGER cert_lots_lot_guarded")
    counted, written = (check() for _, check in lots.invariants())
    assert counted == [f"lot {lot.number}: 5 counted, 0 in orders"]
    assert written == ["order 1042-KZ09, line line-1: 3 given back, 1 written down"]


class RandomOrders(TestCase):
    """Whatever is assigned and given back in whatever order, the count is the sum and never beyond the lot."""

    @settings(max_examples=25, deadline=None)
    @given(st.lists(st.tuples(st.booleans(), st.integers(1, 4)), max_size=14))
    def test_the_count_is_the_sum(self, steps: list[tuple[bool, int]]) -> None:
        lot = saffron(7)
        held: dict[int, int] = {}
        for gives, count in steps:
            if gives or not held:
                try:
                    held[sold(lot, count).id] = count
                except lots.LotExhausted:
                    assert sum(held.values()) + count > 7
            else:
                which, has = next(iter(held.items()))
                try:
                    lots.release(key(), which, count, BY)
                    held[which] = has - count
                except lots.NotAssigned:
                    assert count > has
            assert left(lot) == 7 - sum(held.values())
