from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import ProductForIndexParts


class ProductsForIndex(BaseModel):
    products: Optional["ProductsForIndexProducts"]


class ProductsForIndexProducts(BaseModel):
    page_info: "ProductsForIndexProductsPageInfo" = Field(alias="pageInfo")
    edges: list["ProductsForIndexProductsEdges"]


class ProductsForIndexProductsPageInfo(BaseModel):
    has_next_page: bool = Field(alias="hasNextPage")
    end_cursor: Optional[str] = Field(alias="endCursor")


class ProductsForIndexProductsEdges(BaseModel):
    node: "ProductsForIndexProductsEdgesNode"


ProductsForIndexProductsEdgesNode = ProductForIndexParts
