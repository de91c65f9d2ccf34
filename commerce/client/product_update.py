from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import ProductErrorParts


class ProductUpdate(BaseModel):
    product_update: Optional["ProductUpdateProductUpdate"] = Field(
        alias="productUpdate"
    )


class ProductUpdateProductUpdate(BaseModel):
    product: Optional["ProductUpdateProductUpdateProduct"]
    errors: list["ProductUpdateProductUpdateErrors"]


class ProductUpdateProductUpdateProduct(BaseModel):
    id: str
    slug: str


ProductUpdateProductUpdateErrors = ProductErrorParts
