"""
What a real Saleor answered, read by our transport and our typed client, over HTTP from a local server.

Every recording goes through the transport. Through the typed client go those whose document selects all
that ours does (``SUPERSETS``). The others cannot: the recorded documents ask for less than ours, most
often money without ``fractionalAmount``, errors without ``variants``, or ``pageInfo``; so our large reads
(product lists, product details, checkout details, order details, makers' pages, the index's) are not
among them, and are tried against a running Saleor instead.
"""

import inspect
import json
import typing
from collections.abc import Iterator
from enum import Enum
from typing import Any

import pytest
from pydantic import BaseModel

import commerce.client as client
from commerce.client import Store
from commerce.client.base_model import UnsetType
from commerce.errors import StoreRefused
from commerce.saleor.breaker import breaker_of
from commerce.saleor.transport import OverHttp
from tests.common.bad_proxy import BadProxy, Say
from tests.contract.recordings import ABSENT, FOLDER, Recording, recording

SUPERSETS = (
    ("address_rules", 12),
    ("attribute_create", 46),
    ("category_tree", 5),
    ("checkout_complete", 32),
    ("checkout_complete", 79),
    ("checkout_complete", 96),
    ("checkout_delivery_method_update", 25),
    ("checkout_lines_add", 14),
    ("checkout_lines_add", 71),
    ("checkout_lines_add", 87),
    ("checkout_shipping_address_update", 16),
    ("checkout_shipping_address_update", 73),
    ("checkout_shipping_address_update", 89),
    ("metadata_update", 55),
    ("order_cancel", 43),
    ("page_create", 48),
    ("page_type_create", 47),
    ("payment_gateway_initialize", 27),
    ("payment_gateway_initialize", 77),
    ("private_metadata_update", 56),
    ("product_channel_listing_update", 52),
    ("product_create", 50),
    ("product_type_create", 49),
    ("product_variant_channel_listing_update", 53),
    ("product_variant_create", 51),
    ("transaction_initialize", 28),
    ("transaction_request_action", 41),
    ("transaction_request_action", 84),
)

WITHOUT_ANSWER = {98}  # the whole schema, kept elsewhere

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason=ABSENT)


@pytest.fixture(scope="module")
def server() -> Iterator[BadProxy]:
    with BadProxy("http://127.0.0.1:1") as server:
        yield server


@pytest.fixture
def saleor(server: BadProxy) -> OverHttp:
    breaker_of(f"{server.url}/graphql/").succeeded()
    return OverHttp(url=f"{server.url}/graphql/", token=None)


def says(server: BadProxy, recorded: Recording) -> None:
    server.next(Say(recorded.status, json.dumps(recorded.answer).encode()))


@pytest.mark.parametrize("number", sorted(set(range(1, 101)) - WITHOUT_ANSWER))
def test_data_and_refusals_are_what_was_recorded(server: BadProxy, saleor: OverHttp, number: int) -> None:
    recorded = recording(number)
    says(server, recorded)
    errors = recorded.answer.get("errors")
    if not errors:
        assert saleor.execute(recorded.document, None, recorded.variables or {}) == recorded.data
        return
    with pytest.raises(StoreRefused) as caught:
        saleor.execute(recorded.document, None, recorded.variables or {})
    assert [(each.code, each.message) for each in caught.value.errors] == [
        (each["extensions"]["exception"]["code"], each["message"]) for each in errors
    ]


@pytest.mark.parametrize(("method", "number"), SUPERSETS)
def test_the_typed_client_reads_it(server: BadProxy, saleor: OverHttp, method: str, number: int) -> None:
    recorded = recording(number)
    says(server, recorded)
    ask = getattr(Store(saleor), method)
    answer = ask(**placeholders(ask))
    assert part_of(recorded.data, answer.model_dump(by_alias=True, mode="json")) == []


def placeholders(method: Any) -> dict[str, Any]:
    """Return something for each argument that a method requires: the server does not look at them."""
    # The client names its types only for type checkers; its package has them.
    named = {each: getattr(client, each) for each in client.__all__}
    hints = typing.get_type_hints(method, localns={**named, "UnsetType": UnsetType})
    return {
        name: placeholder(hints[name])
        for name, parameter in inspect.signature(method).parameters.items()
        if parameter.default is inspect.Parameter.empty and parameter.kind is not parameter.VAR_KEYWORD
    }


def placeholder(kind: Any) -> Any:
    if typing.get_origin(kind) is list:
        return []
    if issubclass(kind, BaseModel):
        return kind.model_construct()
    return next(iter(kind)) if issubclass(kind, Enum) else kind("1")


def part_of(recorded: Any, ours: Any, path: str = "") -> list[str]:
    """Return where ours says something else than what was recorded; it may say less."""
    if isinstance(ours, dict) and isinstance(recorded, dict):
        return [
            fault
            for key, value in ours.items()
            for fault in part_of(recorded.get(key, "absent"), value, f"{path}.{key}")
        ]
    if isinstance(ours, list) and isinstance(recorded, list) and len(ours) == len(recorded):
        pairs = enumerate(zip(recorded, ours, strict=True))
        return [fault for at, (left, right) in pairs for fault in part_of(left, right, f"{path}[{at}]")]
    return [] if recorded == ours else [f"{path}: {recorded!r} recorded, {ours!r} read"]
