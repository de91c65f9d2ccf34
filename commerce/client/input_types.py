from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Optional

from pydantic import Field, PlainSerializer

from commerce.scalars import datetime_out, decimal_out, json_out

from .base_model import BaseModel, Upload
from .enums import (
    AllocationStrategyEnum,
    AppSortField,
    AppTypeEnum,
    AttributeEntityTypeEnum,
    AttributeInputTypeEnum,
    AttributeTypeEnum,
    CountryCode,
    DiscountStatusEnum,
    DiscountValueTypeEnum,
    EventDeliveryAttemptSortField,
    EventDeliverySortField,
    EventDeliveryStatusEnum,
    LanguageCodeEnum,
    MeasurementUnitsEnum,
    OrderDirection,
    OrderStatus,
    PermissionEnum,
    PermissionGroupSortField,
    ProductAttributeType,
    ProductOrderField,
    ProductTypeKindEnum,
    StaffMemberStatus,
    StockAvailability,
    TaxCalculationStrategy,
    TransactionActionEnum,
    TransactionFlowStrategyEnum,
    UserSortField,
    VoucherDiscountType,
    VoucherSortField,
    VoucherTypeEnum,
    WebhookEventTypeAsyncEnum,
    WebhookEventTypeEnum,
    WebhookEventTypeSyncEnum,
)


class AccountInput(BaseModel):
    default_billing_address: Optional["AddressInput"] = Field(
        alias="defaultBillingAddress", default=None
    )
    default_shipping_address: Optional["AddressInput"] = Field(
        alias="defaultShippingAddress", default=None
    )
    first_name: Optional[str] = Field(alias="firstName", default=None)
    language_code: Optional[LanguageCodeEnum] = Field(
        alias="languageCode", default=None
    )
    last_name: Optional[str] = Field(alias="lastName", default=None)
    metadata: Optional[list["MetadataInput"]] = None


class AccountRegisterInput(BaseModel):
    channel: Optional[str] = None
    email: str
    first_name: Optional[str] = Field(alias="firstName", default=None)
    language_code: Optional[LanguageCodeEnum] = Field(
        alias="languageCode", default=None
    )
    last_name: Optional[str] = Field(alias="lastName", default=None)
    metadata: Optional[list["MetadataInput"]] = None
    password: str
    redirect_url: Optional[str] = Field(alias="redirectUrl", default=None)


class AddressFilterInput(BaseModel):
    country: Optional["CountryCodeEnumFilterInput"] = None
    phone_number: Optional["StringFilterInput"] = Field(
        alias="phoneNumber", default=None
    )


class AddressInput(BaseModel):
    city: Optional[str] = None
    city_area: Optional[str] = Field(alias="cityArea", default=None)
    company_name: Optional[str] = Field(alias="companyName", default=None)
    country: Optional[CountryCode] = None
    country_area: Optional[str] = Field(alias="countryArea", default=None)
    first_name: Optional[str] = Field(alias="firstName", default=None)
    last_name: Optional[str] = Field(alias="lastName", default=None)
    metadata: Optional[list["MetadataInput"]] = None
    phone: Optional[str] = None
    postal_code: Optional[str] = Field(alias="postalCode", default=None)
    street_address_1: Optional[str] = Field(alias="streetAddress1", default=None)
    street_address_2: Optional[str] = Field(alias="streetAddress2", default=None)


class AppFilterInput(BaseModel):
    is_active: Optional[bool] = Field(alias="isActive", default=None)
    search: Optional[str] = None
    type_: Optional[AppTypeEnum] = Field(alias="type", default=None)


class AppInput(BaseModel):
    identifier: Optional[str] = None
    name: Optional[str] = None
    permissions: Optional[list[PermissionEnum]] = None


class AppInstallInput(BaseModel):
    activate_after_installation: Optional[bool] = Field(
        alias="activateAfterInstallation", default=True
    )
    app_name: str = Field(alias="appName")
    manifest_url: str = Field(alias="manifestUrl")
    permissions: Optional[list[PermissionEnum]] = None


class AppSortingInput(BaseModel):
    direction: OrderDirection
    field: AppSortField


class AppTokenInput(BaseModel):
    app: str
    name: Optional[str] = None


class AssignedAttributeReferenceInput(BaseModel):
    page_slugs: Optional["ContainsFilterInput"] = Field(alias="pageSlugs", default=None)
    referenced_ids: Optional["ContainsFilterInput"] = Field(
        alias="referencedIds", default=None
    )


class AssignedAttributeValueInput(BaseModel):
    boolean: Optional[bool] = None
    name: Optional["StringFilterInput"] = None
    numeric: Optional["DecimalFilterInput"] = None
    reference: Optional["AssignedAttributeReferenceInput"] = None
    slug: Optional["StringFilterInput"] = None


class AttributeCreateInput(BaseModel):
    available_in_grid: Optional[bool] = Field(alias="availableInGrid", default=None)
    entity_type: Optional[AttributeEntityTypeEnum] = Field(
        alias="entityType", default=None
    )
    external_reference: Optional[str] = Field(alias="externalReference", default=None)
    filterable_in_storefront: Optional[bool] = Field(
        alias="filterableInStorefront", default=None
    )
    input_type: Optional[AttributeInputTypeEnum] = Field(
        alias="inputType", default=None
    )
    is_variant_only: Optional[bool] = Field(alias="isVariantOnly", default=None)
    name: str
    slug: Optional[str] = None
    type_: AttributeTypeEnum = Field(alias="type")
    unit: Optional[MeasurementUnitsEnum] = None
    value_required: Optional[bool] = Field(alias="valueRequired", default=None)
    values: Optional[list["AttributeValueCreateInput"]] = None
    visible_in_storefront: Optional[bool] = Field(
        alias="visibleInStorefront", default=None
    )


class AttributeFilterInput(BaseModel):
    filterable_in_storefront: Optional[bool] = Field(
        alias="filterableInStorefront", default=None
    )
    ids: Optional[list[str]] = None
    search: Optional[str] = None
    slugs: Optional[list[str]] = None
    type_: Optional[AttributeTypeEnum] = Field(alias="type", default=None)
    visible_in_storefront: Optional[bool] = Field(
        alias="visibleInStorefront", default=None
    )


class AttributeInput(BaseModel):
    slug: Optional[str] = None
    value: Optional["AssignedAttributeValueInput"] = None


class AttributeTypeEnumFilterInput(BaseModel):
    eq: Optional[AttributeTypeEnum] = None


class AttributeValueCreateInput(BaseModel):
    external_reference: Optional[str] = Field(alias="externalReference", default=None)
    name: str


class AttributeValueInput(BaseModel):
    boolean: Optional[bool] = None
    dropdown: Optional["AttributeValueSelectableTypeInput"] = None
    id: Optional[str] = None
    multiselect: Optional[list["AttributeValueSelectableTypeInput"]] = None
    numeric: Optional[str] = None
    plain_text: Optional[str] = Field(alias="plainText", default=None)
    reference: Optional[str] = None
    references: Optional[list[str]] = None
    values: Optional[list[str]] = None


class AttributeValueSelectableTypeInput(BaseModel):
    external_reference: Optional[str] = Field(alias="externalReference", default=None)
    id: Optional[str] = None
    value: Optional[str] = None


class AttributeValueTranslationInput(BaseModel):
    name: Optional[str] = None
    plain_text: Optional[str] = Field(alias="plainText", default=None)
    rich_text: Optional[Annotated[Any, PlainSerializer(json_out)]] = Field(
        alias="richText", default=None
    )


class AttributeWhereInput(BaseModel):
    type_: Optional["AttributeTypeEnumFilterInput"] = Field(alias="type", default=None)


class BulkAttributeValueInput(BaseModel):
    boolean: Optional[bool] = None
    dropdown: Optional["AttributeValueSelectableTypeInput"] = None
    id: Optional[str] = None
    multiselect: Optional[list["AttributeValueSelectableTypeInput"]] = None
    numeric: Optional[str] = None
    plain_text: Optional[str] = Field(alias="plainText", default=None)
    reference: Optional[str] = None
    references: Optional[list[str]] = None
    values: Optional[list[str]] = None


class CatalogueInput(BaseModel):
    categories: Optional[list[str]] = None
    collections: Optional[list[str]] = None
    products: Optional[list[str]] = None
    variants: Optional[list[str]] = None


class CategoryFilterInput(BaseModel):
    ids: Optional[list[str]] = None
    search: Optional[str] = None
    slugs: Optional[list[str]] = None


class CategoryInput(BaseModel):
    description: Optional[Annotated[Any, PlainSerializer(json_out)]] = None
    metadata: Optional[list["MetadataInput"]] = None
    name: Optional[str] = None
    private_metadata: Optional[list["MetadataInput"]] = Field(
        alias="privateMetadata", default=None
    )
    seo: Optional["SeoInput"] = None
    slug: Optional[str] = None


class ChannelCreateInput(BaseModel):
    add_shipping_zones: Optional[list[str]] = Field(
        alias="addShippingZones", default=None
    )
    add_warehouses: Optional[list[str]] = Field(alias="addWarehouses", default=None)
    checkout_settings: Optional["CheckoutSettingsInput"] = Field(
        alias="checkoutSettings", default=None
    )
    currency_code: str = Field(alias="currencyCode")
    default_country: CountryCode = Field(alias="defaultCountry")
    is_active: Optional[bool] = Field(alias="isActive", default=None)
    metadata: Optional[list["MetadataInput"]] = None
    name: str
    order_settings: Optional["OrderSettingsInput"] = Field(
        alias="orderSettings", default=None
    )
    payment_settings: Optional["PaymentSettingsInput"] = Field(
        alias="paymentSettings", default=None
    )
    private_metadata: Optional[list["MetadataInput"]] = Field(
        alias="privateMetadata", default=None
    )
    slug: str
    stock_settings: Optional["StockSettingsInput"] = Field(
        alias="stockSettings", default=None
    )


class ChannelUpdateInput(BaseModel):
    add_warehouses: Optional[list[str]] = Field(alias="addWarehouses", default=None)
    checkout_settings: Optional["CheckoutSettingsInput"] = Field(
        alias="checkoutSettings", default=None
    )
    default_country: Optional[CountryCode] = Field(alias="defaultCountry", default=None)
    is_active: Optional[bool] = Field(alias="isActive", default=None)
    name: Optional[str] = None
    order_settings: Optional["OrderSettingsInput"] = Field(
        alias="orderSettings", default=None
    )
    payment_settings: Optional["PaymentSettingsInput"] = Field(
        alias="paymentSettings", default=None
    )
    remove_warehouses: Optional[list[str]] = Field(
        alias="removeWarehouses", default=None
    )
    slug: Optional[str] = None
    stock_settings: Optional["StockSettingsInput"] = Field(
        alias="stockSettings", default=None
    )


class CheckoutAddressValidationRules(BaseModel):
    check_fields_format: Optional[bool] = Field(alias="checkFieldsFormat", default=True)
    check_required_fields: Optional[bool] = Field(
        alias="checkRequiredFields", default=True
    )
    enable_fields_normalization: Optional[bool] = Field(
        alias="enableFieldsNormalization", default=True
    )


class CheckoutAutoCompleteInput(BaseModel):
    delay: Optional[int] = None
    enabled: bool


class CheckoutCreateInput(BaseModel):
    billing_address: Optional["AddressInput"] = Field(
        alias="billingAddress", default=None
    )
    channel: Optional[str] = None
    email: Optional[str] = None
    language_code: Optional[LanguageCodeEnum] = Field(
        alias="languageCode", default=None
    )
    lines: Optional[list["CheckoutLineInput"]] = None
    metadata: Optional[list["MetadataInput"]] = None
    save_billing_address: Optional[bool] = Field(
        alias="saveBillingAddress", default=None
    )
    save_shipping_address: Optional[bool] = Field(
        alias="saveShippingAddress", default=None
    )
    shipping_address: Optional["AddressInput"] = Field(
        alias="shippingAddress", default=None
    )


class CheckoutLineInput(BaseModel):
    force_new_line: Optional[bool] = Field(alias="forceNewLine", default=False)
    metadata: Optional[list["MetadataInput"]] = None
    quantity: int
    variant_id: str = Field(alias="variantId")


class CheckoutLineUpdateInput(BaseModel):
    line_id: Optional[str] = Field(alias="lineId", default=None)
    quantity: Optional[int] = None
    variant_id: Optional[str] = Field(alias="variantId", default=None)


class CheckoutSettingsInput(BaseModel):
    automatic_completion: Optional["CheckoutAutoCompleteInput"] = Field(
        alias="automaticCompletion", default=None
    )
    automatically_complete_fully_paid_checkouts: Optional[bool] = Field(
        alias="automaticallyCompleteFullyPaidCheckouts", default=None
    )
    use_legacy_error_flow: Optional[bool] = Field(
        alias="useLegacyErrorFlow", default=None
    )


class CollectionChannelListingUpdateInput(BaseModel):
    add_channels: Optional[list["PublishableChannelListingInput"]] = Field(
        alias="addChannels", default=None
    )
    remove_channels: Optional[list[str]] = Field(alias="removeChannels", default=None)


class CollectionCreateInput(BaseModel):
    description: Optional[Annotated[Any, PlainSerializer(json_out)]] = None
    is_published: Optional[bool] = Field(alias="isPublished", default=None)
    metadata: Optional[list["MetadataInput"]] = None
    name: Optional[str] = None
    products: Optional[list[str]] = None
    seo: Optional["SeoInput"] = None
    slug: Optional[str] = None


class ContainsFilterInput(BaseModel):
    contains_all: Optional[list[str]] = Field(alias="containsAll", default=None)
    contains_any: Optional[list[str]] = Field(alias="containsAny", default=None)


class CountryCodeEnumFilterInput(BaseModel):
    eq: Optional[CountryCode] = None
    not_one_of: Optional[list[CountryCode]] = Field(alias="notOneOf", default=None)
    one_of: Optional[list[CountryCode]] = Field(alias="oneOf", default=None)


class CountryFilterInput(BaseModel):
    attached_to_shipping_zones: Optional[bool] = Field(
        alias="attachedToShippingZones", default=None
    )


class CustomerInput(BaseModel):
    default_billing_address: Optional["AddressInput"] = Field(
        alias="defaultBillingAddress", default=None
    )
    default_shipping_address: Optional["AddressInput"] = Field(
        alias="defaultShippingAddress", default=None
    )
    email: Optional[str] = None
    external_reference: Optional[str] = Field(alias="externalReference", default=None)
    first_name: Optional[str] = Field(alias="firstName", default=None)
    is_active: Optional[bool] = Field(alias="isActive", default=None)
    is_confirmed: Optional[bool] = Field(alias="isConfirmed", default=None)
    language_code: Optional[LanguageCodeEnum] = Field(
        alias="languageCode", default=None
    )
    last_name: Optional[str] = Field(alias="lastName", default=None)
    metadata: Optional[list["MetadataInput"]] = None
    note: Optional[str] = None
    private_metadata: Optional[list["MetadataInput"]] = Field(
        alias="privateMetadata", default=None
    )


class CustomerWhereInput(BaseModel):
    and_: Optional[list["CustomerWhereInput"]] = Field(alias="AND", default=None)
    or_: Optional[list["CustomerWhereInput"]] = Field(alias="OR", default=None)
    addresses: Optional["AddressFilterInput"] = None
    date_joined: Optional["DateTimeRangeInput"] = Field(
        alias="dateJoined", default=None
    )
    email: Optional["StringFilterInput"] = None
    first_name: Optional["StringFilterInput"] = Field(alias="firstName", default=None)
    ids: Optional[list[str]] = None
    is_active: Optional[bool] = Field(alias="isActive", default=None)
    last_name: Optional["StringFilterInput"] = Field(alias="lastName", default=None)
    number_of_orders: Optional["IntFilterInput"] = Field(
        alias="numberOfOrders", default=None
    )
    placed_orders_at: Optional["DateTimeRangeInput"] = Field(
        alias="placedOrdersAt", default=None
    )
    updated_at: Optional["DateTimeRangeInput"] = Field(alias="updatedAt", default=None)


class DateTimeFilterInput(BaseModel):
    eq: Optional[Annotated[datetime, PlainSerializer(datetime_out)]] = None
    range_: Optional["DateTimeRangeInput"] = Field(alias="range", default=None)


class DateTimeRangeInput(BaseModel):
    gte: Optional[Annotated[datetime, PlainSerializer(datetime_out)]] = None
    lte: Optional[Annotated[datetime, PlainSerializer(datetime_out)]] = None


class DecimalFilterInput(BaseModel):
    eq: Optional[Annotated[Decimal, PlainSerializer(decimal_out)]] = None
    one_of: Optional[list[Annotated[Decimal, PlainSerializer(decimal_out)]]] = Field(
        alias="oneOf", default=None
    )
    range_: Optional["DecimalRangeInput"] = Field(alias="range", default=None)


class DecimalRangeInput(BaseModel):
    gte: Optional[Annotated[Decimal, PlainSerializer(decimal_out)]] = None
    lte: Optional[Annotated[Decimal, PlainSerializer(decimal_out)]] = None


class EventDeliveryAttemptSortingInput(BaseModel):
    direction: OrderDirection
    field: EventDeliveryAttemptSortField


class EventDeliveryFilterInput(BaseModel):
    event_type: Optional[WebhookEventTypeEnum] = Field(alias="eventType", default=None)
    status: Optional[EventDeliveryStatusEnum] = None


class EventDeliverySortingInput(BaseModel):
    direction: OrderDirection
    field: EventDeliverySortField


class FulfillmentCancelInput(BaseModel):
    warehouse_id: Optional[str] = Field(alias="warehouseId", default=None)


class FulfillmentUpdateTrackingInput(BaseModel):
    notify_customer: Optional[bool] = Field(alias="notifyCustomer", default=False)
    tracking_number: Optional[str] = Field(alias="trackingNumber", default=None)


class GlobalIDFilterInput(BaseModel):
    eq: Optional[str] = None
    one_of: Optional[list[str]] = Field(alias="oneOf", default=None)


class IntFilterInput(BaseModel):
    eq: Optional[int] = None
    one_of: Optional[list[int]] = Field(alias="oneOf", default=None)
    range_: Optional["IntRangeInput"] = Field(alias="range", default=None)


class IntRangeInput(BaseModel):
    gte: Optional[int] = None
    lte: Optional[int] = None


class MenuCreateInput(BaseModel):
    items: Optional[list["MenuItemInput"]] = None
    name: str
    slug: Optional[str] = None


class MenuFilterInput(BaseModel):
    search: Optional[str] = None
    slugs: Optional[list[str]] = None


class MenuInput(BaseModel):
    name: Optional[str] = None
    slug: Optional[str] = None


class MenuItemCreateInput(BaseModel):
    category: Optional[str] = None
    collection: Optional[str] = None
    menu: str
    name: str
    page: Optional[str] = None
    parent: Optional[str] = None
    url: Optional[str] = None


class MenuItemFilterInput(BaseModel):
    search: Optional[str] = None


class MenuItemInput(BaseModel):
    category: Optional[str] = None
    collection: Optional[str] = None
    name: Optional[str] = None
    page: Optional[str] = None
    url: Optional[str] = None


class MetadataInput(BaseModel):
    key: str
    value: str


class MoneyInput(BaseModel):
    amount: Annotated[Decimal, PlainSerializer(decimal_out)]
    currency: str


class NameTranslationInput(BaseModel):
    name: Optional[str] = None


class OrderBulkCreateDeliveryMethodInput(BaseModel):
    shipping_method_id: Optional[str] = Field(alias="shippingMethodId", default=None)
    shipping_method_name: Optional[str] = Field(
        alias="shippingMethodName", default=None
    )
    shipping_price: Optional["TaxedMoneyInput"] = Field(
        alias="shippingPrice", default=None
    )
    shipping_tax_rate: Optional[Annotated[Decimal, PlainSerializer(decimal_out)]] = (
        Field(alias="shippingTaxRate", default=None)
    )


class OrderBulkCreateFulfillmentInput(BaseModel):
    lines: Optional[list["OrderBulkCreateFulfillmentLineInput"]] = None
    tracking_code: Optional[str] = Field(alias="trackingCode", default=None)


class OrderBulkCreateFulfillmentLineInput(BaseModel):
    order_line_index: int = Field(alias="orderLineIndex")
    quantity: int
    variant_external_reference: Optional[str] = Field(
        alias="variantExternalReference", default=None
    )
    variant_id: Optional[str] = Field(alias="variantId", default=None)
    variant_sku: Optional[str] = Field(alias="variantSku", default=None)
    warehouse: str


class OrderBulkCreateInput(BaseModel):
    billing_address: "AddressInput" = Field(alias="billingAddress")
    channel: str
    created_at: Annotated[datetime, PlainSerializer(datetime_out)] = Field(
        alias="createdAt"
    )
    currency: str
    customer_note: Optional[str] = Field(alias="customerNote", default=None)
    delivery_method: Optional["OrderBulkCreateDeliveryMethodInput"] = Field(
        alias="deliveryMethod", default=None
    )
    external_reference: Optional[str] = Field(alias="externalReference", default=None)
    fulfillments: Optional[list["OrderBulkCreateFulfillmentInput"]] = None
    language_code: LanguageCodeEnum = Field(alias="languageCode")
    lines: list["OrderBulkCreateOrderLineInput"]
    metadata: Optional[list["MetadataInput"]] = None
    notes: Optional[list["OrderBulkCreateNoteInput"]] = None
    private_metadata: Optional[list["MetadataInput"]] = Field(
        alias="privateMetadata", default=None
    )
    shipping_address: Optional["AddressInput"] = Field(
        alias="shippingAddress", default=None
    )
    status: Optional[OrderStatus] = None
    transactions: Optional[list["TransactionCreateInput"]] = None
    user: "OrderBulkCreateUserInput"


class OrderBulkCreateNoteInput(BaseModel):
    app_id: Optional[str] = Field(alias="appId", default=None)
    date: Optional[Annotated[datetime, PlainSerializer(datetime_out)]] = None
    message: str
    user_email: Optional[str] = Field(alias="userEmail", default=None)
    user_external_reference: Optional[str] = Field(
        alias="userExternalReference", default=None
    )
    user_id: Optional[str] = Field(alias="userId", default=None)


class OrderBulkCreateOrderLineInput(BaseModel):
    created_at: Annotated[datetime, PlainSerializer(datetime_out)] = Field(
        alias="createdAt"
    )
    is_gift_card: bool = Field(alias="isGiftCard")
    is_shipping_required: bool = Field(alias="isShippingRequired")
    metadata: Optional[list["MetadataInput"]] = None
    private_metadata: Optional[list["MetadataInput"]] = Field(
        alias="privateMetadata", default=None
    )
    product_name: Optional[str] = Field(alias="productName", default=None)
    product_sku: Optional[str] = Field(alias="productSku", default=None)
    quantity: int
    tax_rate: Optional[Annotated[Decimal, PlainSerializer(decimal_out)]] = Field(
        alias="taxRate", default=None
    )
    total_price: "TaxedMoneyInput" = Field(alias="totalPrice")
    undiscounted_total_price: "TaxedMoneyInput" = Field(alias="undiscountedTotalPrice")
    variant_external_reference: Optional[str] = Field(
        alias="variantExternalReference", default=None
    )
    variant_id: Optional[str] = Field(alias="variantId", default=None)
    variant_name: Optional[str] = Field(alias="variantName", default=None)
    variant_sku: Optional[str] = Field(alias="variantSku", default=None)
    warehouse: str


class OrderBulkCreateUserInput(BaseModel):
    email: Optional[str] = None
    external_reference: Optional[str] = Field(alias="externalReference", default=None)
    id: Optional[str] = None


class OrderFulfillInput(BaseModel):
    allow_stock_to_be_exceeded: Optional[bool] = Field(
        alias="allowStockToBeExceeded", default=False
    )
    lines: list["OrderFulfillLineInput"]
    notify_customer: Optional[bool] = Field(alias="notifyCustomer", default=None)
    tracking_number: Optional[str] = Field(alias="trackingNumber", default=None)


class OrderFulfillLineInput(BaseModel):
    order_line_id: Optional[str] = Field(alias="orderLineId", default=None)
    stocks: list["OrderFulfillStockInput"]


class OrderFulfillStockInput(BaseModel):
    quantity: int
    warehouse: str


class OrderGrantRefundCreateInput(BaseModel):
    amount: Optional[Annotated[Decimal, PlainSerializer(decimal_out)]] = None
    lines: Optional[list["OrderGrantRefundCreateLineInput"]] = None
    reason: Optional[str] = None
    reason_reference: Optional[str] = Field(alias="reasonReference", default=None)
    transaction_id: str = Field(alias="transactionId")


class OrderGrantRefundCreateLineInput(BaseModel):
    id: str
    quantity: int
    reason: Optional[str] = None
    reason_reference: Optional[str] = Field(alias="reasonReference", default=None)


class OrderNoteInput(BaseModel):
    message: str


class OrderSettingsInput(BaseModel):
    allow_unpaid_orders: Optional[bool] = Field(alias="allowUnpaidOrders", default=None)
    automatically_confirm_all_new_orders: Optional[bool] = Field(
        alias="automaticallyConfirmAllNewOrders", default=None
    )
    expire_orders_after: Optional[int] = Field(alias="expireOrdersAfter", default=None)


class OrderUpdateInput(BaseModel):
    billing_address: Optional["AddressInput"] = Field(
        alias="billingAddress", default=None
    )
    external_reference: Optional[str] = Field(alias="externalReference", default=None)
    language_code: Optional[LanguageCodeEnum] = Field(
        alias="languageCode", default=None
    )
    metadata: Optional[list["MetadataInput"]] = None
    private_metadata: Optional[list["MetadataInput"]] = Field(
        alias="privateMetadata", default=None
    )
    shipping_address: Optional["AddressInput"] = Field(
        alias="shippingAddress", default=None
    )
    user_email: Optional[str] = Field(alias="userEmail", default=None)


class OrderUpdateShippingInput(BaseModel):
    shipping_method: Optional[str] = Field(alias="shippingMethod", default=None)


class OrderWhereInput(BaseModel):
    created_at: Optional["DateTimeRangeInput"] = Field(alias="createdAt", default=None)
    ids: Optional[list[str]] = None
    number: Optional["IntFilterInput"] = None
    updated_at: Optional["DateTimeRangeInput"] = Field(alias="updatedAt", default=None)


class PageCreateInput(BaseModel):
    attributes: Optional[list["AttributeValueInput"]] = None
    content: Optional[Annotated[Any, PlainSerializer(json_out)]] = None
    is_published: Optional[bool] = Field(alias="isPublished", default=None)
    page_type: str = Field(alias="pageType")
    published_at: Optional[Annotated[datetime, PlainSerializer(datetime_out)]] = Field(
        alias="publishedAt", default=None
    )
    seo: Optional["SeoInput"] = None
    slug: Optional[str] = None
    title: Optional[str] = None


class PageInput(BaseModel):
    attributes: Optional[list["AttributeValueInput"]] = None
    content: Optional[Annotated[Any, PlainSerializer(json_out)]] = None
    is_published: Optional[bool] = Field(alias="isPublished", default=None)
    published_at: Optional[Annotated[datetime, PlainSerializer(datetime_out)]] = Field(
        alias="publishedAt", default=None
    )
    seo: Optional["SeoInput"] = None
    slug: Optional[str] = None
    title: Optional[str] = None


class PageTranslationInput(BaseModel):
    content: Optional[Annotated[Any, PlainSerializer(json_out)]] = None
    seo_description: Optional[str] = Field(alias="seoDescription", default=None)
    seo_title: Optional[str] = Field(alias="seoTitle", default=None)
    slug: Optional[str] = None
    title: Optional[str] = None


class PageTypeCreateInput(BaseModel):
    add_attributes: Optional[list[str]] = Field(alias="addAttributes", default=None)
    name: Optional[str] = None
    slug: Optional[str] = None


class PageWhereInput(BaseModel):
    and_: Optional[list["PageWhereInput"]] = Field(alias="AND", default=None)
    or_: Optional[list["PageWhereInput"]] = Field(alias="OR", default=None)
    ids: Optional[list[str]] = None
    page_type: Optional["GlobalIDFilterInput"] = Field(alias="pageType", default=None)
    slug: Optional["StringFilterInput"] = None


class PaymentGatewayToInitialize(BaseModel):
    data: Optional[Any] = None
    id: str


class PaymentSettingsInput(BaseModel):
    default_transaction_flow_strategy: Optional[TransactionFlowStrategyEnum] = Field(
        alias="defaultTransactionFlowStrategy", default=None
    )


class PermissionGroupCreateInput(BaseModel):
    add_permissions: Optional[list[PermissionEnum]] = Field(
        alias="addPermissions", default=None
    )
    add_users: Optional[list[str]] = Field(alias="addUsers", default=None)
    name: str


class PermissionGroupFilterInput(BaseModel):
    ids: Optional[list[str]] = None
    search: Optional[str] = None


class PermissionGroupSortingInput(BaseModel):
    direction: OrderDirection
    field: PermissionGroupSortField


class PermissionGroupUpdateInput(BaseModel):
    add_permissions: Optional[list[PermissionEnum]] = Field(
        alias="addPermissions", default=None
    )
    add_users: Optional[list[str]] = Field(alias="addUsers", default=None)
    name: Optional[str] = None
    remove_permissions: Optional[list[PermissionEnum]] = Field(
        alias="removePermissions", default=None
    )
    remove_users: Optional[list[str]] = Field(alias="removeUsers", default=None)


class PriceRangeInput(BaseModel):
    gte: Optional[float] = None
    lte: Optional[float] = None


class ProductAttributeAssignInput(BaseModel):
    id: str
    type_: ProductAttributeType = Field(alias="type")


class ProductBulkCreateInput(BaseModel):
    attributes: Optional[list["AttributeValueInput"]] = None
    category: Optional[str] = None
    channel_listings: Optional[list["ProductChannelListingCreateInput"]] = Field(
        alias="channelListings", default=None
    )
    charge_taxes: Optional[bool] = Field(alias="chargeTaxes", default=None)
    collections: Optional[list[str]] = None
    description: Optional[Annotated[Any, PlainSerializer(json_out)]] = None
    external_reference: Optional[str] = Field(alias="externalReference", default=None)
    metadata: Optional[list["MetadataInput"]] = None
    name: Optional[str] = None
    private_metadata: Optional[list["MetadataInput"]] = Field(
        alias="privateMetadata", default=None
    )
    product_type: str = Field(alias="productType")
    seo: Optional["SeoInput"] = None
    slug: Optional[str] = None
    variants: Optional[list["ProductVariantBulkCreateInput"]] = None
    weight: Optional[Any] = None


class ProductChannelListingAddInput(BaseModel):
    available_for_purchase_at: Optional[
        Annotated[datetime, PlainSerializer(datetime_out)]
    ] = Field(alias="availableForPurchaseAt", default=None)
    channel_id: str = Field(alias="channelId")
    is_available_for_purchase: Optional[bool] = Field(
        alias="isAvailableForPurchase", default=None
    )
    is_published: Optional[bool] = Field(alias="isPublished", default=None)
    published_at: Optional[Annotated[datetime, PlainSerializer(datetime_out)]] = Field(
        alias="publishedAt", default=None
    )
    visible_in_listings: Optional[bool] = Field(alias="visibleInListings", default=None)


class ProductChannelListingCreateInput(BaseModel):
    available_for_purchase_at: Optional[
        Annotated[datetime, PlainSerializer(datetime_out)]
    ] = Field(alias="availableForPurchaseAt", default=None)
    channel_id: str = Field(alias="channelId")
    is_available_for_purchase: Optional[bool] = Field(
        alias="isAvailableForPurchase", default=None
    )
    is_published: Optional[bool] = Field(alias="isPublished", default=None)
    published_at: Optional[Annotated[datetime, PlainSerializer(datetime_out)]] = Field(
        alias="publishedAt", default=None
    )
    visible_in_listings: Optional[bool] = Field(alias="visibleInListings", default=None)


class ProductChannelListingUpdateInput(BaseModel):
    remove_channels: Optional[list[str]] = Field(alias="removeChannels", default=None)
    update_channels: Optional[list["ProductChannelListingAddInput"]] = Field(
        alias="updateChannels", default=None
    )


class ProductCreateInput(BaseModel):
    attributes: Optional[list["AttributeValueInput"]] = None
    category: Optional[str] = None
    charge_taxes: Optional[bool] = Field(alias="chargeTaxes", default=None)
    collections: Optional[list[str]] = None
    description: Optional[Annotated[Any, PlainSerializer(json_out)]] = None
    external_reference: Optional[str] = Field(alias="externalReference", default=None)
    metadata: Optional[list["MetadataInput"]] = None
    name: Optional[str] = None
    private_metadata: Optional[list["MetadataInput"]] = Field(
        alias="privateMetadata", default=None
    )
    product_type: str = Field(alias="productType")
    seo: Optional["SeoInput"] = None
    slug: Optional[str] = None
    weight: Optional[Any] = None


class ProductFilterInput(BaseModel):
    attributes: Optional[list["AttributeInput"]] = None
    categories: Optional[list[str]] = None
    collections: Optional[list[str]] = None
    has_category: Optional[bool] = Field(alias="hasCategory", default=None)
    ids: Optional[list[str]] = None
    is_available: Optional[bool] = Field(alias="isAvailable", default=None)
    is_published: Optional[bool] = Field(alias="isPublished", default=None)
    is_visible_in_listing: Optional[bool] = Field(
        alias="isVisibleInListing", default=None
    )
    minimal_price: Optional["PriceRangeInput"] = Field(
        alias="minimalPrice", default=None
    )
    price: Optional["PriceRangeInput"] = None
    product_types: Optional[list[str]] = Field(alias="productTypes", default=None)
    search: Optional[str] = None
    slugs: Optional[list[str]] = None
    stock_availability: Optional[StockAvailability] = Field(
        alias="stockAvailability", default=None
    )
    updated_at: Optional["DateTimeRangeInput"] = Field(alias="updatedAt", default=None)


class ProductInput(BaseModel):
    attributes: Optional[list["AttributeValueInput"]] = None
    category: Optional[str] = None
    charge_taxes: Optional[bool] = Field(alias="chargeTaxes", default=None)
    collections: Optional[list[str]] = None
    description: Optional[Annotated[Any, PlainSerializer(json_out)]] = None
    external_reference: Optional[str] = Field(alias="externalReference", default=None)
    metadata: Optional[list["MetadataInput"]] = None
    name: Optional[str] = None
    private_metadata: Optional[list["MetadataInput"]] = Field(
        alias="privateMetadata", default=None
    )
    seo: Optional["SeoInput"] = None
    slug: Optional[str] = None
    weight: Optional[Any] = None


class ProductMediaCreateInput(BaseModel):
    alt: Optional[str] = None
    image: Optional[Upload] = None
    media_url: Optional[str] = Field(alias="mediaUrl", default=None)
    product: str


class ProductMediaUpdateInput(BaseModel):
    alt: Optional[str] = None


class ProductOrder(BaseModel):
    channel: Optional[str] = None
    direction: OrderDirection
    field: Optional[ProductOrderField] = None


class ProductTypeInput(BaseModel):
    has_variants: Optional[bool] = Field(alias="hasVariants", default=None)
    is_shipping_required: Optional[bool] = Field(
        alias="isShippingRequired", default=None
    )
    kind: Optional[ProductTypeKindEnum] = None
    name: Optional[str] = None
    product_attributes: Optional[list[str]] = Field(
        alias="productAttributes", default=None
    )
    slug: Optional[str] = None
    variant_attributes: Optional[list[str]] = Field(
        alias="variantAttributes", default=None
    )
    weight: Optional[Any] = None


class ProductVariantBulkCreateInput(BaseModel):
    attributes: list["BulkAttributeValueInput"]
    channel_listings: Optional[list["ProductVariantChannelListingAddInput"]] = Field(
        alias="channelListings", default=None
    )
    external_reference: Optional[str] = Field(alias="externalReference", default=None)
    metadata: Optional[list["MetadataInput"]] = None
    name: Optional[str] = None
    private_metadata: Optional[list["MetadataInput"]] = Field(
        alias="privateMetadata", default=None
    )
    quantity_limit_per_customer: Optional[int] = Field(
        alias="quantityLimitPerCustomer", default=None
    )
    sku: Optional[str] = None
    stocks: Optional[list["StockInput"]] = None
    track_inventory: Optional[bool] = Field(alias="trackInventory", default=None)
    weight: Optional[Any] = None


class ProductVariantBulkUpdateInput(BaseModel):
    attributes: Optional[list["BulkAttributeValueInput"]] = None
    external_reference: Optional[str] = Field(alias="externalReference", default=None)
    id: str
    metadata: Optional[list["MetadataInput"]] = None
    name: Optional[str] = None
    private_metadata: Optional[list["MetadataInput"]] = Field(
        alias="privateMetadata", default=None
    )
    quantity_limit_per_customer: Optional[int] = Field(
        alias="quantityLimitPerCustomer", default=None
    )
    sku: Optional[str] = None
    track_inventory: Optional[bool] = Field(alias="trackInventory", default=None)
    weight: Optional[Any] = None


class ProductVariantChannelListingAddInput(BaseModel):
    channel_id: str = Field(alias="channelId")
    cost_price: Optional[Annotated[Decimal, PlainSerializer(decimal_out)]] = Field(
        alias="costPrice", default=None
    )
    price: Annotated[Decimal, PlainSerializer(decimal_out)]
    prior_price: Optional[Annotated[Decimal, PlainSerializer(decimal_out)]] = Field(
        alias="priorPrice", default=None
    )


class ProductVariantCreateInput(BaseModel):
    attributes: list["AttributeValueInput"]
    external_reference: Optional[str] = Field(alias="externalReference", default=None)
    metadata: Optional[list["MetadataInput"]] = None
    name: Optional[str] = None
    private_metadata: Optional[list["MetadataInput"]] = Field(
        alias="privateMetadata", default=None
    )
    product: str
    quantity_limit_per_customer: Optional[int] = Field(
        alias="quantityLimitPerCustomer", default=None
    )
    sku: Optional[str] = None
    stocks: Optional[list["StockInput"]] = None
    track_inventory: Optional[bool] = Field(alias="trackInventory", default=None)
    weight: Optional[Any] = None


class ProductVariantInput(BaseModel):
    attributes: Optional[list["AttributeValueInput"]] = None
    external_reference: Optional[str] = Field(alias="externalReference", default=None)
    metadata: Optional[list["MetadataInput"]] = None
    name: Optional[str] = None
    private_metadata: Optional[list["MetadataInput"]] = Field(
        alias="privateMetadata", default=None
    )
    quantity_limit_per_customer: Optional[int] = Field(
        alias="quantityLimitPerCustomer", default=None
    )
    sku: Optional[str] = None
    track_inventory: Optional[bool] = Field(alias="trackInventory", default=None)
    weight: Optional[Any] = None


class ProductWhereInput(BaseModel):
    and_: Optional[list["ProductWhereInput"]] = Field(alias="AND", default=None)
    or_: Optional[list["ProductWhereInput"]] = Field(alias="OR", default=None)
    attributes: Optional[list["AttributeInput"]] = None
    category: Optional["GlobalIDFilterInput"] = None
    collection: Optional["GlobalIDFilterInput"] = None
    has_category: Optional[bool] = Field(alias="hasCategory", default=None)
    ids: Optional[list[str]] = None
    is_available: Optional[bool] = Field(alias="isAvailable", default=None)
    is_published: Optional[bool] = Field(alias="isPublished", default=None)
    is_visible_in_listing: Optional[bool] = Field(
        alias="isVisibleInListing", default=None
    )
    minimal_price: Optional["DecimalFilterInput"] = Field(
        alias="minimalPrice", default=None
    )
    name: Optional["StringFilterInput"] = None
    price: Optional["DecimalFilterInput"] = None
    product_type: Optional["GlobalIDFilterInput"] = Field(
        alias="productType", default=None
    )
    slug: Optional["StringFilterInput"] = None
    stock_availability: Optional[StockAvailability] = Field(
        alias="stockAvailability", default=None
    )
    updated_at: Optional["DateTimeFilterInput"] = Field(alias="updatedAt", default=None)


class PublishableChannelListingInput(BaseModel):
    channel_id: str = Field(alias="channelId")
    is_published: Optional[bool] = Field(alias="isPublished", default=None)
    published_at: Optional[Annotated[datetime, PlainSerializer(datetime_out)]] = Field(
        alias="publishedAt", default=None
    )


class SeoInput(BaseModel):
    description: Optional[str] = None
    title: Optional[str] = None


class ShippingZoneCreateInput(BaseModel):
    add_channels: Optional[list[str]] = Field(alias="addChannels", default=None)
    add_warehouses: Optional[list[str]] = Field(alias="addWarehouses", default=None)
    countries: Optional[list[str]] = None
    default: Optional[bool] = None
    description: Optional[str] = None
    name: Optional[str] = None


class ShippingZoneUpdateInput(BaseModel):
    add_channels: Optional[list[str]] = Field(alias="addChannels", default=None)
    add_warehouses: Optional[list[str]] = Field(alias="addWarehouses", default=None)
    countries: Optional[list[str]] = None
    default: Optional[bool] = None
    description: Optional[str] = None
    name: Optional[str] = None
    remove_warehouses: Optional[list[str]] = Field(
        alias="removeWarehouses", default=None
    )


class StaffCreateInput(BaseModel):
    add_groups: Optional[list[str]] = Field(alias="addGroups", default=None)
    email: Optional[str] = None
    first_name: Optional[str] = Field(alias="firstName", default=None)
    is_active: Optional[bool] = Field(alias="isActive", default=None)
    last_name: Optional[str] = Field(alias="lastName", default=None)
    metadata: Optional[list["MetadataInput"]] = None
    note: Optional[str] = None
    private_metadata: Optional[list["MetadataInput"]] = Field(
        alias="privateMetadata", default=None
    )
    redirect_url: Optional[str] = Field(alias="redirectUrl", default=None)


class StaffUpdateInput(BaseModel):
    add_groups: Optional[list[str]] = Field(alias="addGroups", default=None)
    email: Optional[str] = None
    first_name: Optional[str] = Field(alias="firstName", default=None)
    is_active: Optional[bool] = Field(alias="isActive", default=None)
    last_name: Optional[str] = Field(alias="lastName", default=None)
    metadata: Optional[list["MetadataInput"]] = None
    note: Optional[str] = None
    private_metadata: Optional[list["MetadataInput"]] = Field(
        alias="privateMetadata", default=None
    )
    remove_groups: Optional[list[str]] = Field(alias="removeGroups", default=None)


class StaffUserInput(BaseModel):
    ids: Optional[list[str]] = None
    search: Optional[str] = None
    status: Optional[StaffMemberStatus] = None


class StockBulkUpdateInput(BaseModel):
    quantity: int
    variant_external_reference: Optional[str] = Field(
        alias="variantExternalReference", default=None
    )
    variant_id: Optional[str] = Field(alias="variantId", default=None)
    warehouse_id: Optional[str] = Field(alias="warehouseId", default=None)


class StockInput(BaseModel):
    quantity: int
    warehouse: str


class StockSettingsInput(BaseModel):
    allocation_strategy: AllocationStrategyEnum = Field(alias="allocationStrategy")


class StringFilterInput(BaseModel):
    eq: Optional[str] = None
    one_of: Optional[list[str]] = Field(alias="oneOf", default=None)


class TaxConfigurationUpdateInput(BaseModel):
    charge_taxes: Optional[bool] = Field(alias="chargeTaxes", default=None)
    display_gross_prices: Optional[bool] = Field(
        alias="displayGrossPrices", default=None
    )
    prices_entered_with_tax: Optional[bool] = Field(
        alias="pricesEnteredWithTax", default=None
    )
    tax_app_id: Optional[str] = Field(alias="taxAppId", default=None)
    tax_calculation_strategy: Optional[TaxCalculationStrategy] = Field(
        alias="taxCalculationStrategy", default=None
    )


class TaxedMoneyInput(BaseModel):
    gross: Annotated[Decimal, PlainSerializer(decimal_out)]
    net: Annotated[Decimal, PlainSerializer(decimal_out)]


class TransactionCreateInput(BaseModel):
    amount_authorized: Optional["MoneyInput"] = Field(
        alias="amountAuthorized", default=None
    )
    amount_charged: Optional["MoneyInput"] = Field(alias="amountCharged", default=None)
    available_actions: Optional[list[TransactionActionEnum]] = Field(
        alias="availableActions", default=None
    )
    external_url: Optional[str] = Field(alias="externalUrl", default=None)
    message: Optional[str] = None
    name: Optional[str] = None
    psp_reference: Optional[str] = Field(alias="pspReference", default=None)


class TransactionWhereInput(BaseModel):
    app_identifier: Optional["StringFilterInput"] = Field(
        alias="appIdentifier", default=None
    )
    created_at: Optional["DateTimeRangeInput"] = Field(alias="createdAt", default=None)
    ids: Optional[list[str]] = None
    modified_at: Optional["DateTimeRangeInput"] = Field(
        alias="modifiedAt", default=None
    )


class TranslationInput(BaseModel):
    description: Optional[Annotated[Any, PlainSerializer(json_out)]] = None
    name: Optional[str] = None
    seo_description: Optional[str] = Field(alias="seoDescription", default=None)
    seo_title: Optional[str] = Field(alias="seoTitle", default=None)
    slug: Optional[str] = None


class UserCreateInput(BaseModel):
    channel: Optional[str] = None
    default_billing_address: Optional["AddressInput"] = Field(
        alias="defaultBillingAddress", default=None
    )
    default_shipping_address: Optional["AddressInput"] = Field(
        alias="defaultShippingAddress", default=None
    )
    email: Optional[str] = None
    external_reference: Optional[str] = Field(alias="externalReference", default=None)
    first_name: Optional[str] = Field(alias="firstName", default=None)
    is_active: Optional[bool] = Field(alias="isActive", default=None)
    is_confirmed: Optional[bool] = Field(alias="isConfirmed", default=None)
    language_code: Optional[LanguageCodeEnum] = Field(
        alias="languageCode", default=None
    )
    last_name: Optional[str] = Field(alias="lastName", default=None)
    metadata: Optional[list["MetadataInput"]] = None
    note: Optional[str] = None
    private_metadata: Optional[list["MetadataInput"]] = Field(
        alias="privateMetadata", default=None
    )
    redirect_url: Optional[str] = Field(alias="redirectUrl", default=None)


class UserSortingInput(BaseModel):
    direction: OrderDirection
    field: UserSortField


class VoucherChannelListingAddInput(BaseModel):
    channel_id: str = Field(alias="channelId")
    discount_value: Optional[Annotated[Decimal, PlainSerializer(decimal_out)]] = Field(
        alias="discountValue", default=None
    )
    min_amount_spent: Optional[Annotated[Decimal, PlainSerializer(decimal_out)]] = (
        Field(alias="minAmountSpent", default=None)
    )


class VoucherChannelListingInput(BaseModel):
    add_channels: Optional[list["VoucherChannelListingAddInput"]] = Field(
        alias="addChannels", default=None
    )
    remove_channels: Optional[list[str]] = Field(alias="removeChannels", default=None)


class VoucherFilterInput(BaseModel):
    discount_type: Optional[list[VoucherDiscountType]] = Field(
        alias="discountType", default=None
    )
    search: Optional[str] = None
    status: Optional[list[DiscountStatusEnum]] = None


class VoucherInput(BaseModel):
    add_codes: Optional[list[str]] = Field(alias="addCodes", default=None)
    apply_once_per_customer: Optional[bool] = Field(
        alias="applyOncePerCustomer", default=None
    )
    apply_once_per_order: Optional[bool] = Field(
        alias="applyOncePerOrder", default=None
    )
    categories: Optional[list[str]] = None
    code: Optional[str] = None
    collections: Optional[list[str]] = None
    countries: Optional[list[str]] = None
    discount_value_type: Optional[DiscountValueTypeEnum] = Field(
        alias="discountValueType", default=None
    )
    end_date: Optional[Annotated[datetime, PlainSerializer(datetime_out)]] = Field(
        alias="endDate", default=None
    )
    min_checkout_items_quantity: Optional[int] = Field(
        alias="minCheckoutItemsQuantity", default=None
    )
    name: Optional[str] = None
    only_for_staff: Optional[bool] = Field(alias="onlyForStaff", default=None)
    products: Optional[list[str]] = None
    single_use: Optional[bool] = Field(alias="singleUse", default=None)
    start_date: Optional[Annotated[datetime, PlainSerializer(datetime_out)]] = Field(
        alias="startDate", default=None
    )
    type_: Optional[VoucherTypeEnum] = Field(alias="type", default=None)
    usage_limit: Optional[int] = Field(alias="usageLimit", default=None)
    variants: Optional[list[str]] = None


class VoucherSortingInput(BaseModel):
    direction: OrderDirection
    field: VoucherSortField


class WarehouseCreateInput(BaseModel):
    address: "AddressInput"
    email: Optional[str] = None
    external_reference: Optional[str] = Field(alias="externalReference", default=None)
    name: str
    shipping_zones: Optional[list[str]] = Field(alias="shippingZones", default=None)
    slug: Optional[str] = None


class WebhookCreateInput(BaseModel):
    app: Optional[str] = None
    async_events: Optional[list[WebhookEventTypeAsyncEnum]] = Field(
        alias="asyncEvents", default=None
    )
    custom_headers: Optional[Annotated[Any, PlainSerializer(json_out)]] = Field(
        alias="customHeaders", default=None
    )
    identifier: Optional[str] = None
    is_active: Optional[bool] = Field(alias="isActive", default=None)
    name: Optional[str] = None
    query: Optional[str] = None
    secret_key: Optional[str] = Field(alias="secretKey", default=None)
    sync_events: Optional[list[WebhookEventTypeSyncEnum]] = Field(
        alias="syncEvents", default=None
    )
    target_url: Optional[str] = Field(alias="targetUrl", default=None)


class WebhookUpdateInput(BaseModel):
    app: Optional[str] = None
    async_events: Optional[list[WebhookEventTypeAsyncEnum]] = Field(
        alias="asyncEvents", default=None
    )
    custom_headers: Optional[Annotated[Any, PlainSerializer(json_out)]] = Field(
        alias="customHeaders", default=None
    )
    identifier: Optional[str] = None
    is_active: Optional[bool] = Field(alias="isActive", default=None)
    name: Optional[str] = None
    query: Optional[str] = None
    secret_key: Optional[str] = Field(alias="secretKey", default=None)
    sync_events: Optional[list[WebhookEventTypeSyncEnum]] = Field(
        alias="syncEvents", default=None
    )
    target_url: Optional[str] = Field(alias="targetUrl", default=None)
