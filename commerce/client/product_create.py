from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import ProductErrorParts


class ProductCreate(BaseModel):
    product_create: Optional["ProductCreateProductCreate"] = Field(
        alias="productCreate"
    )


class ProductCreateProductCreate(BaseModel):
    product: Optional["ProductCreateProductCreateProduct"]
    errors: list["ProductCreateProductCreateErrors"]


class ProductCreateProductCreateProduct(BaseModel):
    id: str
    slug: str


ProductCreateProductCreateErrors = ProductErrorParts
