"""GST as the buyer reads it before paying: inside the price, by rate, never a paisa lost."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from jkrlm.kernel.money import Money, TaxedMoney, quantize
from storefront.checkout.gst import applied_rate, gst_rows


def inr(amount: str) -> Money:
    return Money(Decimal(amount), "INR")


NOTHING = (Decimal(0), inr("0"))


def test_inside_the_state_each_half_is_named_and_the_odd_paisa_goes_to_the_centre() -> None:
    rows = gst_rows(
        [(Decimal(5), inr("690.47")), (Decimal(5), inr("152.38"))], NOTHING, state="Jammu and Kashmir"
    )

    assert [(row.label, row.amount) for row in rows] == [
        ("CGST 2.5% in this price", inr("421.43")),
        ("SGST 2.5% in this price", inr("421.42")),
    ]


def test_to_another_state_it_is_one_row_for_each_rate_highest_first() -> None:
    rows = gst_rows([(Decimal(5), inr("10.00")), (Decimal(18), inr("36.00"))], NOTHING, state="Karnataka")

    assert [(row.label, row.text) for row in rows] == [
        ("IGST 18% in this price", "₹36.00"),
        ("IGST 5% in this price", "₹10.00"),
    ]


def test_delivery_joins_the_goods_rate_where_there_is_one() -> None:
    rows = gst_rows([(Decimal(5), inr("690.48"))], (Decimal(5), inr("4.29")), state="Karnataka")

    assert [(row.label, row.text) for row in rows] == [("IGST 5% in this price", "₹694.77")]


def test_delivery_of_parcels_with_several_rates_has_a_row_of_its_own() -> None:
    goods = [(Decimal(5), inr("10.00")), (Decimal(18), inr("36.00"))]

    rows = gst_rows(goods, (Decimal("11.5"), inr("9.50")), state="Karnataka")

    assert [row.label for row in rows] == [
        "IGST 18% in this price",
        "IGST 5% in this price",
        "GST on delivery in this price",
    ]


def test_goods_without_tax_say_so() -> None:
    rows = gst_rows([(Decimal(0), inr("0"))], NOTHING, state="Karnataka")

    assert [(row.label, row.text) for row in rows] == [("GST in this price", "₹0.00")]


@given(
    rate=st.sampled_from(
        [Decimal(0), Decimal("0.25"), Decimal(3), Decimal(5), Decimal(12), Decimal(18), Decimal(40)]
    ),
    paise=st.integers(min_value=5000, max_value=50_000_000),
)
def test_the_rate_is_read_back_from_the_amounts(rate: Decimal, paise: int) -> None:
    gross = Money.from_minor_units(paise, "INR")
    net = Money(quantize(gross.amount * 100 / (100 + rate), "INR"), "INR")

    assert applied_rate(TaxedMoney(net=net, gross=gross)) == rate


@given(st.lists(st.tuples(st.sampled_from([Decimal(5), Decimal(12), Decimal(18)]), st.integers(0, 10**8))))
def test_the_rows_sum_to_the_tax(parts: list[tuple[Decimal, int]]) -> None:
    taxes = [(rate, Money.from_minor_units(paise, "INR")) for rate, paise in parts]

    rows = gst_rows(taxes, NOTHING, state="Jammu and Kashmir")

    assert sum(row.amount.minor_units for row in rows) == sum(paise for _, paise in parts)
