import csv
from datetime import date
from decimal import Decimal

import pytest

from jkrlm.kernel.money import Money
from sellers.tax import facade as tax
from sellers.tax.models import GstRate
from sellers.tax.services.load_reference_data import DATA

DAY = date(2026, 11, 19)


def rate(hsn, price, **changes):
    return tax.gst_rate(hsn=hsn, unit_price=Money(Decimal(price), "INR"), **{"on": DAY, **changes})


@pytest.mark.parametrize(
    ("hsn", "price", "percent", "status"),
    [
        ("62142010", "14500", "5", "confirmed"),
        ("62142010", "1850", "5", "secondary"),
        ("62114290", "2400", "5", "unconfirmed"),
        ("62114290", "8900", "18", "unconfirmed"),
        ("63039100", "5400", "18", "unconfirmed"),
        ("63039100", "900", "5", "unconfirmed"),
        ("63049299", "1300", "5", "unconfirmed"),
        ("63049299", "2800", "18", "unconfirmed"),
        ("57019090", "92000", "5", "confirmed"),
        ("09102010", "450", "5", "secondary"),
        ("48239090", "1450", "5", "unconfirmed"),
        ("44209999", "500", "5", "confirmed"),
    ],
)
def test_goods_of_the_catalogue_have_their_rate(db, hsn, price, percent, status):
    found = rate(hsn, price)
    assert (found.rate_percent, found.status) == (Decimal(percent), status)


@pytest.mark.parametrize(
    ("price", "percent"),
    [("2625.00", "5"), ("2625.01", "18"), ("2950.00", "18"), ("2950.01", "18")],
)
def test_a_limit_is_on_the_value_before_tax(db, price, percent):
    """2,625 with 5 % in it is 2,500 before tax; above that, the upper band has no gap to fall into."""
    assert rate("62114290", price).rate_percent == Decimal(percent)


def test_a_price_before_tax_meets_the_limit_itself(db):
    assert rate("62114290", "2500.00", tax_included=False).rate_percent == 5
    assert rate("62114290", "2500.01", tax_included=False).rate_percent == 18


def test_the_concession_for_handmade_shawls_is_for_handmade_shawls(db):
    assert rate("62142010", "14500", handmade=False).rate_percent == 18
    assert rate("62142010", "1850", handmade=False).rate_percent == 5


@pytest.mark.parametrize("hsn", ["85171300", "", "shawl", "6", "٦٢١٤"])
def test_an_unknown_code_falls_to_the_highest_common_rate_and_says_so(db, hsn):
    found = rate(hsn, "500")
    assert (found.hsn, found.rate_percent, found.status) == ("", Decimal(18), "unconfirmed")


def test_without_any_row_there_is_still_an_answer(db):
    GstRate.objects.all().delete()
    assert rate("62142010", "500").rate_percent == 18


def test_a_new_rate_begins_on_its_day(db):
    GstRate.objects.create(
        hsn="57019090", rate_percent=Decimal(12), valid_from=date(2027, 4, 1), status="confirmed"
    )
    assert rate("57019090", "92000", on=date(2027, 3, 31)).rate_percent == 5
    assert rate("57019090", "92000", on=date(2027, 4, 1)).rate_percent == 12


def test_each_row_says_how_sure_we_are_and_where_it_is_from():
    with (DATA / "gst_rates.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            assert row["status"] in {"confirmed", "secondary", "unconfirmed"}
            assert row["source"]
