from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import (
    AllocationStrategyEnum,
    TaxCalculationStrategy,
    TransactionFlowStrategyEnum,
)
from .fragments import PageParts


class SellingSetup(BaseModel):
    channels: Optional[list["SellingSetupChannels"]]
    shipping_zones: Optional["SellingSetupShippingZones"] = Field(alias="shippingZones")


class SellingSetupChannels(BaseModel):
    id: str
    slug: str
    is_active: bool = Field(alias="isActive")
    currency_code: str = Field(alias="currencyCode")
    default_country: "SellingSetupChannelsDefaultCountry" = Field(
        alias="defaultCountry"
    )
    warehouses: list["SellingSetupChannelsWarehouses"]
    stock_settings: "SellingSetupChannelsStockSettings" = Field(alias="stockSettings")
    order_settings: "SellingSetupChannelsOrderSettings" = Field(alias="orderSettings")
    checkout_settings: "SellingSetupChannelsCheckoutSettings" = Field(
        alias="checkoutSettings"
    )
    payment_settings: "SellingSetupChannelsPaymentSettings" = Field(
        alias="paymentSettings"
    )
    tax_configuration: "SellingSetupChannelsTaxConfiguration" = Field(
        alias="taxConfiguration"
    )


class SellingSetupChannelsDefaultCountry(BaseModel):
    code: str


class SellingSetupChannelsWarehouses(BaseModel):
    id: str


class SellingSetupChannelsStockSettings(BaseModel):
    allocation_strategy: AllocationStrategyEnum = Field(alias="allocationStrategy")


class SellingSetupChannelsOrderSettings(BaseModel):
    automatically_confirm_all_new_orders: bool = Field(
        alias="automaticallyConfirmAllNewOrders"
    )
    allow_unpaid_orders: bool = Field(alias="allowUnpaidOrders")
    expire_orders_after: Optional[int] = Field(alias="expireOrdersAfter")


class SellingSetupChannelsCheckoutSettings(BaseModel):
    use_legacy_error_flow: bool = Field(alias="useLegacyErrorFlow")
    automatically_complete_fully_paid_checkouts: bool = Field(
        alias="automaticallyCompleteFullyPaidCheckouts"
    )
    automatic_completion_delay: Optional[int] = Field(alias="automaticCompletionDelay")


class SellingSetupChannelsPaymentSettings(BaseModel):
    default_transaction_flow_strategy: TransactionFlowStrategyEnum = Field(
        alias="defaultTransactionFlowStrategy"
    )


class SellingSetupChannelsTaxConfiguration(BaseModel):
    id: str
    charge_taxes: bool = Field(alias="chargeTaxes")
    tax_calculation_strategy: Optional[TaxCalculationStrategy] = Field(
        alias="taxCalculationStrategy"
    )
    tax_app_id: Optional[str] = Field(alias="taxAppId")
    prices_entered_with_tax: bool = Field(alias="pricesEnteredWithTax")
    display_gross_prices: bool = Field(alias="displayGrossPrices")


class SellingSetupShippingZones(BaseModel):
    page_info: "SellingSetupShippingZonesPageInfo" = Field(alias="pageInfo")
    edges: list["SellingSetupShippingZonesEdges"]


SellingSetupShippingZonesPageInfo = PageParts


class SellingSetupShippingZonesEdges(BaseModel):
    node: "SellingSetupShippingZonesEdgesNode"


class SellingSetupShippingZonesEdgesNode(BaseModel):
    id: str
    name: str
    default: bool
    countries: list["SellingSetupShippingZonesEdgesNodeCountries"]
    channels: list["SellingSetupShippingZonesEdgesNodeChannels"]
    warehouses: list["SellingSetupShippingZonesEdgesNodeWarehouses"]
    shipping_methods: Optional[
        list["SellingSetupShippingZonesEdgesNodeShippingMethods"]
    ] = Field(alias="shippingMethods")


class SellingSetupShippingZonesEdgesNodeCountries(BaseModel):
    code: str


class SellingSetupShippingZonesEdgesNodeChannels(BaseModel):
    id: str


class SellingSetupShippingZonesEdgesNodeWarehouses(BaseModel):
    id: str


class SellingSetupShippingZonesEdgesNodeShippingMethods(BaseModel):
    name: str
