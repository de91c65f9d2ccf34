from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import ProductErrorParts


class ProductMediaReorder(BaseModel):
    product_media_reorder: Optional["ProductMediaReorderProductMediaReorder"] = Field(
        alias="productMediaReorder"
    )


class ProductMediaReorderProductMediaReorder(BaseModel):
    media: Optional[list["ProductMediaReorderProductMediaReorderMedia"]]
    errors: list["ProductMediaReorderProductMediaReorderErrors"]


class ProductMediaReorderProductMediaReorderMedia(BaseModel):
    id: str


ProductMediaReorderProductMediaReorderErrors = ProductErrorParts
