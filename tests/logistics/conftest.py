"""A small world: two groups in Kashmir, one in Jammu, and whoever may sell."""

from decimal import Decimal

import pytest

from logistics import sale_rule
from sellers.registry.facade import upsert_groups
from tests.common.shop_world import GROUPS as KASHMIRI
from tests.common.shop_world import plain_groups

GROUPS = (
    *KASHMIRI,
    ("JM09", "Bishnah Annapurna SHG", "Jammu", "Jammu", "181132", "Bishnah Samridhi CLF"),
)


@pytest.fixture
def groups(db):
    upsert_groups(plain_groups(*GROUPS))


@pytest.fixture
def sale_refusals():
    """What the sale rule refuses; wiring's own rule comes back afterwards."""
    before = sale_rule._rule
    refusals: dict[str, str] = {}
    sale_rule.set_sale_rule(lambda groups, state, on: refusals)
    yield refusals
    sale_rule._rule = before


@pytest.fixture
def world(groups, sale_refusals):
    return sale_refusals


def line(
    maker="KZ09", sku="SH-001", quantity=1, grams=120, dims="28x22x4", lead="3", value="14500.00", unit="G"
):
    return {
        "id": f"line-{sku}",
        "quantity": quantity,
        "undiscountedUnitPrice": {"amount": str(Decimal(value) / quantity) if quantity else value},
        "variant": {
            "id": f"variant-{sku}",
            "sku": sku,
            "weight": {"value": grams, "unit": unit},
            "product": {
                "id": f"product-{sku}",
                "slug": sku.lower(),
                "metafields": {"umeed.maker": maker, "umeed.dims_cm": dims, "umeed.lead_days": lead},
            },
        },
    }


def asked(*lines, pincode="560034", area="Karnataka", country="IN", currency="INR", choices=None):
    return {
        "__typename": "ShippingListMethodsForCheckout",
        "issuedAt": "2026-11-19T06:00:00Z",
        "checkout": {
            "id": "Q2hlY2tvdXQ6MQ==",
            "channel": {"slug": "online", "currencyCode": currency},
            "metafield": choices,
            "shippingAddress": {"postalCode": pincode, "countryArea": area, "country": {"code": country}},
            "lines": list(lines),
        },
    }


@pytest.fixture
def ask():
    return asked


@pytest.fixture
def bag_line():
    return line
