from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import ProductErrorParts


class ProductMediaCreate(BaseModel):
    product_media_create: Optional["ProductMediaCreateProductMediaCreate"] = Field(
        alias="productMediaCreate"
    )


class ProductMediaCreateProductMediaCreate(BaseModel):
    media: Optional["ProductMediaCreateProductMediaCreateMedia"]
    errors: list["ProductMediaCreateProductMediaCreateErrors"]


class ProductMediaCreateProductMediaCreateMedia(BaseModel):
    id: str
    alt: str
    url: str


ProductMediaCreateProductMediaCreateErrors = ProductErrorParts
