"""Vouchers made through the contract, and codes put on checkouts."""

from typing import Any

from commerce.embedded.engine.caller import Caller
from tests.embedded.selling import Shop, gid

MANAGER = Caller(permissions=frozenset({"MANAGE_DISCOUNTS"}))

MAKE = """mutation($input: VoucherInput!) { voucherCreate(input: $input) {
  voucher { id code used type discountValueType } errors { field code message voucherCodes } } }"""
CHANGE = """mutation($id: ID!, $input: VoucherInput!) { voucherUpdate(id: $id, input: $input) {
  voucher { id code endDate } errors { field code message } } }"""
LIST = """mutation($id: ID!, $input: VoucherChannelListingInput!) {
  voucherChannelListingUpdate(id: $id, input: $input) {
    voucher { channelListings { discountValue minSpent { amount } } } errors { field code message channels } } }"""
ADD = """mutation($id: ID!, $code: String!) { checkoutAddPromoCode(id: $id, promoCode: $code) {
  checkout { voucherCode discount { amount } totalPrice { gross { amount } } }
  errors { field code message } } }"""
REMOVE = """mutation($id: ID!, $code: String, $voucher: ID) {
  checkoutRemovePromoCode(id: $id, promoCode: $code, promoCodeId: $voucher) {
    checkout { voucherCode discount { amount } totalPrice { gross { amount } } }
    errors { field code message } } }"""
SEEN = """query($id: ID!) { checkout(id: $id) {
  voucherCode discountName discount { amount } problems { __typename }
  subtotalPrice { gross { amount } } shippingPrice { gross { amount } } totalPrice { gross { amount } }
  lines { undiscountedTotalPrice { amount } totalPrice { gross { amount } } unitPrice { gross { amount } } } } }"""
USED = (
    "query($id: ID!) { voucher(id: $id) { used codes(first: 5) { edges { node { code used isActive } } } } }"
)
AGAIN = "mutation($id: ID!) { deliveryOptionsCalculate(id: $id) { errors { code } } }"


def voucher(shop: Shop, code: str, value: str, *, least: str | None = None, **given: Any) -> str:
    """Make a voucher that is listed in the shop's channel; ten per cent of all, where nothing is said."""
    wanted = {"code": code, "name": code.title(), "discountValueType": "PERCENTAGE", **given}
    made = shop.run(MAKE, caller=MANAGER, input=wanted)["voucherCreate"]
    assert made["errors"] == [], made
    listing: dict[str, Any] = {"channelId": gid(shop.channel), "discountValue": value}
    if least is not None:
        listing["minAmountSpent"] = least
    listed = shop.run(LIST, caller=MANAGER, id=made["voucher"]["id"], input={"addChannels": [listing]})
    assert listed["voucherChannelListingUpdate"]["errors"] == [], listed
    voucher_id: str = made["voucher"]["id"]
    return voucher_id


def add(shop: Shop, checkout_id: str, code: str) -> dict[str, Any]:
    answer: dict[str, Any] = shop.run(ADD, id=checkout_id, code=code)["checkoutAddPromoCode"]
    return answer


def refused(answer: dict[str, Any]) -> tuple[str | None, str]:
    assert answer["checkout"] is None
    return answer["errors"][0]["field"], answer["errors"][0]["code"]


def seen(shop: Shop, checkout_id: str) -> dict[str, Any]:
    checkout: dict[str, Any] = shop.run(SEEN, id=checkout_id)["checkout"]
    return checkout


def gross(seen_checkout: dict[str, Any], part: str = "totalPrice") -> float:
    return float(seen_checkout[part]["gross"]["amount"])


def line_totals(seen_checkout: dict[str, Any]) -> list[float]:
    return [line["totalPrice"]["gross"]["amount"] for line in seen_checkout["lines"]]
