"""Any bag and any voucher: the parts sum to the whole, nothing is below nought, to the paisa."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from commerce.embedded.checkout.rules import BaseLine, untaxed
from commerce.embedded.discount.rules import Line, NotApplicable, Offer, discount
from jkrlm.kernel.money import quantize, spread_discount

ZERO = Decimal(0)
price = st.decimals(min_value="0.01", max_value="90000", places=2)
lines = st.lists(
    st.builds(Line, unit=price, quantity=st.integers(1, 9), fits=st.booleans()), min_size=1, max_size=8
)
offers = st.one_of(
    st.builds(
        Offer,
        kind=st.sampled_from(["ENTIRE_ORDER", "SPECIFIC_PRODUCT", "SHIPPING"]),
        value_type=st.just("PERCENTAGE"),
        value=st.decimals(min_value=0, max_value=100, places=3),
        currency=st.just("INR"),
        once_per_order=st.booleans(),
    ),
    st.builds(
        Offer,
        kind=st.sampled_from(["ENTIRE_ORDER", "SPECIFIC_PRODUCT", "SHIPPING"]),
        value_type=st.just("FIXED"),
        value=price,
        currency=st.just("INR"),
        once_per_order=st.booleans(),
    ),
)


@settings(max_examples=300, deadline=None)
@given(offers, lines, st.one_of(st.none(), price))
def test_any_bag_and_any_voucher(offer, bag, shipping):
    try:
        off = discount(offer, bag, shipping)
    except NotApplicable:
        fits_nothing = offer.kind == "SPECIFIC_PRODUCT" and not any(line.fits for line in bag)
        assert fits_nothing or (offer.kind == "SHIPPING" and shipping is None)
        return
    base = [
        BaseLine(str(place), line.quantity, line.unit, part)
        for place, (line, part) in enumerate(zip(bag, off.lines, strict=True))
    ]
    prices = untaxed(base, (shipping or ZERO) - off.shipping, discount=off.order)
    listed = sum((line.total for line in bag), shipping or ZERO)
    assert prices.subtotal_gross + prices.shipping.gross == listed - off.total
    for line, priced in zip(bag, prices.lines, strict=True):
        assert ZERO <= priced.gross <= line.total
        assert priced.gross == quantize(priced.gross, "INR")
    assert prices.shipping.gross >= ZERO
    assert off.total == quantize(off.total, "INR")
    if offer.kind != "SHIPPING":
        assert off.shipping == ZERO


@settings(max_examples=300, deadline=None)
@given(price, st.lists(st.decimals(min_value=0, max_value=500, places=2), min_size=1, max_size=12))
def test_a_spread_is_whole_and_within_its_lines(amount, prices):
    parts = spread_discount(amount, prices, "INR")
    assert sum(parts) == min(amount, sum(prices))
    assert all(ZERO <= part <= each for part, each in zip(parts, prices, strict=True))


def test_the_last_line_takes_the_rest_and_hands_on_what_it_cannot_bear():
    thirds = [Decimal("33.33")] * 3
    assert spread_discount(Decimal(10), thirds, "INR") == [Decimal("3.33"), Decimal("3.33"), Decimal("3.34")]
    # Saleor's own loop would leave four paise unspent here, since its last line costs one.
    small = [Decimal("0.05")] * 9 + [Decimal("0.01")]
    parts = spread_discount(Decimal("0.41"), small, "INR")
    assert (sum(parts), parts[-1]) == (Decimal("0.41"), Decimal("0.01"))
    # Half-up of a percentage, as Saleor: 12.5 % of 0.20 is 0.03.
    assert Offer("ENTIRE_ORDER", "PERCENTAGE", Decimal("12.5"), "INR").off(Decimal("0.20")) == Decimal("0.03")
