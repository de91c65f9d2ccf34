from datetime import datetime
from typing import Annotated, Any, Literal, Optional, Union

from pydantic import BeforeValidator, Field

from commerce.scalars import json_in

from .base_model import BaseModel
from .enums import (
    AttributeInputTypeEnum,
    MeasurementUnitsEnum,
    ProductMediaType,
    WeightUnitsEnum,
)
from .fragments import MoneyParts, TaxedMoneyParts


class ProductDetails(BaseModel):
    product: Optional["ProductDetailsProduct"]


class ProductDetailsProduct(BaseModel):
    id: str
    slug: str
    name: str
    description: Optional[Annotated[Any, BeforeValidator(json_in)]]
    seo_title: Optional[str] = Field(alias="seoTitle")
    seo_description: Optional[str] = Field(alias="seoDescription")
    is_available: Optional[bool] = Field(alias="isAvailable")
    is_available_for_purchase: Optional[bool] = Field(alias="isAvailableForPurchase")
    created: datetime
    category: Optional["ProductDetailsProductCategory"]
    collections: Optional[list["ProductDetailsProductCollections"]]
    product_type: "ProductDetailsProductProductType" = Field(alias="productType")
    media: Optional[list["ProductDetailsProductMedia"]]
    thumbnail: Optional["ProductDetailsProductThumbnail"]
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
                "ProductDetailsProductAssignedAttributesAssignedSinglePageReferenceAttribute",
            ],
            Field(discriminator="typename__"),
        ]
    ] = Field(alias="assignedAttributes")
    product_variants: Optional["ProductDetailsProductProductVariants"] = Field(
        alias="productVariants"
    )


class ProductDetailsProductCategory(BaseModel):
    slug: str
    name: str
    ancestors: Optional["ProductDetailsProductCategoryAncestors"]


class ProductDetailsProductCategoryAncestors(BaseModel):
    edges: list["ProductDetailsProductCategoryAncestorsEdges"]


class ProductDetailsProductCategoryAncestorsEdges(BaseModel):
    node: "ProductDetailsProductCategoryAncestorsEdgesNode"


class ProductDetailsProductCategoryAncestorsEdgesNode(BaseModel):
    slug: str
    name: str


class ProductDetailsProductCollections(BaseModel):
    slug: str
    name: str


class ProductDetailsProductProductType(BaseModel):
    slug: str
    name: str


class ProductDetailsProductMedia(BaseModel):
    id: str
    alt: str
    type_: ProductMediaType = Field(alias="type")
    sort_order: Optional[int] = Field(alias="sortOrder")
    large: str
    small: str


class ProductDetailsProductThumbnail(BaseModel):
    url: str
    alt: Optional[str]


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
    stop: Optional["ProductDetailsProductPricingPriceRangeStop"]


ProductDetailsProductPricingPriceRangeStart = TaxedMoneyParts
ProductDetailsProductPricingPriceRangeStop = TaxedMoneyParts


class ProductDetailsProductPricingPriceRangeUndiscounted(BaseModel):
    start: Optional["ProductDetailsProductPricingPriceRangeUndiscountedStart"]


class ProductDetailsProductPricingPriceRangeUndiscountedStart(BaseModel):
    gross: "ProductDetailsProductPricingPriceRangeUndiscountedStartGross"


ProductDetailsProductPricingPriceRangeUndiscountedStartGross = MoneyParts


class ProductDetailsProductMetadata(BaseModel):
    key: str
    value: str


class ProductDetailsProductAssignedAttributesAssignedAttribute(BaseModel):
    typename__: Literal["AssignedAttribute", "AssignedMultiPageReferenceAttribute"] = (
        Field(alias="__typename")
    )
    attribute: "ProductDetailsProductAssignedAttributesAssignedAttributeAttribute"


class ProductDetailsProductAssignedAttributesAssignedAttributeAttribute(BaseModel):
    slug: str
    name: str
    input_type: Optional[AttributeInputTypeEnum] = Field(alias="inputType")
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
    input_type: Optional[AttributeInputTypeEnum] = Field(alias="inputType")
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
    input_type: Optional[AttributeInputTypeEnum] = Field(alias="inputType")
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
    input_type: Optional[AttributeInputTypeEnum] = Field(alias="inputType")
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
    input_type: Optional[AttributeInputTypeEnum] = Field(alias="inputType")
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
    input_type: Optional[AttributeInputTypeEnum] = Field(alias="inputType")
    unit: Optional[MeasurementUnitsEnum]


class ProductDetailsProductAssignedAttributesAssignedSingleChoiceAttributeChoice(
    BaseModel
):
    slug: Optional[str]
    name: Optional[str]


class ProductDetailsProductAssignedAttributesAssignedSinglePageReferenceAttribute(
    BaseModel
):
    typename__: Literal["AssignedSinglePageReferenceAttribute"] = Field(
        alias="__typename"
    )
    attribute: "ProductDetailsProductAssignedAttributesAssignedSinglePageReferenceAttributeAttribute"
    page: Optional[
        "ProductDetailsProductAssignedAttributesAssignedSinglePageReferenceAttributePage"
    ]


class ProductDetailsProductAssignedAttributesAssignedSinglePageReferenceAttributeAttribute(
    BaseModel
):
    slug: str
    name: str
    input_type: Optional[AttributeInputTypeEnum] = Field(alias="inputType")
    unit: Optional[MeasurementUnitsEnum]


class ProductDetailsProductAssignedAttributesAssignedSinglePageReferenceAttributePage(
    BaseModel
):
    id: str
    slug: str
    title: str


class ProductDetailsProductProductVariants(BaseModel):
    edges: list["ProductDetailsProductProductVariantsEdges"]


class ProductDetailsProductProductVariantsEdges(BaseModel):
    node: "ProductDetailsProductProductVariantsEdgesNode"


class ProductDetailsProductProductVariantsEdgesNode(BaseModel):
    id: str
    sku: Optional[str]
    name: str
    quantity_available: Optional[int] = Field(alias="quantityAvailable")
    quantity_limit_per_customer: Optional[int] = Field(alias="quantityLimitPerCustomer")
    track_inventory: bool = Field(alias="trackInventory")
    weight: Optional["ProductDetailsProductProductVariantsEdgesNodeWeight"]
    pricing: Optional["ProductDetailsProductProductVariantsEdgesNodePricing"]
    assigned_attributes: list[
        Annotated[
            Union[
                "ProductDetailsProductProductVariantsEdgesNodeAssignedAttributesAssignedAttribute",
                "ProductDetailsProductProductVariantsEdgesNodeAssignedAttributesAssignedBooleanAttribute",
                "ProductDetailsProductProductVariantsEdgesNodeAssignedAttributesAssignedMultiChoiceAttribute",
                "ProductDetailsProductProductVariantsEdgesNodeAssignedAttributesAssignedNumericAttribute",
                "ProductDetailsProductProductVariantsEdgesNodeAssignedAttributesAssignedPlainTextAttribute",
                "ProductDetailsProductProductVariantsEdgesNodeAssignedAttributesAssignedSingleChoiceAttribute",
                "ProductDetailsProductProductVariantsEdgesNodeAssignedAttributesAssignedSinglePageReferenceAttribute",
            ],
            Field(discriminator="typename__"),
        ]
    ] = Field(alias="assignedAttributes")


class ProductDetailsProductProductVariantsEdgesNodeWeight(BaseModel):
    value: float
    unit: WeightUnitsEnum


class ProductDetailsProductProductVariantsEdgesNodePricing(BaseModel):
    price: Optional["ProductDetailsProductProductVariantsEdgesNodePricingPrice"]
    price_undiscounted: Optional[
        "ProductDetailsProductProductVariantsEdgesNodePricingPriceUndiscounted"
    ] = Field(alias="priceUndiscounted")


class ProductDetailsProductProductVariantsEdgesNodePricingPrice(BaseModel):
    gross: "ProductDetailsProductProductVariantsEdgesNodePricingPriceGross"
    net: "ProductDetailsProductProductVariantsEdgesNodePricingPriceNet"


ProductDetailsProductProductVariantsEdgesNodePricingPriceGross = MoneyParts
ProductDetailsProductProductVariantsEdgesNodePricingPriceNet = MoneyParts


class ProductDetailsProductProductVariantsEdgesNodePricingPriceUndiscounted(BaseModel):
    gross: "ProductDetailsProductProductVariantsEdgesNodePricingPriceUndiscountedGross"


ProductDetailsProductProductVariantsEdgesNodePricingPriceUndiscountedGross = MoneyParts


class ProductDetailsProductProductVariantsEdgesNodeAssignedAttributesAssignedAttribute(
    BaseModel
):
    typename__: Literal["AssignedAttribute", "AssignedMultiPageReferenceAttribute"] = (
        Field(alias="__typename")
    )
    attribute: "ProductDetailsProductProductVariantsEdgesNodeAssignedAttributesAssignedAttributeAttribute"


class ProductDetailsProductProductVariantsEdgesNodeAssignedAttributesAssignedAttributeAttribute(
    BaseModel
):
    slug: str
    name: str
    input_type: Optional[AttributeInputTypeEnum] = Field(alias="inputType")
    unit: Optional[MeasurementUnitsEnum]


class ProductDetailsProductProductVariantsEdgesNodeAssignedAttributesAssignedBooleanAttribute(
    BaseModel
):
    typename__: Literal["AssignedBooleanAttribute"] = Field(alias="__typename")
    attribute: "ProductDetailsProductProductVariantsEdgesNodeAssignedAttributesAssignedBooleanAttributeAttribute"
    flag: Optional[bool]


class ProductDetailsProductProductVariantsEdgesNodeAssignedAttributesAssignedBooleanAttributeAttribute(
    BaseModel
):
    slug: str
    name: str
    input_type: Optional[AttributeInputTypeEnum] = Field(alias="inputType")
    unit: Optional[MeasurementUnitsEnum]


class ProductDetailsProductProductVariantsEdgesNodeAssignedAttributesAssignedMultiChoiceAttribute(
    BaseModel
):
    typename__: Literal["AssignedMultiChoiceAttribute"] = Field(alias="__typename")
    attribute: "ProductDetailsProductProductVariantsEdgesNodeAssignedAttributesAssignedMultiChoiceAttributeAttribute"
    choices: list[
        "ProductDetailsProductProductVariantsEdgesNodeAssignedAttributesAssignedMultiChoiceAttributeChoices"
    ]


class ProductDetailsProductProductVariantsEdgesNodeAssignedAttributesAssignedMultiChoiceAttributeAttribute(
    BaseModel
):
    slug: str
    name: str
    input_type: Optional[AttributeInputTypeEnum] = Field(alias="inputType")
    unit: Optional[MeasurementUnitsEnum]


class ProductDetailsProductProductVariantsEdgesNodeAssignedAttributesAssignedMultiChoiceAttributeChoices(
    BaseModel
):
    slug: Optional[str]
    name: Optional[str]


class ProductDetailsProductProductVariantsEdgesNodeAssignedAttributesAssignedNumericAttribute(
    BaseModel
):
    typename__: Literal["AssignedNumericAttribute"] = Field(alias="__typename")
    attribute: "ProductDetailsProductProductVariantsEdgesNodeAssignedAttributesAssignedNumericAttributeAttribute"
    number: Optional[float]


class ProductDetailsProductProductVariantsEdgesNodeAssignedAttributesAssignedNumericAttributeAttribute(
    BaseModel
):
    slug: str
    name: str
    input_type: Optional[AttributeInputTypeEnum] = Field(alias="inputType")
    unit: Optional[MeasurementUnitsEnum]


class ProductDetailsProductProductVariantsEdgesNodeAssignedAttributesAssignedPlainTextAttribute(
    BaseModel
):
    typename__: Literal["AssignedPlainTextAttribute"] = Field(alias="__typename")
    attribute: "ProductDetailsProductProductVariantsEdgesNodeAssignedAttributesAssignedPlainTextAttributeAttribute"
    text: Optional[str]


class ProductDetailsProductProductVariantsEdgesNodeAssignedAttributesAssignedPlainTextAttributeAttribute(
    BaseModel
):
    slug: str
    name: str
    input_type: Optional[AttributeInputTypeEnum] = Field(alias="inputType")
    unit: Optional[MeasurementUnitsEnum]


class ProductDetailsProductProductVariantsEdgesNodeAssignedAttributesAssignedSingleChoiceAttribute(
    BaseModel
):
    typename__: Literal["AssignedSingleChoiceAttribute"] = Field(alias="__typename")
    attribute: "ProductDetailsProductProductVariantsEdgesNodeAssignedAttributesAssignedSingleChoiceAttributeAttribute"
    choice: Optional[
        "ProductDetailsProductProductVariantsEdgesNodeAssignedAttributesAssignedSingleChoiceAttributeChoice"
    ]


class ProductDetailsProductProductVariantsEdgesNodeAssignedAttributesAssignedSingleChoiceAttributeAttribute(
    BaseModel
):
    slug: str
    name: str
    input_type: Optional[AttributeInputTypeEnum] = Field(alias="inputType")
    unit: Optional[MeasurementUnitsEnum]


class ProductDetailsProductProductVariantsEdgesNodeAssignedAttributesAssignedSingleChoiceAttributeChoice(
    BaseModel
):
    slug: Optional[str]
    name: Optional[str]


class ProductDetailsProductProductVariantsEdgesNodeAssignedAttributesAssignedSinglePageReferenceAttribute(
    BaseModel
):
    typename__: Literal["AssignedSinglePageReferenceAttribute"] = Field(
        alias="__typename"
    )
    attribute: "ProductDetailsProductProductVariantsEdgesNodeAssignedAttributesAssignedSinglePageReferenceAttributeAttribute"
    page: Optional[
        "ProductDetailsProductProductVariantsEdgesNodeAssignedAttributesAssignedSinglePageReferenceAttributePage"
    ]


class ProductDetailsProductProductVariantsEdgesNodeAssignedAttributesAssignedSinglePageReferenceAttributeAttribute(
    BaseModel
):
    slug: str
    name: str
    input_type: Optional[AttributeInputTypeEnum] = Field(alias="inputType")
    unit: Optional[MeasurementUnitsEnum]


class ProductDetailsProductProductVariantsEdgesNodeAssignedAttributesAssignedSinglePageReferenceAttributePage(
    BaseModel
):
    id: str
    slug: str
    title: str


ProductDetails.model_rebuild()
ProductDetailsProduct.model_rebuild()
ProductDetailsProductCategory.model_rebuild()
ProductDetailsProductCategoryAncestors.model_rebuild()
ProductDetailsProductCategoryAncestorsEdges.model_rebuild()
ProductDetailsProductPricing.model_rebuild()
ProductDetailsProductPricingPriceRange.model_rebuild()
ProductDetailsProductPricingPriceRangeUndiscounted.model_rebuild()
ProductDetailsProductPricingPriceRangeUndiscountedStart.model_rebuild()
ProductDetailsProductAssignedAttributesAssignedAttribute.model_rebuild()
ProductDetailsProductAssignedAttributesAssignedBooleanAttribute.model_rebuild()
ProductDetailsProductAssignedAttributesAssignedMultiChoiceAttribute.model_rebuild()
ProductDetailsProductAssignedAttributesAssignedNumericAttribute.model_rebuild()
ProductDetailsProductAssignedAttributesAssignedPlainTextAttribute.model_rebuild()
ProductDetailsProductAssignedAttributesAssignedSingleChoiceAttribute.model_rebuild()
ProductDetailsProductAssignedAttributesAssignedSinglePageReferenceAttribute.model_rebuild()
ProductDetailsProductProductVariants.model_rebuild()
ProductDetailsProductProductVariantsEdges.model_rebuild()
ProductDetailsProductProductVariantsEdgesNode.model_rebuild()
ProductDetailsProductProductVariantsEdgesNodePricing.model_rebuild()
ProductDetailsProductProductVariantsEdgesNodePricingPrice.model_rebuild()
ProductDetailsProductProductVariantsEdgesNodePricingPriceUndiscounted.model_rebuild()
ProductDetailsProductProductVariantsEdgesNodeAssignedAttributesAssignedAttribute.model_rebuild()
ProductDetailsProductProductVariantsEdgesNodeAssignedAttributesAssignedBooleanAttribute.model_rebuild()
ProductDetailsProductProductVariantsEdgesNodeAssignedAttributesAssignedMultiChoiceAttribute.model_rebuild()
ProductDetailsProductProductVariantsEdgesNodeAssignedAttributesAssignedNumericAttribute.model_rebuild()
ProductDetailsProductProductVariantsEdgesNodeAssignedAttributesAssignedPlainTextAttribute.model_rebuild()
ProductDetailsProductProductVariantsEdgesNodeAssignedAttributesAssignedSingleChoiceAttribute.model_rebuild()
ProductDetailsProductProductVariantsEdgesNodeAssignedAttributesAssignedSinglePageReferenceAttribute.model_rebuild()
