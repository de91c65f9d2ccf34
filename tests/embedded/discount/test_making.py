"""Vouchers are made, changed and ended by who may; what is wrong is refused in Saleor's words."""

import pytest

from commerce.embedded.discount.models import Voucher, VoucherCode
from commerce.embedded.engine.caller import PUBLIC
from commerce.embedded.engine.execution import run
from tests.embedded.discount.vouchers import CHANGE, LIST, MAKE, MANAGER, voucher
from tests.embedded.selling import Shop, gid

WRITES = {
    "voucherCreate": 'mutation { voucherCreate(input: {code: "X"}) { errors { code } } }',
    "voucherUpdate": 'mutation { voucherUpdate(id: "Vm91Y2hlcjox", input: {name: "X"}) { errors { code } } }',
    "voucherDelete": 'mutation { voucherDelete(id: "Vm91Y2hlcjox") { errors { code } } }',
    "voucherCataloguesAdd": 'mutation { voucherCataloguesAdd(id: "Vm91Y2hlcjox", input: {}) { errors { code } } }',
    "voucherCataloguesRemove": (
        'mutation { voucherCataloguesRemove(id: "Vm91Y2hlcjox", input: {}) { errors { code } } }'
    ),
    "voucherChannelListingUpdate": (
        'mutation { voucherChannelListingUpdate(id: "Vm91Y2hlcjox", input: {}) { errors { code } } }'
    ),
    "voucherCodeBulkDelete": 'mutation { voucherCodeBulkDelete(ids: ["Vm91Y2hlcjox"]) { count } }',
    "vouchers": "{ vouchers(first: 1) { edges { node { id } } } }",
    "voucher": '{ voucher(id: "Vm91Y2hlcjox") { id } }',
}


@pytest.mark.parametrize("name", WRITES)
def test_who_may_not_is_refused(shop: Shop, name: str) -> None:
    voucher(shop, "TEN", "10")
    for caller in (PUBLIC, shop.staff, shop.payments):
        result = run(WRITES[name], caller=caller, variables={})
        assert "MANAGE_DISCOUNTS" in result.errors[0]["message"]
    assert list(VoucherCode.objects.values_list("code", flat=True)) == ["TEN"]


def errors(answer) -> list[tuple[str | None, str]]:
    (payload,) = answer.values()
    return [(each["field"], each["code"]) for each in payload["errors"]]


def test_codes_are_unique_and_said_once(shop: Shop) -> None:
    voucher(shop, "TEN", "10")

    def make(**given: object):
        return errors(shop.run(MAKE, caller=MANAGER, input=given))

    assert make(code="TEN") == [("code", "ALREADY_EXISTS")]
    assert make(code=" TEN ") == [("code", "ALREADY_EXISTS")]
    assert make(addCodes=["A", "TEN"]) == [("codes", "ALREADY_EXISTS")]
    assert make(addCodes=["A", "A"]) == [("codes", "DUPLICATED_INPUT_ITEM")]
    assert make(code="A", addCodes=["B"]) == [("input", "GRAPHQL_ERROR")]
    assert make(name="no code") == [("input", "GRAPHQL_ERROR")]
    assert make(code="B", usageLimit=-1) == [("usageLimit", "INVALID")]
    ended = {"startDate": "2026-05-02T00:00:00Z", "endDate": "2026-05-01T00:00:00Z"}
    assert make(code="B", **ended) == [("endDate", "INVALID")]
    assert make(code="B", products=["UHJvZHVjdDo5OTk5"]) == [("products", "NOT_FOUND")]
    assert Voucher.objects.count() == 1

    made = shop.run(MAKE, caller=MANAGER, input={"code": ""})["voucherCreate"]["voucher"]["code"]
    assert [len(part) for part in made.split("-")] == [4, 4, 4]


def test_a_channel_wants_a_value_that_makes_sense(shop: Shop) -> None:
    percent = voucher(shop, "TEN", "10")
    fixed = voucher(shop, "FIFTY", "50", discountValueType="FIXED")
    here = gid(shop.channel)

    def listed(pk: str, **listing: object):
        given = {"addChannels": [{"channelId": here, **listing}]}
        return errors(shop.run(LIST, caller=MANAGER, id=pk, input=given))

    assert listed(percent, discountValue=101) == [("discountValue", "INVALID")]
    assert listed(percent, discountValue=None) == [("discountValue", "REQUIRED")]
    assert listed(fixed, discountValue="10.005") == [("discountValue", "INVALID")]
    assert listed(fixed, minAmountSpent="10.005") == [("minAmountSpent", "INVALID")]
    assert listed(percent, minAmountSpent=500) == []
    both = {"addChannels": [{"channelId": here, "discountValue": 5}], "removeChannels": [here]}
    assert errors(shop.run(LIST, caller=MANAGER, id=percent, input=both)) == [
        ("input", "DUPLICATED_INPUT_ITEM")
    ]
    gone = shop.run(LIST, caller=MANAGER, id=percent, input={"removeChannels": [here]})
    assert gone["voucherChannelListingUpdate"]["voucher"]["channelListings"] == []


def test_the_limits_of_a_used_voucher_stand(shop: Shop) -> None:
    pk = voucher(shop, "TEN", "10", usageLimit=5)
    checkout_id = shop.checkout((shop.product("Kani stole", "900.00"), 1))
    assert errors(shop.run(CHANGE, caller=MANAGER, id=pk, input={"usageLimit": 6})) == []
    shop.run(
        'mutation($id: ID!) { checkoutAddPromoCode(id: $id, promoCode: "TEN") { errors { code } } }',
        id=checkout_id,
    )
    for given, field in (({"usageLimit": 7}, "usageLimit"), ({"singleUse": True}, "singleUse")):
        assert errors(shop.run(CHANGE, caller=MANAGER, id=pk, input=given)) == [
            (field, "VOUCHER_ALREADY_USED")
        ]
    assert errors(shop.run(CHANGE, caller=MANAGER, id=pk, input={"code": "ELEVEN"})) == []
    assert Voucher.objects.get().usage_limit == 6
