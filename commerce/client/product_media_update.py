from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import ProductErrorParts


class ProductMediaUpdate(BaseModel):
    product_media_update: Optional["ProductMediaUpdateProductMediaUpdate"] = Field(
        alias="productMediaUpdate"
    )


class ProductMediaUpdateProductMediaUpdate(BaseModel):
    media: Optional["ProductMediaUpdateProductMediaUpdateMedia"]
    errors: list["ProductMediaUpdateProductMediaUpdateErrors"]


class ProductMediaUpdateProductMediaUpdateMedia(BaseModel):
    id: str
    alt: str


ProductMediaUpdateProductMediaUpdateErrors = ProductErrorParts
