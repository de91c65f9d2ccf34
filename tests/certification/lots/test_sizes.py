"""A lot is of one size of its goods, or of all of them: a piece of 500 g is never taken from jars of 250 g."""

import pytest

import certification.lots.facade as lots
from tests.certification.lots.world import BY, SAFFRON, in_days, key

pytestmark = pytest.mark.django_db
SMALL, LARGE = "UHJvZHVjdFZhcmlhbnQ6MQ==", "UHJvZHVjdFZhcmlhbnQ6Mg=="


def lot(quantity: int, variant: str = "", *, days: int = 90) -> lots.Lot:
    return lots.open_lot(
        key(), "KZ09", SAFFRON, "Lacha saffron", in_days(-9), in_days(days), quantity, BY, variant_id=variant
    )


def want(ref: str, quantity: int, variant: str = "") -> lots.OrderLine:
    return lots.OrderLine(ref, SAFFRON, quantity, variant_id=variant)


def taken(order: str) -> set[tuple[str, str, int]]:
    return {(each.line_ref, each.lot_number, each.held) for each in lots.assignments((order,))[order]}


def test_each_size_is_taken_from_its_own_lots_and_from_those_of_all_sizes() -> None:
    small, large, every = lot(5, SMALL, days=10), lot(1, LARGE, days=20), lot(2, days=30)
    lines = [want("1", 2, LARGE), want("2", 1, SMALL)]
    assert lots.assign_order("1042-KZ09", lines, BY) == (0, 0)
    assert taken("1042-KZ09") == {
        ("1", large.number, 1),
        ("1", every.number, 1),
        ("2", small.number, 1),
    }
    # Jars of 250 g are left; a line of 500 g wants a lot all the same, and staff ask the group.
    assert lots.assign_order("1043-KZ09", [want("1", 3, LARGE)], BY) == (2,)
    assert lots.lot(small.number).available == 4


def test_a_line_whose_size_nobody_noted_takes_what_ends_first() -> None:
    small = lot(5, SMALL)
    assert lots.assign_order("1042-KZ09", [want("1", 2)], BY) == (0,)
    assert taken("1042-KZ09") == {("1", small.number, 2)}


def test_what_is_suggested_is_of_the_size_asked_for() -> None:
    small, large = lot(5, SMALL, days=10), lot(5, LARGE)
    assert [(each.number, n) for each, n in lots.suggest(SAFFRON, 3, variant_id=LARGE)] == [(large.number, 3)]
    assert [each.number for each, _ in lots.suggest(SAFFRON, 3)] == [small.number]


def test_a_lot_of_another_size_is_refused_in_words() -> None:
    small = lot(5, SMALL)
    with pytest.raises(lots.OtherGoods, match="another size"):
        lots.assign(key(), "1042-KZ09", "1", SAFFRON, small.number, 1, BY, variant_id=LARGE)
    assert lots.assign(key(), "1042-KZ09", "1", SAFFRON, small.number, 1, BY, variant_id=SMALL).held == 1
