from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import ProductErrorParts


class ProductDelete(BaseModel):
    product_delete: Optional["ProductDeleteProductDelete"] = Field(
        alias="productDelete"
    )


class ProductDeleteProductDelete(BaseModel):
    product: Optional["ProductDeleteProductDeleteProduct"]
    errors: list["ProductDeleteProductDeleteErrors"]


class ProductDeleteProductDeleteProduct(BaseModel):
    id: str


ProductDeleteProductDeleteErrors = ProductErrorParts
