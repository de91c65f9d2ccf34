from typing import Annotated, Any, Literal, Optional, Union

from pydantic import BeforeValidator, Field

from commerce.scalars import json_in

from .base_model import BaseModel
from .enums import AttributeInputTypeEnum, MeasurementUnitsEnum


class MakerPage(BaseModel):
    page: Optional["MakerPagePage"]


class MakerPagePage(BaseModel):
    id: str
    slug: str
    title: str
    content: Optional[Annotated[Any, BeforeValidator(json_in)]]
    is_published: bool = Field(alias="isPublished")
    page_type: "MakerPagePagePageType" = Field(alias="pageType")
    metadata: list["MakerPagePageMetadata"]
    assigned_attributes: list[
        Annotated[
            Union[
                "MakerPagePageAssignedAttributesAssignedAttribute",
                "MakerPagePageAssignedAttributesAssignedBooleanAttribute",
                "MakerPagePageAssignedAttributesAssignedMultiChoiceAttribute",
                "MakerPagePageAssignedAttributesAssignedNumericAttribute",
                "MakerPagePageAssignedAttributesAssignedPlainTextAttribute",
                "MakerPagePageAssignedAttributesAssignedSingleChoiceAttribute",
                "MakerPagePageAssignedAttributesAssignedSinglePageReferenceAttribute",
            ],
            Field(discriminator="typename__"),
        ]
    ] = Field(alias="assignedAttributes")


class MakerPagePagePageType(BaseModel):
    slug: str


class MakerPagePageMetadata(BaseModel):
    key: str
    value: str


class MakerPagePageAssignedAttributesAssignedAttribute(BaseModel):
    typename__: Literal["AssignedAttribute", "AssignedMultiPageReferenceAttribute"] = (
        Field(alias="__typename")
    )
    attribute: "MakerPagePageAssignedAttributesAssignedAttributeAttribute"


class MakerPagePageAssignedAttributesAssignedAttributeAttribute(BaseModel):
    slug: str
    name: str
    input_type: Optional[AttributeInputTypeEnum] = Field(alias="inputType")
    unit: Optional[MeasurementUnitsEnum]


class MakerPagePageAssignedAttributesAssignedBooleanAttribute(BaseModel):
    typename__: Literal["AssignedBooleanAttribute"] = Field(alias="__typename")
    attribute: "MakerPagePageAssignedAttributesAssignedBooleanAttributeAttribute"
    flag: Optional[bool]


class MakerPagePageAssignedAttributesAssignedBooleanAttributeAttribute(BaseModel):
    slug: str
    name: str
    input_type: Optional[AttributeInputTypeEnum] = Field(alias="inputType")
    unit: Optional[MeasurementUnitsEnum]


class MakerPagePageAssignedAttributesAssignedMultiChoiceAttribute(BaseModel):
    typename__: Literal["AssignedMultiChoiceAttribute"] = Field(alias="__typename")
    attribute: "MakerPagePageAssignedAttributesAssignedMultiChoiceAttributeAttribute"
    choices: list["MakerPagePageAssignedAttributesAssignedMultiChoiceAttributeChoices"]


class MakerPagePageAssignedAttributesAssignedMultiChoiceAttributeAttribute(BaseModel):
    slug: str
    name: str
    input_type: Optional[AttributeInputTypeEnum] = Field(alias="inputType")
    unit: Optional[MeasurementUnitsEnum]


class MakerPagePageAssignedAttributesAssignedMultiChoiceAttributeChoices(BaseModel):
    slug: Optional[str]
    name: Optional[str]


class MakerPagePageAssignedAttributesAssignedNumericAttribute(BaseModel):
    typename__: Literal["AssignedNumericAttribute"] = Field(alias="__typename")
    attribute: "MakerPagePageAssignedAttributesAssignedNumericAttributeAttribute"
    number: Optional[float]


class MakerPagePageAssignedAttributesAssignedNumericAttributeAttribute(BaseModel):
    slug: str
    name: str
    input_type: Optional[AttributeInputTypeEnum] = Field(alias="inputType")
    unit: Optional[MeasurementUnitsEnum]


class MakerPagePageAssignedAttributesAssignedPlainTextAttribute(BaseModel):
    typename__: Literal["AssignedPlainTextAttribute"] = Field(alias="__typename")
    attribute: "MakerPagePageAssignedAttributesAssignedPlainTextAttributeAttribute"
    text: Optional[str]


class MakerPagePageAssignedAttributesAssignedPlainTextAttributeAttribute(BaseModel):
    slug: str
    name: str
    input_type: Optional[AttributeInputTypeEnum] = Field(alias="inputType")
    unit: Optional[MeasurementUnitsEnum]


class MakerPagePageAssignedAttributesAssignedSingleChoiceAttribute(BaseModel):
    typename__: Literal["AssignedSingleChoiceAttribute"] = Field(alias="__typename")
    attribute: "MakerPagePageAssignedAttributesAssignedSingleChoiceAttributeAttribute"
    choice: Optional[
        "MakerPagePageAssignedAttributesAssignedSingleChoiceAttributeChoice"
    ]


class MakerPagePageAssignedAttributesAssignedSingleChoiceAttributeAttribute(BaseModel):
    slug: str
    name: str
    input_type: Optional[AttributeInputTypeEnum] = Field(alias="inputType")
    unit: Optional[MeasurementUnitsEnum]


class MakerPagePageAssignedAttributesAssignedSingleChoiceAttributeChoice(BaseModel):
    slug: Optional[str]
    name: Optional[str]


class MakerPagePageAssignedAttributesAssignedSinglePageReferenceAttribute(BaseModel):
    typename__: Literal["AssignedSinglePageReferenceAttribute"] = Field(
        alias="__typename"
    )
    attribute: (
        "MakerPagePageAssignedAttributesAssignedSinglePageReferenceAttributeAttribute"
    )
    page: Optional[
        "MakerPagePageAssignedAttributesAssignedSinglePageReferenceAttributePage"
    ]


class MakerPagePageAssignedAttributesAssignedSinglePageReferenceAttributeAttribute(
    BaseModel
):
    slug: str
    name: str
    input_type: Optional[AttributeInputTypeEnum] = Field(alias="inputType")
    unit: Optional[MeasurementUnitsEnum]


class MakerPagePageAssignedAttributesAssignedSinglePageReferenceAttributePage(
    BaseModel
):
    id: str
    slug: str
    title: str


MakerPage.model_rebuild()
MakerPagePage.model_rebuild()
MakerPagePageAssignedAttributesAssignedAttribute.model_rebuild()
MakerPagePageAssignedAttributesAssignedBooleanAttribute.model_rebuild()
MakerPagePageAssignedAttributesAssignedMultiChoiceAttribute.model_rebuild()
MakerPagePageAssignedAttributesAssignedNumericAttribute.model_rebuild()
MakerPagePageAssignedAttributesAssignedPlainTextAttribute.model_rebuild()
MakerPagePageAssignedAttributesAssignedSingleChoiceAttribute.model_rebuild()
MakerPagePageAssignedAttributesAssignedSinglePageReferenceAttribute.model_rebuild()
