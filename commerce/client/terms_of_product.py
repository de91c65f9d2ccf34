from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class TermsOfProduct(BaseModel):
    product: Optional["TermsOfProductProduct"]


class TermsOfProductProduct(BaseModel):
    id: str
    slug: str
    name: str
    external_reference: Optional[str] = Field(alias="externalReference")
    metafields: Optional[dict[str, str]]
    product_type: "TermsOfProductProductProductType" = Field(alias="productType")


class TermsOfProductProductProductType(BaseModel):
    id: str
    slug: str
    name: str
    metafields: Optional[dict[str, str]]
