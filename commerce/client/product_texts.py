from typing import Optional

from .base_model import BaseModel
from .fragments import (  # noqa: F401
    ProductTextParts,
    ProductTextPartsHi,
    ProductTextPartsUr,
)


class ProductTexts(BaseModel):
    products: Optional["ProductTextsProducts"]


class ProductTextsProducts(BaseModel):
    edges: list["ProductTextsProductsEdges"]


class ProductTextsProductsEdges(BaseModel):
    node: "ProductTextsProductsEdgesNode"


class ProductTextsProductsEdgesNode(ProductTextParts):
    id: str
