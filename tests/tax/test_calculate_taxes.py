"""The store asks for tax; the answer is exact, kept, and the same as what the buyer is shown."""

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jkrlm.kernel.money import Money
from logistics import sale_rule
from logistics.services.quote_bag import shipping_methods
from sellers.tax import facade as tax
from sellers.tax.models import TaxAnswer
from sellers.tax.rules import spread
from sellers.tax.services.calculate_taxes import calculate_taxes

DAY = date(2026, 11, 19)
NOON = datetime(2026, 11, 19, 6, 30, tzinfo=UTC)
CHECKOUT = "Q2hlY2tvdXQ6MQ=="
HOME = {"pincode": "190001", "area": "Jammu and Kashmir"}


def answer(payload, now=NOON):
    return calculate_taxes(payload, today=DAY, now=now)


def inr(amount):
    return Money(Decimal(amount), "INR")


def shown():
    return [
        (row.label, str(row.taxable.amount), str(row.tax.amount))
        for row in tax.tax_rows_of_checkout(CHECKOUT)
    ]


def test_a_shawl_to_another_state_bears_igst(world, ask, base_line):
    assert answer(ask(base_line("14500.00"), shipping="59.00")) == {
        "shipping_tax_rate": "5.00",
        "shipping_price_net_amount": "56.19",
        "shipping_price_gross_amount": "59.00",
        "lines": [{"tax_rate": "5.00", "total_net_amount": "13809.52", "total_gross_amount": "14500.00"}],
    }
    assert shown() == [("IGST 5 %", "13865.71", "693.29")]


def test_at_home_a_registered_seller_charges_cgst_and_sgst(world, ask, base_line):
    answer(ask(base_line("14500.00"), **HOME))
    assert shown() == [("CGST 2.5 %", "13809.52", "345.24"), ("SGST 2.5 %", "13809.52", "345.24")]


def test_at_home_an_unregistered_group_charges_none_and_its_delivery_bears_none(world, ask, base_line):
    found = answer(ask(base_line("14500.00", maker="KZ09"), shipping="50.00", **HOME))
    assert found["lines"] == [
        {"tax_rate": "0", "total_net_amount": "14500.00", "total_gross_amount": "14500.00"}
    ]
    assert (found["shipping_tax_rate"], found["shipping_price_net_amount"]) == ("0", "50.00")
    assert shown() == [("No GST: the group is not registered", "14550.00", "0.00")]


def test_the_same_group_outside_is_sold_by_its_federation_with_tax(world, ask, base_line):
    answer(ask(base_line("14500.00", maker="KZ09")))
    kept = tax.breakdown(CHECKOUT)
    assert kept.state == "Karnataka"
    assert [(part.seller.kind, part.seller.name) for part in kept.lines] == [
        ("federation", "Narbal Hunar CLF")
    ]
    assert shown() == [("IGST 5 %", "13809.52", "690.48")]


def test_an_empty_checkout_is_answered(world, ask):
    assert answer(ask(pincode=None)) == {
        "shipping_tax_rate": "0",
        "shipping_price_net_amount": "0.00",
        "shipping_price_gross_amount": "0.00",
        "lines": [],
    }


def test_before_the_address_is_known_the_rate_of_the_goods_is_assumed(world, ask, base_line):
    found = answer(ask(base_line("14500.00", maker="KZ09"), pincode=None))
    assert found["lines"][0]["tax_rate"] == "5.00"
    assert shown() == [("GST 5 %", "13809.52", "690.48")]


def test_each_line_gets_its_answer_in_the_order_asked(world, ask, base_line):
    found = answer(
        ask(
            base_line("8900.00", hsn="62114290", sku="TX-002"),
            base_line("450.00", hsn="99999999", sku="??"),
            base_line("500.00", charge=False, sku="free"),
            base_line("1850.00", sku="SH-009"),
        )
    )
    assert [line["tax_rate"] for line in found["lines"]] == ["18.00", "18.00", "0", "5.00"]


def test_prices_before_tax_get_tax_on_top(world, ask, base_line):
    found = answer(ask(base_line("1000.00", hsn="57019090"), shipping="100.00", included=False))
    assert found["lines"] == [
        {"tax_rate": "5.00", "total_net_amount": "1000.00", "total_gross_amount": "1050.00"}
    ]
    assert found["shipping_price_gross_amount"] == "105.00"


def test_a_discount_on_the_order_lowers_what_is_taxed(world, ask, base_line):
    found = answer(
        ask(
            base_line("1000.00", hsn="57019090", sku="a"),
            base_line("2000.00", hsn="57019090", sku="b"),
            discounts=["100.00"],
        )
    )
    assert [line["total_gross_amount"] for line in found["lines"]] == ["966.67", "1933.33"]


def test_a_discount_can_bring_a_piece_below_the_limit_of_a_rate(world, ask, base_line):
    plain = answer(ask(base_line("2700.00", hsn="62114290")))
    cheaper = answer(ask(base_line("2700.00", hsn="62114290"), discounts=["100.00"], bearer="group"))
    assert (plain["lines"][0]["tax_rate"], cheaper["lines"][0]["tax_rate"]) == ("18.00", "5.00")


def test_what_the_operator_pays_for_the_buyer_is_part_of_the_value(world, ask, base_line):
    """Section 15 with section 2(31): the seller gets 2,700, whoever pays it; so the limit is passed."""
    found = answer(ask(base_line("2700.00", hsn="62114290"), discounts=["100.00"]))["lines"][0]
    assert (found["tax_rate"], found["total_gross_amount"]) == ("18.00", "2600.00")
    (line,) = tax.breakdown(CHECKOUT).lines
    assert (line.gross, line.voucher, line.discount) == (inr("2700.00"), inr("100.00"), inr("0.00"))
    assert (line.net, line.paid) == (inr("2288.14"), inr("2600.00"))
    assert tax.breakdown(CHECKOUT).total == inr("2600.00")


def test_what_the_seller_takes_off_makes_the_value_less(world, ask, base_line):
    """Section 15(3)(a). What would be given away for nothing is the operator's all the same."""
    answer(ask(base_line("1050.00", hsn="57019090"), discounts=["105.00"], bearer="group"))
    (line,) = tax.breakdown(CHECKOUT).lines
    assert (line.gross, line.net, line.discount) == (inr("945.00"), inr("900.00"), inr("105.00"))
    assert line.voucher == inr("0.00")

    answer(ask(base_line("1050.00", hsn="57019090"), discounts=["9000.00"], bearer="group"))
    (line,) = tax.breakdown(CHECKOUT).lines
    assert (line.gross, line.voucher, line.paid) == (inr("1050.00"), inr("1050.00"), inr("0.00"))


def test_delivery_bears_the_rate_of_the_goods_in_each_parcel(world, ask, base_line):
    plan_id, price = _quoted(("KZ12", "SH-001"), ("KZ09", "TX-002"))
    lines = (
        base_line("14500.00", maker="KZ12", sku="SH-001"),
        base_line("8900.00", maker="KZ09", hsn="62114290", sku="TX-002"),
    )
    found = answer(ask(*lines, shipping=price, plan=plan_id))
    kept = tax.breakdown(CHECKOUT)
    assert kept.plan_id == plan_id
    assert [(part.key, part.rate_percent) for part in kept.delivery] == [("KZ09", 18), ("KZ12", 5)]
    assert sum(part.gross.amount for part in kept.delivery) == Decimal(price)
    net = sum(part.net.amount for part in kept.delivery)
    assert found["shipping_price_net_amount"] == str(net)
    assert Decimal(5) < Decimal(found["shipping_tax_rate"]) < Decimal(18)
    assert kept.total == inr(Decimal("23400.00") + Decimal(price))


def test_a_plan_of_another_bag_is_not_believed(world, ask, base_line):
    plan_id, _price = _quoted(("KZ12", "SH-001"), ("KZ09", "TX-002"))
    answer(ask(base_line("14500.00"), shipping="118.00", plan=plan_id))
    assert [(part.key, part.rate_percent) for part in tax.breakdown(CHECKOUT).delivery] == [("bag", 5)]


def test_an_order_is_taxed_by_the_plan_of_its_checkout(world, ask, base_line):
    plan_id, price = _quoted(("KZ12", "SH-001"), ("KZ09", "TX-002"))
    payload = ask(
        base_line("14500.00", maker="KZ12", sku="SH-001"),
        base_line("8900.00", maker="KZ09", hsn="62114290", sku="TX-002"),
        shipping=price,
        plan=plan_id,
    )
    of_checkout = answer(payload)
    payload["taxBase"]["sourceObject"] = {"__typename": "Order", "id": "T3JkZXI6MQ==", "checkoutId": CHECKOUT}
    for line in payload["taxBase"]["lines"]:
        source = line["sourceLine"]
        line["sourceLine"] = {"__typename": "OrderLine", "id": "1", "orderedVariant": source["variant"]}
    assert answer(payload, NOON + timedelta(days=1)) == of_checkout
    assert tax.breakdown(CHECKOUT).plan_id == plan_id


def test_asked_again_the_same_answer_is_kept_once_and_the_newest_holds(world, ask, base_line):
    one, two = ask(base_line("14500.00")), ask(base_line("29000.00", quantity=2))
    for minute, payload in enumerate((one, two, one)):
        answer(payload, NOON + timedelta(minutes=minute))
    assert TaxAnswer.objects.count() == 2
    assert tax.breakdown(CHECKOUT).lines[0].gross == inr("14500.00")


def test_what_nobody_asked_about_is_refused(db):
    for checkout_id in ("", CHECKOUT):
        with pytest.raises(tax.AnswerUnknown):
            tax.breakdown(checkout_id)


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"taxBase": None},
        {"taxBase": {"lines": [{}]}},
        {"taxBase": {"lines": [{"sourceLine": {"variant": None}, "totalPrice": {"amount": "NaN"}}]}},
        {"taxBase": {"lines": [{"totalPrice": {"amount": 12.5}, "quantity": 0}], "shippingPrice": None}},
    ],
    ids=str,
)
def test_whatever_is_missing_there_is_an_answer_with_a_line_for_each(world, payload):
    found = answer(payload)
    assert len(found["lines"]) == len((payload.get("taxBase") or {}).get("lines") or [])


def test_four_queries_at_most_for_a_checkout(world, ask, base_line, django_assert_max_num_queries):
    plan_id, price = _quoted(("KZ12", "SH-001"), ("KZ09", "TX-002"))
    payload = ask(base_line("14500.00"), base_line("240.00", maker="KZ09"), shipping=price, plan=plan_id)
    answer(payload)
    with django_assert_max_num_queries(4):
        answer(payload)


def test_the_bag_shows_the_same_rows_as_the_store_is_told(world, ask, base_line):
    answer(ask(base_line("14500.00"), base_line("8900.00", hsn="62114290", sku="TX-002")))
    rows = tax.tax_rows(
        [
            tax.TaxLine("KZ12", "62142010", 1, inr("14500.00")),
            tax.TaxLine("KZ12", "62114290", 1, inr("8900.00")),
        ],
        state="Karnataka",
        on=DAY,
    )
    assert rows == tax.tax_rows_of_checkout(CHECKOUT)
    assert [row.label for row in rows] == ["IGST 18 %", "IGST 5 %"]


moments = count()
money = st.decimals(min_value=0, max_value=200_000, places=2)
codes = st.sampled_from(["62142010", "62114290", "57019090", "99999999", ""])
makers = st.sampled_from(["KZ09", "KZ11", "KZ12", "JM09", "JM10", "XX99"])
bags = st.lists(st.tuples(money, makers, codes, st.integers(1, 4)), max_size=5)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(bags, money, money, st.sampled_from([HOME, {}, {"pincode": None}]))
def test_any_bag_is_taxed_to_the_last_paisa(world, ask, base_line, bag, shipping, discount, where):
    lines = [base_line(str(t), maker=m, hsn=h, quantity=q, sku=f"S{i}") for i, (t, m, h, q) in enumerate(bag)]
    moment = NOON + timedelta(seconds=next(moments))
    found = answer(ask(*lines, shipping=str(shipping), discounts=[str(discount)], **where), moment)
    goods = sum((total for total, *_ in bag), Decimal(0))
    gross = sum((Decimal(line["total_gross_amount"]) for line in found["lines"]), Decimal(0))
    assert gross == goods - min(discount, goods)
    assert Decimal(found["shipping_price_gross_amount"]) == shipping
    for line in found["lines"]:
        net, with_tax = Decimal(line["total_net_amount"]), Decimal(line["total_gross_amount"])
        assert 0 <= net <= with_tax
        assert abs(net * (100 + Decimal(line["tax_rate"])) / 100 - with_tax) <= Decimal("0.006")
    rows = tax.tax_rows_of_checkout(CHECKOUT)
    kept = tax.breakdown(CHECKOUT)
    sold = [(part.gross - part.net).amount for part in kept.lines + kept.delivery]
    assert sum((row.tax.amount for row in rows), Decimal(0)) == sum(sold, Decimal(0))
    assert kept.total.amount == gross + shipping
    assert all(part.voucher.amount >= 0 and part.paid.amount >= 0 for part in kept.lines)


@given(money, st.lists(st.decimals(min_value=0, max_value=10_000, places=2), min_size=1, max_size=8))
def test_a_spread_sums_to_the_whole_and_outgrows_no_part(total, weights):
    parts = spread(total, weights)
    assert sum(parts) == total
    if total <= sum(weights):
        assert all(0 <= part <= weight for part, weight in zip(parts, weights, strict=True))


def _quoted(*pieces):
    """Return (plan id, price) of the economy plan for one piece of each group, to Bengaluru."""
    before = sale_rule._rule
    sale_rule.set_sale_rule(tax.refusals_to_sell)
    try:
        lines = [
            {
                "quantity": 1,
                "totalPrice": {"gross": {"amount": "100"}},
                "variant": {
                    "sku": sku,
                    "weight": {"value": 300.0, "unit": "G"},
                    "product": {"metafields": {"umeed.maker": maker}},
                },
            }
            for maker, sku in pieces
        ]
        checkout = {
            "channel": {"currencyCode": "INR"},
            "metafield": json.dumps({}),
            "shippingAddress": {
                "postalCode": "560034",
                "countryArea": "Karnataka",
                "country": {"code": "IN"},
            },
            "lines": lines,
        }
        method = shipping_methods({"checkout": checkout}, today=DAY, now=NOON)[0]
    finally:
        sale_rule._rule = before
    return method["id"], method["amount"]
