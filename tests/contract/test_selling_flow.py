"""The recorded journeys from an empty checkout to a refund, asked again of the embedded store."""

from typing import Any, Final

import pytest

from commerce.embedded.channel.models import Channel
from tests.contract.recordings import Compare, Replay
from tests.contract.world import World


def both_lists(recorded: Any, ours: Any) -> bool:
    return isinstance(recorded, list) and isinstance(ours, list)


def one_answer_more(recorded: list[Any], ours: list[Any]) -> bool:
    """The newest event stands first; what Saleor had not heard yet when it answered stands before that."""
    return ours[1:] == recorded and ours[0]["type"] == "REFUND_SUCCESS"


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


def test_a_checkout_without_an_app_becomes_an_unpaid_order(replay: Replay) -> None:
    # 29 is the deprecated payment form.
    assert replay.exactly(*range(13, 29), *range(30, 35)).faults == []


def test_paying_through_an_app_and_getting_money_back(world: World, replay: Replay) -> None:
    world.install_the_app()
    # 81 lists that shop's pages: see test_third_parties.
    assert replay.exactly(*range(67, 81), *range(82, 86), 99).faults == []


def test_an_app_that_brings_its_own_transaction(world: World, replay: Replay) -> None:
    world.install_the_app()
    assert replay.exactly(67, 68, *range(86, 93), 94, 95, 96).faults == []


def test_marked_as_paid_sent_and_called_back(world: World, replay: Replay) -> None:
    replay.exactly(31, *range(13, 19), 24, 32)
    world.install_the_app()
    assert replay.exactly(*range(35, 46)).faults == []
    assert Channel.objects.get().allow_unpaid_orders is True
