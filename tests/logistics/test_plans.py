"""A bag from several groups gets whole-bag plans, and the promise is kept."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jkrlm.kernel.clock import INDIA
from jkrlm.kernel.money import Money
from logistics import facade as logistics
from logistics import sale_rule
from logistics.models import Quote, RateBand
from logistics.services.quote_bag import shipping_methods

THURSDAY = date(2026, 11, 19)
NOON = datetime(2026, 11, 19, 6, 30, tzinfo=UTC)


def methods(payload, today=THURSDAY):
    return shipping_methods(payload, today=today, now=NOON)


def test_a_shawl_to_bengaluru_costs_and_takes_what_the_card_says(world, ask, bag_line):
    found = methods(ask(bag_line(grams=320, dims="34x28x5")))
    # 34 x 28 x 5 / 5000 is 0.952 kg: volume counts. Parcel 50 + 1 step of 24, Speed Post 93 + 1 step of 50.
    assert [
        (m["name"], m["amount"], m["minimum_delivery_days"], m["maximum_delivery_days"]) for m in found
    ] == [
        ("Economy", "87.00", 14, 19),
        ("Fastest", "169.00", 11, 12),
    ]
    assert all(m["currency"] == "INR" and m["metadata"] == {"umeed.plan": m["id"]} for m in found)
    assert set(found[0]) == {
        "id",
        "name",
        "amount",
        "currency",
        "minimum_delivery_days",
        "maximum_delivery_days",
        "description",
        "metadata",
    }


def test_the_kept_plan_is_the_promised_one(world, ask, bag_line):
    economy = methods(
        ask(bag_line(), bag_line(maker="KZ11", sku="PM-001", grams=260, dims="18x13x9", lead="5"))
    )[0]
    plan = logistics.plan(economy["id"])
    assert plan.kind == "economy"
    assert plan.price == Money(Decimal(economy["amount"]), "INR")
    assert plan.price == Money(sum(p.chosen.price.amount for p in plan.parcels), "INR")
    assert [(p.key, p.origin_pincode, p.origin_district, p.lines) for p in plan.parcels] == [
        ("KZ09", "193401", "Budgam", (("SH-001", 1),)),
        ("KZ11", "191121", "Srinagar", (("PM-001", 1),)),
    ]
    # Three and five working days from Thursday the 19th; the 22nd is a Sunday.
    assert [p.pack_by for p in plan.parcels] == [date(2026, 11, 23), date(2026, 11, 25)]
    assert plan.latest == max(p.chosen.latest for p in plan.parcels)
    assert (plan.latest - THURSDAY).days == economy["maximum_delivery_days"]
    assert plan.destination == logistics.Place("560034", "", "Karnataka", "29")


def test_local_delivery_goes_by_the_local_rate(world, ask, bag_line):
    fastest = methods(ask(bag_line(grams=120, dims=""), pincode="193121", area="Jammu and Kashmir"))[-1]
    plan = logistics.plan(fastest["id"])
    speed_post = next(o for o in plan.parcels[0].options if o.key == "speed-post")
    assert speed_post.price == Money(Decimal(28), "INR")  # 24 and 18 % on it, 28.32, to whole rupees


def test_where_the_cheapest_is_the_soonest_there_is_one_plan(world, ask, bag_line):
    RateBand.objects.filter(service="parcel").update(valid_to=date(2026, 1, 1))
    assert [m["name"] for m in methods(ask(bag_line()))] == ["Economy"]


def test_the_same_bag_on_the_same_day_is_the_same_plan_whatever_the_order_of_lines(world, ask, bag_line):
    shawl, box = bag_line(), bag_line(maker="KZ11", sku="PM-001")
    first = methods(ask(shawl, box))
    again = methods(ask(box, shawl))
    assert [m["id"] for m in first] == [m["id"] for m in again]
    assert Quote.objects.count() == len(first)


def test_another_day_another_rate_or_another_bag_is_another_plan(world, ask, bag_line):
    ids = {methods(ask(bag_line()))[0]["id"]}
    ids.add(methods(ask(bag_line()), today=date(2026, 11, 20))[0]["id"])
    ids.add(methods(ask(bag_line(quantity=2)))[0]["id"])
    ids.add(methods(ask(bag_line(), pincode="560001"))[0]["id"])
    RateBand.objects.filter(service="parcel").update(price=Decimal(51))
    ids.add(methods(ask(bag_line()))[0]["id"])
    assert len(ids) == 5


def test_what_was_promised_before_midnight_holds_while_its_buyer_pays(world, ask, bag_line):
    """The store may ask again before it makes the order; a paid one must not be lost to the date."""
    friday = date(2026, 11, 20)
    late = methods(ask(bag_line()))
    never_promised = ask(bag_line(quantity=3))

    def at(hour, minute, payload=None):
        moment = datetime(2026, 11, 20, hour, minute, tzinfo=INDIA)
        return shipping_methods(payload or ask(bag_line()), today=friday, now=moment)

    after = at(0, 20)
    assert [m["name"] for m in after] == ["Economy", "Fastest", "Economy", "Fastest"]
    assert [m["id"] for m in after[2:]] == [m["id"] for m in late]
    assert [m["amount"] for m in after[2:]] == [m["amount"] for m in late]
    assert [m["id"] for m in at(2, 1)] == [m["id"] for m in after[:2]]
    assert [m["name"] for m in at(0, 20, never_promised)] == ["Economy", "Fastest"]


def test_what_nobody_may_sell_since_midnight_is_not_sold_by_yesterdays_promise(world, ask, bag_line):
    methods(ask(bag_line()))
    world["KZ09"] = "The licence ended."
    moment = datetime(2026, 11, 20, 0, 20, tzinfo=INDIA)
    assert shipping_methods(ask(bag_line()), today=date(2026, 11, 20), now=moment) == []


def test_a_discount_does_not_make_a_chosen_delivery_invalid(world, ask, bag_line):
    assert methods(ask(bag_line(value="14500.00"))) == methods(ask(bag_line(value="13000.00")))


def test_choices_for_each_parcel_make_a_plan_of_their_own(world, ask, bag_line):
    lines = (bag_line(), bag_line(maker="KZ11", sku="PM-001"))
    economy, fastest, custom = methods(
        ask(*lines, choices=json.dumps({"KZ09": "speed-post", "KZ11": "parcel"}))
    )
    plan = logistics.plan(custom["id"])
    assert [(p.key, p.chosen.key) for p in plan.parcels] == [("KZ09", "speed-post"), ("KZ11", "parcel")]
    assert Decimal(economy["amount"]) < Decimal(custom["amount"]) < Decimal(fastest["amount"])


@pytest.mark.parametrize(
    "choices",
    [
        "",
        "nonsense",
        "[]",
        "null",
        "{}",
        '{"KZ09": "speed-post", "KZ11": "parcel"}',
        '{"KZ11": "parcel"}',
        '{"KZ09": "pigeon"}',
        '{"KZ09": 1}',
        '{"KZ09": ["parcel"]}',
        "[" * 3000,
        json.dumps({"KZ09": "p" * 5000}),
    ],
    ids=lambda text: text[:24] or "empty",
)
def test_choices_that_do_not_fit_the_bag_make_no_plan_and_harm_none(world, ask, bag_line, choices):
    assert [m["name"] for m in methods(ask(bag_line(), choices=choices))] == ["Economy", "Fastest"]


@pytest.mark.parametrize(
    "change",
    [
        {"pincode": "290001"},
        {"pincode": "190999"},
        {"pincode": ""},
        {"country": "GB"},
        {"currency": "USD"},
    ],
    ids=str,
)
def test_no_plan_to_where_we_cannot_deliver(world, ask, bag_line, change):
    assert methods(ask(bag_line(), **change)) == []
    assert not Quote.objects.exists()


def test_no_plan_without_address_or_for_an_empty_bag(world, ask, bag_line):
    nowhere = ask(bag_line())
    nowhere["checkout"]["shippingAddress"] = None
    assert methods(nowhere) == []
    assert methods(ask()) == []
    assert methods({}) == []


@pytest.mark.parametrize(
    "fault",
    [
        {"grams": None},
        {"grams": 0},
        {"grams": -5},
        {"unit": "STONE"},
        {"maker": None},
        {"maker": "XX99"},
        {"quantity": 0},
        {"grams": 36_000},
    ],
    ids=str,
)
def test_one_piece_that_cannot_travel_leaves_the_bag_without_plan(world, ask, bag_line, fault):
    assert methods(ask(bag_line(), bag_line(**{"sku": "XX-1", **fault}))) == []
    assert not Quote.objects.exists()


def test_where_nobody_may_sell_there_is_no_plan(world, ask, bag_line):
    world["KZ09"] = "Kanihama Tuji SHG may sell only within Jammu and Kashmir."
    assert methods(ask(bag_line())) == []
    assert not Quote.objects.exists()


def test_without_a_sale_rule_nothing_is_sold(groups, ask, bag_line):
    before = sale_rule._rule
    sale_rule._rule = None
    try:
        with pytest.raises(ImproperlyConfigured):
            methods(ask(bag_line()))
    finally:
        sale_rule._rule = before


def test_weights_are_understood_in_the_stores_units(world, ask, bag_line):
    in_grams = methods(ask(bag_line(grams=1100, dims="")))
    in_kilograms = methods(ask(bag_line(grams=1.1, dims="", unit="KG")))
    assert in_grams == in_kilograms


def test_what_is_too_heavy_for_one_box_travels_in_several(world, ask, bag_line):
    one = methods(ask(bag_line(grams=20_000, dims="")))[0]
    two = methods(ask(bag_line(grams=20_000, dims="", quantity=2)))[0]
    assert Decimal(one["amount"]) < Decimal(two["amount"])
    assert logistics.plan(two["id"]).parcels[0].weight_grams == 40_000


def test_five_queries_at_most_however_many_groups(world, ask, bag_line, django_assert_max_num_queries):
    payload = ask(bag_line(), bag_line(maker="KZ11", sku="PM-001"), bag_line(maker="JM09", sku="TX-001"))
    methods(payload)
    with django_assert_max_num_queries(4):  # and the sale rule's own
        methods(payload)


@pytest.mark.parametrize(
    "method_id", ["", "economy", "economy-", "economy-" + "0" * 32, "x\x00y", "fastest-é"]
)
def test_an_id_nobody_was_quoted_is_refused(db, method_id):
    with pytest.raises(logistics.PlanUnknown):
        logistics.plan(method_id)


bags = st.lists(
    st.tuples(
        st.sampled_from(["KZ09", "KZ11", "JM09"]),
        st.integers(1, 3),
        st.integers(1, 12_000),
        st.sampled_from(["", "28x22x4", "90x12x8", "125x30x30"]),
        st.integers(0, 30),
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(bags, st.sampled_from(["190001", "194101", "110001", "700001", "560034", "744101"]))
def test_any_bag_sums_to_its_price_and_arrives_after_it_is_packed(world, ask, bag_line, bag, pincode):
    lines = [
        bag_line(maker=maker, sku=f"S-{index}", quantity=quantity, grams=grams, dims=dims, lead=str(lead))
        for index, (maker, quantity, grams, dims, lead) in enumerate(bag)
    ]
    found = methods(ask(*lines, pincode=pincode, area=""))
    assert found == methods(ask(*reversed(lines), pincode=pincode, area=""))
    for method in found:
        plan = logistics.plan(method["id"])
        assert str(plan.price.amount.quantize(Decimal("0.01"))) == method["amount"]
        assert sum(q for p in plan.parcels for _sku, q in p.lines) == sum(
            quantity for _m, quantity, *_ in bag
        )
        for parcel in plan.parcels:
            assert parcel.chargeable_grams >= parcel.weight_grams
            assert parcel.chosen in parcel.options
            assert parcel.chosen.latest <= plan.latest
            for option in parcel.options:
                assert THURSDAY <= parcel.pack_by < option.ship_on < option.earliest <= option.latest
                assert option.price.amount == int(option.price.amount) > 0
                assert option.latest.weekday() != 6
    if len(found) == 2:
        economy, fastest = found
        assert Decimal(economy["amount"]) <= Decimal(fastest["amount"])
        assert economy["maximum_delivery_days"] >= fastest["maximum_delivery_days"]
