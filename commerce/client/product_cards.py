from typing import Optional

from .base_model import BaseModel
from .fragments import ProductCard


class ProductCards(BaseModel):
    products: Optional["ProductCardsProducts"]


class ProductCardsProducts(BaseModel):
    edges: list["ProductCardsProductsEdges"]


class ProductCardsProductsEdges(BaseModel):
    node: "ProductCardsProductsEdgesNode"


ProductCardsProductsEdgesNode = ProductCard
