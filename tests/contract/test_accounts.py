"""The recorded requests about the shop, signing in, and what staff see that the public does not."""

from decimal import Decimal
from typing import Any

import pytest

from commerce.embedded.account.models import Address, Group, User
from commerce.embedded.account.passwords import set_password
from commerce.embedded.account.permissions import PERMISSIONS
from commerce.embedded.account.tokens import access_token
from commerce.embedded.channel.models import Channel
from commerce.embedded.tax.models import TaxConfiguration
from commerce.embedded.warehouse.models import Warehouse
from jkrlm.kernel.clock import now
from tests.contract.recordings import Compare, Replay, recording
from tests.contract.world import World


def present(recorded: Any, ours: Any) -> bool:
    return isinstance(ours, str) and bool(ours)


def lists(recorded: Any, ours: Any) -> bool:
    return isinstance(recorded, list) and isinstance(ours, list)


#: What cannot be equal: secrets, our own name and address, and a gateway that this store has not built in.
SPECIAL: dict[str, Compare] = {
    ".tokenCreate.token": present,
    ".tokenCreate.refreshToken": present,
    ".tokenCreate.csrfToken": present,
    ".shop.name": present,
    ".shop.domain.host": present,
    ".shop.domain.url": present,
    ".shop.availablePaymentGateways": lists,
}


def administrator() -> User:
    """Return the member of staff with whose password the recording signs in."""
    given = recording(3).given
    user = User(email=given["e"], is_staff=True, is_confirmed=True)
    set_password(user, given["p"])
    user.save()
    user.groups.add(Group.objects.create(name="Full access", permissions=sorted(PERMISSIONS)))
    return user


@pytest.fixture
def replay(world: World) -> Replay:
    token = access_token(administrator(), now=now())
    return Replay({**world.tokens, "staff": token}, world.ids, SPECIAL)


def test_the_shop_and_signing_in(replay: Replay) -> None:
    assert replay.exactly(1, 2, 3).faults == []


def test_staff_list_channels_by_their_token(replay: Replay) -> None:
    Channel.objects.all().delete()
    Warehouse.objects.all().delete()
    warehouses = {}
    for each in recording(4).data["channels"]:
        channel = Channel.objects.create(
            name=each["name"],
            slug=each["slug"],
            is_active=each["isActive"],
            currency_code=each["currencyCode"],
            default_country=each["defaultCountry"]["code"],
            allow_unpaid_orders=each["orderSettings"]["allowUnpaidOrders"],
            default_transaction_flow_strategy=each["paymentSettings"]["defaultTransactionFlowStrategy"],
        )
        taxes = each["taxConfiguration"]
        TaxConfiguration.objects.update_or_create(
            channel=channel, defaults={"prices_entered_with_tax": taxes["pricesEnteredWithTax"]}
        )
        for place in each["warehouses"]:
            if place["slug"] not in warehouses:
                home = Address.objects.create(country="IN")
                warehouses[place["slug"]] = Warehouse.objects.create(
                    name=place["slug"], slug=place["slug"], address=home
                )
            warehouses[place["slug"]].channels.add(channel)
    assert replay.alike(4).faults == []


def test_an_administrators_token_does_what_his_permissions_say(replay: Replay) -> None:
    assert replay.exactly(31).faults == []
    assert Channel.objects.get().allow_unpaid_orders is True
    assert Decimal(recording(1).answer["extensions"]["cost"]["requestedQueryCost"]) > 0
