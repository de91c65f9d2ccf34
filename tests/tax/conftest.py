"""Groups of every tax standing, with the demonstration's registrations."""

import pytest

from sellers.registry.facade import upsert_groups

GROUPS = (
    # code, name, pincode, federation, tax status, GSTIN
    ("KZ09", "Kanihama Tuji SHG", "193401", "Narbal Hunar CLF", "unregistered_enrolled", ""),
    ("KZ11", "Harwan Naqqashi SHG", "191121", "Srinagar Rural CLF", "unregistered_enrolled", ""),
    ("KZ12", "Khanmoh Misgar SHG", "191101", "Srinagar Rural CLF", "registered", "01ZZZAK0000K1ZS"),
    ("JM09", "Bishnah Annapurna SHG", "181132", "Bishnah Samridhi CLF", "composition", "01ZZZAM0000M1ZM"),
    ("JM10", "Suchetgarh Basmati SHG", "181102", "RS Pura Dhan CLF", "none", ""),
)


@pytest.fixture
def groups(db):
    upsert_groups(
        {
            "code": code,
            "name": name,
            "division": "Jammu" if code.startswith("J") else "Kashmir",
            "district": "Jammu" if code.startswith("J") else "Srinagar",
            "block": "Jammu",
            "village": "Jammu",
            "pincode": pincode,
            "cluster_level_federation": federation,
            "members": 10,
            "formed_year": 2018,
            "tax_status": status,
            "gstin": gstin,
        }
        for code, name, pincode, federation, status, gstin in GROUPS
    )


@pytest.fixture
def world(groups):
    """The groups, and the registrations that demo mode brings with the tables."""


def line(total, maker="KZ12", hsn="62142010", quantity=1, charge=True, handmade="true", sku="SH-001"):
    return {
        "quantity": quantity,
        "chargeTaxes": charge,
        "productSku": sku,
        "unitPrice": {"amount": total},
        "totalPrice": {"amount": total},
        "sourceLine": {
            "__typename": "CheckoutLine",
            "id": f"line-{sku}",
            "variant": {
                "id": f"variant-{sku}",
                "product": {
                    "id": f"product-{sku}",
                    "metafields": {"umeed.maker": maker, "umeed.hsn": hsn, "umeed.handmade": handmade},
                },
            },
        },
    }


def asked(
    *lines,
    shipping="0",
    pincode="560034",
    area="Karnataka",
    plan=None,
    discounts=(),
    included=True,
    bearer=None,
):
    method = {"id": "x", "metadata": [{"key": "umeed.plan", "value": plan}]} if plan else None
    address = {"postalCode": pincode, "countryArea": area, "country": {"code": "IN"}} if pincode else None
    return {
        "__typename": "CalculateTaxes",
        "issuedAt": "2026-11-19T06:00:00Z",
        "taxBase": {
            "pricesEnteredWithTax": included,
            "currency": "INR",
            "channel": {"slug": "online"},
            "shippingPrice": {"amount": shipping},
            "address": address,
            "discounts": [{"name": "festival", "amount": {"amount": amount}} for amount in discounts],
            "lines": list(lines),
            "sourceObject": {
                "__typename": "Checkout",
                "id": "Q2hlY2tvdXQ6MQ==",
                "checkoutVoucher": {"metafield": bearer} if bearer else None,
                "delivery": {"shippingMethod": method} if method else None,
            },
        },
    }


@pytest.fixture
def ask():
    return asked


@pytest.fixture
def base_line():
    return line
