"""A store is set up by a plan: read first, shown, carried out, found right; what drifts is mended."""

from collections import Counter
from typing import Any

import pytest

from catalogue.services.provision import plan
from commerce.client import (
    AttributeCreateInput,
    AttributeInputTypeEnum,
    AttributeTypeEnum,
    ChannelCreateInput,
    ChannelUpdateInput,
    CheckoutSettingsInput,
    CountryCode,
    OrderSettingsInput,
    PaymentSettingsInput,
    ProductTypeInput,
    ProductTypeKindEnum,
    ShippingZoneCreateInput,
    TaxConfigurationUpdateInput,
    TransactionFlowStrategyEnum,
)
from commerce.client.client import Store
from commerce.embedded.channel.models import Channel
from commerce.embedded.product.models import ProductType
from commerce.embedded.shipping.models import ShippingMethod, ShippingZone
from commerce.embedded.warehouse.models import Warehouse
from commerce.facade import Step, StepState, StoreRefused, carry_out
from commerce.saleor.manifest import subscriptions
from tests.saleor.young_saleor import BASE_URL, YoungSaleor, young

__all__ = ["young"]

RIGHT, MAKE, CHANGE, LOOK, BLOCKED = StepState


def set_up(store: Store) -> list[str]:
    """Carry the plan out; return what was done, in order."""
    done: list[str] = []
    carry_out(plan(store).steps, progress=lambda step: done.append(f"{step.kind} {step.name}"))
    return done


def not_right(store: Store) -> list[tuple[StepState, str, str]]:
    steps = plan(store).steps
    return [(step.state, f"{step.kind} {step.name}", step.why) for step in steps if step.state is not RIGHT]


def channel(store: Store, slug: str) -> Any:
    (found,) = [each for each in store.selling_setup().channels or () if each.slug == slug]
    return found


def test_the_plan_of_an_empty_store_names_everything_and_writes_nothing(young: YoungSaleor) -> None:
    steps = plan(young.store()).steps

    assert young.writes == []
    assert Counter((step.kind, step.state) for step in steps) == {
        ("webhook", MAKE): len(subscriptions()),
        ("shop", CHANGE): 1,
        ("attribute", MAKE): 71,
        ("page type", MAKE): 1,
        ("product type", MAKE): 14,
        ("category", MAKE): 14,
        ("warehouse", MAKE): 20,
        ("channel", MAKE): 2,
        ("shipping zone", MAKE): 1,
        ("taxes of channel", CHANGE): 2,
    }
    (shop,) = [step for step in steps if step.kind == "shop"]
    assert shop.why == "fulfilment of orders that are not paid yet is off, must be on"


def test_carried_out_once_all_is_right_and_the_second_time_nothing_is_written(young: YoungSaleor) -> None:
    store = young.store()
    set_up(store)
    wrote = Counter(young.writes)
    assert wrote["WebhookCreate"] == len(subscriptions())
    assert (wrote["ChannelCreate"], wrote["ShippingZoneCreate"], wrote["WarehouseCreate"]) == (2, 1, 20)

    young.writes.clear()
    assert set_up(store) == []
    assert young.writes == []
    assert not_right(store) == []


def test_what_is_made_is_what_our_decisions_need(young: YoungSaleor) -> None:
    store = young.store()
    set_up(store)

    for slug in ("online", "stalls"):
        made = channel(store, slug)
        assert (made.currency_code, made.default_country.code, made.is_active) == ("INR", "IN", True)
        assert made.order_settings.allow_unpaid_orders is False
        assert made.order_settings.automatically_confirm_all_new_orders is True
        assert made.checkout_settings.automatically_complete_fully_paid_checkouts is True
        assert made.checkout_settings.automatic_completion_delay == 0
        assert made.checkout_settings.use_legacy_error_flow is False
        assert made.payment_settings.default_transaction_flow_strategy.value == "CHARGE"
        assert made.stock_settings.allocation_strategy.value == "PRIORITIZE_HIGH_STOCK"
        assert len(made.warehouses) == 20
        taxes = made.tax_configuration
        assert (taxes.tax_calculation_strategy.value, taxes.tax_app_id) == ("TAX_APP", "umeed.payments")
        assert (taxes.charge_taxes, taxes.prices_entered_with_tax, taxes.display_gross_prices) == (True,) * 3
    zone = ShippingZone.objects.get()
    assert (zone.name, zone.countries, zone.methods.count()) == ("India", ["IN"], 0)
    assert (zone.warehouses.count(), zone.channels.count()) == (20, 2)
    srinagar = Warehouse.objects.get(slug="district-srinagar")
    assert srinagar.external_reference == "district-srinagar"
    assert young.shop["fulfillmentAllowUnpaid"] is True
    types = store.type_attributes()
    assert types.product_types is not None and types.page_types is not None
    for edge in types.product_types.edges:
        asked = [attribute.slug for attribute in edge.node.product_attributes or ()]
        assert asked[:5] == ["craft", "district", "certified", "gi-tag", "maker"], edge.node.slug
    (maker,) = types.page_types.edges
    assert [attribute.slug for attribute in maker.node.attributes or ()] == [
        "maker-district", "maker-block", "maker-members", "maker-formed",
    ]  # fmt: skip


def test_each_event_has_its_webhook_at_its_own_address_with_our_document(young: YoungSaleor) -> None:
    set_up(young.store())

    assert {hook["identifier"] for hook in young.hooks} == {hook.identifier for hook in subscriptions()}
    taxes = young.hook("checkout_calculate_taxes")
    assert taxes["targetUrl"] == f"{BASE_URL}/saleor/webhooks/checkout_calculate_taxes/"
    assert taxes["syncEvents"] == [{"eventType": "CHECKOUT_CALCULATE_TAXES"}]
    assert taxes["asyncEvents"] == []
    assert taxes["subscriptionQuery"].startswith("subscription CheckoutCalculateTaxes { event {")
    confirmed = young.hook("order_confirmed")
    assert confirmed["asyncEvents"] == [{"eventType": "ORDER_CONFIRMED"}]


def test_stopped_half_way_the_next_call_goes_on(young: YoungSaleor) -> None:
    store = young.store()

    def stop_at_warehouses(step: Step) -> None:
        if step.name == "district-kulgam":
            raise InterruptedError

    with pytest.raises(InterruptedError):
        carry_out(plan(store).steps, progress=stop_at_warehouses)
    assert Warehouse.objects.count() == 5

    done = set_up(store)
    assert done[0] == "warehouse district-kulgam"
    assert len([name for name in done if name.startswith("warehouse")]) == 15
    assert not_right(store) == []


def test_settings_that_drifted_are_mended_and_the_rest_of_the_channel_stays(young: YoungSaleor) -> None:
    store = young.store()
    set_up(store)
    online = channel(store, "online")
    store.channel_update(
        id=online.id,
        input=ChannelUpdateInput(
            name="Our shop",
            order_settings=OrderSettingsInput(allow_unpaid_orders=True, expire_orders_after=60),
            checkout_settings=CheckoutSettingsInput(automatically_complete_fully_paid_checkouts=False),
            payment_settings=PaymentSettingsInput(
                default_transaction_flow_strategy=TransactionFlowStrategyEnum.AUTHORIZATION
            ),
        ),
    )
    store.tax_configuration_update(
        id=online.tax_configuration.id, input=TaxConfigurationUpdateInput(prices_entered_with_tax=False)
    )
    young.shop["fulfillmentAutoApprove"] = False
    kulgam = Warehouse.objects.get(slug="district-kulgam")
    kulgam.channels.remove(*kulgam.channels.filter(slug="online"))
    ShippingZone.objects.get().warehouses.remove(kulgam)

    assert not_right(store) == [
        (CHANGE, "shop settings", "approval of fulfilments without a person is off, must be on"),
        (
            CHANGE,
            "channel online",
            "unpaid orders is on, must be off; completion of paid checkouts is off, must be on; "
            "the transaction flow is AUTHORIZATION, must be CHARGE; 1 of our warehouses are not in it",
        ),
        (CHANGE, "shipping zone India", "1 of our warehouses are not in it"),
        (CHANGE, "taxes of channel online", "prices entered with tax is off, must be on"),
    ]
    set_up(store)
    assert not_right(store) == []
    mended = channel(store, "online")
    assert mended.order_settings.expire_orders_after == 60
    assert Channel.objects.get(slug="online").name == "Our shop"


def test_webhooks_that_drifted_are_mended_and_strangers_are_left_alone(young: YoungSaleor) -> None:
    store = young.store()
    set_up(store)
    young.hook("order_confirmed")["isActive"] = False
    young.hook("order_created")["subscriptionQuery"] = (
        "subscription { event { ... on OrderCreated { order { id } } } }"
    )
    young.hook("order_created")["name"] = "The staff's own name"
    young.hook("product_updated").update(identifier=None, targetUrl="https://old.example/hook/")
    stranger = {
        **young.hook("order_cancelled"),
        "id": "theirs",
        "identifier": "crm",
        "targetUrl": "https://crm.example/",
    }
    twin = {**young.hook("order_cancelled"), "id": "twin", "identifier": None, "name": "Twin"}
    young.hooks += [stranger, twin]

    target = f"{BASE_URL}/saleor/webhooks/product_updated/"
    assert not_right(store) == [
        (CHANGE, "webhook order_confirmed", "it is switched off"),
        (CHANGE, "webhook order_created", "its document is an old one"),
        (
            CHANGE,
            "webhook product_updated",
            f"its address is https://old.example/hook/, must be {target}; "
            "its identifier is unset, must be product_updated",
        ),
        (
            LOOK,
            "webhook Twin",
            f"a second webhook to {BASE_URL}/saleor/webhooks/order_cancelled/: delete it, or each event comes twice",
        ),
    ]
    young.writes.clear()
    before = len(young.hooks)
    set_up(store)
    assert young.writes == ["WebhookUpdate"] * 3
    assert len(young.hooks) == before
    assert stranger in young.hooks and stranger["targetUrl"] == "https://crm.example/"
    assert young.hook("order_created")["name"] == "The staff's own name"
    assert [name for _, name, _ in not_right(store)] == ["webhook Twin"]


def test_a_type_that_lacks_an_attribute_gets_it_after_those_it_has(young: YoungSaleor) -> None:
    store = young.store()
    honey = ProductTypeInput(name="Honig", slug="honey", kind=ProductTypeKindEnum.NORMAL)
    store.product_type_create(input=honey)

    (step,) = [step for step in plan(store).steps if (step.kind, step.name) == ("product type", "honey")]
    assert step.state is CHANGE
    assert step.why.startswith("without the attributes craft, district, certified, gi-tag, maker, ")
    set_up(store)
    assert not_right(store) == []
    assert ProductType.objects.get(slug="honey").name == "Honig"


def test_a_renamed_zone_is_known_by_its_country_and_stays_the_default(young: YoungSaleor) -> None:
    store = young.store()
    set_up(store)
    ShippingZone.objects.update(name="Bharat", default=True, countries=["IN", "NP"])
    ShippingZone.objects.get().warehouses.remove(Warehouse.objects.get(slug="district-doda"))

    assert set_up(store) == ["shipping zone Bharat"]
    zone = ShippingZone.objects.get()
    assert (zone.name, zone.default, zone.countries, zone.warehouses.count()) == (
        "Bharat",
        True,
        ["IN", "NP"],
        20,
    )

    ShippingMethod.objects.create(zone=zone, name="Speed Post")
    ((state, name, why),) = not_right(store)
    assert (state, name) == (LOOK, "shipping zone Bharat")
    assert why.startswith("it has methods of its own (Speed Post)")


def test_a_warehouse_with_another_slug_is_known_by_its_reference(young: YoungSaleor) -> None:
    store = young.store()
    set_up(store)
    Warehouse.objects.filter(slug="district-jammu").update(slug="jammu-godown", name="Jammu godown")
    assert not_right(store) == []


def test_what_cannot_be_mended_is_said_and_left(young: YoungSaleor) -> None:
    store = young.store()
    store.attribute_create(
        input=AttributeCreateInput(
            type_=AttributeTypeEnum.PRODUCT_TYPE,
            slug="certified",
            name="Certified",
            input_type=AttributeInputTypeEnum.PLAIN_TEXT,
        )
    )
    store.channel_create(
        input=ChannelCreateInput(
            name="Dollars", slug="stalls", currency_code="USD", default_country=CountryCode.US
        )
    )
    young.shop["allowStorefrontTraffic"] = False
    young.shop["fulfillmentAllowUnpaid"] = True
    set_up(store)

    blocked = [(name, why) for state, name, why in not_right(store) if state is BLOCKED]
    assert blocked == [
        (
            "shop settings",
            "it answers staff and apps only, so no page of ours shows goods: allow storefront traffic",
        ),
        (
            "attribute certified",
            "it is PLAIN_TEXT, we need BOOLEAN, and its kind cannot change: rename its slug in Saleor",
        ),
        (
            "channel stalls",
            "its currency is USD and cannot change: give it another slug, and a new one is made",
        ),
    ]
    assert channel(store, "stalls").currency_code == "USD"


def test_a_foreign_zone_elsewhere_is_not_ours(young: YoungSaleor) -> None:
    store = young.store()
    dollars = ChannelCreateInput(
        name="Dollars", slug="dollars", currency_code="USD", default_country=CountryCode.US
    )
    made = store.channel_create(input=dollars).channel_create
    assert made is not None and made.channel is not None
    store.shipping_zone_create(
        input=ShippingZoneCreateInput(name="Diaspora", countries=["IN", "US"], add_channels=[made.channel.id])
    )
    set_up(store)
    assert sorted(ShippingZone.objects.values_list("name", flat=True)) == ["Diaspora", "India"]
    assert ShippingZone.objects.get(name="Diaspora").warehouses.count() == 0


def test_taxes_are_given_to_our_app_only_once_it_has_its_webhooks(young: YoungSaleor) -> None:
    store = young.store()
    steps = [step for step in plan(store).steps if step.kind != "webhook"]
    with pytest.raises(StoreRefused, match="Did not found Tax App"):
        carry_out(steps, progress=lambda step: None)
    assert set_up(store)[0].startswith("webhook ")
    assert not_right(store) == []
