"""Groups of one hub send one box: cheaper together, a share each, and never a paisa more or less."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jkrlm.kernel.money import Money
from logistics import facade as logistics
from logistics.boxes import split_rupees
from logistics.models import HubLeg, LossCover, Quote
from logistics.payload import read_bag
from logistics.places.models import ClosedDay, Place, ServedGroup
from logistics.services.quote_bag import quote_bag, shipping_methods
from sellers.registry.facade import upsert_groups

THURSDAY = date(2026, 11, 19)
NOON = datetime(2026, 11, 19, 6, 30, tzinfo=UTC)


@pytest.fixture
def neighbours(world):
    """KZ10 is of the same district as KZ09, so of the same hub; KZ11 is not."""
    upsert_groups(
        [
            {
                "code": "KZ10",
                "name": "Chadoora Gulposh SHG",
                "division": "Kashmir",
                "district": "Budgam",
                "block": "Chadoora",
                "village": "Chadoora",
                "pincode": "191113",
                "members": 10,
                "formed_year": 2019,
            }
        ]
    )
    return world


@pytest.fixture
def three(neighbours, ask, bag_line):
    def payload(**options):
        return ask(
            bag_line(),
            bag_line(maker="KZ10", sku="HN-001", grams=500, dims="10x10x20", lead="5", value="900.00"),
            bag_line(maker="KZ11", sku="PM-001", grams=260, dims="18x13x9"),
            **options,
        )

    return payload


def plans(payload, today=THURSDAY):
    return {plan.kind: plan for plan in quote_bag(read_bag(payload), today=today)}


def test_two_of_three_groups_come_in_one_box_from_their_hub(three):
    found = plans(three())
    economy, fastest = found["economy"], found["fastest"]
    assert [(p.group_code, p.via_hub, p.chosen.key) for p in economy.parcels] == [
        ("KZ09", "hub-budgam", "parcel--hub-budgam"),
        ("KZ10", "hub-budgam", "parcel--hub-budgam"),
        ("KZ11", "", "parcel"),
    ]
    assert (economy.boxes, len(economy.parcels), fastest.boxes) == (2, 3, 3)
    # By volume 893 g in one box: a parcel to the south of 50 and one step of 24, with tax 87; alone 59 and 59. By
    # chargeable weight, 493 and 500 g, of which the heavier takes what remains.
    first, second, third = (p.chosen for p in economy.parcels)
    alone = [next(o for o in p.options if o.key == "parcel").price.amount for p in economy.parcels]
    assert first.price.amount + second.price.amount == 87 < alone[0] + alone[1]
    assert (first.price.amount, second.price.amount) == (Decimal(43), Decimal(44))
    assert economy.price.amount == 87 + third.price.amount
    assert (first.ship_on, first.earliest, first.latest) == (second.ship_on, second.earliest, second.latest)


def test_the_box_waits_for_the_last_group_and_for_open_doors(three):
    def leaves():
        return plans(three())["economy"].parcels[0].chosen.ship_on

    # KZ10 packs in five working days, on the 25th; taken in on the 26th, at the hub on the 27th, sent on the 28th.
    assert leaves() == date(2026, 11, 28)
    hub = Place.objects.get(code="hub-budgam")
    ClosedDay.objects.create(place=hub, day=date(2026, 11, 28), reason="Stock-taking")
    assert leaves() == date(2026, 11, 30)  # the 29th is a Sunday
    centre = Place.objects.create(
        code="centre-chadoora",
        kind="collection",
        name="Chadoora centre",
        district="Budgam",
        pincode="191113",
        weekdays=[True, False, False, False, False, False, False],
    )
    ServedGroup.objects.create(place=centre, group_code="KZ10")
    assert leaves() == date(2026, 12, 2)  # taken in on Monday the 30th only


def test_what_costs_more_together_goes_by_itself(three):
    HubLeg.objects.update(share_price=Decimal(100))
    assert plans(three())["economy"].boxes == 3


def test_custom_takes_a_box_for_those_who_chose_it(three, neighbours):
    both = {"KZ09": "speed-post--hub-budgam", "KZ10": "speed-post--hub-budgam", "KZ11": "speed-post"}
    custom = plans(three(choices=json.dumps(both)))["custom"]
    assert [p.box_key for p in custom.parcels] == ["speed-post--hub-budgam"] * 2 + [""]
    alone = plans(three(choices=json.dumps(both | {"KZ10": "parcel"})))["custom"]
    assert [p.chosen.key for p in alone.parcels] == ["speed-post", "parcel", "speed-post"]
    assert alone.price.amount == sum(p.chosen.price.amount for p in alone.parcels)


def test_a_plan_with_a_box_is_kept_as_it_was_promised(three):
    method = shipping_methods(three(), today=THURSDAY, now=NOON)[0]
    assert "2 parcels" in method["description"]
    kept = logistics.plan(method["id"])
    assert kept == plans(three())["economy"]
    assert kept.parcels[0].chosen.via_name == "Budgam hub"


def test_a_plan_without_box_or_closure_is_stored_as_ever(world, ask, bag_line):
    shipping_methods(ask(bag_line()), today=THURSDAY, now=NOON)
    options = Quote.objects.get(kind="economy").content["parcels"][0]["options"]
    assert set(options[0]) == {"key", "service", "carrier", "amount", "ship_on", "earliest", "latest"}


def test_the_bag_page_counts_on_the_same_box(three):
    answers = logistics.estimate_bag(three(), today=THURSDAY)
    economy = plans(three())["economy"]
    assert [answer.cheapest for answer in answers] == [parcel.chosen for parcel in economy.parcels]


def test_insurance_is_in_the_price_and_a_loss_is_never_the_buyers(world, ask, bag_line):
    before = plans(ask(bag_line()))["economy"]
    declared = {"KZ09": before.parcels[0].chosen.price * 0 + before.price * 100}
    terms = logistics.loss_terms(before, declared)["KZ09"]
    assert (terms.carrier_pays.amount, terms.insured.amount, terms.bearer) == (100, 0, "operator")
    LossCover.objects.filter(service="parcel").update(premium_percent=Decimal("0.5"))
    after = plans(ask(bag_line()))["economy"]
    prices = {option.key: option.price.amount for option in after.parcels[0].options}
    # Half a per cent of 14,400, the part of 14,500 that the carrier does not pay: 72 rupees more.
    assert prices["parcel"] - before.price.amount == 72
    assert after.price.amount == prices["speed-post"] == 110
    LossCover.objects.filter(service="speed-post").update(premium_percent=Decimal("0.01"))
    insured = logistics.loss_terms(plans(ask(bag_line()))["economy"], declared)["KZ09"]
    assert insured.insured.amount + insured.carrier_pays.amount == insured.declared.amount


@given(st.integers(1, 5000), st.lists(st.integers(1, 40_000), min_size=1, max_size=8))
@settings(max_examples=50, deadline=None)
def test_shares_of_a_box_sum_to_the_box(total, weights):
    parts = split_rupees(total, weights)
    assert sum(parts) == total
    assert all(part >= (1 if total >= len(weights) else 0) for part in parts)


bags = st.lists(
    st.tuples(
        st.sampled_from(["KZ09", "KZ10", "KZ11", "JM09"]),
        st.integers(1, 3),
        st.integers(1, 12_000),
        st.sampled_from(["", "28x22x4", "90x12x8"]),
        st.integers(0, 12),
    ),
    min_size=2,
    max_size=6,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(bags, st.sampled_from(["190001", "191111", "110001", "560034", "744101"]))
def test_whatever_the_bag_sums_hold_ids_are_the_same_and_fastest_is_never_later(
    neighbours, ask, bag_line, bag, pincode
):
    lines = [
        bag_line(maker=maker, sku=f"S-{index}", quantity=quantity, grams=grams, dims=dims, lead=str(lead))
        for index, (maker, quantity, grams, dims, lead) in enumerate(bag)
    ]
    found = plans(ask(*lines, pincode=pincode, area=""))
    assert found == plans(ask(*reversed(lines), pincode=pincode, area=""))
    for plan in found.values():
        assert plan.price.amount == sum(p.chosen.price.amount for p in plan.parcels)
        boxes = {}
        for parcel in plan.parcels:
            assert parcel.chosen in parcel.options
            assert parcel.pack_by < parcel.chosen.ship_on < parcel.chosen.earliest <= parcel.chosen.latest
            if parcel.via_hub:
                boxes.setdefault(parcel.box_key, []).append(parcel)
        for shares in boxes.values():
            assert len(shares) > 1
            assert len({(s.chosen.ship_on, s.chosen.earliest, s.chosen.latest) for s in shares}) == 1
    economy, fastest = found.get("economy"), found.get("fastest")
    if economy is not None:
        alone = sum(min(o.price.amount for o in p.options if not o.via_hub) for p in economy.parcels)
        assert economy.price.amount <= alone
    if fastest is not None:
        assert fastest.latest <= economy.latest
        assert economy.price.amount <= fastest.price.amount


def test_the_carrier_pays_for_a_box_once(three):
    plan = plans(three())["economy"]
    assert plan.boxes < len(plan.parcels)
    declared = {each.key: Money(Decimal(1000), "INR") for each in plan.parcels}
    terms = logistics.loss_terms(plan, declared)
    boxes: dict[str, Decimal] = {}
    for each in plan.parcels:
        name = each.box_key or each.key
        boxes[name] = boxes.get(name, Decimal(0)) + terms[each.key].carrier_pays.amount
    assert set(boxes.values()) == {Decimal(100)}
