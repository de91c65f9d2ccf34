from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import AttributeErrorCode


class AttributeCreate(BaseModel):
    attribute_create: Optional["AttributeCreateAttributeCreate"] = Field(
        alias="attributeCreate"
    )


class AttributeCreateAttributeCreate(BaseModel):
    attribute: Optional["AttributeCreateAttributeCreateAttribute"]
    errors: list["AttributeCreateAttributeCreateErrors"]


class AttributeCreateAttributeCreateAttribute(BaseModel):
    id: str
    slug: str


class AttributeCreateAttributeCreateErrors(BaseModel):
    field: Optional[str]
    message: Optional[str]
    code: AttributeErrorCode
