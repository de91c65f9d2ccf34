from typing import Optional

from .base_model import BaseModel
from .fragments import ListingProductParts


class ListingProducts(BaseModel):
    products: Optional["ListingProductsProducts"]


class ListingProductsProducts(BaseModel):
    edges: list["ListingProductsProductsEdges"]


class ListingProductsProductsEdges(BaseModel):
    node: "ListingProductsProductsEdgesNode"


ListingProductsProductsEdgesNode = ListingProductParts
