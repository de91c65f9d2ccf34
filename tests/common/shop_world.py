"""
A small shop with real stock, made through the store's own documents: what a buyer's story needs.

It may stand in a store that is never emptied: what is there is found, and ``tag`` tells this shop's
goods from those of others.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.text import slugify

from commerce.client import (
    AddressInput,
    CategoryInput,
    ChannelCreateInput,
    CheckoutSettingsInput,
    CountryCode,
    MetadataInput,
    OrderSettingsInput,
    PaymentSettingsInput,
    ProductChannelListingAddInput,
    ProductChannelListingUpdateInput,
    ProductCreateInput,
    ProductMediaCreateInput,
    ProductTypeInput,
    ProductTypeKindEnum,
    ProductVariantChannelListingAddInput,
    ProductVariantCreateInput,
    ShippingZoneCreateInput,
    StockInput,
    TaxCalculationStrategy,
    TaxConfigurationUpdateInput,
    TransactionFlowStrategyEnum,
    Upload,
    WarehouseCreateInput,
)
from commerce.facade import Store, app_store, refuse_on
from sellers.registry.facade import upsert_groups
from tests.common.kept import kept

GROUPS = (
    ("KZ09", "Kanihama Tuji SHG", "Kashmir", "Budgam", "193401", "Narbal Hunar CLF"),
    ("KZ11", "Harwan Naqqashi SHG", "Kashmir", "Srinagar", "191121", "Srinagar Rural CLF"),
)


@dataclass
class Shop:
    """``piece`` puts something on sale and returns its variant's id in the store."""

    product_type: str = ""
    category: str = ""
    warehouse: str = ""
    channel: str = ""
    tag: str = ""
    #: Variant -> product, of what was put on sale.
    products: dict[str, str] = field(default_factory=dict)
    #: SKU -> variant.
    variants: dict[str, str] = field(default_factory=dict)

    def sku(self, name: str, maker: str = "KZ09") -> str:
        return slugify(f"{maker} {name} {self.tag}").upper()

    def slug(self, name: str, maker: str = "KZ09") -> str:
        """Return what stands in the address of a piece's page."""
        return self.sku(name, maker).lower()

    def piece(
        self,
        name: str,
        *,
        price: str,
        maker: str = "KZ09",
        stock: int = 5,
        hsn: str = "62142010",
        grams: int = 190,
        dims_cm: str = "28x22x4",
        picture: Path | None = None,
    ) -> str:
        store = app_store()
        sku = self.sku(name, maker)
        facts = {
            "umeed.maker": maker,
            "umeed.hsn": hsn,
            "umeed.dims_cm": dims_cm,
            "umeed.lead_days": "2",
            "umeed.fragile": "false",
            "umeed.stock_kind": "one-of-a-kind" if stock == 1 else "batch",
            "umeed.handmade": "true",
        }
        product = made(
            store.product_create(
                input=ProductCreateInput(
                    name=name,
                    slug=sku.lower(),
                    external_reference=sku,
                    product_type=self.product_type,
                    category=self.category,
                    charge_taxes=True,
                    attributes=[],
                    metadata=[MetadataInput(key=key, value=value) for key, value in facts.items()],
                )
            ).product_create,
            "product",
        )
        variant = made(
            store.product_variant_create(
                input=ProductVariantCreateInput(
                    product=product,
                    sku=sku,
                    name=name,
                    attributes=[],
                    track_inventory=True,
                    weight=str(Decimal(grams) / 1000),
                    stocks=[StockInput(warehouse=self.warehouse, quantity=stock)],
                )
            ).product_variant_create,
            "product_variant",
        )
        self.products[variant] = product
        self.variants[sku] = variant
        if picture is not None:
            image = Upload(
                filename=picture.name, content=BytesIO(picture.read_bytes()), content_type="image/webp"
            )
            refuse_on(
                store.product_media_create(
                    input=ProductMediaCreateInput(product=product, alt=name, image=image)
                ).product_media_create.errors
            )
        self.show(product, True)
        self.reprice(variant, price)
        return variant

    def show(self, product: str, shown: bool) -> None:
        """Publish a product in the channel, or withdraw it."""
        listing = ProductChannelListingAddInput(
            channel_id=self.channel,
            is_published=shown,
            visible_in_listings=shown,
            is_available_for_purchase=shown,
        )
        answer = app_store().product_channel_listing_update(
            id=product, input=ProductChannelListingUpdateInput(update_channels=[listing])
        )
        refuse_on(answer.product_channel_listing_update.errors)

    def reprice(self, variant: str, price: str) -> None:
        answer = app_store().product_variant_channel_listing_update(
            id=variant,
            input=[ProductVariantChannelListingAddInput(channel_id=self.channel, price=Decimal(price))],
        )
        refuse_on(answer.product_variant_channel_listing_update.errors)

    def restock(self, variant: str, quantity: int) -> None:
        answer = app_store().product_variant_stocks_update(
            variant_id=variant, stocks=[StockInput(warehouse=self.warehouse, quantity=quantity)]
        )
        refuse_on(answer.product_variant_stocks_update.errors)


def made(answer: object, name: str) -> str:
    refuse_on(answer.errors)  # type: ignore[attr-defined]
    return str(getattr(answer, name).id)


def plain_groups(*rows: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """From code, name, division, district, PIN code and federation."""
    for code, name, division, district, pincode, federation in rows:
        yield {
            "code": code,
            "name": name,
            "division": division,
            "district": district,
            "block": district,
            "village": district,
            "pincode": pincode,
            "cluster_level_federation": federation,
            "members": 10,
            "formed_year": 2018,
        }


@kept
def open_shop(tag: str = "") -> Shop:
    """Find or make channel, taxes, a zone, one warehouse, one kind of goods; and two groups on our side."""
    upsert_groups(plain_groups(*GROUPS))
    store = app_store()
    there = store.catalogue_setup()
    shop = Shop(tag=tag)
    shop.warehouse = found(there.warehouses, "district-budgam") or warehouse(store)
    channel = store.channel_by_slug(slug=settings.CHANNEL_ONLINE).channel
    shop.channel = channel.id if channel else open_channel(store, shop.warehouse)
    shop.category = found(there.categories, "shawl") or made(
        store.category_create(input=CategoryInput(name="Shawls", slug="shawl")).category_create, "category"
    )
    shop.product_type = found(there.product_types, "shawl") or product_type(store)
    return shop


def found(connection: Any, slug: str) -> str:
    """Return the id of what has the slug, or nothing."""
    return next((str(edge.node.id) for edge in connection.edges if edge.node.slug == slug), "")


def warehouse(store: Store) -> str:
    wanted = WarehouseCreateInput(
        name="District warehouse Budgam",
        slug="district-budgam",
        email="",
        address=AddressInput(
            company_name="Umeed",
            street_address_1="District warehouse",
            city="Budgam",
            postal_code="191111",
            country=CountryCode.IN,
            country_area="Jammu and Kashmir",
        ),
    )
    return made(store.warehouse_create(input=wanted).create_warehouse, "warehouse")


def open_channel(store: Store, warehouse_id: str) -> str:
    """Make the channel with its zone; its taxes are asked of our app."""
    wanted = ChannelCreateInput(
        name="Online",
        slug=settings.CHANNEL_ONLINE,
        currency_code="INR",
        default_country=CountryCode.IN,
        is_active=True,
        add_warehouses=[warehouse_id],
        order_settings=OrderSettingsInput(
            automatically_confirm_all_new_orders=True, allow_unpaid_orders=False
        ),
        checkout_settings=CheckoutSettingsInput(automatically_complete_fully_paid_checkouts=True),
        payment_settings=PaymentSettingsInput(
            default_transaction_flow_strategy=TransactionFlowStrategyEnum.CHARGE
        ),
    )
    channel = made(store.channel_create(input=wanted).channel_create, "channel")
    taxes = store.channel_by_slug(slug=settings.CHANNEL_ONLINE).channel.tax_configuration
    asked = TaxConfigurationUpdateInput(
        charge_taxes=True,
        tax_calculation_strategy=TaxCalculationStrategy.TAX_APP,
        tax_app_id=settings.APP_IDENTIFIER,
        prices_entered_with_tax=True,
        display_gross_prices=True,
    )
    made(
        store.tax_configuration_update(id=taxes.id, input=asked).tax_configuration_update, "tax_configuration"
    )
    zone = ShippingZoneCreateInput(
        name="India", countries=["IN"], add_warehouses=[warehouse_id], add_channels=[channel]
    )
    made(store.shipping_zone_create(input=zone).shipping_zone_create, "shipping_zone")
    return channel


def product_type(store: Store) -> str:
    wanted = ProductTypeInput(
        name="Shawls",
        slug="shawl",
        kind=ProductTypeKindEnum.NORMAL,
        has_variants=False,
        is_shipping_required=True,
        product_attributes=[],
    )
    return made(store.product_type_create(input=wanted).product_type_create, "product_type")
