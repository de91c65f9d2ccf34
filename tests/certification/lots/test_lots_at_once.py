"""Two orders at the same moment never get the same piece."""

import threading
from functools import partial

import pytest
from django.db import connection

import certification.lots.facade as lots
from certification.lots.models import Lot, Recall
from tests.certification.lots.world import BY, SAFFRON, key, saffron


def at_once(*acts: object) -> list[object]:
    """Run the acts side by side; return what each returned, or the refusal that it met."""
    start = threading.Barrier(len(acts))
    found: list[object] = [None] * len(acts)

    def run(place: int, act) -> None:
        start.wait()
        try:
            found[place] = act()
        except lots.LotRefusal as refusal:
            found[place] = type(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(acts)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return found


@pytest.mark.django_db(transaction=True)
def test_ten_orders_for_the_last_three_pieces() -> None:
    lot = saffron(3)
    found = at_once(
        *(
            lambda at=at: lots.assign(key(), f"10{at}-KZ09", "1", SAFFRON, lot.number, 1, BY)
            for at in range(10)
        )
    )
    assert found.count(lots.LotExhausted) == 7
    assert Lot.objects.get().assigned == 3


@pytest.mark.django_db(transaction=True)
def test_the_same_form_pressed_twice_at_once_assigns_once() -> None:
    lot, form = saffron(5), key()
    at_once(*(lambda: lots.assign(form, "1042-KZ09", "1", SAFFRON, lot.number, 2, BY) for _ in range(4)))
    assert Lot.objects.get().assigned == 2


@pytest.mark.django_db(transaction=True)
def test_the_same_piece_in_two_orders_at_once() -> None:
    lot = saffron(5)
    found = at_once(
        *(
            lambda at=at: lots.assign(key(), f"10{at}", "1", SAFFRON, lot.number, 1, BY, serials=("AAA",))
            for at in range(4)
        )
    )
    assert found.count(lots.UnitSold) == 3
    assert Lot.objects.get().assigned == 1


@pytest.mark.django_db(transaction=True)
def test_an_order_during_a_recall_is_named_in_it_or_refused() -> None:
    for _round in range(5):
        lot, order = saffron(5), f"{key()[:8]}-KZ09"
        sale, called = at_once(
            partial(lots.assign, key(), order, "1", SAFFRON, lot.number, 1, BY),
            partial(lots.recall, lot.number, "Moisture of 14 %", "group", BY, key()),
        )
        assert isinstance(called, lots.Recall)
        if sale is lots.LotNotForSale:
            assert called.orders == ()
        else:
            assert called.orders == (order,)
    assert Recall.objects.count() == 5
