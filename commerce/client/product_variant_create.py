from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import ProductErrorParts


class ProductVariantCreate(BaseModel):
    product_variant_create: Optional["ProductVariantCreateProductVariantCreate"] = (
        Field(alias="productVariantCreate")
    )


class ProductVariantCreateProductVariantCreate(BaseModel):
    product_variant: Optional[
        "ProductVariantCreateProductVariantCreateProductVariant"
    ] = Field(alias="productVariant")
    errors: list["ProductVariantCreateProductVariantCreateErrors"]


class ProductVariantCreateProductVariantCreateProductVariant(BaseModel):
    id: str
    sku: Optional[str]


ProductVariantCreateProductVariantCreateErrors = ProductErrorParts
