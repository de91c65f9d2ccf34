"""First expired first out, and nothing inside the minimum remaining life: by rule, day and kind of goods."""

import itertools
from collections import defaultdict
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

import catalogue.facade as catalogue
import certification.lots.facade as lots
from catalogue.models import Block
from certification.lots.models import Assignment, Lot, MinimumLife
from jkrlm.kernel import clock
from jkrlm.people.backends import DEMO_BACKEND
from jkrlm.people.facade import Role, User, grant_role
from tests.certification.lots.world import BY, SAFFRON, in_days, key, saffron, sold

pytestmark = pytest.mark.django_db
PAGE = "/staff/certification/lots/life/"


def officer() -> User:
    made = User.objects.create(email=f"{key()}@tests.invalid", name="Shabnam", password="!")
    grant_role(made, Role.OFFICER)
    return made


def rule(days: int, on_the_way: int = 0, *, kind: str = "") -> None:
    lots.set_life(
        kind=kind, life=lots.Life(days, on_the_way), valid_from=clock.today(), source="SOP 7", by=officer()
    )


def is_blocked() -> bool:
    return Block.objects.filter(product_id=SAFFRON, reason="shelf-life", lifted_at__isnull=True).exists()


def wants(order: str, quantity: int, arrives: int) -> tuple[int, ...]:
    return lots.assign_order(order, [lots.OrderLine("1", SAFFRON, quantity, in_days(arrives))], BY)


def test_what_would_keep_too_short_when_it_arrives_is_passed_over() -> None:
    rule(30)
    short, long = saffron(5, expires_on=in_days(34)), saffron(5, expires_on=in_days(35))
    assert wants("1042-KZ09", 2, arrives=5) == (0,)
    assert {each.lot_number: each.held for each in lots.assignments(["1042-KZ09"])["1042-KZ09"]} == {
        long.number: 2
    }
    assert wants("1043-KZ09", 2, arrives=4) == (0,)
    assert lots.lot(short.number).available == 3
    assert wants("1044-KZ09", 9, arrives=6) == (9,)  # neither keeps 30 days then
    with pytest.raises(lots.LotNotForSale, match=r"would keep 29 days .* 30 are asked for"):
        sold(short, 1, "1045-KZ09", arrives_on=in_days(5))
    assert [lot.number for lot, _ in lots.suggest(SAFFRON, 20, arrives_on=in_days(5))] == [long.number]


def test_off_sale_when_no_lot_keeps_long_enough_and_back_with_a_fresher_one() -> None:
    short = saffron(5, expires_on=in_days(39))
    assert not is_blocked()
    rule(30, on_the_way=10)
    assert is_blocked()
    note = Block.objects.get(product_id=SAFFRON, reason="shelf-life").note
    assert note == f"Lot {short.number} would keep less than 30 days when it arrives"
    fresh = saffron(5, expires_on=in_days(40))
    assert not is_blocked()
    sold(fresh, 5)
    assert lots.judge_expired() == 1
    assert is_blocked()


def test_the_days_pass_and_the_clock_takes_it_off_sale() -> None:
    rule(30)
    saffron(5, expires_on=in_days(30))
    assert lots.judge_expired() == 0
    MinimumLife.objects.update(days=31)
    assert lots.judge_expired() == 1
    assert is_blocked()


def test_a_milder_rule_that_has_begun_puts_back_on_sale_what_a_stricter_one_took_off() -> None:
    rule(90)
    saffron(5, expires_on=in_days(60))
    assert is_blocked()
    yesterday = clock.today() - timedelta(days=1)
    MinimumLife.objects.update(valid_from=yesterday - timedelta(days=9), valid_to=yesterday)
    milder = MinimumLife.objects.get()
    milder.pk, milder.valid_from, milder.valid_to = None, yesterday, None
    milder.days, milder.on_the_way = 10, 5
    milder.save(force_insert=True)
    assert lots.judge_expired() == 0
    assert not is_blocked()


def test_a_rule_is_for_its_kind_and_from_its_day() -> None:
    rule(30, kind="honey")
    near = saffron(5, expires_on=in_days(3))  # of no listing, and so of no kind
    assert lots.life_of(SAFFRON, on=clock.today()) == lots.Life(0, 0)
    assert not is_blocked()
    tomorrow = in_days(1)
    lots.set_life(kind="", life=lots.Life(7, 0), valid_from=tomorrow, source="", by=officer())
    assert lots.life_of(SAFFRON, on=clock.today()).days == 0
    assert lots.life_of(SAFFRON, on=tomorrow).days == 7
    sold(near, 1)
    assert catalogue.kinds_of_products([SAFFRON]) == {}


def test_the_database_holds_it_too() -> None:
    lot = saffron(5, expires_on=in_days(10))
    usual = {
        "lot": Lot.objects.get(),
        "order_code": "1",
        "line_ref": "1",
        "product_id": SAFFRON,
        "quantity": 1,
        "assigned_at": clock.now(),
        "actor": "raw",
    }
    for wrong in (
        {"arrives_on": in_days(11)},
        {"arrives_on": in_days(5), "keeps_days": 6},
        {"keeps_days": 11},
        {"arrives_on": in_days(-20), "keeps_days": 11},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Assignment.objects.create(key=key(), **{**usual, **wrong})
    assert lots.lot(lot.number).assigned == 0
    made = Assignment.objects.create(key=key(), **usual, arrives_on=in_days(5), keeps_days=5)
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.filter(pk=made.pk).update(keeps_days=0)


def test_the_officer_writes_a_rule_and_what_was_typed_stays(client) -> None:
    client.force_login(officer(), backend=DEMO_BACKEND)
    typed = {
        "kind": "honey",
        "days": "90",
        "on_the_way": "10",
        "valid_from": str(in_days(-1)),
        "source": "SOP 7",
    }
    answer = client.post(PAGE, typed)
    assert answer.status_code == 422
    assert "begins today or later" in answer.content.decode()
    assert "SOP 7" in answer.content.decode()
    assert MinimumLife.objects.count() == 0
    for _twice in range(2):
        assert client.post(PAGE, {**typed, "valid_from": str(in_days(0))}).status_code == 302
    assert client.post(PAGE, {**typed, "valid_from": str(in_days(0)), "days": "80"}).status_code == 422
    assert client.post(PAGE, {**typed, "valid_from": str(in_days(7)), "days": "80"}).status_code == 302
    rows = [(each.life.days, each.valid_from, each.valid_to) for each in lots.life_rules()]
    assert rows == [(80, in_days(7), None), (90, in_days(0), in_days(7))]
    page = client.get(PAGE).content.decode()
    assert "In force" in page
    assert "To come" in page
    inspector = User.objects.create(email=f"{key()}@tests.invalid", name="Parveena", password="!")
    grant_role(inspector, Role.INSPECTOR)
    client.force_login(inspector, backend=DEMO_BACKEND)
    assert client.get(PAGE).status_code == 200
    assert client.post(PAGE, typed).status_code == 403


class AnyOrders(TestCase):
    """Whatever lots there are and whatever is ordered."""

    @given(
        st.lists(st.tuples(st.integers(1, 6), st.none() | st.integers(0, 60)), min_size=1, max_size=5),
        st.lists(st.tuples(st.integers(1, 8), st.integers(0, 20)), min_size=1, max_size=5),
        st.integers(0, 25),
    )
    @settings(max_examples=25, deadline=None)
    def test_what_ends_first_goes_first_and_never_inside_the_minimum_life(
        self, made: list, orders: list, keeps: int
    ) -> None:
        if keeps:
            rule(keeps)
        opened = {}
        for quantity, ends in made:
            lot = saffron(quantity, expires_on=None if ends is None else in_days(ends))
            opened[lot.number] = lot
        left = {number: lot.quantity for number, lot in opened.items()}
        for number, (quantity, arrives) in enumerate(orders):
            code = f"{number}-KZ09"
            (wanting,) = wants(code, quantity, arrives)
            fit = [
                each
                for each in opened.values()
                if each.expires_on is None or in_days(arrives) + timedelta(days=keeps) <= each.expires_on
            ]
            taken: dict[str, int] = defaultdict(int)
            for each in lots.assignments([code])[code]:
                taken[each.lot_number] += each.held
            assert set(taken) <= {each.number for each in fit}
            assert sum(taken.values()) + wanting == quantity
            assert wanting == max(0, quantity - sum(left[each.number] for each in fit))
            for chosen, other in itertools.permutations(fit, 2):
                sooner = other.expires_on is not None and (
                    chosen.expires_on is None or other.expires_on < chosen.expires_on
                )
                if taken[chosen.number] and sooner:
                    assert taken[other.number] == left[other.number]
            for lot_number, count in taken.items():
                left[lot_number] -= count
        assert all(count >= 0 for count in left.values())
