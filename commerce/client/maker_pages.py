from typing import Annotated, Literal, Optional, Union

from pydantic import Field

from .base_model import BaseModel
from .enums import AttributeInputTypeEnum, MeasurementUnitsEnum


class MakerPages(BaseModel):
    pages: Optional["MakerPagesPages"]


class MakerPagesPages(BaseModel):
    total_count: Optional[int] = Field(alias="totalCount")
    page_info: "MakerPagesPagesPageInfo" = Field(alias="pageInfo")
    edges: list["MakerPagesPagesEdges"]


class MakerPagesPagesPageInfo(BaseModel):
    has_next_page: bool = Field(alias="hasNextPage")
    end_cursor: Optional[str] = Field(alias="endCursor")


class MakerPagesPagesEdges(BaseModel):
    node: "MakerPagesPagesEdgesNode"


class MakerPagesPagesEdgesNode(BaseModel):
    id: str
    slug: str
    title: str
    metadata: list["MakerPagesPagesEdgesNodeMetadata"]
    assigned_attributes: list[
        Annotated[
            Union[
                "MakerPagesPagesEdgesNodeAssignedAttributesAssignedAttribute",
                "MakerPagesPagesEdgesNodeAssignedAttributesAssignedBooleanAttribute",
                "MakerPagesPagesEdgesNodeAssignedAttributesAssignedMultiChoiceAttribute",
                "MakerPagesPagesEdgesNodeAssignedAttributesAssignedNumericAttribute",
                "MakerPagesPagesEdgesNodeAssignedAttributesAssignedPlainTextAttribute",
                "MakerPagesPagesEdgesNodeAssignedAttributesAssignedSingleChoiceAttribute",
                "MakerPagesPagesEdgesNodeAssignedAttributesAssignedSinglePageReferenceAttribute",
            ],
            Field(discriminator="typename__"),
        ]
    ] = Field(alias="assignedAttributes")


class MakerPagesPagesEdgesNodeMetadata(BaseModel):
    key: str
    value: str


class MakerPagesPagesEdgesNodeAssignedAttributesAssignedAttribute(BaseModel):
    typename__: Literal["AssignedAttribute", "AssignedMultiPageReferenceAttribute"] = (
        Field(alias="__typename")
    )
    attribute: "MakerPagesPagesEdgesNodeAssignedAttributesAssignedAttributeAttribute"


class MakerPagesPagesEdgesNodeAssignedAttributesAssignedAttributeAttribute(BaseModel):
    slug: str
    name: str
    input_type: Optional[AttributeInputTypeEnum] = Field(alias="inputType")
    unit: Optional[MeasurementUnitsEnum]


class MakerPagesPagesEdgesNodeAssignedAttributesAssignedBooleanAttribute(BaseModel):
    typename__: Literal["AssignedBooleanAttribute"] = Field(alias="__typename")
    attribute: (
        "MakerPagesPagesEdgesNodeAssignedAttributesAssignedBooleanAttributeAttribute"
    )
    flag: Optional[bool]


class MakerPagesPagesEdgesNodeAssignedAttributesAssignedBooleanAttributeAttribute(
    BaseModel
):
    slug: str
    name: str
    input_type: Optional[AttributeInputTypeEnum] = Field(alias="inputType")
    unit: Optional[MeasurementUnitsEnum]


class MakerPagesPagesEdgesNodeAssignedAttributesAssignedMultiChoiceAttribute(BaseModel):
    typename__: Literal["AssignedMultiChoiceAttribute"] = Field(alias="__typename")
    attribute: "MakerPagesPagesEdgesNodeAssignedAttributesAssignedMultiChoiceAttributeAttribute"
    choices: list[
        "MakerPagesPagesEdgesNodeAssignedAttributesAssignedMultiChoiceAttributeChoices"
    ]


class MakerPagesPagesEdgesNodeAssignedAttributesAssignedMultiChoiceAttributeAttribute(
    BaseModel
):
    slug: str
    name: str
    input_type: Optional[AttributeInputTypeEnum] = Field(alias="inputType")
    unit: Optional[MeasurementUnitsEnum]


class MakerPagesPagesEdgesNodeAssignedAttributesAssignedMultiChoiceAttributeChoices(
    BaseModel
):
    slug: Optional[str]
    name: Optional[str]


class MakerPagesPagesEdgesNodeAssignedAttributesAssignedNumericAttribute(BaseModel):
    typename__: Literal["AssignedNumericAttribute"] = Field(alias="__typename")
    attribute: (
        "MakerPagesPagesEdgesNodeAssignedAttributesAssignedNumericAttributeAttribute"
    )
    number: Optional[float]


class MakerPagesPagesEdgesNodeAssignedAttributesAssignedNumericAttributeAttribute(
    BaseModel
):
    slug: str
    name: str
    input_type: Optional[AttributeInputTypeEnum] = Field(alias="inputType")
    unit: Optional[MeasurementUnitsEnum]


class MakerPagesPagesEdgesNodeAssignedAttributesAssignedPlainTextAttribute(BaseModel):
    typename__: Literal["AssignedPlainTextAttribute"] = Field(alias="__typename")
    attribute: (
        "MakerPagesPagesEdgesNodeAssignedAttributesAssignedPlainTextAttributeAttribute"
    )
    text: Optional[str]


class MakerPagesPagesEdgesNodeAssignedAttributesAssignedPlainTextAttributeAttribute(
    BaseModel
):
    slug: str
    name: str
    input_type: Optional[AttributeInputTypeEnum] = Field(alias="inputType")
    unit: Optional[MeasurementUnitsEnum]


class MakerPagesPagesEdgesNodeAssignedAttributesAssignedSingleChoiceAttribute(
    BaseModel
):
    typename__: Literal["AssignedSingleChoiceAttribute"] = Field(alias="__typename")
    attribute: "MakerPagesPagesEdgesNodeAssignedAttributesAssignedSingleChoiceAttributeAttribute"
    choice: Optional[
        "MakerPagesPagesEdgesNodeAssignedAttributesAssignedSingleChoiceAttributeChoice"
    ]


class MakerPagesPagesEdgesNodeAssignedAttributesAssignedSingleChoiceAttributeAttribute(
    BaseModel
):
    slug: str
    name: str
    input_type: Optional[AttributeInputTypeEnum] = Field(alias="inputType")
    unit: Optional[MeasurementUnitsEnum]


class MakerPagesPagesEdgesNodeAssignedAttributesAssignedSingleChoiceAttributeChoice(
    BaseModel
):
    slug: Optional[str]
    name: Optional[str]


class MakerPagesPagesEdgesNodeAssignedAttributesAssignedSinglePageReferenceAttribute(
    BaseModel
):
    typename__: Literal["AssignedSinglePageReferenceAttribute"] = Field(
        alias="__typename"
    )
    attribute: "MakerPagesPagesEdgesNodeAssignedAttributesAssignedSinglePageReferenceAttributeAttribute"
    page: Optional[
        "MakerPagesPagesEdgesNodeAssignedAttributesAssignedSinglePageReferenceAttributePage"
    ]


class MakerPagesPagesEdgesNodeAssignedAttributesAssignedSinglePageReferenceAttributeAttribute(
    BaseModel
):
    slug: str
    name: str
    input_type: Optional[AttributeInputTypeEnum] = Field(alias="inputType")
    unit: Optional[MeasurementUnitsEnum]


class MakerPagesPagesEdgesNodeAssignedAttributesAssignedSinglePageReferenceAttributePage(
    BaseModel
):
    id: str
    slug: str
    title: str


MakerPages.model_rebuild()
MakerPagesPages.model_rebuild()
MakerPagesPagesEdges.model_rebuild()
MakerPagesPagesEdgesNode.model_rebuild()
MakerPagesPagesEdgesNodeAssignedAttributesAssignedAttribute.model_rebuild()
MakerPagesPagesEdgesNodeAssignedAttributesAssignedBooleanAttribute.model_rebuild()
MakerPagesPagesEdgesNodeAssignedAttributesAssignedMultiChoiceAttribute.model_rebuild()
MakerPagesPagesEdgesNodeAssignedAttributesAssignedNumericAttribute.model_rebuild()
MakerPagesPagesEdgesNodeAssignedAttributesAssignedPlainTextAttribute.model_rebuild()
MakerPagesPagesEdgesNodeAssignedAttributesAssignedSingleChoiceAttribute.model_rebuild()
MakerPagesPagesEdgesNodeAssignedAttributesAssignedSinglePageReferenceAttribute.model_rebuild()
