"""Costs that women declare, and how many of them reached the steps: sales are never counted as income."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from sellers.earnings import facade as earnings
from sellers.earnings.errors import BadCost, CostUnknown, KeyReused
from sellers.earnings.facade import Cost, StepCount
from sellers.earnings.models import DeclaredCost
from sellers.registry.facade import add_member
from tests.bad_input.unchanged import nothing_changes
from tests.earnings.world import THEN, TODAY, World, refund, rupees, sell
from tests.registry.world import LONG_AGO, NOW

LEADER, SHAMEEMA, RAFIQA, DILSHADA = "Haseena Begum", "Shameema Akhter", "Rafiqa Jan", "Dilshada Mir"
YEAR = earnings.year_of(THEN)


def made(world: World, number: str, net: str, name: str, *, group: str = "KZ09", on: date = THEN) -> None:
    """A piece is sold, she made it, and she has confirmed it."""
    (line,) = sell(number, ("Shawl", net), group=group, sold_on=on, delivered_on=on)
    whole = earnings.order_money(f"{number}-{group}", group_codes=[group])
    assert whole is not None
    leader = LEADER if group == "KZ09" else "Leader of KZ11"
    earnings.say_who_made(
        line.pk,
        group_code=group,
        shares={world.person(name): whole.gets},
        seen_version=0,
        key=number,
        by=world.actor(leader),
    )
    if name != leader:
        earnings.answer_share(line.pk, group_code=group, seen_version=1, agrees=True, by=world.actor(name))


def cost(world: World, name: str, amount: str, *, key: str = "c", month: date = THEN) -> tuple[int, bool]:
    return earnings.declare_cost(
        group_code="KZ09",
        month=month,
        kind=Cost.MATERIAL,
        amount=rupees(amount),
        key=key,
        by=world.actor(name),
    )


@pytest.fixture
def two_leaders(world: World) -> World:
    add_member(code="KZ11", name="Leader of KZ11", role="leader", on=LONG_AGO, actor=None, now=NOW)
    from sellers.registry.facade import members

    person = next(each.person_id for each in members("KZ11") if each.role == "leader")
    world.village.people["Leader of KZ11"] = person
    world.users["Leader of KZ11"] = world.users[DILSHADA]
    return world


def test_who_reached_the_steps_by_district_and_by_group(two_leaders: World) -> None:
    world = two_leaders
    made(world, "1", "120000", LEADER)  # 1,08,672 by sales, no cost declared
    made(world, "2", "130000", SHAMEEMA)  # 1,17,728 less 20,000: 97,728 of income
    made(world, "3", "1200000", RAFIQA)  # 10,86,720 less 20,000: a millionaire by income
    made(world, "4", "2000000", DILSHADA, group="KZ11")  # by sales
    cost(world, SHAMEEMA, "20000", key="s")
    cost(world, RAFIQA, "20000", key="r")

    assert earnings.lakhpati_counts(YEAR) == (
        StepCount("Budgam", 1, 1, 1, 0),
        StepCount("Srinagar", 0, 1, 0, 1),
    )
    assert earnings.lakhpati_counts(YEAR, by="group") == (
        StepCount("KZ09", 1, 1, 1, 0),
        StepCount("KZ11", 0, 1, 0, 1),
    )
    assert earnings.lakhpati_counts(YEAR - 1) == ()


def test_a_woman_counts_once_and_only_by_what_she_confirmed(two_leaders: World) -> None:
    world = two_leaders
    made(world, "1", "60000", LEADER)
    made(world, "2", "60000", LEADER)
    (line,) = sell("3", ("Shawl", "500000"))
    whole = earnings.order_money("3-KZ09", group_codes=["KZ09"])
    assert whole is not None
    earnings.say_who_made(
        line.pk,
        group_code="KZ09",
        shares={world.person(RAFIQA): whole.gets},
        seen_version=0,
        key="3",
        by=world.actor(LEADER),
    )
    assert earnings.lakhpati_counts(YEAR) == (StepCount("Budgam", 0, 1, 0, 0),)
    year = earnings.member_year(world.person(RAFIQA), year=YEAR)
    assert (year.year.sales, year.waiting) == (rupees(0), whole.gets)


def test_what_went_back_is_no_income(world: World) -> None:
    made(world, "1", "120000", LEADER)
    refund("1", "63000")
    assert earnings.lakhpati_counts(YEAR) == ()
    assert earnings.member_year(world.person(LEADER), year=YEAR).year.sales == rupees("54336.00")


def test_the_year_is_that_in_which_the_buyer_got_it(world: World) -> None:
    march = date(YEAR, 3, 31)
    (line,) = sell("1", ("Shawl", "120000"), sold_on=march, delivered_on=march)
    assert line.pk
    made(world, "2", "1000", LEADER, on=date(YEAR, 4, 1))
    assert earnings.members_of_year("KZ09", year=YEAR) == {world.person(LEADER): rupees("905.60")}
    assert earnings.members_of_year("KZ09", year=YEAR - 1) == {}


def test_costs_are_hers_count_once_and_are_taken_back_by_her_alone(world: World) -> None:
    first = cost(world, SHAMEEMA, "100")
    assert cost(world, SHAMEEMA, "100") == (first[0], True)
    with nothing_changes():
        with pytest.raises(KeyReused):
            cost(world, SHAMEEMA, "101")
        with pytest.raises(KeyReused):
            cost(world, RAFIQA, "100")
        with pytest.raises(CostUnknown):
            earnings.withdraw_cost(first[0], by=world.actor(RAFIQA))
    assert earnings.withdraw_cost(first[0], by=world.actor(SHAMEEMA)) is False
    assert earnings.withdraw_cost(first[0], by=world.actor(SHAMEEMA)) is True
    year = earnings.member_year(world.person(SHAMEEMA), year=earnings.year_of(THEN)).year
    assert (year.has_costs, year.income) == (False, None)


@pytest.mark.parametrize("amount", ["0", "-1", "0.005", "1000001"])
def test_an_amount_that_cannot_be_is_refused(world: World, amount: str) -> None:
    with nothing_changes(), pytest.raises(BadCost):
        cost(world, SHAMEEMA, amount)


def test_a_month_that_has_not_begun_is_refused(world: World) -> None:
    with nothing_changes(), pytest.raises(BadCost):
        cost(world, SHAMEEMA, "10", month=TODAY + timedelta(days=40))


def test_the_database_keeps_costs_as_they_were_said(world: World) -> None:
    cost(world, SHAMEEMA, "100")
    for change in (
        "UPDATE earnings_declaredcost SET amount = 1",
        "DELETE FROM earnings_declaredcost",
        "UPDATE earnings_declaredcost SET person_id = person_id + 1",
    ):
        refused = pytest.raises(DatabaseError, match="only added to")
        with nothing_changes(), refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)
    assert DeclaredCost.objects.count() == 1


def test_counting_costs_the_same_queries_for_few_and_for_many(world: World) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            earnings.lakhpati_counts(YEAR)
        return len(seen)

    made(world, "1", "1000", LEADER)
    few = queries()
    for number in range(2, 40):
        made(world, str(number), "1000", (LEADER, SHAMEEMA, RAFIQA)[number % 3])
    assert queries() == few <= 8
