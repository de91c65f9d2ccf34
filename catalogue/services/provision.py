"""Set the store up for our catalogue: what is missing is made, what is there stays as it is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from django.conf import settings

from catalogue.reference import (
    AttributeSpec,
    CategorySpec,
    DistrictSpec,
    attribute_specs,
    category_specs,
    crafts,
    district_specs,
)
from commerce.client import (
    AddressInput,
    AttributeCreateInput,
    AttributeEntityTypeEnum,
    AttributeInputTypeEnum,
    AttributeTypeEnum,
    AttributeValueCreateInput,
    CategoryInput,
    ChannelCreateInput,
    CheckoutSettingsInput,
    CountryCode,
    MeasurementUnitsEnum,
    MetadataInput,
    OrderSettingsInput,
    PageTypeCreateInput,
    PaymentSettingsInput,
    ProductTypeInput,
    ProductTypeKindEnum,
    ShippingZoneCreateInput,
    TaxCalculationStrategy,
    TaxConfigurationUpdateInput,
    TransactionFlowStrategyEnum,
    WarehouseCreateInput,
)
from commerce.facade import Store, app_store, refuse_on

CHANNELS: Final = {"online": "Umeed online", "stalls": "Umeed stalls"}
ZONE: Final = "India"
MAKER: Final = "maker"

#: Attributes of every product type, in the order in which a product page shows them.
COMMON: Final = ("craft", "district", "certified", "gi-tag", "maker")
#: Attributes of a maker's page. The store knows one attribute to a slug, so these bear the prefix.
MAKER_ATTRIBUTES: Final = (
    AttributeSpec("maker-district", "District", "DROPDOWN", None),
    AttributeSpec("maker-block", "Block", "PLAIN_TEXT", None),
    AttributeSpec("maker-members", "Members", "NUMERIC", None),
    AttributeSpec("maker-formed", "Formed in", "NUMERIC", None),
)


@dataclass(frozen=True, slots=True)
class StoreIds:
    """The store's ids of what provisioning makes, by slug (the zone by name)."""

    attributes: Mapping[str, str]
    input_types: Mapping[str, str]
    product_types: Mapping[str, str]
    page_types: Mapping[str, str]
    categories: Mapping[str, str]
    warehouses: Mapping[str, str]
    channels: Mapping[str, str]


def provision() -> StoreIds:
    """
    Make channels, warehouses, zone, attributes, types and categories that the store lacks.

    Called again, it makes nothing; stopped half-way, it goes on. Returns where everything is.

    Raises:
        StoreRefused, StoreUnavailable: from the store.
    """
    store = app_store()
    there = _present(store)
    attributes = {**there.attributes}
    for common in _common_attributes():
        _once(attributes, common.slug or "", partial(_attribute, store, common))
    for spec in attribute_specs():
        _once(attributes, spec.slug, partial(_attribute, store, _input_of(spec, "PRODUCT_TYPE")))
    for spec in MAKER_ATTRIBUTES:
        _once(attributes, spec.slug, partial(_attribute, store, _input_of(spec, "PAGE_TYPE")))
    page_types = {**there.page_types}
    _once(page_types, MAKER, partial(_maker_type, store, attributes))
    product_types, categories = {**there.product_types}, {**there.categories}
    for kind in category_specs():
        slug = kind.category.slug
        _once(product_types, slug, partial(_product_type, store, kind, attributes))
        _once(categories, slug, partial(_category, store, kind))
    warehouses = {**there.warehouses}
    for place in district_specs():
        _once(warehouses, warehouse_slug(place.district.slug), partial(_warehouse, store, place))
    ours = [warehouses[warehouse_slug(place.district.slug)] for place in district_specs()]
    channels = {slug: _channel(store, slug, name, ours) for slug, name in CHANNELS.items()}
    _zone(store, ours, list(channels.values()), there.zones)
    types = {spec.slug: spec.input_type for spec in (*attribute_specs(), *MAKER_ATTRIBUTES)}
    return StoreIds(attributes, types, product_types, page_types, categories, warehouses, channels)


def warehouse_slug(district: str) -> str:
    """Return the slug of a district's warehouse."""
    return f"district-{district}"


def _once(known: dict[str, str], slug: str, make: Callable[[], str]) -> None:
    if slug not in known:
        known[slug] = make()


@dataclass(frozen=True, slots=True)
class _Present:
    attributes: dict[str, str]
    product_types: dict[str, str]
    page_types: dict[str, str]
    categories: dict[str, str]
    warehouses: dict[str, str]
    zones: set[str]


def _present(store: Store) -> _Present:
    def by_slug(connection: Any) -> dict[str, str]:
        return {edge.node.slug: edge.node.id for edge in connection.edges} if connection else {}

    setup = store.catalogue_setup()
    attributes = by_slug(setup.attributes)
    page = setup.attributes
    while page is not None and page.page_info.has_next_page:
        page = store.catalogue_setup(after=page.page_info.end_cursor).attributes
        attributes.update(by_slug(page))
    return _Present(
        attributes=attributes,
        product_types=by_slug(setup.product_types),
        page_types=by_slug(setup.page_types),
        categories=by_slug(setup.categories),
        warehouses=by_slug(setup.warehouses),
        zones={edge.node.name for edge in setup.shipping_zones.edges} if setup.shipping_zones else set(),
    )


def _common_attributes() -> tuple[AttributeCreateInput, ...]:
    kind = AttributeTypeEnum.PRODUCT_TYPE
    dropdown, boolean = AttributeInputTypeEnum.DROPDOWN, AttributeInputTypeEnum.BOOLEAN
    return (
        AttributeCreateInput(
            type_=kind,
            slug="craft",
            name="Craft",
            input_type=dropdown,
            values=[AttributeValueCreateInput(name=craft.name) for craft in crafts()],
        ),
        AttributeCreateInput(
            type_=kind,
            slug="district",
            name="District",
            input_type=dropdown,
            values=[AttributeValueCreateInput(name=place.district.name) for place in district_specs()],
        ),
        AttributeCreateInput(type_=kind, slug="certified", name="Certified", input_type=boolean),
        AttributeCreateInput(type_=kind, slug="gi-tag", name="GI tag", input_type=boolean),
        AttributeCreateInput(
            type_=kind,
            slug=MAKER,
            name="Maker",
            input_type=AttributeInputTypeEnum.SINGLE_REFERENCE,
            entity_type=AttributeEntityTypeEnum.PAGE,
        ),
    )


def _input_of(spec: AttributeSpec, owner: str) -> AttributeCreateInput:
    made = AttributeCreateInput(
        type_=AttributeTypeEnum(owner),
        slug=spec.slug,
        name=spec.name,
        input_type=AttributeInputTypeEnum(spec.input_type),
    )
    if spec.unit:
        made.unit = MeasurementUnitsEnum(spec.unit)
    return made


def _attribute(store: Store, wanted: AttributeCreateInput) -> str:
    answer = store.attribute_create(input=wanted).attribute_create
    return _made(answer, "attribute")


def _maker_type(store: Store, attributes: Mapping[str, str]) -> str:
    wanted = PageTypeCreateInput(
        name="Maker", slug=MAKER, add_attributes=[attributes[spec.slug] for spec in MAKER_ATTRIBUTES]
    )
    return _made(store.page_type_create(input=wanted).page_type_create, "page_type")


def _product_type(store: Store, kind: CategorySpec, attributes: Mapping[str, str]) -> str:
    wanted = ProductTypeInput(
        name=kind.category.name,
        slug=kind.category.slug,
        kind=ProductTypeKindEnum.NORMAL,
        has_variants=False,
        is_shipping_required=True,
        product_attributes=[attributes[slug] for slug in (*COMMON, *kind.attributes)],
    )
    return _made(store.product_type_create(input=wanted).product_type_create, "product_type")


def _category(store: Store, kind: CategorySpec) -> str:
    category = kind.category
    wanted = CategoryInput(
        name=category.name,
        slug=category.slug,
        metadata=[
            MetadataInput(key="umeed.name_hi", value=category.name_hi),
            MetadataInput(key="umeed.name_ur", value=category.name_ur),
        ],
    )
    return _made(store.category_create(input=wanted).category_create, "category")


def _warehouse(store: Store, place: DistrictSpec) -> str:
    slug = warehouse_slug(place.district.slug)
    wanted = WarehouseCreateInput(
        name=f"District warehouse {place.district.name}",
        slug=slug,
        external_reference=slug,
        email="",
        address=AddressInput(
            company_name="Umeed",
            street_address_1=f"District warehouse, {place.district.name}",
            city=place.district.name,
            postal_code=place.pincode,
            country=CountryCode.IN,
            country_area="Jammu and Kashmir",
        ),
    )
    return _made(store.warehouse_create(input=wanted).create_warehouse, "warehouse")


def _channel(store: Store, slug: str, name: str, warehouses: list[str]) -> str:
    """Return the channel's id; taxes and delivery of it are asked of our app."""
    channel = store.channel_by_slug(slug=slug).channel
    if channel is None:
        wanted = ChannelCreateInput(
            name=name,
            slug=slug,
            currency_code="INR",
            default_country=CountryCode.IN,
            is_active=True,
            add_warehouses=warehouses,
            order_settings=OrderSettingsInput(
                automatically_confirm_all_new_orders=True, allow_unpaid_orders=False
            ),
            checkout_settings=CheckoutSettingsInput(automatically_complete_fully_paid_checkouts=True),
            payment_settings=PaymentSettingsInput(
                default_transaction_flow_strategy=TransactionFlowStrategyEnum.CHARGE
            ),
        )
        _made(store.channel_create(input=wanted).channel_create, "channel")
        channel = store.channel_by_slug(slug=slug).channel
        assert channel is not None
    taxes = channel.tax_configuration
    if (taxes.tax_app_id, taxes.prices_entered_with_tax) != (settings.APP_IDENTIFIER, True):
        answer = store.tax_configuration_update(
            id=taxes.id,
            input=TaxConfigurationUpdateInput(
                charge_taxes=True,
                tax_calculation_strategy=TaxCalculationStrategy.TAX_APP,
                tax_app_id=settings.APP_IDENTIFIER,
                prices_entered_with_tax=True,
                display_gross_prices=True,
            ),
        ).tax_configuration_update
        _made(answer, "tax_configuration")
    return channel.id


def _zone(store: Store, warehouses: list[str], channels: list[str], present: set[str]) -> None:
    """Make the one shipping zone, without methods: delivery plans come from logistics by event."""
    if ZONE not in present:
        wanted = ShippingZoneCreateInput(
            name=ZONE, countries=["IN"], add_warehouses=warehouses, add_channels=channels
        )
        _made(store.shipping_zone_create(input=wanted).shipping_zone_create, "shipping_zone")


def _made(answer: Any, name: str) -> str:
    """Return the id of what a mutation made."""
    assert answer is not None
    refuse_on(answer.errors)
    made: str = getattr(answer, name).id
    return made
