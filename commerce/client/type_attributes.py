from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import PageParts


class TypeAttributes(BaseModel):
    product_types: Optional["TypeAttributesProductTypes"] = Field(alias="productTypes")
    page_types: Optional["TypeAttributesPageTypes"] = Field(alias="pageTypes")


class TypeAttributesProductTypes(BaseModel):
    page_info: "TypeAttributesProductTypesPageInfo" = Field(alias="pageInfo")
    edges: list["TypeAttributesProductTypesEdges"]


TypeAttributesProductTypesPageInfo = PageParts


class TypeAttributesProductTypesEdges(BaseModel):
    node: "TypeAttributesProductTypesEdgesNode"


class TypeAttributesProductTypesEdgesNode(BaseModel):
    id: str
    slug: str
    product_attributes: Optional[
        list["TypeAttributesProductTypesEdgesNodeProductAttributes"]
    ] = Field(alias="productAttributes")


class TypeAttributesProductTypesEdgesNodeProductAttributes(BaseModel):
    slug: str


class TypeAttributesPageTypes(BaseModel):
    page_info: "TypeAttributesPageTypesPageInfo" = Field(alias="pageInfo")
    edges: list["TypeAttributesPageTypesEdges"]


TypeAttributesPageTypesPageInfo = PageParts


class TypeAttributesPageTypesEdges(BaseModel):
    node: "TypeAttributesPageTypesEdgesNode"


class TypeAttributesPageTypesEdgesNode(BaseModel):
    id: str
    slug: str
    attributes: Optional[list["TypeAttributesPageTypesEdgesNodeAttributes"]]


class TypeAttributesPageTypesEdgesNodeAttributes(BaseModel):
    slug: str
