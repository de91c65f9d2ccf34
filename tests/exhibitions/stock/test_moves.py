"""
Stock is moved, out of one warehouse before into the other, each move once: over the embedded store, whose numbers
are in our transaction, and as a Saleor is told, which knows absolute numbers alone.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import commerce.facade as commerce
from commerce import embedded_store, moves
from commerce.embedded.account.models import Address
from commerce.embedded.product.models import ProductVariant
from commerce.embedded.warehouse.models import Stock, Warehouse
from commerce.facade import MoveState, StoreUnavailable, move_stock
from commerce.models import StockMove
from commerce.saleor.stock import shift_stock as as_saleor
from commerce.stock_leg import Leg
from jkrlm.kernel import clock, relay
from tests.common.at_once import at_once
from tests.common.own_database import own_database_url
from tests.embedded.selling import Shop, busy_shop, gid, listening, shop

__all__ = ["busy_shop", "listening", "shop"]

Shift = Callable[[Leg], None]
HERE, THERE = "srinagar", "fair-x"


@pytest.fixture(params=["embedded", "saleor"])
def shift(request: pytest.FixtureRequest) -> Shift:
    """How a store is written: as ours, or told in absolute numbers, as over HTTP."""
    if request.param == "embedded":
        return embedded_store.shift_stock
    return partial(as_saleor, embedded_store.app_store())


@pytest.fixture
def stole(shop: Shop) -> ProductVariant:
    return shelf(shop)


def shelf(of: Shop, stock: int = 5) -> ProductVariant:
    address = Address.objects.create(country="IN", city="JAMMU", postal_code="180001")
    Warehouse.objects.create(name="Fair", slug=THERE, address=address)
    return of.product("Stole", "100", stock=stock)


def ask(
    row: ProductVariant, quantity: int, move_id: str = "m1", out_of: str = HERE, into: str = THERE
) -> None:
    move_stock(move_id=move_id, variant_id=gid(row), out_of=out_of, into=into, quantity=quantity)


def carry(row: ProductVariant, shift: Shift) -> int:
    return moves.carry_moves(gid(row), store=commerce.app_store(), shift=shift, clock=clock.now)


def standing(row: ProductVariant) -> dict[str, int]:
    rows = Stock.objects.filter(variant=row).values_list("warehouse__slug", "quantity")
    return {slug: quantity for slug, quantity in rows if quantity}


def state(move_id: str = "m1") -> MoveState:
    return commerce.moves([move_id])[move_id].state


def test_a_move_is_made_once_however_often_it_is_asked_and_carried(
    stole: ProductVariant, shift: Shift
) -> None:
    for _twice in range(2):
        ask(stole, 2)
        carry(stole, shift)
    assert (standing(stole), state()) == ({HERE: 3, THERE: 2}, MoveState.DONE)
    with pytest.raises(commerce.MoveDiffers):
        ask(stole, 3)
    ask(stole, 1, "lost", out_of=THERE, into="")
    ask(stole, 4, "made", out_of="", into=THERE)
    assert carry(stole, shift) == 2
    assert standing(stole) == {HERE: 3, THERE: 5}


def test_what_is_sold_stays_and_what_comes_after_is_not_held_up(stole: ProductVariant, shift: Shift) -> None:
    Stock.objects.filter(variant=stole).update(quantity_allocated=4)
    ask(stole, 2, "too many")
    ask(stole, 1, "the last")
    carry(stole, shift)
    assert (state("too many"), state("the last")) == (MoveState.REFUSED, MoveState.DONE)
    assert commerce.moves(["too many"])["too many"].trouble == "Only 1 are free to be moved."
    assert standing(stole) == {HERE: 4, THERE: 1}

    Stock.objects.filter(variant=stole, warehouse__slug=HERE).update(quantity_allocated=0)
    assert commerce.move_again("too many")
    carry(stole, shift)
    assert (state("too many"), standing(stole)) == (MoveState.DONE, {HERE: 2, THERE: 3})
    assert not commerce.move_again("too many")


def sold_uncounted(row: ProductVariant, pieces: int) -> None:
    """A till without network sold and handed over what nobody had counted in."""
    place = Warehouse.objects.get(slug=THERE)
    Stock.objects.create(variant=row, warehouse=place, quantity=-pieces, shortage_accepted=True)


def test_a_piece_comes_back_to_where_more_was_sold_than_counted(stole: ProductVariant, shift: Shift) -> None:
    sold_uncounted(stole, 1)
    ask(stole, 1, "out", out_of=THERE, into=HERE)
    ask(stole, 1, "back", out_of="")
    carry(stole, shift)
    assert (state("out"), state("back")) == (MoveState.REFUSED, MoveState.DONE)
    assert standing(stole) == {HERE: 5}
    assert not Stock.objects.filter(shortage_accepted=True).exists()


def test_fewer_come_back_than_were_sold_uncounted(stole: ProductVariant) -> None:
    sold_uncounted(stole, 3)
    ask(stole, 2, "back", out_of="")
    carry(stole, embedded_store.shift_stock)
    assert (state("back"), standing(stole)) == (MoveState.DONE, {HERE: 5, THERE: -1})


class Killed(BaseException):
    """What a kill leaves: nothing after it runs."""


def dies(shift: Shift, *, on: str, before: bool) -> Shift:
    """A store during whose write of one leg the worker is killed: before it, or after it and before our note."""

    def run(leg: Leg) -> None:
        if (leg.by < 0) != (on == "out"):
            shift(leg)
            return
        if before:
            raise Killed

        def killed(_doubt: str) -> None:
            raise Killed

        shift(Leg(leg.variant_id, leg.warehouse_id, leg.by, leg.began, leg.note, killed))

    return run


@pytest.mark.parametrize("on", ["out", "in"])
@pytest.mark.parametrize("before", [True, False])
def test_killed_at_any_moment_it_is_carried_on(
    stole: ProductVariant, shift: Shift, on: str, before: bool
) -> None:
    ask(stole, 2)
    with pytest.raises(Killed):
        carry(stole, dies(shift, on=on, before=before))
    carry(stole, shift)
    assert (standing(stole), state()) == ({HERE: 3, THERE: 2}, MoveState.DONE)


def test_a_store_that_is_away_is_asked_again_in_order(stole: ProductVariant, shift: Shift) -> None:
    ask(stole, 2)
    ask(stole, 5, "all", out_of=THERE, into="")

    def away(leg: Leg) -> None:
        raise StoreUnavailable("No answer.")

    with pytest.raises(StoreUnavailable):
        carry(stole, away)
    found = commerce.moves(["m1", "all"])
    assert (found["m1"].tries, found["m1"].trouble, found["all"].tries) == (1, "No answer.", 0)
    carry(stole, shift)
    assert (state(), state("all"), standing(stole)) == (
        MoveState.DONE, MoveState.REFUSED, {HERE: 3, THERE: 2}
    )  # fmt: skip


def test_told_in_absolute_numbers_an_order_in_between_is_put_right(stole: ProductVariant) -> None:
    store = embedded_store.app_store()
    ask(stole, 5)

    def sold_meanwhile(leg: Leg) -> None:
        def note(there: int) -> None:
            leg.note(there)
            if leg.by < 0:
                Stock.objects.filter(variant=stole).update(quantity_allocated=1)

        as_saleor(store, Leg(leg.variant_id, leg.warehouse_id, leg.by, leg.began, note, leg.done))

    carry(stole, sold_meanwhile)
    assert (state(), standing(stole)) == (MoveState.REFUSED, {HERE: 5})

    sent = Stock.objects.filter(variant=stole)

    def sent_meanwhile(leg: Leg) -> None:
        def note(there: int) -> None:
            leg.note(there)
            if leg.by < 0:
                sent.filter(warehouse__slug=HERE).update(quantity=4, quantity_allocated=0)

        as_saleor(store, Leg(leg.variant_id, leg.warehouse_id, leg.by, leg.began, note, leg.done))

    ask(stole, 1, "beside")
    carry(stole, sent_meanwhile)
    assert state("beside") == MoveState.DONE
    assert "count the shelf" in commerce.moves(["beside"])["beside"].doubt


def test_two_moves_at_once_and_the_same_one_twice(busy_shop: Shop) -> None:
    row = shelf(busy_shop)
    ask(row, 2, "one")
    ask(row, 2, "two")
    ask(row, 2, "three")
    outcomes = at_once(*[lambda: commerce.carry_moves(gid(row))] * 4)
    assert sorted(outcomes) == [0, 0, 0, 3]
    assert standing(row) == {HERE: 1, THERE: 4}
    assert sorted(each.state for each in commerce.moves(["one", "two", "three"]).values()) == [
        "done", "done", "refused"
    ]  # fmt: skip


def test_the_last_piece_goes_to_the_buyer_or_to_the_fair_never_to_both(busy_shop: Shop) -> None:
    row = shelf(busy_shop, stock=1)
    paid = busy_shop.checkout((row, 1))
    assert busy_shop.pay(paid)["errors"] == []
    ask(row, 1)

    bought, _moved = at_once(lambda: busy_shop.complete(paid), lambda: commerce.carry_moves(gid(row)))

    here = Stock.objects.get(variant=row, warehouse=busy_shop.warehouse)
    if state() == MoveState.DONE:
        assert [each["code"] for each in bought["errors"]] == ["INSUFFICIENT_STOCK"]
        assert (here.quantity_allocated, standing(row)) == (0, {THERE: 1})
    else:
        assert bought["errors"] == []
        assert (here.quantity_allocated, standing(row)) == (1, {HERE: 1})


KILLED = """
import os, signal
from jkrlm.kernel import clock
import commerce.facade as commerce
from commerce import embedded_store, moves
def shift(leg):
    if leg.by > 0:
        os.kill(os.getpid(), signal.SIGKILL)
    embedded_store.shift_stock(leg)
moves.carry_moves({variant!r}, store=commerce.app_store(), shift=shift, clock=clock.now)
"""


def test_a_worker_killed_between_out_and_in(busy_shop: Shop) -> None:
    row = shelf(busy_shop)
    ask(row, 2)
    died = subprocess.run(
        [sys.executable, "manage.py", "shell", "-c", KILLED.format(variant=gid(row))],
        env={**os.environ, "DATABASE_URL": own_database_url()},
        capture_output=True,
        timeout=120,
    )
    assert died.returncode == -signal.SIGKILL, died.stderr
    assert (state(), standing(row)) == (MoveState.TAKEN, {HERE: 3})

    while relay.deliver_pending():
        pass
    commerce.carry_moves(gid(row))
    assert (state(), standing(row)) == (MoveState.DONE, {HERE: 3, THERE: 2})


PLACES = st.sampled_from([HERE, THERE, "road"])
ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("move"), PLACES, PLACES, st.integers(1, 6)),
        st.tuples(st.just("sell"), PLACES, PLACES, st.integers(1, 4)),
        st.tuples(st.just("send"), PLACES, PLACES, st.integers(1, 4)),
        st.tuples(st.just("kill"), PLACES, PLACES, st.integers(1, 6)),
    ),
    max_size=14,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_no_sequence_of_moves_sales_refusals_and_kills_makes_or_loses_a_piece(
    stole: ProductVariant, shift: Shift, acts: list[tuple[str, str, str, int]]
) -> None:
    address = Address.objects.first()
    Warehouse.objects.get_or_create(slug="road", defaults={"name": "Road", "address": address})
    StockMove.objects.all().delete()
    Stock.objects.filter(variant=stole).delete()
    for slug in (HERE, THERE, "road"):
        Stock.objects.create(variant=stole, warehouse=Warehouse.objects.get(slug=slug), quantity=4)
    sent = 0
    for at, (act, out_of, into, quantity) in enumerate(acts):
        stock = Stock.objects.get(variant=stole, warehouse__slug=out_of)
        free = stock.quantity - stock.quantity_allocated
        if act == "sell" and free >= quantity:
            Stock.objects.filter(pk=stock.pk).update(quantity_allocated=stock.quantity_allocated + quantity)
        elif act == "send" and stock.quantity_allocated >= quantity:
            sent += quantity
            Stock.objects.filter(pk=stock.pk).update(
                quantity=stock.quantity - quantity, quantity_allocated=stock.quantity_allocated - quantity
            )
        elif act in ("move", "kill") and out_of != into:
            ask(stole, quantity, f"m{at}", out_of, into)
            if act == "kill":
                for on, before in (("out", False), ("in", True)):
                    with pytest.raises((Killed, _Nothing)):
                        carry(stole, dies(shift, on=on, before=before))
                        raise _Nothing
            carry(stole, shift)
            assert state(f"m{at}") == (MoveState.DONE if free >= quantity else MoveState.REFUSED)
    rows = Stock.objects.filter(variant=stole)
    assert sum(row.quantity for row in rows) == 12 - sent
    assert all(row.quantity >= row.quantity_allocated for row in rows)


class _Nothing(Exception):
    """Nobody was killed: the move was refused before."""
