"""Ten lines from four groups within the budget, with the country's PIN codes derived by rule."""

from datetime import datetime, time

import pytest

from jkrlm.kernel import clock
from logistics.services.load_reference_data import load_reference_data
from logistics.services.quote_bag import shipping_methods
from sellers.registry.facade import upsert_groups
from tests.bench.quote import QUOTE_CPU_MS_REACH, bag_of_ten, quote_run

PLACES = {"KZ09": ("Budgam", "193401"), "KZ10": ("Budgam", "191113"), "KZ11": ("Srinagar", "191121")}


@pytest.fixture
def four(world):
    load_reference_data()
    upsert_groups(
        {
            "code": code,
            "name": f"{code} SHG",
            "division": "Jammu" if code == "JM01" else "Kashmir",
            "district": district,
            "block": district,
            "village": district,
            "pincode": pincode,
            "members": 10,
            "formed_year": 2018,
        }
        for code, (district, pincode) in (PLACES | {"JM01": ("Kathua", "184201")}).items()
    )


def test_a_bag_of_ten_from_four_groups_asks_five_statements(four, django_assert_num_queries):
    payload, today = bag_of_ten("560034"), clock.today()
    noon = datetime.combine(today, time(12), clock.INDIA)  # the first hours of a day ask for yesterday's, too
    shipping_methods(payload, today=today, now=noon)
    with django_assert_num_queries(4):  # the sale rule's own is the fifth
        shipping_methods(payload, today=today, now=noon)


@pytest.mark.slow
@pytest.mark.alone
@pytest.mark.django_db
def test_a_bag_of_ten_from_four_groups_is_quoted_within_the_budget(four):
    found = quote_run(times=60)
    assert found["plans"] >= 1
    assert found["cpu_ms"] <= QUOTE_CPU_MS_REACH, found
