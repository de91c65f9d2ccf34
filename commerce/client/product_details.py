from typing import Annotated, Any, Literal, Optional, Union

from pydantic import BeforeValidator, Field

from commerce.scalars import json_in

from .base_model import BaseModel
from .enums import MeasurementUnitsEnum, ProductMediaType, WeightUnitsEnum
from .fragments import MoneyParts


class ProductDetails(BaseModel):
    product: Optional["ProductDetailsProduct"]


class ProductDetailsProduct(BaseModel):
    id: str
    slug: str
    name: str
    description: Optional[Annotated[Any, BeforeValidator(json_in)]]
    seo_description: Optional[str] = Field(alias="seoDescription")
    translation: Optional["ProductDetailsProductTranslation"] = None
    is_available_for_purchase: Optional[bool] = Field(alias="isAvailableForPurchase")
    category: Optional["ProductDetailsProductCategory"]
    product_type: "ProductDetailsProductProductType" = Field(alias="productType")
    media: Optional[list["ProductDetailsProductMedia"]]
    pricing: Optional["ProductDetailsProductPricing"]
    metadata: list["ProductDetailsProductMetadata"]
    assigned_attributes: list[
        Annotated[
            Union[
                "ProductDetailsProductAssignedAttributesAssignedAttribute",
                "ProductDetailsProductAssignedAttributesAssignedBooleanAttribute",
                "ProductDetailsProductAssignedAttributesAssignedMultiChoiceAttribute",
                "ProductDetailsProductAssignedAttributesAssignedNumericAttribute",
                "ProductDetailsProductAssignedAttributesAssignedPlainTextAttribute",
                "ProductDetailsProductAssignedAttributesAssignedSingleChoiceAttribute",
            ],
            Field(discriminator="typename__"),
        ]
    ] = Field(alias="assignedAttributes")
    product_variants: Optional["ProductDetailsProductProductVariants"] = Field(
        alias="productVariants"
    )


class ProductDetailsProductTranslation(BaseModel):
    name: Optional[str]
    description: Optional[Annotated[Any, BeforeValidator(json_in)]]
    seo_description: Optional[str] = Field(alias="seoDescription")


class ProductDetailsProductCategory(BaseModel):
    slug: str
    name: str


class ProductDetailsProductProductType(BaseModel):
    metafields: Optional[dict[str, str]]


class ProductDetailsProductMedia(BaseModel):
    alt: str
    type_: ProductMediaType = Field(alias="type")
    sort_order: Optional[int] = Field(alias="sortOrder")
    metafields: Optional[dict[str, str]]
    large: str
    small: str


class ProductDetailsProductPricing(BaseModel):
    on_sale: Optional[bool] = Field(alias="onSale")
    price_range: Optional["ProductDetailsProductPricingPriceRange"] = Field(
        alias="priceRange"
    )
    price_range_undiscounted: Optional[
        "ProductDetailsProductPricingPriceRangeUndiscounted"
    ] = Field(alias="priceRangeUndiscounted")


class ProductDetailsProductPricingPriceRange(BaseModel):
    start: Optional["ProductDetailsProductPricingPriceRangeStart"]


class ProductDetailsProductPricingPriceRangeStart(BaseModel):
    gross: "ProductDetailsProductPricingPriceRangeStartGross"


ProductDetailsProductPricingPriceRangeStartGross = MoneyParts


class ProductDetailsProductPricingPriceRangeUndiscounted(BaseModel):
    start: Optional["ProductDetailsProductPricingPriceRangeUndiscountedStart"]


class ProductDetailsProductPricingPriceRangeUndiscountedStart(BaseModel):
    gross: "ProductDetailsProductPricingPriceRangeUndiscountedStartGross"


ProductDetailsProductPricingPriceRangeUndiscountedStartGross = MoneyParts


class ProductDetailsProductMetadata(BaseModel):
    key: str
    value: str


class ProductDetailsProductAssignedAttributesAssignedAttribute(BaseModel):
    typename__: Literal[
        "AssignedAttribute",
        "AssignedFileAttribute",
        "AssignedMultiPageReferenceAttribute",
        "AssignedSingleCollectionReferenceAttribute",
        "AssignedSinglePageReferenceAttribute",
    ] = Field(alias="__typename")
    attribute: "ProductDetailsProductAssignedAttributesAssignedAttributeAttribute"


class ProductDetailsProductAssignedAttributesAssignedAttributeAttribute(BaseModel):
    slug: str
    name: str
    unit: Optional[MeasurementUnitsEnum]


class ProductDetailsProductAssignedAttributesAssignedBooleanAttribute(BaseModel):
    typename__: Literal["AssignedBooleanAttribute"] = Field(alias="__typename")
    attribute: (
        "ProductDetailsProductAssignedAttributesAssignedBooleanAttributeAttribute"
    )
    flag: Optional[bool]


class ProductDetailsProductAssignedAttributesAssignedBooleanAttributeAttribute(
    BaseModel
):
    slug: str
    name: str
    unit: Optional[MeasurementUnitsEnum]


class ProductDetailsProductAssignedAttributesAssignedMultiChoiceAttribute(BaseModel):
    typename__: Literal["AssignedMultiChoiceAttribute"] = Field(alias="__typename")
    attribute: (
        "ProductDetailsProductAssignedAttributesAssignedMultiChoiceAttributeAttribute"
    )
    choices: list[
        "ProductDetailsProductAssignedAttributesAssignedMultiChoiceAttributeChoices"
    ]


class ProductDetailsProductAssignedAttributesAssignedMultiChoiceAttributeAttribute(
    BaseModel
):
    slug: str
    name: str
    unit: Optional[MeasurementUnitsEnum]


class ProductDetailsProductAssignedAttributesAssignedMultiChoiceAttributeChoices(
    BaseModel
):
    slug: Optional[str]
    name: Optional[str]


class ProductDetailsProductAssignedAttributesAssignedNumericAttribute(BaseModel):
    typename__: Literal["AssignedNumericAttribute"] = Field(alias="__typename")
    attribute: (
        "ProductDetailsProductAssignedAttributesAssignedNumericAttributeAttribute"
    )
    number: Optional[float]


class ProductDetailsProductAssignedAttributesAssignedNumericAttributeAttribute(
    BaseModel
):
    slug: str
    name: str
    unit: Optional[MeasurementUnitsEnum]


class ProductDetailsProductAssignedAttributesAssignedPlainTextAttribute(BaseModel):
    typename__: Literal["AssignedPlainTextAttribute"] = Field(alias="__typename")
    attribute: (
        "ProductDetailsProductAssignedAttributesAssignedPlainTextAttributeAttribute"
    )
    text: Optional[str]


class ProductDetailsProductAssignedAttributesAssignedPlainTextAttributeAttribute(
    BaseModel
):
    slug: str
    name: str
    unit: Optional[MeasurementUnitsEnum]


class ProductDetailsProductAssignedAttributesAssignedSingleChoiceAttribute(BaseModel):
    typename__: Literal["AssignedSingleChoiceAttribute"] = Field(alias="__typename")
    attribute: (
        "ProductDetailsProductAssignedAttributesAssignedSingleChoiceAttributeAttribute"
    )
    choice: Optional[
        "ProductDetailsProductAssignedAttributesAssignedSingleChoiceAttributeChoice"
    ]


class ProductDetailsProductAssignedAttributesAssignedSingleChoiceAttributeAttribute(
    BaseModel
):
    slug: str
    name: str
    unit: Optional[MeasurementUnitsEnum]


class ProductDetailsProductAssignedAttributesAssignedSingleChoiceAttributeChoice(
    BaseModel
):
    slug: Optional[str]
    name: Optional[str]


class ProductDetailsProductProductVariants(BaseModel):
    edges: list["ProductDetailsProductProductVariantsEdges"]


class ProductDetailsProductProductVariantsEdges(BaseModel):
    node: "ProductDetailsProductProductVariantsEdgesNode"


class ProductDetailsProductProductVariantsEdgesNode(BaseModel):
    id: str
    name: str
    quantity_available: Optional[int] = Field(alias="quantityAvailable")
    quantity_limit_per_customer: Optional[int] = Field(alias="quantityLimitPerCustomer")
    weight: Optional["ProductDetailsProductProductVariantsEdgesNodeWeight"]
    pricing: Optional["ProductDetailsProductProductVariantsEdgesNodePricing"]


class ProductDetailsProductProductVariantsEdgesNodeWeight(BaseModel):
    value: float
    unit: WeightUnitsEnum


class ProductDetailsProductProductVariantsEdgesNodePricing(BaseModel):
    price: Optional["ProductDetailsProductProductVariantsEdgesNodePricingPrice"]


class ProductDetailsProductProductVariantsEdgesNodePricingPrice(BaseModel):
    gross: "ProductDetailsProductProductVariantsEdgesNodePricingPriceGross"


ProductDetailsProductProductVariantsEdgesNodePricingPriceGross = MoneyParts
