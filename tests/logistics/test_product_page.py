"""What the product page says at the PIN check, before anything is in a bag."""

from datetime import date
from decimal import Decimal

import pytest

from jkrlm.kernel.money import Money
from logistics import facade as logistics
from logistics.models import CashLimit, Holiday, LogisticsVersion, RateBand

THURSDAY = date(2026, 11, 19)


def inr(amount):
    return Money(Decimal(amount), "INR")


def estimate(**changes):
    facts = {
        "group_code": "KZ09",
        "weight_grams": 120,
        "dims_cm": "28x22x4",
        "lead_days": 3,
        "value": inr("14500"),
        "pincode": "560034",
        "today": THURSDAY,
        **changes,
    }
    return logistics.estimate(**facts)


def test_the_estimate_names_service_price_and_dates(world):
    assert estimate() == (
        logistics.ParcelOption(
            key="parcel",
            service="Parcel by surface",
            carrier="India Post",
            price=inr("59"),
            ship_on=date(2026, 11, 24),
            earliest=date(2026, 12, 3),
            latest=date(2026, 12, 8),
        ),
        logistics.ParcelOption(
            key="speed-post",
            service="Speed Post",
            carrier="India Post",
            price=inr("110"),
            ship_on=date(2026, 11, 24),
            earliest=date(2026, 11, 30),
            latest=date(2026, 12, 1),
        ),
    )


def test_where_nobody_may_sell_the_page_says_why(world):
    world["KZ09"] = "Only within Jammu and Kashmir."
    with pytest.raises(logistics.NotSoldThere, match="Only within Jammu and Kashmir"):
        estimate()


def test_a_wrong_pin_code_is_said_to_be_one(world):
    with pytest.raises(logistics.PincodeUnknown):
        estimate(pincode="12345")


def test_nobody_packs_or_delivers_on_a_holiday(world):
    before = estimate()
    Holiday.objects.create(
        day=before[1].earliest, name="Election", valid_from=date(2026, 1, 1), status="confirmed"
    )
    assert estimate()[1].earliest == date(2026, 12, 1)


def test_a_new_rate_begins_on_its_day_and_no_earlier(world):
    old = RateBand.objects.get(service="speed-post", zone="south", over_grams=250)
    RateBand.objects.create(
        card="next",
        service=old.service,
        name=old.name,
        carrier=old.carrier,
        zone=old.zone,
        over_grams=250,
        up_to_grams=500,
        price=Decimal(200),
        gst_percent=Decimal(18),
        valid_from=date(2026, 11, 20),
        status="confirmed",
    )
    assert estimate()[1].price == inr("110")
    assert estimate(today=date(2026, 11, 20))[1].price == inr("236")


def test_a_service_that_does_not_carry_such_value_is_not_offered(world):
    RateBand.objects.filter(service="parcel").update(value_limit=Decimal(10_000))
    assert [option.key for option in estimate()] == ["speed-post"]
    assert [option.key for option in estimate(value=inr("10000"))] == ["parcel", "speed-post"]


@pytest.mark.parametrize(
    ("pincode", "amount", "allowed"),
    [
        ("560034", "99.99", False),
        ("560034", "100.00", True),
        ("560034", "25000.00", True),
        ("560034", "25000.01", False),
        ("744101", "5000.00", False),
        ("290001", "5000.00", False),
        ("", "5000.00", False),
        ("190001", "17790.00", True),
    ],
)
def test_cash_at_the_door_has_limits_of_value_and_place(db, pincode, amount, allowed):
    answer = logistics.cash_on_delivery(pincode=pincode, amount=inr(amount))
    assert (answer.allowed, answer.minimum, answer.maximum) == (allowed, inr("100.00"), inr("25000.00"))
    assert bool(answer.reason) is not allowed


def test_without_a_limit_in_force_there_is_no_cash(db):
    CashLimit.objects.all().delete()
    answer = logistics.cash_on_delivery(pincode="560034", amount=inr("500"))
    assert (answer.allowed, answer.reason) == (False, "Cash on delivery is not offered at present.")


def test_loading_the_rows_again_keeps_what_staff_wrote(db):
    CashLimit.objects.update(maximum=Decimal(500))
    count = RateBand.objects.count()
    logistics.load_reference_data()
    assert CashLimit.objects.get().maximum == Decimal(500)
    assert RateBand.objects.count() == count


def test_every_way_of_writing_renews_the_version(db):
    seen = [LogisticsVersion.objects.get().token]
    RateBand.objects.update(price=1)
    seen.append(LogisticsVersion.objects.get().token)
    Holiday.objects.all().delete()
    seen.append(LogisticsVersion.objects.get().token)
    assert len(set(seen)) == 3
