from typing import Optional

from .base_model import BaseModel


class ProductSlugs(BaseModel):
    products: Optional["ProductSlugsProducts"]


class ProductSlugsProducts(BaseModel):
    edges: list["ProductSlugsProductsEdges"]


class ProductSlugsProductsEdges(BaseModel):
    node: "ProductSlugsProductsEdgesNode"


class ProductSlugsProductsEdgesNode(BaseModel):
    id: str
    slug: str
