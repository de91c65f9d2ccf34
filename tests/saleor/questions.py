"""Questions as our documents make Saleor ask them."""

from itertools import count
from typing import Any

_SECONDS = count()

ADDRESS = {"postalCode": "190001", "countryArea": "Jammu and Kashmir", "country": {"code": "IN"}}
CHECKOUT = "Q2hlY2tvdXQ6OGI1MWEzMDItODBkMC00NGQyLWI4OWItMjcyNGRlZWRjZTZl"


def issued() -> str:
    """Return another instant at each call: a question asked again is a moment younger."""
    seconds = next(_SECONDS)
    return f"2026-11-21T{10 + seconds // 3600 % 10:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.5+00:00"


def taxes(lines: int = 5) -> dict[str, Any]:
    return {
        "__typename": "CalculateTaxes",
        "issuedAt": issued(),
        "taxBase": {
            "pricesEnteredWithTax": True,
            "currency": "INR",
            "channel": {"slug": "online"},
            "shippingPrice": {"amount": 59.0},
            "address": ADDRESS,
            "discounts": [],
            "lines": [_taxed(number) for number in range(lines)],
            "sourceObject": {"__typename": "Checkout", "id": CHECKOUT, "delivery": None},
        },
    }


def _taxed(number: int) -> dict[str, Any]:
    facts = {
        "umeed.maker": "KZ09" if number % 2 else "KZ11",
        "umeed.hsn": "62142010",
        "umeed.handmade": "true",
    }
    variant = {"id": f"V{number}", "product": {"id": f"P{number}", "metafields": facts}}
    return {
        "quantity": 1,
        "chargeTaxes": True,
        "productSku": f"SH-{number}",
        "unitPrice": {"amount": 1450.0},
        "totalPrice": {"amount": 1450.0},
        "sourceLine": {"__typename": "CheckoutLine", "id": f"L{number}", "variant": variant},
    }


def methods(lines: int = 5) -> dict[str, Any]:
    return {
        "__typename": "ShippingListMethodsForCheckout",
        "issuedAt": issued(),
        "checkout": {
            "id": CHECKOUT,
            "channel": {"slug": "online", "currencyCode": "INR"},
            "metafield": None,
            "shippingAddress": ADDRESS,
            "lines": [_carried(number) for number in range(lines)],
        },
    }


def _carried(number: int) -> dict[str, Any]:
    facts = {
        "umeed.maker": "KZ09" if number % 2 else "KZ11",
        "umeed.dims_cm": "28x22x4",
        "umeed.lead_days": "3",
        "umeed.hsn": "62142010",
        "umeed.fragile": "false",
        "umeed.stock_kind": "batch",
    }
    return {
        "id": f"L{number}",
        "quantity": 1,
        "undiscountedUnitPrice": {"amount": 1450.0},
        "variant": {
            "id": f"V{number}",
            "sku": f"SH-{number}",
            "weight": {"value": 0.12, "unit": "KG"},
            "product": {"id": f"P{number}", "slug": f"shawl-{number}", "metafields": facts},
        },
    }


def source(total: float = 1234.5, checkout: str = CHECKOUT) -> dict[str, Any]:
    return {
        "__typename": "Checkout",
        "id": checkout,
        "email": "aarif@example.com",
        "channel": {"slug": "online", "currencyCode": "INR"},
        "totalPrice": {"gross": {"amount": total, "currency": "INR"}},
        "shippingAddress": {**ADDRESS, "phone": "+919419000000", "firstName": "Aarif", "lastName": "Lone"},
        "delivery": None,
        "lines": [{"quantity": 1, "variant": {"sku": "SH-1", "name": "Red", "product": {"name": "Stole"}}}],
    }


def gateway() -> dict[str, Any]:
    return {
        "__typename": "PaymentGatewayInitializeSession",
        "issuedAt": issued(),
        "amount": 1234.5,
        "data": None,
        "sourceObject": source(),
    }


def session(
    transaction: str, method: str, *, event: str = "TransactionInitializeSession", checkout: str = CHECKOUT
) -> dict[str, Any]:
    urls = {"returnUrl": "http://testserver/checkout/return/"} if method == "stripe" else {}
    return {
        "__typename": event,
        "issuedAt": issued(),
        "merchantReference": transaction,
        "idempotencyKey": transaction,
        "customerIpAddress": "127.0.0.1",
        "data": {"method": method, **urls},
        "action": {"amount": 1234.5, "currency": "INR", "actionType": "CHARGE"},
        "transaction": {"id": transaction, "pspReference": ""},
        "sourceObject": source(checkout=checkout),
    }


def action(
    event: str, transaction: str, amount: float, *, charged: float = 0.0, authorized: float = 0.0
) -> dict[str, Any]:
    return {
        "__typename": event,
        "issuedAt": issued(),
        "action": {"amount": amount, "currency": "INR", "actionType": "REFUND"},
        "transaction": {
            "id": transaction,
            "pspReference": "",
            "chargedAmount": {"amount": charged, "currency": "INR"},
            "authorizedAmount": {"amount": authorized, "currency": "INR"},
            "order": {"id": "T3JkZXI6MQ==", "number": "1"},
            "checkout": None,
        },
    }
