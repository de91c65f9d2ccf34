"""Channels, and who may look at them."""

from typing import Any

from commerce.embedded.channel.models import Channel
from commerce.facade import app_store
from tests.embedded.catalogue_world import ADDRESS, World, answer, codes, done, public, staff, tried


def test_the_list_of_channels_is_refused_to_the_public_in_saleors_words(world: World) -> None:
    refused = answer("{channels{slug currencyCode}}")
    assert refused.data == {"channels": None}
    assert refused.errors == [
        {
            "message": "To access this path, you need one of the following permissions: "
            "AUTHENTICATED_APP, AUTHENTICATED_STAFF_USER",
            "locations": [{"line": 1, "column": 2}],
            "path": ["channels"],
            "extensions": {"exception": {"code": "PermissionDenied"}},
        }
    ]


def test_a_channel_is_found_by_its_slug_or_id(world: World) -> None:
    by_slug = public('{ channel(slug: "online") { id slug } }')["channel"]
    assert by_slug == {"id": world.channel, "slug": "online"}
    by_id = public(f'{{ channel(id: "{world.channel}") {{ slug defaultCountry {{ code country }} }} }}')
    assert by_id["channel"] == {"slug": "online", "defaultCountry": {"code": "IN", "country": "India"}}
    assert public('{ channel(slug: "nowhere") { id } }') == {"channel": None}


def test_settings_are_changed_one_by_one(world: World) -> None:
    asked = """channel { isActive orderSettings { allowUnpaidOrders }
        checkoutSettings { automaticallyCompleteFullyPaidCheckouts }
        paymentSettings { defaultTransactionFlowStrategy } }"""
    result = answer(
        f"""mutation($id: ID!, $input: ChannelUpdateInput!) {{ channelUpdate(id: $id, input: $input) {{
            {asked.replace("isActive", "")} errors {{ field code }} }} }}""",
        {
            "id": world.channel,
            "input": {
                "orderSettings": {"allowUnpaidOrders": True},
                "checkoutSettings": {"automaticallyCompleteFullyPaidCheckouts": True},
                "paymentSettings": {"defaultTransactionFlowStrategy": "AUTHORIZATION"},
            },
        },
        permissions=("MANAGE_CHANNELS",),
    )
    assert result.errors == []
    assert result.data == {
        "channelUpdate": {
            "channel": {
                "orderSettings": {"allowUnpaidOrders": True},
                "checkoutSettings": {"automaticallyCompleteFullyPaidCheckouts": True},
                "paymentSettings": {"defaultTransactionFlowStrategy": "AUTHORIZATION"},
            },
            "errors": [],
        }
    }
    done("channelUpdate", "ChannelUpdateInput!", "channel { id }", id=world.channel, input={"name": "Web"})
    kept = Channel.objects.get()
    assert (kept.name, kept.allow_unpaid_orders, kept.is_active) == ("Web", True, True)


def test_a_slug_belongs_to_one_channel_and_money_has_a_currency(world: World) -> None:
    def made(**given: object) -> list[tuple[str | None, str]]:
        values = {"name": "S", "slug": "stalls", "currencyCode": "INR", "defaultCountry": "IN", **given}
        return codes(tried("channelCreate", "ChannelCreateInput!", "channel { id }", input=values))

    assert made(slug="online") == [("slug", "UNIQUE")]
    assert made(currencyCode="rupee") == [("currencyCode", "INVALID")]
    assert made(name=" ") == [("name", "REQUIRED")]
    assert made(addWarehouses=[world.channel]) == [("addWarehouses", "NOT_FOUND")]
    assert Channel.objects.count() == 1
    assert made() == []


def test_strangers_change_no_channel(world: World) -> None:
    text = f"""mutation {{ channelUpdate(id: "{world.channel}", input: {{isActive: false}}) {{
        errors {{ code }} }} }}"""
    refused = answer(text, permissions=("MANAGE_PRODUCTS",))
    assert refused.data == {"channelUpdate": None}
    assert Channel.objects.get().is_active
    assert staff('{ channel(slug: "online") { orderSettings { allowUnpaidOrders } } }')
    hidden = answer('{ channel(slug: "online") { orderSettings { allowUnpaidOrders } } }')
    assert len(hidden.errors) == 1


def settings_of(slug: str) -> Any:
    (found,) = [channel for channel in app_store().selling_setup().channels or () if channel.slug == slug]
    return found


def test_what_saleor_does_in_several_ways_this_store_does_in_one(world: World) -> None:
    def refused(**given: object) -> list[tuple[str | None, str]]:
        return codes(
            tried("channelUpdate", "ChannelUpdateInput!", "channel { id }", id=world.channel, input=given)
        )

    assert refused(checkoutSettings={"useLegacyErrorFlow": True}) == [("useLegacyErrorFlow", "INVALID")]
    later = {"automaticCompletion": {"enabled": True, "delay": 30}}
    assert refused(checkoutSettings=later) == [("delay", "INVALID")]
    never = {"automaticCompletion": {"enabled": False, "delay": 0}}
    assert refused(checkoutSettings=never) == [("delay", "INVALID")]
    both = {"automaticCompletion": {"enabled": True}, "automaticallyCompleteFullyPaidCheckouts": True}
    assert refused(checkoutSettings=both) == [("automaticallyCompleteFullyPaidCheckouts", "INVALID")]
    by_hand = {"allocationStrategy": "PRIORITIZE_SORTING_ORDER"}
    assert refused(stockSettings=by_hand) == [("allocationStrategy", "INVALID")]
    assert not Channel.objects.get().automatically_complete_fully_paid_checkouts

    assert (
        refused(
            orderSettings={"automaticallyConfirmAllNewOrders": False, "expireOrdersAfter": 90},
            checkoutSettings={"automaticCompletion": {"enabled": True, "delay": 0}},
            stockSettings={"allocationStrategy": "PRIORITIZE_HIGH_STOCK"},
        )
        == []
    )
    kept = settings_of("online")
    assert kept.order_settings.automatically_confirm_all_new_orders is False
    assert kept.order_settings.expire_orders_after == 90
    assert kept.checkout_settings.automatically_complete_fully_paid_checkouts is True
    assert kept.checkout_settings.automatic_completion_delay == 0
    assert kept.checkout_settings.use_legacy_error_flow is False
    assert kept.stock_settings.allocation_strategy.value == "PRIORITIZE_HIGH_STOCK"


def test_a_channel_gets_further_warehouses_and_keeps_those_it_has(world: World) -> None:
    given = {"name": "Jammu", "slug": "jammu", "address": ADDRESS}
    jammu = done("createWarehouse", "WarehouseCreateInput!", "warehouse { id }", input=given)["warehouse"][
        "id"
    ]
    added = {"addWarehouses": [jammu]}
    done("channelUpdate", "ChannelUpdateInput!", "channel { id }", id=world.channel, input=added)
    assert jammu in [warehouse.id for warehouse in settings_of("online").warehouses]
    assert len(settings_of("online").warehouses) == 2
    hidden = answer('{ channel(slug: "online") { warehouses { slug } } }')
    assert hidden.errors[0]["extensions"]["exception"]["code"] == "PermissionDenied"
