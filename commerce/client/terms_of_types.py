from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import PageParts


class TermsOfTypes(BaseModel):
    product_types: Optional["TermsOfTypesProductTypes"] = Field(alias="productTypes")


class TermsOfTypesProductTypes(BaseModel):
    page_info: "TermsOfTypesProductTypesPageInfo" = Field(alias="pageInfo")
    edges: list["TermsOfTypesProductTypesEdges"]


TermsOfTypesProductTypesPageInfo = PageParts


class TermsOfTypesProductTypesEdges(BaseModel):
    node: "TermsOfTypesProductTypesEdgesNode"


class TermsOfTypesProductTypesEdgesNode(BaseModel):
    id: str
    slug: str
    name: str
    metafields: Optional[dict[str, str]]
