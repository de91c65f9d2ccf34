from datetime import datetime
from typing import Annotated, Any, Literal, Optional, Union

from pydantic import BeforeValidator, Field

from commerce.scalars import json_in

from .base_model import BaseModel
from .enums import (
    AccountErrorCode,
    AddressTypeEnum,
    AttributeInputTypeEnum,
    CheckoutAuthorizeStatusEnum,
    CheckoutChargeStatusEnum,
    CheckoutErrorCode,
    DiscountErrorCode,
    DiscountValueTypeEnum,
    FulfillmentStatus,
    LanguageCodeEnum,
    MeasurementUnitsEnum,
    OrderAuthorizeStatusEnum,
    OrderChargeStatusEnum,
    OrderStatus,
    ProductErrorCode,
    TransactionActionEnum,
    TransactionEventTypeEnum,
    VoucherTypeEnum,
    WeightUnitsEnum,
)


class AccountErrorParts(BaseModel):
    field: Optional[str]
    message: Optional[str]
    code: AccountErrorCode
    address_type: Optional[AddressTypeEnum] = Field(alias="addressType")


class AddressParts(BaseModel):
    first_name: str = Field(alias="firstName")
    last_name: str = Field(alias="lastName")
    company_name: str = Field(alias="companyName")
    street_address_1: str = Field(alias="streetAddress1")
    street_address_2: str = Field(alias="streetAddress2")
    city: str
    city_area: str = Field(alias="cityArea")
    postal_code: str = Field(alias="postalCode")
    country: "AddressPartsCountry"
    country_area: str = Field(alias="countryArea")
    phone: Optional[str]


class AddressPartsCountry(BaseModel):
    code: str
    country: str


class BilledOrder(BaseModel):
    id: str
    number: str
    external_reference: Optional[str] = Field(alias="externalReference")
    lines: list["BilledOrderLines"]


class BilledOrderLines(BaseModel):
    id: str
    product_sku: Optional[str] = Field(alias="productSku")
    quantity: int
    metafield: Optional[str]


class BookAddress(AddressParts):
    id: str


class CheckoutErrorParts(BaseModel):
    field: Optional[str]
    message: Optional[str]
    code: CheckoutErrorCode
    variants: Optional[list[str]]
    lines: Optional[list[str]]


class MoneyParts(BaseModel):
    amount: float
    fractional_amount: int = Field(alias="fractionalAmount")
    fraction_digits: int = Field(alias="fractionDigits")
    currency: str


class TaxedMoneyParts(BaseModel):
    gross: "TaxedMoneyPartsGross"
    net: "TaxedMoneyPartsNet"
    tax: "TaxedMoneyPartsTax"


class TaxedMoneyPartsGross(MoneyParts):
    pass


class TaxedMoneyPartsNet(MoneyParts):
    pass


class TaxedMoneyPartsTax(MoneyParts):
    pass


class CheckoutParts(BaseModel):
    id: str
    token: str
    email: Optional[str]
    quantity: int
    created: datetime
    is_shipping_required: bool = Field(alias="isShippingRequired")
    stock_reservation_expires: Optional[datetime] = Field(
        alias="stockReservationExpires"
    )
    authorize_status: CheckoutAuthorizeStatusEnum = Field(alias="authorizeStatus")
    charge_status: CheckoutChargeStatusEnum = Field(alias="chargeStatus")
    channel: "CheckoutPartsChannel"
    metadata: list["CheckoutPartsMetadata"]
    billing_address: Optional["CheckoutPartsBillingAddress"] = Field(
        alias="billingAddress"
    )
    shipping_address: Optional["CheckoutPartsShippingAddress"] = Field(
        alias="shippingAddress"
    )
    delivery: Optional["CheckoutPartsDelivery"]
    subtotal_price: "CheckoutPartsSubtotalPrice" = Field(alias="subtotalPrice")
    shipping_price: "CheckoutPartsShippingPrice" = Field(alias="shippingPrice")
    total_price: "CheckoutPartsTotalPrice" = Field(alias="totalPrice")
    total_balance: "CheckoutPartsTotalBalance" = Field(alias="totalBalance")
    voucher_code: Optional[str] = Field(alias="voucherCode")
    discount_name: Optional[str] = Field(alias="discountName")
    discount: Optional["CheckoutPartsDiscount"]
    problems: Optional[
        list[
            Annotated[
                Union[
                    "CheckoutPartsProblemsCheckoutLineProblemInsufficientStock",
                    "CheckoutPartsProblemsCheckoutLineProblemVariantNotAvailable",
                    "CheckoutPartsProblemsCheckoutProblemDeliveryMethodInvalid",
                    "CheckoutPartsProblemsCheckoutProblemDeliveryMethodStale",
                ],
                Field(discriminator="typename__"),
            ]
        ]
    ]
    lines: list["CheckoutPartsLines"]


class CheckoutPartsChannel(BaseModel):
    slug: str


class CheckoutPartsMetadata(BaseModel):
    key: str
    value: str


class CheckoutPartsBillingAddress(AddressParts):
    pass


class CheckoutPartsShippingAddress(AddressParts):
    pass


class CheckoutPartsDelivery(BaseModel):
    id: str
    shipping_method: Optional["CheckoutPartsDeliveryShippingMethod"] = Field(
        alias="shippingMethod"
    )


class CheckoutPartsDeliveryShippingMethod(BaseModel):
    id: str
    name: str
    price: "CheckoutPartsDeliveryShippingMethodPrice"
    minimum_delivery_days: Optional[int] = Field(alias="minimumDeliveryDays")
    maximum_delivery_days: Optional[int] = Field(alias="maximumDeliveryDays")
    metadata: list["CheckoutPartsDeliveryShippingMethodMetadata"]


class CheckoutPartsDeliveryShippingMethodPrice(MoneyParts):
    pass


class CheckoutPartsDeliveryShippingMethodMetadata(BaseModel):
    key: str
    value: str


class CheckoutPartsSubtotalPrice(TaxedMoneyParts):
    pass


class CheckoutPartsShippingPrice(TaxedMoneyParts):
    pass


class CheckoutPartsTotalPrice(TaxedMoneyParts):
    pass


class CheckoutPartsTotalBalance(MoneyParts):
    pass


class CheckoutPartsDiscount(MoneyParts):
    pass


class CheckoutPartsProblemsCheckoutLineProblemInsufficientStock(BaseModel):
    typename__: Literal["CheckoutLineProblemInsufficientStock"] = Field(
        alias="__typename"
    )
    available_quantity: Optional[int] = Field(alias="availableQuantity")
    line: "CheckoutPartsProblemsCheckoutLineProblemInsufficientStockLine"


class CheckoutPartsProblemsCheckoutLineProblemInsufficientStockLine(BaseModel):
    id: str


class CheckoutPartsProblemsCheckoutLineProblemVariantNotAvailable(BaseModel):
    typename__: Literal["CheckoutLineProblemVariantNotAvailable"] = Field(
        alias="__typename"
    )
    line: "CheckoutPartsProblemsCheckoutLineProblemVariantNotAvailableLine"


class CheckoutPartsProblemsCheckoutLineProblemVariantNotAvailableLine(BaseModel):
    id: str


class CheckoutPartsProblemsCheckoutProblemDeliveryMethodInvalid(BaseModel):
    typename__: Literal["CheckoutProblemDeliveryMethodInvalid"] = Field(
        alias="__typename"
    )
    delivery: "CheckoutPartsProblemsCheckoutProblemDeliveryMethodInvalidDelivery"


class CheckoutPartsProblemsCheckoutProblemDeliveryMethodInvalidDelivery(BaseModel):
    id: str


class CheckoutPartsProblemsCheckoutProblemDeliveryMethodStale(BaseModel):
    typename__: Literal["CheckoutProblemDeliveryMethodStale"] = Field(
        alias="__typename"
    )
    delivery: "CheckoutPartsProblemsCheckoutProblemDeliveryMethodStaleDelivery"


class CheckoutPartsProblemsCheckoutProblemDeliveryMethodStaleDelivery(BaseModel):
    id: str


class CheckoutPartsLines(BaseModel):
    id: str
    quantity: int
    unit_price: "CheckoutPartsLinesUnitPrice" = Field(alias="unitPrice")
    total_price: "CheckoutPartsLinesTotalPrice" = Field(alias="totalPrice")
    undiscounted_total_price: "CheckoutPartsLinesUndiscountedTotalPrice" = Field(
        alias="undiscountedTotalPrice"
    )
    variant: "CheckoutPartsLinesVariant"


class CheckoutPartsLinesUnitPrice(BaseModel):
    gross: "CheckoutPartsLinesUnitPriceGross"


class CheckoutPartsLinesUnitPriceGross(MoneyParts):
    pass


class CheckoutPartsLinesTotalPrice(TaxedMoneyParts):
    pass


class CheckoutPartsLinesUndiscountedTotalPrice(MoneyParts):
    pass


class CheckoutPartsLinesVariant(BaseModel):
    id: str
    sku: Optional[str]
    name: str
    quantity_available: Optional[int] = Field(alias="quantityAvailable")
    weight: Optional["CheckoutPartsLinesVariantWeight"]
    product: "CheckoutPartsLinesVariantProduct"


class CheckoutPartsLinesVariantWeight(BaseModel):
    value: float
    unit: WeightUnitsEnum


class CheckoutPartsLinesVariantProduct(BaseModel):
    id: str
    slug: str
    name: str
    translation: Optional["CheckoutPartsLinesVariantProductTranslation"] = None
    thumbnail: Optional["CheckoutPartsLinesVariantProductThumbnail"]
    metafields: Optional[dict[str, str]]
    product_type: "CheckoutPartsLinesVariantProductProductType" = Field(
        alias="productType"
    )
    assigned_attributes: list[
        Annotated[
            Union[
                "CheckoutPartsLinesVariantProductAssignedAttributesAssignedAttribute",
                "CheckoutPartsLinesVariantProductAssignedAttributesAssignedBooleanAttribute",
                "CheckoutPartsLinesVariantProductAssignedAttributesAssignedMultiChoiceAttribute",
                "CheckoutPartsLinesVariantProductAssignedAttributesAssignedNumericAttribute",
                "CheckoutPartsLinesVariantProductAssignedAttributesAssignedPlainTextAttribute",
                "CheckoutPartsLinesVariantProductAssignedAttributesAssignedSingleChoiceAttribute",
                "CheckoutPartsLinesVariantProductAssignedAttributesAssignedSinglePageReferenceAttribute",
            ],
            Field(discriminator="typename__"),
        ]
    ] = Field(alias="assignedAttributes")


class CheckoutPartsLinesVariantProductTranslation(BaseModel):
    name: Optional[str]


class CheckoutPartsLinesVariantProductThumbnail(BaseModel):
    url: str
    alt: Optional[str]


class CheckoutPartsLinesVariantProductProductType(BaseModel):
    metafields: Optional[dict[str, str]]


class CheckoutPartsLinesVariantProductAssignedAttributesAssignedAttribute(BaseModel):
    typename__: Literal[
        "AssignedAttribute",
        "AssignedFileAttribute",
        "AssignedMultiPageReferenceAttribute",
        "AssignedSingleCollectionReferenceAttribute",
    ] = Field(alias="__typename")
    attribute: (
        "CheckoutPartsLinesVariantProductAssignedAttributesAssignedAttributeAttribute"
    )


class CheckoutPartsLinesVariantProductAssignedAttributesAssignedAttributeAttribute(
    BaseModel
):
    slug: str
    name: str
    input_type: Optional[AttributeInputTypeEnum] = Field(alias="inputType")
    unit: Optional[MeasurementUnitsEnum]


class CheckoutPartsLinesVariantProductAssignedAttributesAssignedBooleanAttribute(
    BaseModel
):
    typename__: Literal["AssignedBooleanAttribute"] = Field(alias="__typename")
    attribute: "CheckoutPartsLinesVariantProductAssignedAttributesAssignedBooleanAttributeAttribute"
    flag: Optional[bool]


class CheckoutPartsLinesVariantProductAssignedAttributesAssignedBooleanAttributeAttribute(
    BaseModel
):
    slug: str
    name: str
    input_type: Optional[AttributeInputTypeEnum] = Field(alias="inputType")
    unit: Optional[MeasurementUnitsEnum]


class CheckoutPartsLinesVariantProductAssignedAttributesAssignedMultiChoiceAttribute(
    BaseModel
):
    typename__: Literal["AssignedMultiChoiceAttribute"] = Field(alias="__typename")
    attribute: "CheckoutPartsLinesVariantProductAssignedAttributesAssignedMultiChoiceAttributeAttribute"
    choices: list[
        "CheckoutPartsLinesVariantProductAssignedAttributesAssignedMultiChoiceAttributeChoices"
    ]


class CheckoutPartsLinesVariantProductAssignedAttributesAssignedMultiChoiceAttributeAttribute(
    BaseModel
):
    slug: str
    name: str
    input_type: Optional[AttributeInputTypeEnum] = Field(alias="inputType")
    unit: Optional[MeasurementUnitsEnum]


class CheckoutPartsLinesVariantProductAssignedAttributesAssignedMultiChoiceAttributeChoices(
    BaseModel
):
    slug: Optional[str]
    name: Optional[str]


class CheckoutPartsLinesVariantProductAssignedAttributesAssignedNumericAttribute(
    BaseModel
):
    typename__: Literal["AssignedNumericAttribute"] = Field(alias="__typename")
    attribute: "CheckoutPartsLinesVariantProductAssignedAttributesAssignedNumericAttributeAttribute"
    number: Optional[float]


class CheckoutPartsLinesVariantProductAssignedAttributesAssignedNumericAttributeAttribute(
    BaseModel
):
    slug: str
    name: str
    input_type: Optional[AttributeInputTypeEnum] = Field(alias="inputType")
    unit: Optional[MeasurementUnitsEnum]


class CheckoutPartsLinesVariantProductAssignedAttributesAssignedPlainTextAttribute(
    BaseModel
):
    typename__: Literal["AssignedPlainTextAttribute"] = Field(alias="__typename")
    attribute: "CheckoutPartsLinesVariantProductAssignedAttributesAssignedPlainTextAttributeAttribute"
    text: Optional[str]


class CheckoutPartsLinesVariantProductAssignedAttributesAssignedPlainTextAttributeAttribute(
    BaseModel
):
    slug: str
    name: str
    input_type: Optional[AttributeInputTypeEnum] = Field(alias="inputType")
    unit: Optional[MeasurementUnitsEnum]


class CheckoutPartsLinesVariantProductAssignedAttributesAssignedSingleChoiceAttribute(
    BaseModel
):
    typename__: Literal["AssignedSingleChoiceAttribute"] = Field(alias="__typename")
    attribute: "CheckoutPartsLinesVariantProductAssignedAttributesAssignedSingleChoiceAttributeAttribute"
    choice: Optional[
        "CheckoutPartsLinesVariantProductAssignedAttributesAssignedSingleChoiceAttributeChoice"
    ]


class CheckoutPartsLinesVariantProductAssignedAttributesAssignedSingleChoiceAttributeAttribute(
    BaseModel
):
    slug: str
    name: str
    input_type: Optional[AttributeInputTypeEnum] = Field(alias="inputType")
    unit: Optional[MeasurementUnitsEnum]


class CheckoutPartsLinesVariantProductAssignedAttributesAssignedSingleChoiceAttributeChoice(
    BaseModel
):
    slug: Optional[str]
    name: Optional[str]


class CheckoutPartsLinesVariantProductAssignedAttributesAssignedSinglePageReferenceAttribute(
    BaseModel
):
    typename__: Literal["AssignedSinglePageReferenceAttribute"] = Field(
        alias="__typename"
    )
    attribute: "CheckoutPartsLinesVariantProductAssignedAttributesAssignedSinglePageReferenceAttributeAttribute"
    page: Optional[
        "CheckoutPartsLinesVariantProductAssignedAttributesAssignedSinglePageReferenceAttributePage"
    ]


class CheckoutPartsLinesVariantProductAssignedAttributesAssignedSinglePageReferenceAttributeAttribute(
    BaseModel
):
    slug: str
    name: str
    input_type: Optional[AttributeInputTypeEnum] = Field(alias="inputType")
    unit: Optional[MeasurementUnitsEnum]


class CheckoutPartsLinesVariantProductAssignedAttributesAssignedSinglePageReferenceAttributePage(
    BaseModel
):
    id: str
    slug: str
    title: str


class CustomerParts(BaseModel):
    id: str
    email: str
    first_name: str = Field(alias="firstName")
    last_name: str = Field(alias="lastName")
    is_active: bool = Field(alias="isActive")
    is_confirmed: bool = Field(alias="isConfirmed")
    language_code: LanguageCodeEnum = Field(alias="languageCode")
    external_reference: Optional[str] = Field(alias="externalReference")
    date_joined: datetime = Field(alias="dateJoined")
    metadata: list["CustomerPartsMetadata"]
    addresses: list["CustomerPartsAddresses"]
    default_shipping_address: Optional["CustomerPartsDefaultShippingAddress"] = Field(
        alias="defaultShippingAddress"
    )
    default_billing_address: Optional["CustomerPartsDefaultBillingAddress"] = Field(
        alias="defaultBillingAddress"
    )


class CustomerPartsMetadata(BaseModel):
    key: str
    value: str


class CustomerPartsAddresses(BookAddress):
    pass


class CustomerPartsDefaultShippingAddress(BaseModel):
    id: str


class CustomerPartsDefaultBillingAddress(BaseModel):
    id: str


class DiscountErrorParts(BaseModel):
    field: Optional[str]
    message: Optional[str]
    code: DiscountErrorCode
    voucher_codes: Optional[list[str]] = Field(alias="voucherCodes")


class ListingProductParts(BaseModel):
    id: str
    slug: str
    name: str
    external_reference: Optional[str] = Field(alias="externalReference")
    is_available_for_purchase: Optional[bool] = Field(alias="isAvailableForPurchase")
    metadata: list["ListingProductPartsMetadata"]
    media: Optional[list["ListingProductPartsMedia"]]
    channel_listings: Optional[list["ListingProductPartsChannelListings"]] = Field(
        alias="channelListings"
    )
    product_variants: Optional["ListingProductPartsProductVariants"] = Field(
        alias="productVariants"
    )


class ListingProductPartsMetadata(BaseModel):
    key: str
    value: str


class ListingProductPartsMedia(BaseModel):
    id: str
    alt: str
    metafields: Optional[dict[str, str]]


class ListingProductPartsChannelListings(BaseModel):
    is_published: bool = Field(alias="isPublished")
    channel: "ListingProductPartsChannelListingsChannel"


class ListingProductPartsChannelListingsChannel(BaseModel):
    slug: str


class ListingProductPartsProductVariants(BaseModel):
    edges: list["ListingProductPartsProductVariantsEdges"]


class ListingProductPartsProductVariantsEdges(BaseModel):
    node: "ListingProductPartsProductVariantsEdgesNode"


class ListingProductPartsProductVariantsEdgesNode(BaseModel):
    id: str
    sku: Optional[str]
    external_reference: Optional[str] = Field(alias="externalReference")
    track_inventory: bool = Field(alias="trackInventory")
    stocks: Optional[list["ListingProductPartsProductVariantsEdgesNodeStocks"]]
    channel_listings: Optional[
        list["ListingProductPartsProductVariantsEdgesNodeChannelListings"]
    ] = Field(alias="channelListings")


class ListingProductPartsProductVariantsEdgesNodeStocks(BaseModel):
    quantity: int
    quantity_allocated: int = Field(alias="quantityAllocated")
    warehouse: "ListingProductPartsProductVariantsEdgesNodeStocksWarehouse"


class ListingProductPartsProductVariantsEdgesNodeStocksWarehouse(BaseModel):
    id: str
    slug: str


class ListingProductPartsProductVariantsEdgesNodeChannelListings(BaseModel):
    channel: "ListingProductPartsProductVariantsEdgesNodeChannelListingsChannel"
    price: Optional["ListingProductPartsProductVariantsEdgesNodeChannelListingsPrice"]


class ListingProductPartsProductVariantsEdgesNodeChannelListingsChannel(BaseModel):
    slug: str


class ListingProductPartsProductVariantsEdgesNodeChannelListingsPrice(MoneyParts):
    pass


class OrderParts(BaseModel):
    id: str
    number: str
    created: datetime
    status: OrderStatus
    status_display: str = Field(alias="statusDisplay")
    is_paid: bool = Field(alias="isPaid")
    charge_status: OrderChargeStatusEnum = Field(alias="chargeStatus")
    authorize_status: OrderAuthorizeStatusEnum = Field(alias="authorizeStatus")
    user_email: Optional[str] = Field(alias="userEmail")
    checkout_id: Optional[str] = Field(alias="checkoutId")
    external_reference: Optional[str] = Field(alias="externalReference")
    channel: "OrderPartsChannel"
    shipping_method_name: Optional[str] = Field(alias="shippingMethodName")
    billing_address: Optional["OrderPartsBillingAddress"] = Field(
        alias="billingAddress"
    )
    shipping_address: Optional["OrderPartsShippingAddress"] = Field(
        alias="shippingAddress"
    )
    subtotal: "OrderPartsSubtotal"
    shipping_price: "OrderPartsShippingPrice" = Field(alias="shippingPrice")
    shipping_tax_rate: float = Field(alias="shippingTaxRate")
    total: "OrderPartsTotal"
    total_charged: "OrderPartsTotalCharged" = Field(alias="totalCharged")
    total_authorized: "OrderPartsTotalAuthorized" = Field(alias="totalAuthorized")
    total_refunded: "OrderPartsTotalRefunded" = Field(alias="totalRefunded")
    total_balance: "OrderPartsTotalBalance" = Field(alias="totalBalance")
    voucher_code: Optional[str] = Field(alias="voucherCode")
    undiscounted_shipping_price: "OrderPartsUndiscountedShippingPrice" = Field(
        alias="undiscountedShippingPrice"
    )
    delivery_method: Optional[
        Annotated[
            Union[
                "OrderPartsDeliveryMethodShippingMethod",
                "OrderPartsDeliveryMethodWarehouse",
            ],
            Field(discriminator="typename__"),
        ]
    ] = Field(alias="deliveryMethod")
    metadata: list["OrderPartsMetadata"]
    lines: list["OrderPartsLines"]
    fulfillments: list["OrderPartsFulfillments"]
    transactions: list["OrderPartsTransactions"]


class OrderPartsChannel(BaseModel):
    slug: str


class OrderPartsBillingAddress(AddressParts):
    pass


class OrderPartsShippingAddress(AddressParts):
    pass


class OrderPartsSubtotal(TaxedMoneyParts):
    pass


class OrderPartsShippingPrice(TaxedMoneyParts):
    pass


class OrderPartsTotal(TaxedMoneyParts):
    pass


class OrderPartsTotalCharged(MoneyParts):
    pass


class OrderPartsTotalAuthorized(MoneyParts):
    pass


class OrderPartsTotalRefunded(MoneyParts):
    pass


class OrderPartsTotalBalance(MoneyParts):
    pass


class OrderPartsUndiscountedShippingPrice(MoneyParts):
    pass


class OrderPartsDeliveryMethodShippingMethod(BaseModel):
    typename__: Literal["ShippingMethod"] = Field(alias="__typename")
    id: str
    name: str
    metadata: list["OrderPartsDeliveryMethodShippingMethodMetadata"]
    minimum_delivery_days: Optional[int] = Field(alias="minimumDeliveryDays")
    maximum_delivery_days: Optional[int] = Field(alias="maximumDeliveryDays")


class OrderPartsDeliveryMethodShippingMethodMetadata(BaseModel):
    key: str
    value: str


class OrderPartsDeliveryMethodWarehouse(BaseModel):
    typename__: Literal["Warehouse"] = Field(alias="__typename")


class OrderPartsMetadata(BaseModel):
    key: str
    value: str


class OrderPartsLines(BaseModel):
    id: str
    product_name: str = Field(alias="productName")
    variant_name: str = Field(alias="variantName")
    product_sku: Optional[str] = Field(alias="productSku")
    quantity: int
    quantity_fulfilled: int = Field(alias="quantityFulfilled")
    unit_price: "OrderPartsLinesUnitPrice" = Field(alias="unitPrice")
    total_price: "OrderPartsLinesTotalPrice" = Field(alias="totalPrice")
    undiscounted_total_price: "OrderPartsLinesUndiscountedTotalPrice" = Field(
        alias="undiscountedTotalPrice"
    )
    tax_rate: float = Field(alias="taxRate")
    thumbnail: Optional["OrderPartsLinesThumbnail"]
    variant: Optional["OrderPartsLinesVariant"]


class OrderPartsLinesUnitPrice(TaxedMoneyParts):
    pass


class OrderPartsLinesTotalPrice(TaxedMoneyParts):
    pass


class OrderPartsLinesUndiscountedTotalPrice(BaseModel):
    gross: "OrderPartsLinesUndiscountedTotalPriceGross"


class OrderPartsLinesUndiscountedTotalPriceGross(MoneyParts):
    pass


class OrderPartsLinesThumbnail(BaseModel):
    url: str
    alt: Optional[str]


class OrderPartsLinesVariant(BaseModel):
    id: str
    product: "OrderPartsLinesVariantProduct"


class OrderPartsLinesVariantProduct(BaseModel):
    id: str
    slug: str
    translation: Optional["OrderPartsLinesVariantProductTranslation"] = None
    metafields: Optional[dict[str, str]]
    product_type: "OrderPartsLinesVariantProductProductType" = Field(
        alias="productType"
    )


class OrderPartsLinesVariantProductTranslation(BaseModel):
    name: Optional[str]


class OrderPartsLinesVariantProductProductType(BaseModel):
    metafields: Optional[dict[str, str]]


class OrderPartsFulfillments(BaseModel):
    id: str
    status: FulfillmentStatus
    created: datetime
    tracking_number: str = Field(alias="trackingNumber")
    lines: Optional[list["OrderPartsFulfillmentsLines"]]


class OrderPartsFulfillmentsLines(BaseModel):
    quantity: int
    order_line: Optional["OrderPartsFulfillmentsLinesOrderLine"] = Field(
        alias="orderLine"
    )


class OrderPartsFulfillmentsLinesOrderLine(BaseModel):
    id: str


class OrderPartsTransactions(BaseModel):
    id: str
    psp_reference: str = Field(alias="pspReference")
    name: str
    actions: list[TransactionActionEnum]
    charged_amount: "OrderPartsTransactionsChargedAmount" = Field(alias="chargedAmount")
    authorized_amount: "OrderPartsTransactionsAuthorizedAmount" = Field(
        alias="authorizedAmount"
    )
    events: list["OrderPartsTransactionsEvents"]


class OrderPartsTransactionsChargedAmount(MoneyParts):
    pass


class OrderPartsTransactionsAuthorizedAmount(MoneyParts):
    pass


class OrderPartsTransactionsEvents(BaseModel):
    type_: Optional[TransactionEventTypeEnum] = Field(alias="type")
    created_at: datetime = Field(alias="createdAt")
    psp_reference: str = Field(alias="pspReference")
    amount: "OrderPartsTransactionsEventsAmount"


class OrderPartsTransactionsEventsAmount(MoneyParts):
    pass


class PageParts(BaseModel):
    has_next_page: bool = Field(alias="hasNextPage")
    end_cursor: Optional[str] = Field(alias="endCursor")


class ProductCard(BaseModel):
    id: str
    slug: str
    name: str
    translation: Optional["ProductCardTranslation"] = None
    is_available: Optional[bool] = Field(alias="isAvailable")
    is_available_for_purchase: Optional[bool] = Field(alias="isAvailableForPurchase")
    thumbnail: Optional["ProductCardThumbnail"]
    pricing: Optional["ProductCardPricing"]
    metafields: Optional[dict[str, str]]
    assigned_attributes: list[
        Annotated[
            Union[
                "ProductCardAssignedAttributesAssignedAttribute",
                "ProductCardAssignedAttributesAssignedBooleanAttribute",
            ],
            Field(discriminator="typename__"),
        ]
    ] = Field(alias="assignedAttributes")


class ProductCardTranslation(BaseModel):
    name: Optional[str]


class ProductCardThumbnail(BaseModel):
    url: str


class ProductCardPricing(BaseModel):
    on_sale: Optional[bool] = Field(alias="onSale")
    price_range: Optional["ProductCardPricingPriceRange"] = Field(alias="priceRange")
    price_range_undiscounted: Optional["ProductCardPricingPriceRangeUndiscounted"] = (
        Field(alias="priceRangeUndiscounted")
    )


class ProductCardPricingPriceRange(BaseModel):
    start: Optional["ProductCardPricingPriceRangeStart"]


class ProductCardPricingPriceRangeStart(BaseModel):
    gross: "ProductCardPricingPriceRangeStartGross"


class ProductCardPricingPriceRangeStartGross(BaseModel):
    fractional_amount: int = Field(alias="fractionalAmount")
    currency: str


class ProductCardPricingPriceRangeUndiscounted(BaseModel):
    start: Optional["ProductCardPricingPriceRangeUndiscountedStart"]


class ProductCardPricingPriceRangeUndiscountedStart(BaseModel):
    gross: "ProductCardPricingPriceRangeUndiscountedStartGross"


class ProductCardPricingPriceRangeUndiscountedStartGross(BaseModel):
    fractional_amount: int = Field(alias="fractionalAmount")
    currency: str


class ProductCardAssignedAttributesAssignedAttribute(BaseModel):
    typename__: Literal[
        "AssignedAttribute",
        "AssignedFileAttribute",
        "AssignedMultiChoiceAttribute",
        "AssignedMultiPageReferenceAttribute",
        "AssignedNumericAttribute",
        "AssignedPlainTextAttribute",
        "AssignedSingleChoiceAttribute",
        "AssignedSingleCollectionReferenceAttribute",
        "AssignedSinglePageReferenceAttribute",
    ] = Field(alias="__typename")


class ProductCardAssignedAttributesAssignedBooleanAttribute(BaseModel):
    typename__: Literal["AssignedBooleanAttribute"] = Field(alias="__typename")
    attribute: "ProductCardAssignedAttributesAssignedBooleanAttributeAttribute"
    value: Optional[bool]


class ProductCardAssignedAttributesAssignedBooleanAttributeAttribute(BaseModel):
    slug: str


class ProductErrorParts(BaseModel):
    field: Optional[str]
    message: Optional[str]
    code: ProductErrorCode


class ProductTextParts(BaseModel):
    hi: Optional["ProductTextPartsHi"]
    ur: Optional["ProductTextPartsUr"]


class ProductTextPartsHi(BaseModel):
    name: Optional[str]
    description: Optional[Annotated[Any, BeforeValidator(json_in)]]


class ProductTextPartsUr(BaseModel):
    name: Optional[str]
    description: Optional[Annotated[Any, BeforeValidator(json_in)]]


class ProductForIndexParts(ProductTextParts):
    id: str
    slug: str
    name: str
    description: Optional[Annotated[Any, BeforeValidator(json_in)]]
    created: datetime
    updated_at: datetime = Field(alias="updatedAt")
    external_reference: Optional[str] = Field(alias="externalReference")
    is_available: Optional[bool] = Field(alias="isAvailable")
    is_available_for_purchase: Optional[bool] = Field(alias="isAvailableForPurchase")
    category: Optional["ProductForIndexPartsCategory"]
    product_type: "ProductForIndexPartsProductType" = Field(alias="productType")
    channel_listings: Optional[list["ProductForIndexPartsChannelListings"]] = Field(
        alias="channelListings"
    )
    pricing: Optional["ProductForIndexPartsPricing"]
    metadata: list["ProductForIndexPartsMetadata"]
    assigned_attributes: list[
        Annotated[
            Union[
                "ProductForIndexPartsAssignedAttributesAssignedAttribute",
                "ProductForIndexPartsAssignedAttributesAssignedBooleanAttribute",
                "ProductForIndexPartsAssignedAttributesAssignedMultiChoiceAttribute",
                "ProductForIndexPartsAssignedAttributesAssignedNumericAttribute",
                "ProductForIndexPartsAssignedAttributesAssignedPlainTextAttribute",
                "ProductForIndexPartsAssignedAttributesAssignedSingleChoiceAttribute",
                "ProductForIndexPartsAssignedAttributesAssignedSinglePageReferenceAttribute",
            ],
            Field(discriminator="typename__"),
        ]
    ] = Field(alias="assignedAttributes")


class ProductForIndexPartsCategory(BaseModel):
    slug: str
    ancestors: Optional["ProductForIndexPartsCategoryAncestors"]


class ProductForIndexPartsCategoryAncestors(BaseModel):
    edges: list["ProductForIndexPartsCategoryAncestorsEdges"]


class ProductForIndexPartsCategoryAncestorsEdges(BaseModel):
    node: "ProductForIndexPartsCategoryAncestorsEdgesNode"


class ProductForIndexPartsCategoryAncestorsEdgesNode(BaseModel):
    slug: str


class ProductForIndexPartsProductType(BaseModel):
    slug: str


class ProductForIndexPartsChannelListings(BaseModel):
    is_published: bool = Field(alias="isPublished")
    visible_in_listings: bool = Field(alias="visibleInListings")
    channel: "ProductForIndexPartsChannelListingsChannel"


class ProductForIndexPartsChannelListingsChannel(BaseModel):
    slug: str


class ProductForIndexPartsPricing(BaseModel):
    price_range: Optional["ProductForIndexPartsPricingPriceRange"] = Field(
        alias="priceRange"
    )


class ProductForIndexPartsPricingPriceRange(BaseModel):
    start: Optional["ProductForIndexPartsPricingPriceRangeStart"]


class ProductForIndexPartsPricingPriceRangeStart(BaseModel):
    gross: "ProductForIndexPartsPricingPriceRangeStartGross"


class ProductForIndexPartsPricingPriceRangeStartGross(MoneyParts):
    pass


class ProductForIndexPartsMetadata(BaseModel):
    key: str
    value: str


class ProductForIndexPartsAssignedAttributesAssignedAttribute(BaseModel):
    typename__: Literal[
        "AssignedAttribute",
        "AssignedFileAttribute",
        "AssignedMultiPageReferenceAttribute",
        "AssignedSingleCollectionReferenceAttribute",
    ] = Field(alias="__typename")
    attribute: "ProductForIndexPartsAssignedAttributesAssignedAttributeAttribute"


class ProductForIndexPartsAssignedAttributesAssignedAttributeAttribute(BaseModel):
    slug: str
    name: str
    input_type: Optional[AttributeInputTypeEnum] = Field(alias="inputType")
    unit: Optional[MeasurementUnitsEnum]


class ProductForIndexPartsAssignedAttributesAssignedBooleanAttribute(BaseModel):
    typename__: Literal["AssignedBooleanAttribute"] = Field(alias="__typename")
    attribute: "ProductForIndexPartsAssignedAttributesAssignedBooleanAttributeAttribute"
    flag: Optional[bool]


class ProductForIndexPartsAssignedAttributesAssignedBooleanAttributeAttribute(
    BaseModel
):
    slug: str
    name: str
    input_type: Optional[AttributeInputTypeEnum] = Field(alias="inputType")
    unit: Optional[MeasurementUnitsEnum]


class ProductForIndexPartsAssignedAttributesAssignedMultiChoiceAttribute(BaseModel):
    typename__: Literal["AssignedMultiChoiceAttribute"] = Field(alias="__typename")
    attribute: (
        "ProductForIndexPartsAssignedAttributesAssignedMultiChoiceAttributeAttribute"
    )
    choices: list[
        "ProductForIndexPartsAssignedAttributesAssignedMultiChoiceAttributeChoices"
    ]


class ProductForIndexPartsAssignedAttributesAssignedMultiChoiceAttributeAttribute(
    BaseModel
):
    slug: str
    name: str
    input_type: Optional[AttributeInputTypeEnum] = Field(alias="inputType")
    unit: Optional[MeasurementUnitsEnum]


class ProductForIndexPartsAssignedAttributesAssignedMultiChoiceAttributeChoices(
    BaseModel
):
    slug: Optional[str]
    name: Optional[str]


class ProductForIndexPartsAssignedAttributesAssignedNumericAttribute(BaseModel):
    typename__: Literal["AssignedNumericAttribute"] = Field(alias="__typename")
    attribute: "ProductForIndexPartsAssignedAttributesAssignedNumericAttributeAttribute"
    number: Optional[float]


class ProductForIndexPartsAssignedAttributesAssignedNumericAttributeAttribute(
    BaseModel
):
    slug: str
    name: str
    input_type: Optional[AttributeInputTypeEnum] = Field(alias="inputType")
    unit: Optional[MeasurementUnitsEnum]


class ProductForIndexPartsAssignedAttributesAssignedPlainTextAttribute(BaseModel):
    typename__: Literal["AssignedPlainTextAttribute"] = Field(alias="__typename")
    attribute: (
        "ProductForIndexPartsAssignedAttributesAssignedPlainTextAttributeAttribute"
    )
    text: Optional[str]


class ProductForIndexPartsAssignedAttributesAssignedPlainTextAttributeAttribute(
    BaseModel
):
    slug: str
    name: str
    input_type: Optional[AttributeInputTypeEnum] = Field(alias="inputType")
    unit: Optional[MeasurementUnitsEnum]


class ProductForIndexPartsAssignedAttributesAssignedSingleChoiceAttribute(BaseModel):
    typename__: Literal["AssignedSingleChoiceAttribute"] = Field(alias="__typename")
    attribute: (
        "ProductForIndexPartsAssignedAttributesAssignedSingleChoiceAttributeAttribute"
    )
    choice: Optional[
        "ProductForIndexPartsAssignedAttributesAssignedSingleChoiceAttributeChoice"
    ]


class ProductForIndexPartsAssignedAttributesAssignedSingleChoiceAttributeAttribute(
    BaseModel
):
    slug: str
    name: str
    input_type: Optional[AttributeInputTypeEnum] = Field(alias="inputType")
    unit: Optional[MeasurementUnitsEnum]


class ProductForIndexPartsAssignedAttributesAssignedSingleChoiceAttributeChoice(
    BaseModel
):
    slug: Optional[str]
    name: Optional[str]


class ProductForIndexPartsAssignedAttributesAssignedSinglePageReferenceAttribute(
    BaseModel
):
    typename__: Literal["AssignedSinglePageReferenceAttribute"] = Field(
        alias="__typename"
    )
    attribute: "ProductForIndexPartsAssignedAttributesAssignedSinglePageReferenceAttributeAttribute"
    page: Optional[
        "ProductForIndexPartsAssignedAttributesAssignedSinglePageReferenceAttributePage"
    ]


class ProductForIndexPartsAssignedAttributesAssignedSinglePageReferenceAttributeAttribute(
    BaseModel
):
    slug: str
    name: str
    input_type: Optional[AttributeInputTypeEnum] = Field(alias="inputType")
    unit: Optional[MeasurementUnitsEnum]


class ProductForIndexPartsAssignedAttributesAssignedSinglePageReferenceAttributePage(
    BaseModel
):
    id: str
    slug: str
    title: str


class TransactionBooks(BaseModel):
    id: str
    modified_at: datetime = Field(alias="modifiedAt")
    charged_amount: "TransactionBooksChargedAmount" = Field(alias="chargedAmount")
    charge_pending_amount: "TransactionBooksChargePendingAmount" = Field(
        alias="chargePendingAmount"
    )
    authorized_amount: "TransactionBooksAuthorizedAmount" = Field(
        alias="authorizedAmount"
    )
    authorize_pending_amount: "TransactionBooksAuthorizePendingAmount" = Field(
        alias="authorizePendingAmount"
    )
    refunded_amount: "TransactionBooksRefundedAmount" = Field(alias="refundedAmount")
    refund_pending_amount: "TransactionBooksRefundPendingAmount" = Field(
        alias="refundPendingAmount"
    )
    canceled_amount: "TransactionBooksCanceledAmount" = Field(alias="canceledAmount")
    cancel_pending_amount: "TransactionBooksCancelPendingAmount" = Field(
        alias="cancelPendingAmount"
    )
    events: list["TransactionBooksEvents"]


class TransactionBooksChargedAmount(MoneyParts):
    pass


class TransactionBooksChargePendingAmount(MoneyParts):
    pass


class TransactionBooksAuthorizedAmount(MoneyParts):
    pass


class TransactionBooksAuthorizePendingAmount(MoneyParts):
    pass


class TransactionBooksRefundedAmount(MoneyParts):
    pass


class TransactionBooksRefundPendingAmount(MoneyParts):
    pass


class TransactionBooksCanceledAmount(MoneyParts):
    pass


class TransactionBooksCancelPendingAmount(MoneyParts):
    pass


class TransactionBooksEvents(BaseModel):
    type_: Optional[TransactionEventTypeEnum] = Field(alias="type")
    created_at: datetime = Field(alias="createdAt")
    psp_reference: str = Field(alias="pspReference")
    amount: "TransactionBooksEventsAmount"


class TransactionBooksEventsAmount(MoneyParts):
    pass


class VoucherParts(BaseModel):
    id: str
    name: Optional[str]
    code: Optional[str]
    codes: Optional["VoucherPartsCodes"]
    type_: VoucherTypeEnum = Field(alias="type")
    discount_value_type: DiscountValueTypeEnum = Field(alias="discountValueType")
    apply_once_per_order: bool = Field(alias="applyOncePerOrder")
    apply_once_per_customer: bool = Field(alias="applyOncePerCustomer")
    only_for_staff: bool = Field(alias="onlyForStaff")
    usage_limit: Optional[int] = Field(alias="usageLimit")
    used: int
    start_date: datetime = Field(alias="startDate")
    end_date: Optional[datetime] = Field(alias="endDate")
    min_checkout_items_quantity: Optional[int] = Field(alias="minCheckoutItemsQuantity")
    metafields: Optional[dict[str, str]]
    categories: Optional["VoucherPartsCategories"]
    channel_listings: Optional[list["VoucherPartsChannelListings"]] = Field(
        alias="channelListings"
    )


class VoucherPartsCodes(BaseModel):
    edges: list["VoucherPartsCodesEdges"]


class VoucherPartsCodesEdges(BaseModel):
    node: "VoucherPartsCodesEdgesNode"


class VoucherPartsCodesEdgesNode(BaseModel):
    id: str
    code: Optional[str]
    used: Optional[int]
    is_active: Optional[bool] = Field(alias="isActive")


class VoucherPartsCategories(BaseModel):
    edges: list["VoucherPartsCategoriesEdges"]


class VoucherPartsCategoriesEdges(BaseModel):
    node: "VoucherPartsCategoriesEdgesNode"


class VoucherPartsCategoriesEdgesNode(BaseModel):
    id: str
    name: str


class VoucherPartsChannelListings(BaseModel):
    id: str
    channel: "VoucherPartsChannelListingsChannel"
    discount_value: float = Field(alias="discountValue")
    currency: str
    min_spent: Optional["VoucherPartsChannelListingsMinSpent"] = Field(alias="minSpent")


class VoucherPartsChannelListingsChannel(BaseModel):
    slug: str


class VoucherPartsChannelListingsMinSpent(MoneyParts):
    pass
