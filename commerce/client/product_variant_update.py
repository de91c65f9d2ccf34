from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import ProductErrorParts


class ProductVariantUpdate(BaseModel):
    product_variant_update: Optional["ProductVariantUpdateProductVariantUpdate"] = (
        Field(alias="productVariantUpdate")
    )


class ProductVariantUpdateProductVariantUpdate(BaseModel):
    product_variant: Optional[
        "ProductVariantUpdateProductVariantUpdateProductVariant"
    ] = Field(alias="productVariant")
    errors: list["ProductVariantUpdateProductVariantUpdateErrors"]


class ProductVariantUpdateProductVariantUpdateProductVariant(BaseModel):
    id: str
    sku: Optional[str]


ProductVariantUpdateProductVariantUpdateErrors = ProductErrorParts
