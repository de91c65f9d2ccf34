"""The recorded journeys from an empty checkout to a refund, asked again of the embedded store."""

import json
from typing import Any, Final

import pytest
from django.test import Client

from commerce.embedded.channel.models import Channel
from tests.contract.recordings import Compare, Replay, recording
from tests.contract.world import World


def both_lists(recorded: Any, ours: Any) -> bool:
    return isinstance(recorded, list) and isinstance(ours, list)


def one_answer_more(recorded: list[Any], ours: list[Any]) -> bool:
    """The newest event stands first; what Saleor had not heard yet when it answered stands before that."""
    return ours[1:] == recorded and ours[0]["type"] == "REFUND_SUCCESS"


def paid_otherwise(recorded: list[Any], ours: list[Any]) -> bool:
    """What happened to the order is the same, but for how it was paid."""
    kinds = [each["type"] for each in ours if each["type"] not in ("PAYMENT_CAPTURED", "ORDER_FULLY_PAID")]
    return kinds == [each["type"] for each in recorded if each["type"] != "ORDER_MARKED_AS_PAID"]


#: The only places that are not compared value by value.
SPECIAL: Final[dict[str, Compare]] = {
    # Saleor lists its built-in gift card gateway, which this store does not have.
    ".checkout.availablePaymentGateways": both_lists,
    # Saleor asks the payment app for the refund after it has answered; here the app's answer is in already.
    ".transactionRequestRefundForGrantedRefund.transaction.events": one_answer_more,
    ".transactionRequestAction.transaction.events": one_answer_more,
}


@pytest.fixture
def replay(world: World) -> Replay:
    return Replay(world.tokens, world.ids, SPECIAL)


def ask(replay: Replay, document: str, **variables: Any) -> dict[str, Any]:
    """Return the payload of a staff mutation of ours, which stands in for one that is not in the schema."""
    response = Client(headers={"Authorization": f"Bearer {replay.tokens['staff']}"}).post(
        "/graphql/", json.dumps({"query": document, "variables": variables}), content_type="application/json"
    )
    (payload,) = json.loads(response.content)["data"].values()
    assert payload["errors"] == []
    return dict(payload)


def test_a_checkout_without_an_app_becomes_an_unpaid_order(replay: Replay) -> None:
    # 29 is the deprecated payment form.
    assert replay.exactly(*range(13, 29), *range(30, 35)).faults == []


def test_paying_through_an_app_and_getting_money_back(world: World, replay: Replay) -> None:
    world.install_the_app()
    # 81 asks for refund settings, which this schema does not have.
    assert replay.exactly(*range(67, 81), *range(82, 86), 99).faults == []


def test_an_app_that_brings_its_own_transaction(world: World, replay: Replay) -> None:
    world.install_the_app()
    assert replay.exactly(67, 68, *range(86, 93), 94, 95, 96).faults == []


def test_fulfilment_and_its_undoing(world: World, replay: Replay) -> None:
    """orderMarkAsPaid (35) is not in our schema: a transaction takes its place."""
    replay.exactly(31, *range(13, 19), 24, 32)
    world.install_the_app()
    order_id = replay.ids.translated(recording(36).given["o"])
    paid = ask(
        replay,
        """mutation($id: ID!) { transactionCreate(id: $id, transaction: {pspReference: "COD-1",
             availableActions: [REFUND], amountCharged: {amount: 61.15, currency: "USD"}}) {
             transaction { id } errors { code } } }""",
        id=order_id,
    )
    recorded_line = recording(36).given["i"]["lines"][0]["orderLineId"]
    assert replay.ids.translated(recorded_line) != recorded_line
    replay.ids.learn(recording(40).given["id"], paid["transaction"]["id"])
    replay.special = {**SPECIAL, ".order.events": paid_otherwise}
    assert replay.exactly(36, 37, 38, 40, 41, 43, 44, 45).faults == []
    assert Channel.objects.get().allow_unpaid_orders is True
