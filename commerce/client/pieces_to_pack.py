from typing import Optional

from .base_model import BaseModel


class PiecesToPack(BaseModel):
    products: Optional["PiecesToPackProducts"]


class PiecesToPackProducts(BaseModel):
    edges: list["PiecesToPackProductsEdges"]


class PiecesToPackProductsEdges(BaseModel):
    node: "PiecesToPackProductsEdgesNode"


class PiecesToPackProductsEdgesNode(BaseModel):
    id: str
    thumbnail: Optional["PiecesToPackProductsEdgesNodeThumbnail"]
    hi: Optional["PiecesToPackProductsEdgesNodeHi"]
    ur: Optional["PiecesToPackProductsEdgesNodeUr"]


class PiecesToPackProductsEdgesNodeThumbnail(BaseModel):
    url: str


class PiecesToPackProductsEdgesNodeHi(BaseModel):
    name: Optional[str]


class PiecesToPackProductsEdgesNodeUr(BaseModel):
    name: Optional[str]
