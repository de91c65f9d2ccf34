"""The plan's steps for how the store sells: channels, the shipping zone, taxes. The same on both stores."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings

from commerce.client import (
    AllocationStrategyEnum,
    ChannelCreateInput,
    ChannelUpdateInput,
    CheckoutAutoCompleteInput,
    CheckoutSettingsInput,
    CountryCode,
    OrderSettingsInput,
    PaymentSettingsInput,
    SellingSetupChannels,
    SellingSetupShippingZonesEdgesNode,
    ShippingZoneCreateInput,
    ShippingZoneUpdateInput,
    StockSettingsInput,
    TaxCalculationStrategy,
    TaxConfigurationUpdateInput,
    TransactionFlowStrategyEnum,
)
from commerce.client.client import Store
from commerce.errors import refuse_on
from commerce.plan import Step, StepState, differences

CHANNELS: Final = {"online": "Umeed online", "stalls": "Umeed stalls"}
CURRENCY: Final = "INR"
COUNTRY: Final = "IN"
ZONE: Final = "India"

Channel = SellingSetupChannels
Zone = SellingSetupShippingZonesEdgesNode


@dataclass(frozen=True, slots=True)
class _Present:
    channels: dict[str, Channel]
    zones: list[Zone]


def selling_steps(
    store: Store, *, warehouses: Mapping[str, str], ours: Sequence[str], channels: dict[str, str]
) -> list[Step]:
    """
    Return the steps for our channels, which sell from ``ours`` of the warehouses.

    Both mappings, slug -> id, fill as steps are done; ``channels`` is first given those that are there.
    """
    there = _present(store)
    channels.update({slug: there.channels[slug].id for slug in CHANNELS if slug in there.channels})
    return [
        *(
            _channel_step(store, slug, there.channels.get(slug), warehouses, ours, channels)
            for slug in CHANNELS
        ),
        _zone_step(store, there, warehouses, ours, channels),
        *(_tax_step(store, slug, there.channels.get(slug)) for slug in CHANNELS),
    ]


@dataclass(frozen=True, slots=True)
class ZoneLinks:
    """The zone in which a channel sells, and the ids of its warehouses."""

    id: str
    default: bool
    warehouses: frozenset[str]


def selling_links(store: Store, channel_id: str) -> ZoneLinks | None:
    """Return the zone through which a channel's stock counts; None where the store is not set up."""
    zone = _our_zone(_present(store), {channel_id})
    if zone is None:
        return None
    return ZoneLinks(zone.id, zone.default, frozenset(each.id for each in zone.warehouses))


def _present(store: Store) -> _Present:
    setup = store.selling_setup()
    channels = {channel.slug: channel for channel in setup.channels or ()}
    zones: list[Zone] = []
    while setup.shipping_zones is not None:
        zones += [edge.node for edge in setup.shipping_zones.edges]
        if not setup.shipping_zones.page_info.has_next_page:
            break
        setup = store.selling_setup(zones=setup.shipping_zones.page_info.end_cursor)
    return _Present(channels, zones)


def _order_settings() -> OrderSettingsInput:
    return OrderSettingsInput(automatically_confirm_all_new_orders=True, allow_unpaid_orders=False)


def _checkout_settings() -> CheckoutSettingsInput:
    """Return: paid checkouts become orders without delay, and faults of a checkout are listed as problems."""
    return CheckoutSettingsInput(
        use_legacy_error_flow=False, automatic_completion=CheckoutAutoCompleteInput(enabled=True, delay=0)
    )


def _payment_settings() -> PaymentSettingsInput:
    return PaymentSettingsInput(default_transaction_flow_strategy=TransactionFlowStrategyEnum.CHARGE)


def _stock_settings() -> StockSettingsInput:
    """Return: a line is taken from one stock where one has enough."""
    return StockSettingsInput(allocation_strategy=AllocationStrategyEnum.PRIORITIZE_HIGH_STOCK)


def _channel_step(
    store: Store,
    slug: str,
    channel: Channel | None,
    warehouses: Mapping[str, str],
    ours: Sequence[str],
    ids: dict[str, str],
) -> Step:
    if channel is None:

        def make() -> None:
            ids[slug] = _create_channel(store, slug, [warehouses[name] for name in ours])

        return Step("channel", slug, StepState.MAKE, f"{CURRENCY}, {COUNTRY}, {len(ours)} warehouses", make)
    if channel.currency_code != CURRENCY:
        said = f"its currency is {channel.currency_code} and cannot change: give it another slug, "
        return Step("channel", slug, StepState.BLOCKED, said + "and a new one is made")
    why, wanted = _channel_changes(channel)
    there = {warehouse.id for warehouse in channel.warehouses}
    lacking = [name for name in ours if warehouses.get(name) not in there]
    if lacking:
        why.append(f"{len(lacking)} of our warehouses are not in it")
    if not why:
        if not channel.is_active:
            return Step("channel", slug, StepState.BLOCKED, "it is switched off: activate it under Channels")
        return Step("channel", slug, StepState.RIGHT)

    def change() -> None:
        if lacking:
            wanted.add_warehouses = [warehouses[name] for name in lacking]
        _done(store.channel_update(id=channel.id, input=wanted).channel_update)

    return Step("channel", slug, StepState.CHANGE, "; ".join(why), change)


def _channel_changes(channel: Channel) -> tuple[list[str], ChannelUpdateInput]:
    """Return what differs, in words, and the input that mends it, with the groups that differ only."""
    wanted = ChannelUpdateInput()
    order, checkout = channel.order_settings, channel.checkout_settings
    in_orders = differences(
        (
            ("unpaid orders", order.allow_unpaid_orders, False),
            ("confirmation of new orders", order.automatically_confirm_all_new_orders, True),
        )
    )
    in_checkouts = differences(
        (
            ("completion of paid checkouts", checkout.automatically_complete_fully_paid_checkouts, True),
            ("minutes until completion", checkout.automatic_completion_delay or 0, 0),
            ("the legacy error flow", checkout.use_legacy_error_flow, False),
        )
    )
    flow = channel.payment_settings.default_transaction_flow_strategy.value
    in_payments = differences((("the transaction flow", flow, "CHARGE"),))
    strategy = channel.stock_settings.allocation_strategy.value
    in_stocks = differences((("the allocation strategy", strategy, "PRIORITIZE_HIGH_STOCK"),))
    if in_orders:
        wanted.order_settings = _order_settings()
    if in_checkouts:
        wanted.checkout_settings = _checkout_settings()
    if in_payments:
        wanted.payment_settings = _payment_settings()
    if in_stocks:
        wanted.stock_settings = _stock_settings()
    return [*in_orders, *in_checkouts, *in_payments, *in_stocks], wanted


def _create_channel(store: Store, slug: str, warehouses: list[str]) -> str:
    wanted = ChannelCreateInput(
        name=CHANNELS[slug],
        slug=slug,
        currency_code=CURRENCY,
        default_country=CountryCode(COUNTRY),
        is_active=True,
        add_warehouses=warehouses,
        stock_settings=_stock_settings(),
        order_settings=_order_settings(),
        checkout_settings=_checkout_settings(),
        payment_settings=_payment_settings(),
    )
    made: str = _done(store.channel_create(input=wanted).channel_create).channel.id
    return made


def _zone_step(
    store: Store,
    there: _Present,
    warehouses: Mapping[str, str],
    ours: Sequence[str],
    channels: Mapping[str, str],
) -> Step:
    """One zone without methods: Saleor counts a stock only where a zone joins it to the country."""
    zone = _our_zone(there, set(channels.values()))
    if zone is None:

        def make() -> None:
            wanted = ShippingZoneCreateInput(
                name=ZONE,
                countries=[COUNTRY],
                add_warehouses=[warehouses[name] for name in ours],
                add_channels=list(channels.values()),
            )
            _done(store.shipping_zone_create(input=wanted).shipping_zone_create)

        return Step(
            "shipping zone", ZONE, StepState.MAKE, "for every channel, without methods of its own", make
        )
    countries = [country.code for country in zone.countries]
    in_zone = {warehouse.id for warehouse in zone.warehouses}
    of_zone = {channel.id for channel in zone.channels}
    new_warehouses = [name for name in ours if warehouses.get(name) not in in_zone]
    new_channels = [slug for slug in CHANNELS if channels.get(slug) not in of_zone]
    why = [
        *([f"{COUNTRY} is not among its countries"] if COUNTRY not in countries else []),
        *([f"{len(new_warehouses)} of our warehouses are not in it"] if new_warehouses else []),
        *([f"not in channel {', '.join(new_channels)}"] if new_channels else []),
    ]
    if not why:
        methods = [method.name for method in zone.shipping_methods or ()]
        if methods:
            return Step("shipping zone", zone.name, StepState.LOOK, _methods_in_the_way(methods))
        return Step("shipping zone", zone.name, StepState.RIGHT)

    def change() -> None:
        wanted = ShippingZoneUpdateInput(
            # Saleor takes an update that does not say so for "no longer the default".
            default=zone.default,
            add_warehouses=[warehouses[name] for name in new_warehouses],
            add_channels=[channels[slug] for slug in new_channels],
        )
        if COUNTRY not in countries:
            wanted.countries = [*countries, COUNTRY]
        _done(store.shipping_zone_update(id=zone.id, input=wanted).shipping_zone_update)

    return Step("shipping zone", zone.name, StepState.CHANGE, "; ".join(why), change)


def _our_zone(there: _Present, channels: set[str]) -> Zone | None:
    """Return the zone by its name; or, where staff renamed it, the one for India in a channel of ours."""
    for zone in there.zones:
        if zone.name == ZONE:
            return zone
    for zone in there.zones:
        joined = {channel.id for channel in zone.channels} & channels
        if joined and any(country.code == COUNTRY for country in zone.countries):
            return zone
    return None


def _methods_in_the_way(methods: Sequence[str]) -> str:
    return (
        f"it has methods of its own ({', '.join(methods)}), which buyers would see beside our delivery "
        "plans: take them out of our channels under Shipping methods"
    )


def _tax_step(store: Store, slug: str, channel: Channel | None) -> Step:
    """Taxes of a channel are asked of our app; prices are entered and shown with tax."""
    why = [f"to be asked of {settings.APP_IDENTIFIER}, prices with tax"]
    if channel is not None:
        found = channel.tax_configuration
        why = differences(
            (
                ("charging taxes", found.charge_taxes, True),
                (
                    "the strategy",
                    found.tax_calculation_strategy and found.tax_calculation_strategy.value,
                    "TAX_APP",
                ),
                ("the tax app", found.tax_app_id or None, settings.APP_IDENTIFIER),
                ("prices entered with tax", found.prices_entered_with_tax, True),
                ("prices shown with tax", found.display_gross_prices, True),
            )
        )
    if not why:
        return Step("taxes of channel", slug, StepState.RIGHT)

    def change() -> None:
        channel = store.channel_by_slug(slug=slug).channel
        assert channel is not None
        wanted = TaxConfigurationUpdateInput(
            charge_taxes=True,
            tax_calculation_strategy=TaxCalculationStrategy.TAX_APP,
            tax_app_id=settings.APP_IDENTIFIER,
            prices_entered_with_tax=True,
            display_gross_prices=True,
        )
        answer = store.tax_configuration_update(id=channel.tax_configuration.id, input=wanted)
        _done(answer.tax_configuration_update)

    return Step("taxes of channel", slug, StepState.CHANGE, "; ".join(why), change)


def _done(answer: Any) -> Any:
    """Return a mutation's payload; raises StoreRefused for its errors."""
    assert answer is not None
    refuse_on(answer.errors)
    return answer
